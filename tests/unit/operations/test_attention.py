"""What needs an operator: each of its kinds, in order, in few reads."""

from datetime import timedelta
from typing import Any

import pytest

from operations import functions
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.review import DEFAULT_POLICIES, review_of
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from senders.domain.rate_window import RateWindow
from shared.carriers.events import InboundMessage
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.eventgrid.envelope import Event
from subscriptions.storage.event_queue import Delivery
from tests.support.samples import people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, Serve, World
from tests.unit.analytics.test_activities import wait
from tests.unit.analytics.test_summary import SENT, store
from tests.unit.send_sms.dispatch_world import raising

PROFILE = SenderProfile(TOLL_FREE, Limits())


async def attention() -> Any:
    answer = await call(functions.get_attention, get())
    assert answer.status_code == 200
    return document(answer)


async def codes() -> list[str]:
    return [one["code"] for one in (await attention())["items"]]


async def add_review(world: World, days_ago: int) -> None:
    at = START - timedelta(days=days_ago)
    text = "please do not write to me so often"
    message = InboundMessage(f"Incoming_{days_ago}", TOLL_FREE, people(1)[0], text, at)
    review = review_of(message, classify(text), DEFAULT_POLICIES)
    assert review
    await world.app().review_queue.reviews.add(review)


@pytest.mark.usefixtures("served")
async def test_nothing_needs_attention_at_first() -> None:
    assert await attention() == {
        "asOf": "2026-11-22T09:00:00Z",
        "items": [],
        "operationsCount": 0,
        "openReviewCount": 0,
        "dueReviewCount": 0,
        "parkedReportCount": 0,
    }


AT_START = "2026-11-22T09:00:00Z"
MOST_URGENT_FIRST = [
    {"code": "reviews_overdue", "count": 1},
    {
        "code": "carrier_refuses",
        "count": 0,
        "sender": "77001",
        "since": AT_START,
        "nextAttemptAt": "2026-11-22T09:00:05Z",
    },
    {
        "code": "messages_unknown",
        "count": 2,
        "sender": TOLL_FREE,
        "campaign": "may",
        "since": AT_START,
    },
    {
        "code": "sender_paused",
        "count": 3,
        "sender": TOLL_FREE,
        "since": AT_START,
        "detail": "wrong link",
        "actor": "Dana",
    },
    {
        "code": "dead_letters",
        "count": 1,
        "subscriptionId": "a" * 20,
        "since": AT_START,
        "detail": "http_503",
    },
    {
        "code": "unusable_events",
        "count": 1,
        "sinceDay": "2026-11-22",
        "detail": "no number",
    },
]


async def store_everything(world: World) -> None:
    """Store one of each thing that needs a person."""
    app, unknown = world.app(), Outcome(OutcomeKind.UNKNOWN)
    for days_ago in (1, 30):
        await add_review(world, days_ago)
    await store(world, START, unknown, unknown, campaign="may")
    await app.senders.holds.refuse("77001", PROFILE, "401", probe_id="", now=START)
    await app.senders.set_paused(TOLL_FREE, PROFILE, START, reason="wrong link", actor="Dana")
    await wait(world, people(3), START)
    delivery = Delivery("a" * 20, "b" * 32, START, [])
    await app.dead_letters.add(delivery, "http_503", START)
    await app.parked_events.park([(Event("1", "Some.Event", "", None, {}), "no number")], START)


async def test_everything_is_named_most_urgent_first(served: World) -> None:
    await store_everything(served)
    found = await attention()
    refusal = found["items"][1].pop("detail")
    assert "refused" in refusal
    assert found["items"] == MOST_URGENT_FIRST
    assert found["operationsCount"] == 5
    assert (found["openReviewCount"], found["dueReviewCount"]) == (2, 1)


async def test_pause_without_waiting_messages_needs_no_attention(served: World) -> None:
    await served.app().senders.set_paused(TOLL_FREE, PROFILE, START)
    assert await codes() == []


@pytest.mark.parametrize(("minutes", "stands"), [(14, False), (16, True)])
async def test_work_that_nothing_keeps_stands_still_after_15_minutes(
    served: World, minutes: int, stands: bool
) -> None:
    await wait(served, people(3), START - timedelta(minutes=minutes))
    assert await codes() == (["work_stands_still"] if stands else [])


async def test_work_of_a_sender_that_submits_does_not_stand_still(served: World) -> None:
    await wait(served, people(3), START - timedelta(minutes=50))
    await store(served, START - timedelta(minutes=10), SENT)
    assert await codes() == []


async def test_work_that_waits_for_tomorrow_does_not_stand_still(
    world: World, serve: Serve
) -> None:
    capped = SenderProfile(TOLL_FREE, Limits(units_per_day=10))
    world.settings = world.settings.__class__(
        storage=world.settings.storage,
        acs=world.settings.acs,
        sender_profiles={TOLL_FREE: capped},
    )
    serve(world)
    await wait(world, people(3), START - timedelta(hours=2))
    senders = world.app().senders
    state = await senders.read_state(TOLL_FREE, capped)
    await senders.book(capped, state, RateWindow(day="20261122", day_units=10))
    assert await codes() == []


@pytest.mark.parametrize("seconds", [6, -3600])
async def test_figures_are_read_once_in_five_seconds(served: World, seconds: int) -> None:
    await attention()
    for table in served.tables():
        table.operation_count = 0
    await attention()
    assert sum(table.operation_count for table in served.tables()) == 0
    served.clock.advance(seconds=seconds)
    await attention()
    assert 0 < sum(table.operation_count for table in served.tables()) <= 10


async def test_failing_storage_is_a_503_and_the_next_request_tries_again(served: World) -> None:
    served.senders_table.before_read = raising(StorageError)
    assert_problem(await call(functions.get_attention, get()), 503)
    served.senders_table.before_read = None
    assert await codes() == []
