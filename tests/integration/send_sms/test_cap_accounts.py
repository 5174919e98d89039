"""The accounts of caps, on Azurite."""

import asyncio
from datetime import timedelta

import pytest

from send_sms.accepting.allowance import Allowance, CapReachedError
from send_sms.domain.caps import Cap, CapChange, CapPeriod, CapScope, CapUnit
from send_sms.storage.cap_accounts import AccountKey, CapAccounts
from shared.domain.errors import ConflictError
from shared.runtime import Ids
from shared.storage.azure_table import AzureTable
from tests.support.world import START

CAP = Cap(CapPeriod.DAY, CapUnit.AMOUNT, 5 * 10**12, CapScope.CAMPAIGN, "Mai/Größe?#", "EUR")
KEY = AccountKey.of(CAP, START)


async def test_account_is_written_once_from_each_version(azure_table: AzureTable) -> None:
    accounts = CapAccounts(azure_table)
    empty = await accounts.read(KEY)
    first = empty.account.changed(CapChange("a" * 16, 1, 4 * 10**12))
    second = first.changed(CapChange("b" * 16, 2, -1, is_published=True))

    stored = await accounts.write(KEY, empty, first)
    with pytest.raises(ConflictError):
        await accounts.write(KEY, empty, first)
    await accounts.write(KEY, stored, second)
    with pytest.raises(ConflictError):
        await accounts.write(KEY, stored, second)

    assert (await accounts.read(KEY)).account == second
    assert await accounts.read_all(START) == {KEY: second}
    await accounts.purge(START + timedelta(days=40))
    assert await accounts.read_all(START) == {KEY: second}
    await accounts.purge(START + timedelta(days=41))
    assert await accounts.read_all(START) == {}


async def test_processes_that_lease_at_once_share_the_cap(azure_table: AzureTable) -> None:
    cap = Cap(CapPeriod.MONTH, CapUnit.SEGMENTS, 60)
    accounts = CapAccounts(azure_table)
    processes = [Allowance(cap, accounts, lambda: START, Ids()) for _ in range(4)]
    requests = (one.take(1) for one in processes for _ in range(20))

    results = await asyncio.gather(*requests, return_exceptions=True)

    refused = [one for one in results if one]
    assert all(isinstance(one, CapReachedError) for one in refused)
    assert len(results) - len(refused) == 60
