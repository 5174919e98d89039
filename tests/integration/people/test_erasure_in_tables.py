"""An erasure, and retention, in real tables."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from composition.app import run_as
from housekeeping import functions
from housekeeping.retention import THREADS_HOUR
from housekeeping.settings import KeepRules
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from tests.simulation.people.test_erasure_interrupted import fill
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, World
from tests.unit.people.erasure_world import DIGITS, SECRET, counts, erased, readable
from tests.unit.people.test_export import exported

TABLES = (
    *("journal", "conversations", "opt_outs", "reviews", "imports", "parked", "letters"),
    *("subscriptions", "erasures", "verifications", "statistics"),
)
RULES = KeepRules(timedelta(days=300), timedelta(days=400))


def make_world(account: StorageAccount, new_name: Callable[[], str]) -> World:
    tables: dict[str, Any] = {f"{name}_table": AzureTable(account, new_name()) for name in TABLES}
    return World(settings=replace(SETTINGS, keep_rules=RULES), **tables)


async def rows_naming(world: World, text: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Find the rows of all real tables that have a text."""
    found = []
    for name in TABLES:
        table: Any = getattr(world, f"{name}_table")
        found += [(name, row) for row in await table.across(" ", "~") if text in readable(row)]
    return found


async def test_person_is_erased_in_real_tables_and_later_all_messages_are_deleted(
    account: StorageAccount, new_name: Callable[[], str]
) -> None:
    world = make_world(account, new_name)
    with run_as(world.app()):
        await fill(world)
        before = await exported()
        assert {one["table"] for one in before} >= {"Journal", "Conversations", "DeadLetters"}
        receipt = await erased(world)
        assert receipt["state"] == "completed"
        assert counts(receipt)["Journal|messages"] == 3
        assert {name for name, _ in await rows_naming(world, DIGITS)} == {"opt_outs"}
        assert {one["data"]["kind"] for one in await exported()} == {"ledgerLines"}
        others = await rows_naming(world, SECRET)
        assert {name for name, _ in others} == {"journal", "conversations", "letters"}

        world.clock.now = (world.clock.now + timedelta(days=350)).replace(hour=THREADS_HOUR)
        await functions.apply_retention(None)
        left = sorted(name for name, _ in await rows_naming(world, SECRET))
        assert left == ["journal", "letters"]  # the caller's reference of a send is no text

        world.clock.now += timedelta(days=100)
        await functions.apply_retention(None)
        journal: Any = world.journal_table
        conversations: Any = world.conversations_table
        assert await journal.across(" ", "~") == []
        assert await conversations.across(" ", "~") == []
        entry = await world.app().opt_outs.get(TOLL_FREE, PERSON)
        assert entry
