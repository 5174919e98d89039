"""
What every queue and timer function does around its work, and what it does without settings.

While a setting cannot be used, a queue's message must not be lost: the host moves what has failed
five times to the poison queue, whose function gives it up. So the message is put back into its
queue, to come again in a minute, for as long as the setting is wrong. A timer's run ends: its next
run does its work.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from shared.settings import ConfigurationError
from shared.web.errors import redact_errors
from shared.web.problems import report_once

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import azure.functions as func

    TimerFunction = Callable[[func.TimerRequest], Awaitable[None]]
    QueueFunction = Callable[[func.QueueMessage], Awaitable[None]]

WAIT_SECONDS = 60
"""When a message that was put back comes again."""


def timer_function(function: TimerFunction) -> TimerFunction:
    """Log unusable settings once and end the run; other errors are raised without their text."""

    @wraps(function)
    async def run(timer: func.TimerRequest) -> None:
        try:
            await function(timer)
        except ConfigurationError as error:
            report_once(error)

    return redact_errors(run)


def queue_function(queue: str) -> Callable[[QueueFunction], QueueFunction]:
    """
    Log unusable settings once and put the message back; other errors are raised without their text.

    If it cannot be put back, the error is raised, and the host delivers the message again.

    Parameters
    ----------
    queue : str
        The queue that the function listens to.
    """

    def decorate(function: QueueFunction) -> QueueFunction:
        @wraps(function)
        async def run(msg: func.QueueMessage) -> None:
            try:
                await function(msg)
            except ConfigurationError as error:
                report_once(error)
                await _put_back(queue, msg.get_body())

        return redact_errors(run)

    return decorate


async def _put_back(queue: str, body: bytes) -> None:
    from composition.settings import load_storage_settings
    from shared.storage.account import StorageAccount
    from shared.storage.azure_queue import AzureQueue

    account = StorageAccount(load_storage_settings())
    try:
        await AzureQueue(account, queue).put(body.decode(), WAIT_SECONDS)
    finally:
        await account.close()
