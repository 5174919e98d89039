"""What `storage.table.Table` promises of writes, held against the fake and against Azurite."""

import asyncio
from typing import Literal

import pytest

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.azure_table import AzureTable
from shared.storage.sdk import written_at
from shared.storage.table import ETAG, Operation, Table
from tests.integration.shared.storage.table_rows import create, keys, properties, row, stored


async def test_write_refuses_create_when_row_is_there(table: Table) -> None:
    await create(table, row(x=1))

    with pytest.raises(ConflictError):
        await table.write([("create", row(x=2), "")])

    assert await properties(table) == {"x": 1}


async def test_merge_keeps_other_properties_when_row_is_there(table: Table) -> None:
    await create(table, row(x=1, y=1))

    await table.write([("merge", row(y=2, z=3), "")])

    assert await properties(table) == {"x": 1, "y": 2, "z": 3}


async def test_merge_is_refused_when_row_is_missing(table: Table) -> None:
    await create(table, row("b"))

    with pytest.raises(NotStoredError):
        await table.write([("merge", row(x=1), "")])

    assert await table.get("p", "a") is None


@pytest.mark.parametrize("beside", [0, 1])
async def test_replacement_removes_what_it_does_not_name(table: Table, beside: int) -> None:
    await create(table, row(x=1, y=2), row("b"))
    etag = (await stored(table))[ETAG]
    others: list[Operation] = [("merge", row("b", x=3), "")]

    await table.write([("replace", row(y=4), etag), *others[:beside]])

    assert await properties(table) == {"y": 4}
    with pytest.raises(ConflictError):
        await table.write([("replace", row(y=5), etag), *others[:beside]])
    with pytest.raises(NotStoredError):
        await table.write([("replace", row("c"), ""), *others[:beside]])
    assert await properties(table) == {"y": 4}


async def test_upsert_creates_when_row_is_missing_and_merges_when_it_is_there(table: Table) -> None:
    await table.write([("upsert", row(x=1), "")])
    await table.write([("upsert", row(y=2), "")])

    assert await properties(table) == {"x": 1, "y": 2}


async def test_merge_passes_when_etag_is_the_one_read(table: Table) -> None:
    await create(table, row(x=1))
    etag = (await stored(table))[ETAG]

    await table.write([("merge", row(x=2), etag)])

    assert await properties(table) == {"x": 2}
    assert (await stored(table))[ETAG] != etag


async def test_merge_is_refused_when_row_has_changed_since_it_was_read(table: Table) -> None:
    await create(table, row(x=1))
    etag = (await stored(table))[ETAG]
    await table.write([("merge", row(x=2), "")])

    with pytest.raises(ConflictError):
        await table.write([("merge", row(x=3), etag)])

    assert await properties(table) == {"x": 2}


async def test_delete_removes_row_when_etag_is_the_one_read(table: Table) -> None:
    await create(table, row("a", x=1), row("b", x=2))

    etags = await table.write([("delete", row("a"), (await stored(table, "a"))[ETAG])])

    assert etags == []
    assert await keys(table, "a", "z") == ["b"]


async def test_delete_is_refused_when_row_has_changed_or_is_missing(table: Table) -> None:
    await create(table, row("a", x=1))
    etag = (await stored(table, "a"))[ETAG]
    await table.write([("merge", row("a", x=2), "")])

    with pytest.raises(ConflictError):
        await table.write([("delete", row("a"), etag)])
    with pytest.raises(NotStoredError):
        await table.write([("delete", row("b"), etag)])

    assert await keys(table, "a", "z") == ["a"]


async def test_transaction_deletes_all_or_none(table: Table) -> None:
    await create(table, *(row(key) for key in "abc"))
    found = await table.rows("p", "a", "c")
    deletions: list[Operation] = [("delete", one, one[ETAG]) for one in found]

    with pytest.raises(NotStoredError):
        await table.write([*deletions, ("delete", row("d"), found[0][ETAG])])
    assert await keys(table, "a", "z") == ["a", "b", "c"]

    etags = await table.write([*deletions, ("create", row("d"), "")])
    assert etags == [(await stored(table, "d"))[ETAG]]
    assert await keys(table, "a", "z") == ["d"]


async def test_transaction_stores_all_when_each_row_can_be_written(table: Table) -> None:
    await create(table, row("a", x=1))

    await table.write(
        [
            ("merge", row("a", y=1), ""),
            ("create", row("b", x=2), ""),
            ("upsert", row("+1|c", x=3), ""),
        ]
    )

    assert await properties(table, "a") == {"x": 1, "y": 1}
    assert await keys(table, "+", "b") == ["+1|c", "a", "b"]


