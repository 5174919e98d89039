"""What may happen to an operation: it fails, comes late, or its process dies or stands still."""

import asyncio
from contextlib import suppress
from typing import Any

from shared.domain.errors import StorageError
from tests.unit.send_sms.accept_world import DifferenceAction, Disturbance, LostError, Worker

CLIENT_SECONDS = 8
"""When a storage client gives up waiting for an answer."""


async def kill(worker: Worker, _: DifferenceAction) -> None:
    """Die before the operation is done."""
    worker.is_dead = True
    await worker.be_awake()


async def kill_after(worker: Worker, deed: DifferenceAction) -> None:
    """Die once the operation is done."""
    await deed()
    await kill(worker, deed)


async def fail(_: Worker, __: DifferenceAction) -> None:
    """Fail without doing the operation."""
    raise LostError


async def lose(_: Worker, deed: DifferenceAction) -> None:
    """Do the operation and lose its answer."""
    with suppress(StorageError):
        await deed()
    raise LostError


def late(seconds: float) -> Disturbance:
    """Give an error now, and do the operation later all the same."""

    async def disturb(_: Worker, deed: DifferenceAction) -> None:
        _begin(deed, seconds)
        raise LostError

    return disturb


def slow(seconds: float) -> Disturbance:
    """Do the operation later; the caller may have given up by then."""

    async def disturb(_: Worker, deed: DifferenceAction) -> Any:
        task = _begin(deed, seconds)
        try:
            async with asyncio.timeout(CLIENT_SECONDS):
                return await asyncio.shield(task)
        except TimeoutError:
            raise LostError from None

    return disturb


def slow_answer(seconds: float) -> Disturbance:
    """Do the operation at once, and answer later."""

    async def disturb(_: Worker, deed: DifferenceAction) -> Any:
        result = await deed()
        await asyncio.sleep(min(seconds, CLIENT_SECONDS))
        if seconds > CLIENT_SECONDS:
            raise LostError
        return result

    return disturb


def freeze(seconds: float) -> Disturbance:
    """Let the whole process stand still before the operation is done."""

    async def disturb(worker: Worker, deed: DifferenceAction) -> Any:
        worker.freeze(seconds)
        await worker.be_awake()
        return await deed()

    return disturb


def freeze_after(seconds: float) -> Disturbance:
    """Let the whole process stand still once the operation is done."""

    async def disturb(worker: Worker, deed: DifferenceAction) -> Any:
        result = await deed()
        worker.freeze(seconds)
        return result

    return disturb


def _begin(deed: DifferenceAction, seconds: float) -> "asyncio.Task[Any]":
    """Do an operation later than its caller waits."""

    async def do_later() -> Any:
        await asyncio.sleep(seconds)
        return await deed()

    task = asyncio.create_task(do_later())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


MILD: dict[str, Disturbance] = {
    "kill": kill,
    "kill after": kill_after,
    "fail": fail,
    "lose": lose,
    "late by 2 s": late(2),
    "late by 70 s": late(70),
    "slow by 2 s": slow(2),
    "slow by 50 s": slow(50),
    "answered after 50 s": slow_answer(50),
    "frozen for 50 s": freeze(50),
    "frozen for 50 s after": freeze_after(50),
}
HARSH: dict[str, Disturbance] = {
    "slow by 10 min": slow(600),
    "answered after 10 min": slow_answer(600),
    "frozen for 10 min": freeze(600),
    "frozen for 15 min": freeze(900),
    "frozen for 10 min after": freeze_after(600),
}
"""Longer than the carrier remembers: a message may end as `unknown`."""
