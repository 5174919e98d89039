"""A released message is removed, gives its place to another, or stays: also when the app ends."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from hypothesis import given
from hypothesis import strategies as st

from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from tests.support.world import SETTINGS


class FakeClient:
    """The queue as the service keeps it: a changed message has another receipt."""

    def __init__(self) -> None:
        self.messages: dict[str, tuple[str, str]] = {}
        self.fails = False
        self.is_closed = False
        self._count = 0

    async def send_message(self, text: str, **_: Any) -> SimpleNamespace:
        return await self._store(str(self._next()), text)

    async def update_message(
        self, message_id: str, *, pop_receipt: str, content: str, **_: Any
    ) -> SimpleNamespace:
        self._check(message_id, pop_receipt)
        return await self._store(message_id, content)

    async def delete_message(self, message_id: str, pop_receipt: str) -> None:
        await asyncio.sleep(0)
        self._check(message_id, pop_receipt)
        del self.messages[message_id]

    @property
    def texts(self) -> list[str]:
        return sorted(text for text, _ in self.messages.values())

    async def _store(self, message_id: str, text: str) -> SimpleNamespace:
        await asyncio.sleep(0)
        receipt = str(self._next())
        self.messages[message_id] = text, receipt
        return SimpleNamespace(id=message_id, pop_receipt=receipt)

    def _check(self, message_id: str, receipt: str) -> None:
        assert not self.is_closed
        if self.fails:
            raise HttpResponseError
        if self.messages.get(message_id, ("", ""))[1] != receipt:
            raise ResourceNotFoundError

    def _next(self) -> int:
        self._count += 1
        return self._count


class FakeAccount(StorageAccount):
    """An account whose one queue is in memory."""

    def __init__(self) -> None:
        super().__init__(SETTINGS.storage)
        self.client = FakeClient()

    def queue(self, name: str) -> Any:
        del name
        return self.client

    async def close(self) -> None:
        await super().close()
        self.client.is_closed = True


def tasks_left() -> set[asyncio.Task[Any]]:
    """Give the removals that still run; tasks of other tests may share the event loop."""
    removal = AzureQueue._remove_unused.__qualname__
    tasks = asyncio.all_tasks()
    return {one for one in tasks if getattr(one.get_coro(), "__qualname__", "") == removal}


async def test_released_message_is_removed_before_the_account_closes() -> None:
    account = FakeAccount()
    queue = AzureQueue(account, "work")
    for text in "ab":
        await queue.release(await queue.put(text))
    await account.close()
    assert account.client.texts == []
    assert tasks_left() == set()


async def test_message_that_took_the_place_of_a_released_one_stays() -> None:
    account = FakeAccount()
    queue = AzureQueue(account, "work")
    await queue.release(await queue.put("done"))
    await queue.put("to do")
    await account.close()
    assert account.client.texts == ["to do"]


async def test_released_message_that_cannot_be_removed_stays_and_delays_no_end() -> None:
    account = FakeAccount()
    queue = AzureQueue(account, "work")
    await queue.release(await queue.put("done"))
    account.client.fails = True
    await account.close()
    assert account.client.texts == ["done"]
    assert tasks_left() == set()


@pytest.mark.parametrize("turns", range(6))
async def test_put_while_the_app_ends_is_neither_lost_nor_doubled(turns: int) -> None:
    account = FakeAccount()
    queue = AzureQueue(account, "work")
    await queue.release(await queue.put("done"))
    closing = asyncio.create_task(queue.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    await queue.put("to do")
    await closing
    await queue.close()
    assert account.client.texts == ["to do"]


@given(steps=st.lists(st.sampled_from(["put", "release", "turn"]), max_size=12))
async def test_whatever_was_put_and_not_released_is_there_once(steps: list[str]) -> None:
    account, kept = FakeAccount(), []
    queue = AzureQueue(account, "work")
    for number, step in enumerate(steps):
        if step == "put":
            kept.append((str(number), await queue.put(str(number))))
        elif step == "release" and kept:
            await queue.release(kept.pop()[1])
        else:
            await asyncio.sleep(0)
    await account.close()
    assert account.client.texts == sorted(text for text, _ in kept)
