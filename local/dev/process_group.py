"""The programs that live and end together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local.dev.errors import ChildEndedError, DevError
from local.dev.interruption import held
from local.dev.process import Child
from local.dev.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

_SHOWN_LINES_COUNT = 20
_POLL_SECONDS = 0.02


class ProcessGroup:
    """Context manager: whatever was started in it has ended when it is left, however it is left."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._watchdog = Watchdog()

    def __enter__(self) -> ProcessGroup:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with held():
            self.stop()

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        is_echoed: bool = False,
        on_line: Callable[[str], None] | None = None,
    ) -> Child:
        """Start a program; see :class:`Child`. A missing program is a :class:`DevError`."""
        with held():
            try:
                child = Child(
                    name, command, environment=environment, is_echoed=is_echoed, on_line=on_line
                )
            except OSError as error:
                message = f"{name} could not be started: {error}"
                raise DevError(message) from error
            self._children.append(child)
            self._watchdog.watch(child.pid)
        return child

    def check(self) -> None:
        """Raise :class:`ChildEndedError` for the first program that is no longer running."""
        for child in self._children:
            if (exit_code := child.exit_code) is not None:
                child.finish_reading()
                raise ChildEndedError(child.name, exit_code, child.lines()[-_SHOWN_LINES_COUNT:])

    def wait_until(
        self, is_so: Callable[[], bool], *, what: str, timeout_seconds: float = 60.0
    ) -> None:
        """
        Poll a condition while every program keeps running.

        Raises
        ------
        ChildEndedError
            If a program ends meanwhile.
        DevError
            After ``timeout_seconds``; ``what`` says what was waited for.
        """
        deadline = time.monotonic() + timeout_seconds
        while not is_so():
            self.check()
            if time.monotonic() > deadline:
                message = f"Waited {timeout_seconds:.0f} s in vain: {what}."
                raise DevError(message)
            time.sleep(_POLL_SECONDS)

    def watch(self) -> None:
        """Wait until a program ends, and raise :class:`ChildEndedError` for it."""
        while True:
            self.check()
            time.sleep(0.1)

    def stop(self) -> None:
        """End all programs, the last one started first. May be called again."""
        while self._children:
            child = self._children.pop()
            child.stop()
            self._watchdog.forget(child.pid)
        self._watchdog.close()
