"""Conversations: every inbound message once, newest first, and how each thread stands."""

import asyncio
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.domain.conversation import Direction, Thread, WorkState, marked_read
from conversations.storage.conversations import Conversations
from shared.carriers.events import InboundMessage
from shared.domain.errors import StorageError
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import people
from tests.support.world import PERSON, START, TOLL_FREE

PEOPLE = people(3)


def inbound(
    number: int, body: str = "Hello", own_number: str = TOLL_FREE, person: str = PERSON
) -> InboundMessage:
    received_at = START + timedelta(milliseconds=number)
    return InboundMessage(own_number, person, body, f"Incoming_{number}", received_at)


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


async def bodies(table: InMemoryTable, own_number: str = TOLL_FREE) -> list[str]:
    found = await Conversations(table).messages(own_number, PERSON, after="", limit=999)
    return [message.body for _, message in found]


async def threads(table: InMemoryTable) -> list[Thread]:
    found = await Conversations(table).threads(TOLL_FREE, after="", limit=999)
    return [thread for _, thread in found]


async def thread(table: InMemoryTable) -> Thread:
    (only,) = await threads(table)
    return only


async def test_newest_message_is_read_first(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(n, str(n)) for n in (2, 3, 1)])
    assert await bodies(table) == ["3", "2", "1"]
    assert (await thread(table)).last_text == "3"


async def test_repeated_message_is_kept_and_counted_once(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1), inbound(1)])
    await conversations.add_inbound([inbound(1)])
    assert await bodies(table) == ["Hello"]
    assert (await thread(table)).unread_count == 1


async def test_repeat_is_not_unread_again_when_the_thread_was_read(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1)])
    await conversations.change(TOLL_FREE, PERSON, marked_read)
    await conversations.add_inbound([inbound(1)])
    assert (await thread(table)).unread_count == 0


async def test_two_messages_of_one_moment_are_both_kept(table: InMemoryTable) -> None:
    twin = InboundMessage(TOLL_FREE, PERSON, "Hello", "Incoming_twin", inbound(1).received_at)
    await Conversations(table).add_inbound([inbound(1), twin])
    assert len(await bodies(table)) == 2


async def test_batch_of_one_person_is_two_operations(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(number) for number in range(80)])
    assert table.operation_count == 2


async def test_more_than_a_transaction_and_several_numbers_are_all_kept(
    table: InMemoryTable,
) -> None:
    messages = [inbound(number) for number in range(150)]
    await Conversations(table).add_inbound([*messages, inbound(1, own_number="77001")])
    assert (len(await bodies(table)), len(await bodies(table, "77001"))) == (150, 1)
    assert (await thread(table)).unread_count == 150


async def test_people_share_transactions(table: InMemoryTable) -> None:
    everyone = people(100)
    await Conversations(table).add_inbound([inbound(1, person=one) for one in everyone])
    assert table.operation_count == 3 * 5
    assert {one.user_number for one in await threads(table)} == set(everyone)


async def test_repeat_beside_new_messages_is_kept_and_counted_once(table: InMemoryTable) -> None:
    everyone = people(10)
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1, person=everyone[4])])
    for _ in range(2):
        await conversations.add_inbound([inbound(1, person=one) for one in everyone])
    assert [one.unread_count for one in await threads(table)] == [1] * 10


async def test_thread_is_found_among_many_others(table: InMemoryTable) -> None:
    conversations, everyone = Conversations(table), people(500)
    await conversations.add_inbound([inbound(1, person=one) for one in everyone])
    both = (everyone[0], everyone[-1])
    await conversations.add_inbound([inbound(2, person=one) for one in both])
    unread = {one.user_number: one.unread_count for one in await threads(table)}
    assert [unread[one] for one in both] == [2, 2]


async def test_long_body_is_cut_to_what_a_property_holds(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(1, "\N{GRINNING FACE}" * 40_000)])
    (body,) = await bodies(table)
    assert len(body) >= 10_000
    assert len((await thread(table)).last_text) == 500


