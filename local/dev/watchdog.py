"""
The watchdog: a small process that kills all programs if ``dev.py`` itself is killed.

It holds the reading end of a pipe. Whatever happens to the process at the other end, the system
closes the pipe, and the watchdog kills every process group that is still on its list.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

from local.dev.paths import BASE_PYTHON, ROOT
from local.dev.process import NEW_GROUP_FLAGS, kill_group


class Watchdog:
    """The near end of the pipe; the process starts with the first group to watch."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def watch(self, group_id: int) -> None:
        """Have this process group killed when this process is gone."""
        if self._process is None:
            self._process = subprocess.Popen(
                [BASE_PYTHON, "-m", "local.dev.watchdog"],
                stdin=subprocess.PIPE,
                cwd=ROOT,
                encoding="ascii",
                start_new_session=True,
                creationflags=NEW_GROUP_FLAGS,
            )
        self._write(f"+{group_id}")

    def forget(self, group_id: int) -> None:
        """Remove this group: it has ended, and another program may get its number."""
        self._write(f"-{group_id}")

    def close(self) -> None:
        """End the watchdog. May be called again."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
            self._process.wait()
        self._process = None

    def _write(self, line: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            # If the watchdog itself was killed, the programs still end in the ordinary way.
            with suppress(OSError):
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()


def main() -> None:
    """Read group numbers from standard input until it closes, then kill what is left."""
    groups: set[int] = set()
    for line in sys.stdin:
        change, group_id = line[0], int(line[1:])
        if change == "+":
            groups.add(group_id)
        else:
            groups.discard(group_id)
    for group_id in groups:
        kill_group(group_id)


if __name__ == "__main__":
    main()
