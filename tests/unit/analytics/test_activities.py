"""What messages wait for and what became of the last hour's, by sender, counted once a minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics.domain.day_count import bucket_of, middle_of
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress, Resend, ResendKind
from send_sms.domain.quiet_hours import QuietHoursPolicy
from senders.domain.activity import Activity
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category
from tests.support.samples import make_batch, make_options, people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_summary import REFUSED, SENT, SUPPRESSED, report, store

NIGHT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""In Seattle four in the morning, in New York seven."""

SEATTLE, NEW_YORK = "+12065550100", "+12125550100"


async def wait(world: World, recipients: Any, accepted_at: datetime, **options: Any) -> Batch:
    """Store messages that were not submitted."""
    send = new_send_address(TOLL_FREE, accepted_at, world.randomness(10))
    progress = options.pop("progress", Progress())
    kept = make_options(expires_at=accepted_at + timedelta(hours=72), **options)
    batch = make_batch(recipients, send=send, options=kept, progress=progress)
    await world.app().journal.commit([batch])
    return batch


async def activity(world: World) -> Activity:
    return (await world.app().activities.lately())[TOLL_FREE]


async def test_due_and_scheduled_messages_are_told_apart(world: World) -> None:
    await wait(world, people(3), START - timedelta(minutes=40))
    await wait(world, people(2), START - timedelta(hours=2), send_at=START - timedelta(minutes=50))
    await wait(world, people(4), START, send_at=START + timedelta(hours=1))
    found = await activity(world)
    assert (found.due_count, found.scheduled_count, found.waiting_count) == (5, 4, 9)
    assert found.oldest_due_at == START - timedelta(minutes=50)


async def test_scheduled_messages_become_due_in_their_time(world: World) -> None:
    await wait(world, people(4), START, send_at=START + timedelta(minutes=2))
    assert (await activity(world)).due_count == 0
    world.clock.advance(minutes=3)
    found = await activity(world)
    assert (found.due_count, found.oldest_due_at) == (4, START + timedelta(minutes=2))


async def test_marketing_waits_for_quiet_hours_and_is_due_then(world: World) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    world.clock.now = NIGHT
    await wait(world, [SEATTLE, NEW_YORK], NIGHT, category=Category.MARKETING)
    found = await activity(world)
    opens_at = found.next_open_at
    assert (found.due_count, found.quiet_count) == (0, 2)
    assert opens_at
    assert NIGHT < opens_at < NIGHT + timedelta(hours=3)
    world.clock.now = opens_at + timedelta(minutes=2)
    found = await activity(world)
    assert (found.due_count, found.quiet_count, found.oldest_due_at) == (1, 1, opens_at)


async def test_quiet_hours_that_begin_are_seen(world: World) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    app, evening = world.app(), datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 19:00 in Seattle
    world.clock.now = evening
    await wait(world, [SEATTLE], evening, category=Category.MARKETING)
    assert (await app.activities.lately())[TOLL_FREE].due_count == 1
    world.clock.advance(hours=3)
    assert (await app.activities.lately())[TOLL_FREE].quiet_count == 1


async def test_resent_message_is_due_since_its_resend(world: World) -> None:
    resend = Resend(ResendKind.REDRIVE, START - timedelta(minutes=3), (0,), None, None, "")
    progress = Progress(resends=(resend,))
    await wait(world, people(1), START - timedelta(hours=8), progress=progress)
    assert (await activity(world)).oldest_due_at == START - timedelta(minutes=3)


async def test_outcomes_of_the_last_hour_are_counted_whenever_they_were_accepted(
    world: World,
) -> None:
    old = await store(world, START - timedelta(hours=2), SENT)
    batch = await store(world, START - timedelta(minutes=20), SENT, SENT, SENT, REFUSED, SUPPRESSED)
    await report(world, old, 0)
    await report(world, batch, 0)
    await report(world, batch, 1, status=DeliveryStatus.FAILED, code="4006", text="Unknown.")
    found = await activity(world)
    assert (found.submitted_count, found.reported_count, found.delivered_count) == (3, 2, 1)
    assert found.suppressed_count == 1
    assert found.failures == {"4001": 1, "4006": 1}
    world.clock.advance(hours=2)
    later = await activity(world)
    assert (later.submitted_count, later.failures, later.last_outcome_at) == (0, {}, None)


async def test_times_of_what_was_sent_in_the_last_hour_are_counted(world: World) -> None:
    old = await store(world, START - timedelta(hours=2), SENT)
    batch = await store(world, START - timedelta(minutes=20), SENT, SENT, REFUSED)
    await report(world, old, 0)
    await report(world, batch, 0)
    found = await activity(world)
    assert found.to_sent == {middle_of(bucket_of(2)): 2}
    assert found.to_delivered == {middle_of(bucket_of(8)): 1}
    world.clock.advance(hours=2)
    later = await activity(world)
    assert (later.to_sent, later.to_delivered) == ({}, {})


async def test_time_that_the_carrier_took_is_that_from_the_first_attempt(world: World) -> None:
    sent_at = START - timedelta(minutes=5)
    began_at = [sent_at - timedelta(seconds=seconds) for seconds in (1, 1, 30)]
    outcomes = [replace(SENT, at=sent_at, first_sent_at=began) for began in began_at]
    progress = Progress(outcomes=dict(enumerate(outcomes)))
    await wait(world, people(3), START - timedelta(minutes=20), progress=progress)
    found = await activity(world)
    assert found.to_accepted == {middle_of(bucket_of(1)): 2, middle_of(bucket_of(30)): 1}
    world.clock.advance(hours=2)
    assert (await activity(world)).to_accepted == {}


async def test_unknown_messages_have_their_campaign(world: World) -> None:
    unknown = Outcome(OutcomeKind.UNKNOWN)
    await store(world, START - timedelta(hours=3), unknown, unknown, campaign="may")
    await store(world, START, unknown)
    found = await activity(world)
    assert found.unknown == {"may": 2, "": 1}
    assert found.unknown_since == START - timedelta(hours=3)


@pytest.mark.parametrize(("seconds", "due_count"), [(59, 1), (61, 2)])
async def test_count_is_renewed_once_a_minute(world: World, seconds: int, due_count: int) -> None:
    app = world.app()
    await wait(world, people(1), START)
    await app.activities.lately()
    await wait(world, people(1), START)
    world.clock.advance(seconds=seconds)
    world.journal_table.operation_count = world.statistics_table.operation_count = 0
    assert (await app.activities.lately())[TOLL_FREE].due_count == due_count
    if due_count == 1:
        assert world.journal_table.operation_count == 0
        assert world.statistics_table.operation_count == 1
