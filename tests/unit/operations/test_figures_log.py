"""The log line of the figures: all counts, and no number or text."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from operations import functions
from send_sms.storage.dispatch_queue import Work
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress
from shared.eventgrid.envelope import Event
from subscriptions.storage.event_queue import Delivery
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND, people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_activities import wait
from tests.unit.analytics.test_summary import REFUSED, SENT, SUPPRESSED, store

PROFILE = SenderProfile(TOLL_FREE, Limits())
NOTHING = {
    "due": 0,
    "overdue": 0,
    "waiting": 0,
    "sent": 0,
    "failed": 0,
    "suppressed": 0,
    "unknown": 0,
    "paused": 0,
    "held": 0,
    "throttled": 0,
    "stalled": 0,
    "parked": 0,
    "parkedReports": 0,
    "deadLetters": 0,
}


async def figures(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    caplog.clear()
    with caplog.at_level("INFO"):
        await functions.log_figures(None)
    [line] = logged_events(caplog.messages, "figures_counted")
    return {name: value for name, value in line.items() if name not in {"event", "invocationId"}}


@pytest.mark.usefixtures("served")
async def test_quiet_app_logs_zeros(caplog: pytest.LogCaptureFixture) -> None:
    assert await figures(caplog) == NOTHING


async def test_every_figure_is_counted(served: World, caplog: pytest.LogCaptureFixture) -> None:
    app, event = served.app(), Event("1", "Some.Event", "", None, {})
    await served.queue.put(Work(BatchAddress(SEND)))
    await wait(served, people(3), START - timedelta(minutes=20))
    await wait(served, people(2), START, send_at=START + timedelta(hours=1))
    unknown = Outcome(OutcomeKind.UNKNOWN)
    await store(served, START - timedelta(minutes=5), SENT, SENT, REFUSED, SUPPRESSED, unknown)
    await app.senders.set_paused("PALOMA", PROFILE, START)
    await app.senders.holds.refuse("77001", PROFILE, "401", probe_id="", now=START)
    await app.senders.suspend(PROFILE, 30, START)
    await app.parked_events.park([(event, "why")], START)
    await app.parked_events.park_reports([event], START)
    await app.dead_letters.add(Delivery("a" * 20, "b" * 32, START, []), "http_503", START)
    assert await figures(caplog) == {
        "due": 1,
        "overdue": 0,
        "waiting": 5,
        "oldestDueSeconds": 1200,
        "sent": 2,
        "failed": 1,
        "suppressed": 1,
        "unknown": 1,
        "paused": 1,
        "held": 1,
        "throttled": 1,
        "stalled": 0,
        "parked": 1,
        "parkedReports": 1,
        "deadLetters": 1,
    }


async def test_work_that_stands_still_is_counted(
    served: World, caplog: pytest.LogCaptureFixture
) -> None:
    await wait(served, people(3), START - timedelta(minutes=20))
    assert (await figures(caplog))["stalled"] == 1


async def test_figures_cost_few_operations(served: World, caplog: pytest.LogCaptureFixture) -> None:
    def operations() -> int:
        total = sum(table.operation_count for table in served.tables())
        for table in served.tables():
            table.operation_count = 0
        return total

    for hour in range(20):
        await wait(served, people(100), START - timedelta(hours=hour % 8))
    operations()
    await figures(caplog)
    assert operations() <= 20
    served.clock.advance(seconds=30)
    await figures(caplog)
    assert operations() <= 7, "counts of messages are a minute old at most"


def test_line_is_never_sampled_away() -> None:
    host = json.loads((Path(__file__).parents[3] / "host.json").read_text(encoding="utf-8"))
    excluded = host["logging"]["applicationInsights"]["samplingSettings"]["excludedTypes"]
    assert "Trace" in excluded.split(";")
