"""The audit log and what is asked of it, on the table in memory and on Azurite."""

from datetime import timedelta

from audit.storage.audit_log import AuditLog
from shared.domain.author import ActorKind, Author
from shared.domain.identifiers import first_key
from shared.storage.table import WideTable
from shared.web.changes import Change
from tests.support.world import START, CountedRandomness

AUTHOR = Author("request", "Zo\u00eb O'Neil", ActorKind.PRINCIPAL)


def change(action: str, actor: str = "billing") -> Change:
    return Change(action, Author("request", actor, ActorKind.CALLER), {"sender": "+1"}, "Ana")


async def test_entries_of_a_day_come_newest_first_from_before_a_place(table: WideTable) -> None:
    log, chance = AuditLog(table), CountedRandomness()
    for number in range(5):
        await log.add(change(f"a{number}"), START + timedelta(seconds=number), chance(10))
    await log.add(change("next"), START + timedelta(days=1), chance(10))
    end = first_key(START + timedelta(seconds=4))
    found = await log.read_day(START.date(), end, 3)
    assert [one.change.action for one in found] == ["a3", "a2", "a1"]
    assert found[0].at == START + timedelta(seconds=3)
    rest = await log.read_day(START.date(), found[-1].key, 3)
    assert [one.change.action for one in rest] == ["a0"]


async def test_entries_of_one_moment_are_each_on_one_page(table: WideTable) -> None:
    log, chance = AuditLog(table), CountedRandomness()
    for number in range(4):
        await log.add(change(f"a{number}"), START, chance(10))
    end, seen = first_key(START + timedelta(seconds=1)), []
    while found := await log.read_day(START.date(), end, 1):
        seen.append(found[0].change.action)
        end = found[0].key
    assert sorted(seen) == ["a0", "a1", "a2", "a3"]


async def test_entry_is_read_as_it_was_written(table: WideTable) -> None:
    log = AuditLog(table)
    made = Change("put_opt_out", AUTHOR, {"sender": "+18335550100", "recipient": "\u20260123"}, "")
    await log.add(made, START, bytes(10))
    end = first_key(START + timedelta(days=1))
    (found,) = await log.read_day(START.date(), end, 9, actor=AUTHOR.actor, action=made.action)
    assert found.change == made
    assert await log.read_day(START.date(), end, 9, actor="another") == []


async def test_first_day_is_that_of_the_oldest_entry(table: WideTable) -> None:
    log = AuditLog(table)
    assert await log.first_day() is None
    await log.add(change("a"), START + timedelta(days=40), bytes(10))
    await log.add(change("b"), START, bytes(10))
    assert await log.first_day() == START.date()
