"""What `storage.table.Table` promises of reads, held against the fake and against Azurite."""

from typing import Any

import pytest

from shared.domain.errors import ConflictError
from shared.storage.table import ETAG, Bound, Table, WideTable
from tests.integration.shared.storage.table_rows import create, keys, properties, row, stored


@pytest.mark.parametrize(
    "value",
    ["Grüße, 世界 \N{PARTY POPPER}", "", " a  b ", 0, -1, 2**31 - 1, True, False, b"", b"\x00\xff"],
)
async def test_get_gives_back_value_and_type_when_row_was_created(
    table: Table, value: object
) -> None:
    await create(table, row(x=value))

    found = (await properties(table))["x"]

    assert found == value
    assert isinstance(found, type(value))


async def test_get_gives_none_when_row_is_missing(table: Table) -> None:
    await create(table, row("a"))

    assert await table.get("p", "b") is None
    assert await table.get("q", "a") is None


@pytest.mark.parametrize(
    "key",
    ["+14255550123", "B|1425", "L|+14255550123|2026-11-22T09:00:00.000000Z|0a", "a b", "it's", "~"],
)
async def test_get_finds_row_when_its_keys_hold_what_urls_escape(table: Table, key: str) -> None:
    await create(table, row(key, partition=f"{key}|20261122", x=1))

    assert (await stored(table, key, f"{key}|20261122"))["x"] == 1


async def test_etag_read_in_a_range_guards_merge_when_row_has_changed(table: Table) -> None:
    await create(table, row(x=1))
    [found] = await table.rows("p", "a", "a")
    await table.write([("merge", row(x=2), found[ETAG])])

    with pytest.raises(ConflictError):
        await table.write([("merge", row(x=3), found[ETAG])])


async def test_rows_come_in_order_of_keys_with_both_ends_when_range_is_read(table: Table) -> None:
    await create(table, *(row(key) for key in ("B|1426", "B|14255", "B|1425", "+1425", "L|+1")))

    assert await keys(table, "B|1425", "B|1426") == ["B|1425", "B|14255", "B|1426"]


async def test_rows_of_other_partitions_stay_out_when_range_is_read(table: Table) -> None:
    await create(table, row("a"), row("a", partition="q"))

    assert await keys(table, "a", "z") == ["a"]


async def test_rows_adds_one_more_key_when_asked(table: Table) -> None:
    await create(table, row("+1"), row("+2"), row("B|1"), row("B|2"))

    assert await keys(table, "B|1", "B|1", also="+2") == ["+2", "B|1"]
    assert await keys(table, "B|1", "B|1", also="+3") == ["B|1"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (2, 2), (3, 3), (9, 3)])
async def test_rows_are_the_first_when_limited(table: Table, limit: int, count: int) -> None:
    await create(table, row("a"), row("b"), row("c"))

    assert await keys(table, "a", "z", limit=limit) == ["a", "b", "c"][:count]


async def test_rows_are_all_there_when_they_fill_more_than_a_page(table: Table) -> None:
    for start in range(0, 1100, 100):
        await table.write([("create", row(f"{n:04d}"), "") for n in range(start, start + 100)])

    assert await keys(table, "0000", "9999") == [f"{n:04d}" for n in range(1100)]


async def test_rows_across_partitions_are_those_within_bounds(table: WideTable) -> None:
    await create(
        table,
        row("1", "a", x="b"),
        row("1", "b", x="a"),
        row("2", "b", x="c'"),
        row("3", "b", y="b"),
        row("1", "c", x="d"),
        row("1", "d", x="b"),
    )

    async def found(first: str, last: str, *bounds: Bound, **more: Any) -> list[tuple[str, str]]:
        rows = await table.across(first, last, bounds, **more)
        return [(one["PartitionKey"], one["RowKey"]) for one in rows]

    assert await found("a", "b") == [("a", "1"), ("b", "1"), ("b", "2"), ("b", "3")]
    assert await found("b", "c", ("x", "ge", "b")) == [("b", "2"), ("c", "1")]
    assert await found("a", "d", ("x", "ge", "b"), ("x", "le", "c'")) == [
        ("a", "1"), ("b", "2"), ("d", "1"),
    ]  # fmt: skip
    assert await found("b", "d", ("RowKey", "ge", "2")) == [("b", "2"), ("b", "3")]
    assert await found("b", "d", limit=1) == [("b", "1")]
    assert await found("e", "f") == []


async def test_numbers_are_compared_as_numbers(table: WideTable) -> None:
    await create(table, row("1", x=2), row("2", x=10), row("3", x=1), row("4"))
    rows = await table.across("p", "p", [("x", "ge", 2)])
    assert [one["RowKey"] for one in rows] == ["1", "2"]


async def test_pages_together_are_the_rows_of_the_range(table: WideTable) -> None:
    await create(table, *(row(f"{n}", x=n) for n in range(7)), row("3", "q"))

    pages = [page async for page in table.pages("p", "1", "5")]

    assert [one["x"] for page in pages for one in page] == [1, 2, 3, 4, 5]
    assert [page async for page in table.pages("p", "8", "9") if page] == []


async def test_only_what_is_selected_is_read_with_keys_and_etag(table: WideTable) -> None:
    await create(table, row("a", x=1, y="2", z=b"3"), row("b", x=4))
    selected = {"PartitionKey": "p", "RowKey": "a", "x": 1, "z": b"3"}

    one = await table.get("p", "a", select=("x", "z"))
    several = await table.rows("p", "a", "b", select=("x", "z"))
    across = await table.across("p", "p", select=("x",))
    pages = [page async for page in table.pages("p", "a", "b", select=("y",))]

    assert one
    assert one == {**selected, ETAG: (await stored(table, "a"))[ETAG]}
    assert several[0] == one
    assert "z" not in several[1], "what a row does not have must not be there"
    assert [set(found) for found in across] == [{"PartitionKey", "RowKey", "x", ETAG}] * 2
    assert [found.get("y") for page in pages for found in page] == ["2", None]
    assert "x" not in pages[0][0]


async def test_etag_of_a_selected_row_guards_a_merge(table: Table) -> None:
    await create(table, row(x=1, y=1))
    [found] = await table.rows("p", "a", "a", select=("x",))

    await table.write([("merge", row(x=2), found[ETAG])])
    with pytest.raises(ConflictError):
        await table.write([("merge", row(x=3), found[ETAG])])
