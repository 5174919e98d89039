"""
Jobs that go on by queue messages: imports, erasures and reconciliations.

A message names its job. A worker works on the job for a while and leaves the rest to another
message. A job's id begins with the second at which the job began, so ids sort by time.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import StorageError
from shared.runtime import retry_delay_seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from shared.storage.queue import BackgroundQueue

_ROW_SECONDS = 5
_ROW_TIME = timedelta(minutes=10)
_ID = re.compile(r"[0-9]{14}-[0-9a-f]{20}")


def new_job_id(now: datetime, randomness: bytes) -> str:
    """Make an id; `randomness` is `shared.domain.identifiers.RANDOM_BYTES` long."""
    return f"{now:%Y%m%d%H%M%S}-{randomness.hex()}"


def is_job_id(text: str) -> bool:
    """Tell whether a text has the form of an id, and may be asked for."""
    return _ID.fullmatch(text) is not None


def job_began_at(job_id: str) -> datetime:
    """Read from an id when its job began, to the second."""
    return datetime.strptime(f"{job_id[:14]}+0000", "%Y%m%d%H%M%S%z")


def seconds_until_row(job_id: str, now: datetime) -> int | None:
    """
    Tell when to look again for the row of a job, which is stored after its message.

    None: the job is too old, so it belongs to a request that failed.
    """
    return _ROW_SECONDS if now - job_began_at(job_id) < _ROW_TIME else None


def job_message(kind: str, job_id: str, failure_count: int = 0) -> str:
    """
    Write the message that works on a job.

    Parameters
    ----------
    kind : str
        What the job is: the name of the member that has its id.
    failure_count : int
        How many turns in a row have failed.
    """
    return json.dumps({kind: job_id, "attempt": failure_count})


def read_job_message(kind: str, body: bytes) -> tuple[str, int]:
    """
    Read the id of a job, and how many turns in a row have failed.

    Raises
    ------
    ValueError
        The message names no job of this kind.
    """
    members = json.loads(body)
    job_id = str(members.get(kind)) if isinstance(members, dict) else ""
    if not is_job_id(job_id):
        message = f"the message names no {kind}"
        raise ValueError(message)
    return job_id, int(members.get("attempt") or 0)


async def continue_job(
    kind: str,
    body: bytes,
    take_turn: Callable[[str], Awaitable[int | None]],
    queue: BackgroundQueue,
) -> None:
    """
    Work on a job for a turn, and have another message do the rest.

    As idempotent as its turns. A turn fails if storage is unavailable or another worker was
    faster; the message is then put back with growing delays.

    Parameters
    ----------
    take_turn : callable
        Works on the job with this id. Gives after how many seconds the next turn is due; None: the
        job is done.

    Raises
    ------
    ValueError
        The message names no job of this kind.
    StorageError
        The queue is unavailable too; the host redelivers the message.
    """
    job_id, failure_count = read_job_message(kind, body)
    try:
        delay_seconds = await take_turn(job_id)
        failure_count = 0
    except StorageError:
        failure_count += 1
        delay_seconds = retry_delay_seconds(failure_count)
    if delay_seconds is not None:
        await queue.put(job_message(kind, job_id, failure_count), delay_seconds)
