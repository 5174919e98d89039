"""Conversations: every inbound message once, newest first."""

from datetime import timedelta

import pytest

from shared.domain.inbound import InboundMessage
from shared.storage.conversations import Conversations
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import PERSON, START, TOLL_FREE


def inbound(number: int, body: str = "Hello", own_number: str = TOLL_FREE) -> InboundMessage:
    received_at = START + timedelta(milliseconds=number)
    return InboundMessage(own_number, PERSON, body, f"Incoming_{number}", received_at)


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


async def test_newest_message_is_read_first(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(2), inbound(3), inbound(1)])
    rows = await table.rows(TOLL_FREE, f"{PERSON}|", f"{PERSON}|~")
    assert [row["provider_message_id"][-1] for row in rows] == ["3", "2", "1"]


async def test_repeated_message_is_kept_once(table: InMemoryTable) -> None:
    conversations = Conversations(table)
    await conversations.add_inbound([inbound(1), inbound(1)])
    await conversations.add_inbound([inbound(1)])
    assert len(table.all_rows()) == 1


async def test_two_messages_of_one_moment_are_both_kept(table: InMemoryTable) -> None:
    twin = InboundMessage(TOLL_FREE, PERSON, "Hello", "Incoming_twin", inbound(1).received_at)
    await Conversations(table).add_inbound([inbound(1), twin])
    assert len(table.all_rows()) == 2


async def test_batch_to_one_number_is_one_operation(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(number) for number in range(100)])
    assert table.operation_count == 1


async def test_more_than_a_transaction_and_several_numbers_are_all_kept(
    table: InMemoryTable,
) -> None:
    messages = [inbound(number) for number in range(150)]
    await Conversations(table).add_inbound([*messages, inbound(1, own_number="77001")])
    assert len(table.all_rows()) == 151


async def test_long_body_is_cut_to_what_a_property_holds(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([inbound(1, "\N{GRINNING FACE}" * 40_000)])
    (row,) = table.all_rows()
    assert len(row["body"]) >= 10_000


async def test_nothing_is_written_for_no_messages(table: InMemoryTable) -> None:
    await Conversations(table).add_inbound([])
    assert table.operation_count == 0
