"""Imports and scopes of opt-outs on Azurite."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from opt_outs.changes import apply_changes
from opt_outs.domain.consent import (
    ALL_NUMBERS,
    ChangeSource,
    ConsentChange,
    ConsentState,
    StopScope,
)
from opt_outs.storage.imports import ImportHead, ImportState, OptOutImports
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.jobs import new_job_id
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from tests.integration.shared.storage.samples import change, people
from tests.support.samples import apply_change, make_change, opted_out_recipients
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


@pytest.fixture
def opt_outs(azure_table: AzureTable) -> OptOuts:
    return OptOuts(azure_table)


def imported(users: tuple[str, ...], state: ConsentState = OUT) -> list[ConsentChange]:
    return [
        make_change(state, START, user_number=user, source=ChangeSource.IMPORT) for user in users
    ]


async def test_import_is_whole_and_can_be_repeated(opt_outs: OptOuts) -> None:
    crowd = people(350)
    assert await apply_changes(imported(crowd), opt_outs) == 350
    assert await apply_changes(imported(crowd), opt_outs) == 0
    assert await opted_out_recipients(opt_outs, TOLL_FREE, crowd) == set(crowd)
    assert len(await opt_outs.ledger_page(TOLL_FREE, after="", limit=1_000)) == 350


async def test_two_imports_and_a_stop_at_the_same_time_lose_nothing(
    azure_table: AzureTable,
) -> None:
    one, other, third = OptOuts(azure_table), OptOuts(azure_table), OptOuts(azure_table)
    crowd = people(200)
    stops = [change(OUT, 0, user) for user in people(20, 200)]
    await asyncio.gather(
        apply_changes(imported(crowd[:150]), one),
        apply_changes(imported(crowd[50:]), other),
        *(apply_change(stop, third) for stop in stops),
    )
    assert await opted_out_recipients(one, TOLL_FREE, people(220)) == set(people(220))


async def test_scattered_import_into_a_crowd_finds_its_rows(
    opt_outs: OptOuts, azure_table: AzureTable
) -> None:
    crowd = tuple(f"+1425555{n:04d}" for n in range(510))
    await apply_changes(imported(crowd), opt_outs)
    ends = (crowd[0], crowd[-1])
    await apply_changes(
        [
            make_change(
                IN, START + timedelta(seconds=1), user_number=user, source=ChangeSource.IMPORT
            )
            for user in ends
        ],
        OptOuts(azure_table),
    )
    assert await opted_out_recipients(opt_outs, TOLL_FREE, crowd) == set(crowd[1:-1])


async def test_stop_covers_all_numbers_until_a_start_lifts_one(opt_outs: OptOuts) -> None:
    await apply_change(change(OUT, 0), opt_outs, StopScope.ALL)
    await apply_change(
        make_change(OUT, START, own_number=ALL_NUMBERS, user_number=people(1)[0]), opt_outs
    )
    await apply_change(make_change(IN, START + timedelta(hours=1), own_number="77001"), opt_outs)
    asked = [PERSON, *people(1)]
    assert await opted_out_recipients(opt_outs, TOLL_FREE, asked) == set(asked)
    assert await opted_out_recipients(opt_outs, "77001", asked) == set(people(1))
    assert await opted_out_recipients(opt_outs, "MY SHOP", asked, Category.OTP) == set(asked)


async def test_lines_of_an_import_come_back_as_they_were(
    account: StorageAccount, new_name: Callable[[], str]
) -> None:
    imports = OptOutImports(AzureTable(account, new_name()))
    import_id = new_job_id(START, bytes(10))
    rows = [[f"é{n}", "x" * 600] for n in range(2_300)]
    bad = [[n, "too_short", "Too short."] for n in range(5)]
    part_count = await imports.add_lines(import_id, rows, bad)
    head = ImportHead(import_id, ImportState.ACCEPTED, START, len(rows), len(bad), part_count)
    await imports.save(head)
    parts = [await imports.part(import_id, number) for number in range(part_count)]
    assert [row for part in parts for row in part] == rows
    assert await imports.bad_lines(import_id, 1, 2) == bad[2:4]
    found = await imports.find(import_id)
    assert found
    assert (found.row_count, found.state, found.accepted_at) == (2_300, "accepted", START)
