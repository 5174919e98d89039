import asyncio

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.storage.queue import QueueMessage

from local.functions_host.queue_store import Lease, QueueStore
from local.functions_host.renewal import Renewal
from tests.unit.functions_host.apps import until


class ScriptedStore(QueueStore):
    """Renews nothing, counts, and fails as often as it is told to."""

    def __init__(self, *, failures: int = 0) -> None:
        self.lease_seconds = 0.04
        self.renewal_count = 0
        self.failures_left = failures
        self.may_renew = asyncio.Event()
        self.may_renew.set()

    async def renew(self, lease: Lease) -> None:
        await self.may_renew.wait()
        self.renewal_count += 1
        if self.failures_left:
            self.failures_left -= 1
            raise ServiceRequestError("away")
        lease.pop_receipt = f"receipt-{self.renewal_count}"


def lease() -> Lease:
    return Lease(QueueMessage("body"), "receipt-0", 1)


async def test_lease_is_renewed_again_and_again_while_the_block_runs() -> None:
    store, taken = ScriptedStore(), lease()

    async with Renewal(store, taken):
        await until(lambda: store.renewal_count >= 3)

    assert taken.pop_receipt == f"receipt-{store.renewal_count}"


async def test_lease_is_tried_again_when_a_renewal_fails() -> None:
    store, taken = ScriptedStore(failures=2), lease()

    async with Renewal(store, taken):
        await until(lambda: store.renewal_count >= 3)

    assert store.failures_left == 0
    assert taken.pop_receipt != "receipt-0"


async def test_leaving_waits_for_a_renewal_under_way_because_it_changes_the_receipt() -> None:
    store, taken = ScriptedStore(), lease()
    store.may_renew.clear()

    async def hold() -> str:
        async with Renewal(store, taken) as renewal:
            await until(renewal.is_renewing)
        return taken.pop_receipt

    held = asyncio.create_task(hold())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(held), timeout=0.2)
    store.may_renew.set()

    assert await held == "receipt-1"
    assert store.renewal_count == 1


async def test_nothing_is_renewed_when_the_block_is_short() -> None:
    store, taken = ScriptedStore(), lease()

    async with Renewal(store, taken):
        pass

    assert store.renewal_count == 0
    assert taken.pop_receipt == "receipt-0"
