"""Idempotency keys, and deleting what is over, on Azurite."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from send_sms.storage.idempotency_keys import IdempotencyKeys, KeyUse, prefixes
from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import ParkedEvents
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from tests.integration.shared.storage.samples import new_send
from tests.support.world import START


async def test_one_of_many_requests_at_once_gets_the_key(azure_table: AzureTable) -> None:
    keys = IdempotencyKeys(azure_table)
    uses = [KeyUse(f"{n}", new_send(n)) for n in range(20)]

    held = await asyncio.gather(*(keys.hold("a/b?c#d", use) for use in uses))

    assert len({use.send for use in held}) == 1
    assert await keys.get("a/b?c#d", START) == held[0]


async def test_key_that_is_over_is_used_anew_by_one_of_many_requests(
    azure_table: AzureTable,
) -> None:
    keys, tomorrow = IdempotencyKeys(azure_table), START + timedelta(hours=24)
    await keys.hold("key", KeyUse("old", new_send(99)))

    uses = [KeyUse(f"{n}", new_send(n, tomorrow)) for n in range(10)]
    held = await asyncio.gather(*(keys.hold("key", use) for use in uses))

    assert len({use.send for use in held}) == 1
    assert held[0].request_hash != "old"


async def test_keys_and_parked_events_that_are_over_are_deleted_by_two_at_once(
    azure_table: AzureTable, new_name: Callable[[], str], account: StorageAccount
) -> None:
    keys, parked = IdempotencyKeys(azure_table), ParkedEvents(AzureTable(account, new_name()))
    for n in range(30):
        await keys.hold(f"key {n}", KeyUse("", new_send(n)))
    await parked.park_reports([Event(f"{n}", "t", "s", None, {}) for n in range(130)], START)
    later = START + timedelta(days=5)

    digits = "0123456789abcdef"
    for parts in (prefixes(), digits):
        await asyncio.gather(parked.purge(later), parked.purge(later))
        for prefix in parts:
            await asyncio.gather(*(keys.purge(prefix, later) for _ in range(2)))

    assert await parked.waiting_reports(START, bytes(3)) == []
    assert [await azure_table.rows(digit, "0", "~") for digit in digits] == [[]] * 16