async def test_nothing_is_written_for_no_messages(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([])
    assert table.operation_count == 0


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_thread_shows_its_newest_message_whatever_order_they_come_in(
    table: InMemoryTable, order: tuple[int, ...]
) -> None:
    for number in order:
        await Conversations(table).add_inbound([inbound(number, f"m{number}")])
    newest = START + timedelta(milliseconds=2)
    assert await thread(table) == Thread(
        TOLL_FREE, PERSON, "m2", Direction.INBOUND, newest, 3, work=WorkState(START, newest)
    )


async def test_threads_are_unread_first_then_newest_first(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    for number, person in enumerate(PEOPLE):
        await conversations.add_inbound([inbound(number, person=person)])
    await conversations.change(TOLL_FREE, PEOPLE[2], marked_read)
    assert [one.user_number for one in await threads(table)] == [PEOPLE[1], PEOPLE[0], PEOPLE[2]]
    await conversations.add_inbound([inbound(9, person=PEOPLE[2])])
    assert [one.user_number for one in await threads(table)] == [PEOPLE[2], PEOPLE[1], PEOPLE[0]]


async def test_page_of_threads_begins_behind_a_place(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    for number, person in enumerate(PEOPLE):
        await conversations.add_inbound([inbound(number, person=person)])
    after, found = "", []
    for _ in PEOPLE:
        ((after, one),) = await conversations.threads(TOLL_FREE, after=after, limit=1)
        found.append(one.user_number)
    assert found == PEOPLE[::-1]
    assert await conversations.threads(TOLL_FREE, after=after, limit=1) == []


async def test_unknown_thread_cannot_be_marked_read(table: InMemoryTable) -> None:
    assert await Conversations(table).change(TOLL_FREE, PERSON, marked_read) is None
    assert table.all_rows() == []


async def test_thread_marked_read_twice_is_written_once(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1)])
    table.operation_count = 0
    assert await conversations.change(TOLL_FREE, PERSON, marked_read)
    assert await conversations.change(TOLL_FREE, PERSON, marked_read)
    assert table.operation_count == 3


async def test_message_that_comes_while_the_thread_is_marked_read_stays_unread(
    table: InMemoryTable,
) -> None:
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1)])

    def let_another_be_faster(_: object) -> None:
        table.before_write = None
        run_now(Conversations(table).add_inbound([inbound(2)]))

    table.before_write = let_another_be_faster
    read = await conversations.change(TOLL_FREE, PERSON, marked_read)

    # It was read again after the second came, so both were there to be seen.
    assert read
    assert read.last_at == inbound(2).received_at
    assert (await thread(table)).unread_count == 0
    await conversations.add_inbound([inbound(3)])
    assert (await thread(table)).unread_count == 1


async def test_same_event_on_two_instances_at_once_is_counted_once(table: InMemoryTable) -> None:
    conversations = Conversations(table)

    def let_another_be_faster(_: object) -> None:
        table.before_write = None
        run_now(Conversations(table).add_inbound([inbound(1)]))

    table.before_write = let_another_be_faster
    await asyncio.gather(*(conversations.add_inbound([inbound(1)]) for _ in range(3)))
    assert (await thread(table)).unread_count == 1


async def test_events_stored_half_are_counted_once_when_they_come_again(
    table: InMemoryTable,
) -> None:
    conversations = Conversations(table)
    messages = [inbound(number) for number in range(100)]
    writes = iter([None, StorageError("away")])

    def fail_second(_: object) -> None:
        if error := next(writes, None):
            raise error

    table.before_write = fail_second
    with pytest.raises(StorageError):
        await conversations.add_inbound(messages)
    table.before_write = None
    await conversations.add_inbound(messages)
    assert (await thread(table)).unread_count == 100
    assert len(await bodies(table)) == 100


Step = tuple[int, int] | int


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(0, 2), st.integers(0, 9)),  # person, message
            st.integers(0, 2),  # person whose thread is marked read
        ),
        max_size=25,
    )
)
def test_order_always_agrees_with_the_threads(steps: list[Step]) -> None:
    table = InMemoryTable()
    conversations = Conversations(table)
    unread: dict[str, int] = {}
    seen: set[tuple[int, int]] = set()
    for step in steps:
        if isinstance(step, int):
            run_now(conversations.change(TOLL_FREE, PEOPLE[step], marked_read))
            unread = {**unread, PEOPLE[step]: 0} if PEOPLE[step] in unread else unread
            continue
        person = PEOPLE[step[0]]
        message = inbound(10 * step[1] + step[0], person=person)
        run_now(conversations.add_inbound([message]))
        unread[person] = unread.get(person, 0) + (step not in seen)
        seen.add(step)
    listed = run_now(threads(table))
    assert {one.user_number: one.unread_count for one in listed} == unread
    order = [(one.unread_count == 0, -one.last_at.timestamp()) for one in listed]
    assert order == sorted(order)
