"""
Record delivery reports and publish their status events, also those of parked reports.

A report joins the block of messages that its tag names, without a look-up. A report that says that
the recipient opted out is also recorded as an opt-out.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from delivery_report.failed_replies import FailedReplies
from delivery_report.intake import ReportIntake
from delivery_report.storage.reports import Reports
from opt_outs.changes import OptOutRegistry, record_changes
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from send_sms.storage.journal import Journal
from send_sms.storage.references import References
from shared.carriers.events import (
    AddressedReport,
    CarrierEvents,
    DeliveryReport,
    DeliveryStatus,
    UnusableEventError,
)
from shared.domain.identifiers import BlockAddress
from shared.domain.times import time_to_text
from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import CHANCE_BYTES, MAX_LOOKS, ParkedEvents, WaitingEvent
from shared.runtime import Ids, run_all
from subscriptions.domain.event import AppEvent, EventKind, message_members
from subscriptions.outbox import event_id_of


@dataclass(frozen=True, slots=True)
class Reporting:
    """The dependencies of processing delivery reports."""

    reports: Reports
    references: References
    intake: ReportIntake
    carrier_events: CarrierEvents
    parked_events: ParkedEvents
    registry: OptOutRegistry
    failed_replies: FailedReplies
    ids: Ids

    @property
    def journal(self) -> Journal:
        """What was sent."""
        return self.failed_replies.journal


async def record_reports(events: Sequence[Event], reporting: Reporting) -> None:
    """
    Store delivery reports and what they change, and publish them; on return all of it is durable.

    Reports of one own number and day share an operation, opt-outs of neighbours three. Events that
    cannot be read, and reports on unknown sends, are parked.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    now = reporting.registry.clock()
    reports: list[tuple[AddressedReport, Event]] = []
    unusable: list[tuple[Event, str]] = []
    for event in events:
        try:
            reports.append((reporting.carrier_events.report(event, now), event))
        except UnusableEventError as error:
            unusable.append((event, str(error)))
    opted_out = [one for one, _ in reports if one.says_opted_out]
    missing, out_of_bounds = set[BlockAddress](), list[AddressedReport]()
    tasks: list[Awaitable[None]] = [_store(reports, missing, reporting, now)] if reports else []
    if opted_out:
        tasks.append(_record_opt_outs(opted_out, out_of_bounds, reporting, now))
    if unusable:
        tasks.append(reporting.parked_events.park(unusable, now))
    await run_all(*tasks)
    # A report that has joined its send is not parked, so nothing else would record its opt-out.
    joined = [_opt_out(one, now) for one in out_of_bounds if one.block not in missing]
    if joined:
        await record_changes(joined, reporting.registry)


async def _record_opt_outs(
    reports: Sequence[AddressedReport],
    out_of_bounds: list[AddressedReport],
    reporting: Reporting,
    now: datetime,
) -> None:
    """
    Record opt-outs; of own numbers that never sent only within the bounds of such numbers.

    One operation for each number that this process does not know, side by side. Others are added
    to `out_of_bounds`, and recorded when their report joins its send.
    """
    numbers = sorted({one.address.send.sender for one in reports})
    unknown = await reporting.journal.not_reached_among(numbers, MAX_LOOKS)
    if unknown:
        unknown -= await reporting.parked_events.accept_unknown_numbers(unknown, now)
    accepted = [_opt_out(one, now) for one in reports if one.address.send.sender not in unknown]
    out_of_bounds += (one for one in reports if one.address.send.sender in unknown)
    if accepted:
        await record_changes(accepted, reporting.registry)


async def _store(
    reports: Sequence[tuple[AddressedReport, Event]],
    missing: set[BlockAddress],
    reporting: Reporting,
    now: datetime,
) -> None:
    """Store and publish reports; those on unknown sends are parked, their blocks `missing`."""
    reports = await _without_erased(reports, reporting)
    missing |= await reporting.intake.add(by_block(addressed for addressed, _ in reports))
    known = [one for one, _ in reports]
    if missing:
        unknown = [event for addressed, event in reports if addressed.block in missing]
        await reporting.parked_events.park_reports(unknown, now)
        known = [one for one in known if one.block not in missing]
    await _publish_and_note(known, reporting, now)


