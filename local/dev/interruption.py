"""Ctrl-C, SIGTERM and their like, turned into one exception that cannot strike at a bad moment."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

# SIGHUP is a closed terminal on POSIX, SIGBREAK is Ctrl-Break on Windows.
_SIGNAL_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class StopRequestedError(KeyboardInterrupt):
    """A person or the system asked us to end; ``exit_code`` is the shell's 128 + signal."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.exit_code = 128 + signal_number
        self.is_from_keyboard = signal_number == signal.SIGINT


class _Requests:
    """Signals seen so far, and whether one may be raised now."""

    def __init__(self) -> None:
        self.holders_count = 0
        self.pending: int | None = None
        self.raised = False

    def receive(self, signal_number: int, _frame: FrameType | None) -> None:
        self.pending = signal_number
        self.raise_pending()

    def raise_pending(self) -> None:
        # Only the first one is raised: a second Ctrl-C must not interrupt the end.
        if self.pending is None or self.raised or self.holders_count:
            return
        self.raised = True
        raise StopRequestedError(self.pending)


_requests = _Requests()


def turn_signals_into_exceptions() -> None:
    """Raise :class:`StopRequestedError` in the main thread on the first signal to end."""
    for number in (getattr(signal, name, None) for name in _SIGNAL_NAMES):
        if number is not None and not _is_under_nohup(number):
            signal.signal(number, _requests.receive)


def _is_under_nohup(number: signal.Signals) -> bool:
    return number.name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN


@contextmanager
def held() -> Iterator[None]:
    """Keep a signal waiting until the block is done, such as starting a program and noting it."""
    _requests.holders_count += 1
    try:
        yield
    finally:
        _requests.holders_count -= 1
    _requests.raise_pending()
