"""A lock between processes that the system releases when its holder dies."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from local.dev.errors import DevError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(path: Path, *, busy: str, waits: bool) -> Iterator[None]:
    """
    Hold the lock at ``path`` for the length of the block.

    Parameters
    ----------
    path : Path
        The lock file; made when absent, left in place.
    busy : str
        What to say when another process holds it.
    waits : bool
        Whether to print ``busy`` and wait, or to raise it as a :class:`DevError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        _wait_for(file, busy=busy, waits=waits)
        yield


def _wait_for(file: IO[str], *, busy: str, waits: bool) -> None:
    if _is_taken_now(file):
        return
    if not waits:
        raise DevError(busy)
    print(busy)
    while not _is_taken_now(file):
        time.sleep(0.1)


def _is_taken_now(file: IO[str]) -> bool:
    try:
        _take(file)
    except OSError:
        return False
    return True
