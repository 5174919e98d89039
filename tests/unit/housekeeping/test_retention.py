"""Old messages are deleted and old texts masked, cheaply; figures stay."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import pytest

from analytics.functions import analytics_summary, recount_day
from composition.app import run_as
from housekeeping import functions
from housekeeping.retention import THREADS_HOUR
from housekeeping.settings import KeepRules
from send_sms.domain.progress import Progress
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress, new_send_address
from shared.storage.table import Row
from shared.web.errors import BackgroundError
from tests.support.in_memory_table import InMemoryTable
from tests.support.log_privacy import logged_events
from tests.support.samples import make_batch, make_options
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World
from tests.unit.people.erasure_world import NEIGHBOUR, SECRET, places_of, write
from tests.unit.send_sms.dispatch_world import run_until_idle, statuses
from tests.unit.send_sms.resend_helpers import resend, unknown_send

SENT = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)

OVERHEAD = 6
"""Own numbers (two), days (two), what was scheduled and what was resent."""


def make_world(serve: Serve, **rules: timedelta | None) -> World:
    world = World(settings=replace(SETTINGS, keep_rules=KeepRules(**rules)))
    serve(world)
    return world


async def store(world: World, at: datetime, text: str = SECRET, **options: Any) -> SendAddress:
    """Store a sent message that was accepted at a time."""
    send = new_send_address(TOLL_FREE, at, world.randomness(10))
    batch = make_batch(
        text=text,
        send=send,
        options=make_options(expires_at=at + timedelta(hours=72), **options),
        progress=Progress(outcomes={0: replace(SENT, first_sent_at=at, at=at)}),
    )
    await world.app().journal.commit([batch])
    return send


async def run() -> None:
    """Play the timer."""
    await functions.apply_retention(None)


async def figures() -> Any:
    query = {"from": "2026-11-20", "to": "2026-11-23", "sender": TOLL_FREE}
    found = document(await call(analytics_summary, get(params=query)))
    return {name: value for name, value in found.items() if name not in {"generatedAt"}}


async def test_old_messages_are_deleted_and_their_figures_stay(serve: Serve) -> None:
    world = make_world(serve, messages=MONTH)
    await store(world, START)
    await write(world, "hello")
    recent = await store(world, START + timedelta(days=40))
    world.clock.now = START + timedelta(days=45)
    before = await figures()
    await run()
    keys = [row["RowKey"] for row in world.journal_table.all_rows()]
    assert keys == [f"{recent.key}|00"]
    after = await figures()
    assert {**after, "countedAt": 0} == {**before, "countedAt": 0}
    assert str(before).count("'sent': 1") + str(before).count("'unconfirmed': 1") > 0


async def test_requested_recount_of_a_deleted_day_changes_nothing(serve: Serve) -> None:
    world = make_world(serve, messages=MONTH)
    await store(world, START)
    other = new_send_address("+18335550101", START - timedelta(days=9), bytes(10))
    later = START + timedelta(days=400)
    scheduled = make_batch(send=other, options=make_options(send_at=later, expires_at=later))
    await world.app().journal.commit([scheduled])
    world.clock.now = START + timedelta(days=45)
    await run()
    before = await figures()
    answer = await call(recount_day, post({}, params={"day": "2026-11-22"}))
    assert answer.status_code == 200
    assert await figures() == before


async def test_day_of_which_something_waits_stays_whole(serve: Serve) -> None:
    world = make_world(serve, messages=MONTH, texts=MONTH)
    due_at = START + timedelta(days=200)
    send = new_send_address(TOLL_FREE, START, bytes(10))
    options = make_options(send_at=due_at, expires_at=due_at + timedelta(hours=72))
    await world.app().journal.commit([make_batch(send=send, options=options, text=SECRET)])
    await store(world, START + timedelta(minutes=1), text="other")
    world.clock.now = START + timedelta(days=100)
    await run()
    assert len(world.journal_table.all_rows()) == 2
    assert len(places_of(world, SECRET)) == 1
    assert places_of(world, "other") == []
    world.clock.now = due_at + timedelta(days=40)
    await run()
    assert world.journal_table.all_rows() == []


async def test_text_of_what_waited_is_masked_once_it_is_over(serve: Serve) -> None:
    world = make_world(serve, texts=MONTH)
    due_at = START + timedelta(days=200)
    options = make_options(send_at=due_at, expires_at=due_at + timedelta(hours=72))
    await world.app().journal.commit([make_batch(options=options, text=SECRET)])
    for days, places in ((100, 1), (150, 1), (250, 0)):
        world.clock.now = START + timedelta(days=days)
        await run()
        assert len(places_of(world, SECRET)) == places


@pytest.mark.parametrize("rules", [{"texts": WEEK}, {"messages": WEEK}])
async def test_old_message_that_waits_because_it_was_resent_keeps_its_text(
    serve: Serve, rules: dict[str, timedelta]
) -> None:
    world = make_world(serve, **rules)
    send = await unknown_send(world, message=SECRET)
    world.clock.now = START + timedelta(days=6, hours=23)
    await resend(world, send, ttl_seconds=72 * 3_600)
    world.clock.now = START + timedelta(days=9)
    await run()
    await run_until_idle(world)
    assert world.gateway.calls[-1].body == SECRET
    assert await statuses(world, send) == ["sent"]
    world.clock.now = START + timedelta(days=19)
    await run()
    assert places_of(world, SECRET) == []


async def test_old_texts_are_masked_and_figures_and_messages_stay(serve: Serve) -> None:
    world = make_world(serve, texts=MONTH)
    old = await store(world, START)
    recent = await store(world, START + timedelta(days=40), text="recent")
    world.clock.now = START + timedelta(days=45)
    before = await figures()
    await run()
    assert places_of(world, SECRET) == []
    assert len(places_of(world, "recent")) == 1
    (batch,) = await world.app().journal.read(old)
    assert (batch.recipients, batch.text_of(0)) == ((PERSON,), "** **** *****")
    assert batch.progress.outcomes[0].kind is OutcomeKind.SENT
    assert {**await figures(), "countedAt": 0} == {**before, "countedAt": 0}
    operation_count = world.journal_table.operation_count
    await run()
    assert world.journal_table.operation_count - operation_count <= 3
    assert recent


async def threads(world: World) -> None:
    """Have two people write, one of them again much later."""
    await write(world, SECRET)
    await write(world, SECRET, NEIGHBOUR)
    world.clock.now = START + timedelta(days=40)
    await write(world, "a recent one", NEIGHBOUR)
    world.clock.now = START + timedelta(days=45)


async def test_texts_of_old_inbound_messages_are_emptied_once_a_day(serve: Serve) -> None:
    world = make_world(serve, texts=MONTH)
    await threads(world)
    await run()
    assert len(places_of(world, SECRET)) > 0
    world.clock.now = world.clock.now.replace(hour=THREADS_HOUR)
    await run()
    assert places_of(world, SECRET) == []
    assert len(places_of(world, "a recent one")) == 4
    found = await world.app().conversations.messages(TOLL_FREE, PERSON, after="", limit=5)
    assert [message.body for _, message in found] == [""]
    thread = await world.app().conversations.find(TOLL_FREE, PERSON)
    assert thread
    assert (thread.unread_count, thread.last_text) == (1, "")


async def test_old_inbound_messages_are_deleted_with_threads_that_have_no_newer_one(
    serve: Serve,
) -> None:
    world = make_world(serve, messages=MONTH, texts=None)
    await threads(world)
    world.clock.now = world.clock.now.replace(hour=THREADS_HOUR)
    await run()
    conversations = world.app().conversations
    assert await conversations.find(TOLL_FREE, PERSON) is None
    assert places_of(world, PERSON) == []
    found = await conversations.messages(TOLL_FREE, NEIGHBOUR, after="", limit=5)
    assert [message.body for _, message in found] == ["a recent one"]
    listed = await conversations.threads(TOLL_FREE, after="", limit=5)
    assert [one.user_number for _, one in listed] == [NEIGHBOUR]


@pytest.mark.parametrize("failing_write", range(1, 6))
async def test_run_that_died_is_made_up_for_and_figures_stay(
    serve: Serve, failing_write: int
) -> None:
    world = make_world(serve, messages=MONTH)
    for minute in range(250):
        await store(world, START + timedelta(minutes=minute))
    world.clock.now = START + timedelta(days=45)
    before = await figures()
    writes = 0

    def fail_once(_: Sequence[object]) -> None:
        nonlocal writes
        writes += 1
        if writes == failing_write:
            raise StorageError

    world.journal_table.before_write = world.statistics_table.before_write = fail_once
    with pytest.raises(BackgroundError):
        await run()
    await run()
    world.journal_table.before_write = world.statistics_table.before_write = None
    assert world.journal_table.all_rows() == []
    assert {**await figures(), "countedAt": 0} == {**before, "countedAt": 0}


class TableOfThousands(InMemoryTable):
    """Gives pages of 1,000 rows, as the service does."""

    async def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        found = await self.rows(partition, first, last, select=select)
        yield found[:1_000]
        for start in range(1_000, len(found), 1_000):
            self.operation_count += 1
            yield found[start : start + 1_000]


async def store_large_sends(world: World, batch_count: int) -> None:
    """Store messages by the thousand, each batch with nine rows for reports."""
    recipients = [f"+1425{number:07d}" for number in range(1_000)]
    progress = Progress(outcomes=dict.fromkeys(range(1_000), SENT))
    for number in range(batch_count):
        send = new_send_address(TOLL_FREE, START, number.to_bytes(10))
        await world.app().journal.commit([make_batch(recipients, send=send, progress=progress)])


@pytest.mark.parametrize("batch_count", [10, 30])
async def test_a_million_messages_need_fewer_than_a_thousand_operations(
    serve: Serve, batch_count: int
) -> None:
    """Operations depend on rows: those of fewer messages give those of a million."""
    world = make_world(serve, messages=MONTH, texts=None)
    world.journal_table = TableOfThousands()
    with run_as(world.app()):
        await store_large_sends(world, batch_count)
        row_count = len(world.journal_table.all_rows())
        assert row_count == 10 * batch_count
        world.clock.now = START + timedelta(days=45)
        world.journal_table.operation_count = world.statistics_table.operation_count = 0
        await run()
    assert world.journal_table.all_rows() == []

    def operations(rows: int, count_reads: int) -> int:
        listed, deleted = ceil(rows / 1_000), ceil(rows / 100)
        return listed + deleted + count_reads + OVERHEAD

    assert world.journal_table.operation_count == operations(row_count, 1)
    assert world.statistics_table.operation_count == 4
    # A million messages with reports are at most 1.6 GB in pages of 4 MiB.
    assert operations(10_000, 400) + 4 < 1_000


async def test_nothing_is_done_where_everything_is_kept(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(serve, messages=None, texts=None)
    await store(world, START)
    world.clock.now = datetime(2036, 1, 1, tzinfo=UTC)
    world.journal_table.operation_count = 0
    await run()
    assert world.journal_table.operation_count == 0
    assert logged_events(caplog.messages, "retention_applied") == []
