"""One program of the local world, in a process group of its own so that all of it can be ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from local.dev.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# In a group of its own a child does not get the terminal's Ctrl-C: the programs end in order.
# Windows asks for that by a flag, POSIX by a new session.
if sys.platform == "win32":
    NEW_GROUP_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    NEW_GROUP_FLAGS = 0

_KEPT_LINES_COUNT = 200
GRACE_SECONDS = 8.0


class Child:
    """
    A running program whose output is read as it comes.

    Parameters
    ----------
    name : str
        What a person calls it.
    command : sequence of str
        Program and arguments.
    environment : mapping, optional
        All of its environment; that of this process if not given.
    is_echoed : bool
        Whether its lines are shown, each with its name in front.
    on_line : callable, optional
        Told every line that is not blank, in a thread of its own.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        is_echoed: bool = False,
        on_line: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self._is_echoed = is_echoed
        self._on_line = on_line
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES_COUNT)
        self._process = _start_in_new_group(command, environment)
        self._reader = Thread(target=self._read_lines, name=f"read {name}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Process id, on POSIX the id of its group too."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def lines(self) -> list[str]:
        """Return the last lines it said that are not blank, oldest first, 200 at most."""
        return list(self._lines)

    def finish_reading(self) -> None:
        """Wait a moment for the rest of the output of a program that has ended."""
        self._reader.join(timeout=2)

    def stop(self) -> None:
        """End it and all it started: politely, then by force. Nothing happens if it has ended."""
        if self.exit_code is None:
            _ask_to_end(self.pid)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        kill_group(self.pid)
        self._process.wait()
        self.finish_reading()

    def _read_lines(self) -> None:
        if self._process.stdout is None:
            return
        with self._process.stdout as output:
            for line in filter(str.strip, output):
                self._lines.append(line.rstrip())
                if self._is_echoed:
                    print(f"{self.name} | {line.rstrip()}", flush=True)
                if self._on_line:
                    self._on_line(line)


def kill_group(group_id: int) -> None:
    """Kill a program with everything it started; nothing happens if it is gone."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(group_id)]
        subprocess.run(command, capture_output=True, check=False)
        return
    # macOS answers EPERM instead of ESRCH for a group of which only zombies are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group_id, signal.SIGKILL)


def _ask_to_end(group_id: int) -> None:
    if sys.platform == "win32":
        with suppress(OSError):
            os.kill(group_id, signal.CTRL_BREAK_EVENT)
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group_id, signal.SIGTERM)


def _start_in_new_group(
    command: Sequence[str], environment: Mapping[str, str] | None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        creationflags=NEW_GROUP_FLAGS,
    )
