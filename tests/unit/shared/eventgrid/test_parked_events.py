"""Parked events: kept for a person to see, whatever is in them."""

import pytest

from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import ParkedEvents
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import START


def event(identity: str = "1", kind: str = "Some.Event", **data: object) -> Event:
    return Event(identity, kind, "", None, data)


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


async def test_event_is_kept_with_its_reason(table: InMemoryTable) -> None:
    await ParkedEvents(table).park([(event(colour="blue"), "unknown tag")], START)
    (row,) = table.all_rows()
    assert row["PartitionKey"] == "events"
    assert row["RowKey"].startswith("20261122|")
    assert row["type"] == "Some.Event"
    assert row["reason"] == "unknown tag"
    assert row["payload"] == '{"colour": "blue"}'


async def test_same_event_again_is_kept_once(table: InMemoryTable) -> None:
    parked = ParkedEvents(table)
    await parked.park([(event(), "why"), (event(), "why")], START)
    await parked.park([(event(), "why")], START)
    assert len(table.all_rows()) == 1


async def test_events_that_differ_only_in_their_data_are_both_kept(table: InMemoryTable) -> None:
    await ParkedEvents(table).park([(event(a=1), "why"), (event(a=2), "why")], START)
    assert len(table.all_rows()) == 2


async def test_more_events_than_a_transaction_are_all_kept(table: InMemoryTable) -> None:
    await ParkedEvents(table).park([(event(str(n)), "why") for n in range(150)], START)
    assert len(table.all_rows()) == 150


@pytest.mark.parametrize(
    "hostile",
    [
        event(text="\ud800"),
        event(kind="\ud800"),
        event(identity="\ud800"),
        event(text="\N{GRINNING FACE}" * 40_000),
        event(kind="x" * 100_000),
        event(text="\x00"),
    ],
)
async def test_hostile_event_is_kept_too(table: InMemoryTable, hostile: Event) -> None:
    await ParkedEvents(table).park([(hostile, "why")], START)
    assert len(table.all_rows()) == 1
