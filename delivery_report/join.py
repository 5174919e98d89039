"""Join parked reports with their sends, should these have appeared since."""

from datetime import datetime

from delivery_report.record import by_block, publish_reports
from shared.carriers.acs.events import report_from_event
from shared.carriers.events import AddressedReport, UnusableEventError
from shared.eventgrid.parked_events import ParkedReport
from shared.services import Services

_CHANCE_BYTES = 3


async def join_parked(services: Services) -> None:
    """
    Store parked reports whose send is there now, and forget that they were parked.

    Idempotent, also on two instances at once: a report is stored and published before its row is
    deleted, and again it changes nothing. Looks at up to 100 reports; with nothing parked it
    costs two operations. (What a report says of an opt-out was noted when it was parked.)
    """
    now = services.clock()
    waiting = await services.parked_events.waiting_reports(now, services.randomness(_CHANCE_BYTES))
    found = [(parked, _read(parked, now)) for parked in waiting]
    readable = [(parked, report) for parked, report in found if report]
    # Not by the intake: a report that still waits would hold up those of the moment.
    missing = await services.journal.add_reports(by_block(report for _, report in readable))
    joined = [pair for pair in readable if pair[1].block not in missing]
    await publish_reports([report for _, report in joined], services)
    await services.parked_events.remove([parked for parked, _ in joined])


def _read(parked: ParkedReport, now: datetime) -> AddressedReport | None:
    try:
        return report_from_event(parked.event, now)
    except UnusableEventError:
        return None