async def _without_erased(
    reports: Sequence[tuple[AddressedReport, Event]], reporting: Reporting
) -> Sequence[tuple[AddressedReport, Event]]:
    """
    Leave out reports on messages whose recipient was erased: they would name the number again.

    Mostly without an operation (`Subscriptions.cached`); one for each row of people erased lately.
    """
    events = reporting.registry.events
    erased = await events.erased_until({one.recipient for one, _ in reports})
    if not erased:
        return reports
    rows = list({one.block.batch for one, _ in reports if one.recipient in erased})
    batches = await asyncio.gather(*map(reporting.journal.get, rows))
    known = dict(zip(rows, batches, strict=True))

    def is_erased(one: AddressedReport) -> bool:
        batch = known.get(one.block.batch)
        return batch is not None and one.recipient not in batch.recipients

    return [pair for pair in reports if not is_erased(pair[0])]


async def _publish_and_note(
    reports: Sequence[AddressedReport], reporting: Reporting, now: datetime
) -> None:
    """Publish the reports that joined their send, and show failed replies in conversations."""
    await reporting.failed_replies.note(reports, now)
    await publish_reports(reports, reporting)


async def publish_reports(reports: Sequence[AddressedReport], reporting: Reporting) -> None:
    """Publish the reports that joined their send; a repeat has the same event ids."""
    if reports and await reporting.registry.events.has_subscribers(EventKind.MESSAGE_STATUS):
        references = await reporting.references.of(
            [(one.address, one.recipient) for one in reports]
        )
        events = map(report_event, reports, references)
        await reporting.registry.events.publish(list(events))


def by_block(
    reports: Iterable[AddressedReport],
) -> dict[BlockAddress, list[tuple[str, DeliveryReport]]]:
    """Group reports, oldest first: of two of one kind on one message the newer one stays."""
    groups: defaultdict[BlockAddress, list[tuple[str, DeliveryReport]]] = defaultdict(list)
    for one in sorted(reports, key=lambda one: one.stated.received_at):
        groups[one.block].append((one.recipient, one.report))
    return groups


def _opt_out(one: AddressedReport, now: datetime) -> ConsentChange:
    """Dated by the attempt that was blocked: a START since then is newer and stays."""
    report = one.report
    return ConsentChange(
        own_number=one.address.send.sender,
        user_number=one.recipient,
        state=ConsentState.OPTED_OUT,
        changed_at=report.attempted_at,
        recorded_at=now,
        source=ChangeSource.PROVIDER,
        evidence=f"{report.code}: {report.carrier_text or report.text}",
        event_id=report.provider_message_id,
        stated_at=one.stated.attempted_at if one.as_stated else None,
    )


async def join_parked(reporting: Reporting) -> None:
    """
    Store parked reports whose send is there now, and forget that they were parked.

    Idempotent, also on two instances at once: a report is stored and published before its row is
    deleted, and again it changes nothing. Looks at up to 100 reports; with nothing parked it
    costs two operations. An opt-out that a report states is recorded again: it may have been out
    of bounds when the report came.
    """
    now = reporting.registry.clock()
    waiting = await reporting.parked_events.waiting_reports(
        now, reporting.ids.randomness(CHANCE_BYTES)
    )
    found = [(parked, _read(parked, reporting, now)) for parked in waiting]
    readable = [(parked, report) for parked, report in found if report]
    # Not by the intake: a report that still waits would delay those that come in now.
    missing = await reporting.reports.add(by_block(report for _, report in readable))
    joined = [pair for pair in readable if pair[1].block not in missing]
    opt_outs = [_opt_out(report, now) for _, report in joined if report.says_opted_out]
    if opt_outs:
        await record_changes(opt_outs, reporting.registry)
    await _publish_and_note([report for _, report in joined], reporting, now)
    await reporting.parked_events.remove([parked for parked, _ in joined])


def _read(parked: WaitingEvent, reporting: Reporting, now: datetime) -> AddressedReport | None:
    try:
        return reporting.carrier_events.report(parked.event, now)
    except UnusableEventError:
        return None


def report_event(one: AddressedReport, reference: str) -> AppEvent:
    """Make the status event of a delivery report; one on a block has no `messageId`."""
    address, report = one.address, one.report
    is_failure = report.status is DeliveryStatus.FAILED
    data = message_members(address, one.recipient, report.status.value, reference)
    if is_failure:
        words = {"carrierMessage": report.carrier_text} if report.carrier_text else {}
        data["error"] = {"code": report.code or "failed", "message": report.text, **words}
    said = time_to_text(one.stated.received_at)
    parts = ("report", str(address.send), one.recipient, report.status.value, said)
    return AppEvent(event_id_of(parts), EventKind.MESSAGE_STATUS, report.received_at, data)