async def test_transaction_takes_hundred_rows_when_all_are_new(table: Table) -> None:
    operations: list[Operation] = [
        ("create", row(f"{n:04d}", x=n, packed=bytes([n])), "") for n in range(100)
    ]

    await table.write(operations)

    found = await table.rows("p", "0000", "9999")
    assert [(one["x"], one["packed"]) for one in found] == [(n, bytes([n])) for n in range(100)]


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (("create", row("a", x=9), ""), ConflictError),
        (("merge", row("missing", x=9), ""), NotStoredError),
    ],
)
async def test_transaction_stores_nothing_when_one_row_fails(
    table: Table, bad: Operation, error: type[Exception]
) -> None:
    await create(table, row("a", x=1))

    with pytest.raises(error):
        await table.write([("create", row("b"), ""), bad, ("upsert", row("c"), "")])

    assert await keys(table, "a", "z") == ["a"]
    assert await properties(table) == {"x": 1}


async def test_transaction_stores_nothing_when_one_etag_is_stale(table: Table) -> None:
    await create(table, row("a", x=1), row("b", x=1))
    fresh, stale = (await stored(table, "a"))[ETAG], (await stored(table, "b"))[ETAG]
    await table.write([("merge", row("b", x=2), "")])

    with pytest.raises(ConflictError):
        await table.write([("merge", row("a", x=3), fresh), ("merge", row("b", x=3), stale)])

    assert (await properties(table, "a"), await properties(table, "b")) == ({"x": 1}, {"x": 2})


@pytest.mark.parametrize("count", [1, 3, 100])
async def test_write_gives_etags_that_rows_have_then(table: Table, count: int) -> None:
    names = [f"{n:03d}" for n in range(count)]
    created = await table.write([("create", row(name), "") for name in names])
    assert [(await stored(table, name))[ETAG] for name in names] == created

    merged = await table.write(
        [("merge", row(name, x=1), etag) for name, etag in zip(names, created, strict=True)]
    )

    assert [found[ETAG] for found in await table.rows("p", "000", "999")] == merged
    assert not set(created) & set(merged)


async def test_one_create_wins_when_twenty_run_at_once(table: Table) -> None:
    await create(table, row("other"))
    results = await asyncio.gather(
        *(table.write([("create", row(x=n), "")]) for n in range(20)), return_exceptions=True
    )

    winners = [n for n, result in enumerate(results) if isinstance(result, list)]
    assert len(winners) == 1
    assert sum(isinstance(result, ConflictError) for result in results) == 19
    assert await properties(table) == {"x": winners[0]}


async def test_merges_of_different_properties_all_stay_when_they_run_at_once(table: Table) -> None:
    await create(table, row())

    await asyncio.gather(*(table.write([("merge", {**row(), f"x{n}": n}, "")]) for n in range(10)))

    assert await properties(table) == {f"x{n}": n for n in range(10)}


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 2**63 - 1, -(2**63)])
async def test_whole_numbers_may_have_64_bits(table: Table, value: int) -> None:
    await create(table, row(x=value))
    await table.write([("upsert", row("b", x=value), ""), ("upsert", row("c", x=value), "")])

    for found in [await stored(table), *await table.rows("p", "a", "c")]:
        assert found["x"] == value
        assert type(found["x"]) is int


async def test_row_that_was_read_can_be_written_as_it_is(table: Table) -> None:
    await create(table, row(x=1, text="a", packed=b"b", wide=2**40, is_so=True))
    [found] = await table.rows("p", "a", "a")

    [etag] = await table.write([("merge", found, found[ETAG])])

    assert await stored(table) == {
        "x": 1, "text": "a", "packed": b"b", "wide": 2**40, "is_so": True, ETAG: etag,
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["create", "merge", "upsert"])
@pytest.mark.parametrize("count", [1, 2])
async def test_every_character_of_a_text_is_kept(
    table: Table, verb: Literal["create", "merge", "upsert"], count: int
) -> None:
    separators = "STOP\u2028please\u2029now\x85\v\f\x1c \ufeff\N{PARTY POPPER}\"'<>&\\/\r\n\t\0"
    names = ["a", "b"][:count]
    if verb == "merge":
        await create(table, *map(row, names))

    await table.write([(verb, row(name, x=separators), "") for name in names])

    assert [(await properties(table, name))["x"] for name in names] == [separators] * count
    assert [found["x"] for found in await table.rows("p", "a", "b")] == [separators] * count


@pytest.mark.parametrize("beside", [0, 1])
async def test_etag_of_the_service_tells_when_a_row_was_written(
    azure_table: AzureTable, beside: int
) -> None:
    others: list[Operation] = [("create", row("b"), "")]
    versions = await azure_table.write([("create", row(x=1), ""), *others[:beside]])
    created_at = written_at(versions[0])
    assert created_at
    assert created_at == written_at((await stored(azure_table))[ETAG])

    changed = await azure_table.write([("merge", row(x=2), versions[0])])
    changed_at = written_at(changed[0])
    assert changed_at
    assert changed_at >= created_at
