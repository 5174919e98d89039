"""Run ``dev.py`` as a person does, on free ports, and see what it leaves behind."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tests.support.local_programs import WITHOUT_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one run; Azurite has its port and the next two."""

    functions: int
    azurite: int
    simulator: int

    def options(self) -> list[str]:
        """Say them as options of ``run`` and ``demo``."""
        return [
            f"--functions-port={self.functions}",
            f"--azurite-port={self.azurite}",
            f"--simulator-port={self.simulator}",
        ]

    def listening(self) -> list[int]:
        """Return the ports at which a server answers."""
        azurite = range(self.azurite, self.azurite + 3)
        return [port for port in (self.functions, *azurite, self.simulator) if _answers(port)]

    def are_free(self) -> bool:
        """
        Tell whether no server answers at any, waiting 10 s at most.

        A killed process is a zombie as soon as its first thread has ended; its sockets close
        with the last one.
        """
        return wait_until(lambda: not self.listening(), 10)


class DevProcess:
    """A running ``dev.py``: its lines, its children, its end."""

    def __init__(self, *arguments: str, **variables: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "dev.py"), *arguments],
            env={**os.environ, **WITHOUT_CERTIFICATES, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, text: str) -> None:
        """Wait until a line holds this text, at most 60 s; fail at once if it ends without."""
        wait_until(lambda: self._has_said(text) or self.process.poll() is not None, 60)
        assert self._has_said(text), f"no {text!r} in:\n{self.output()}"

    def wait_for_end(self) -> int:
        """Return the exit code, with all lines read; at most 60 s."""
        exit_code = self.process.wait(60)
        self._reader.join(timeout=5)
        return exit_code

    def output(self) -> str:
        """Return all it said."""
        return "\n".join(self.lines)

    def children(self) -> dict[int, str]:
        """Return the command of each process that it started, by process id."""
        return {pid: command for pid, parent, command in _processes() if parent == self.process.pid}

    def _has_said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip())


@contextmanager
def running_dev(*arguments: str, **variables: str) -> Iterator[DevProcess]:
    """Start ``dev.py`` with these arguments and extra variables; end it if the test did not."""
    dev = DevProcess(*arguments, **variables)
    try:
        yield dev
    finally:
        dev.process.terminate()
        dev.wait_for_end()


def free_ports() -> Ports:
    """
    Find five free ports in a row.

    Below those that systems give to outgoing connections (32,768 and up on Linux, 49,152 and up
    elsewhere): one of these could be taken between being found and being used.
    """
    while True:
        first = random.randrange(20_000, 32_000, 5)
        if all(_is_free(first + offset) for offset in range(5)):
            return Ports(functions=first, azurite=first + 1, simulator=first + 4)


def wait_until(is_so: Callable[[], bool], timeout_seconds: float) -> bool:
    """Poll a condition; tell whether it came true in time."""
    deadline = time.monotonic() + timeout_seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def pids_with(argument: str) -> set[int]:
    """Give the processes that run with an argument in which this stands."""
    return {pid for pid, _, arguments in _processes() if argument in arguments}


def are_gone(pids: Iterable[int]) -> bool:
    """Tell whether none of these processes runs any more, waiting 10 s at most."""
    wanted = set(pids)
    return wait_until(lambda: not wanted & {pid for pid, _, _ in _processes()}, 10)


def _processes() -> list[tuple[int, int, str]]:
    listing = subprocess.run(
        ["ps", "-wweo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=3) for line in listing.stdout.splitlines())
    return [(int(row[0]), int(row[1]), row[-1]) for row in rows if not row[2].startswith("Z")]


def _answers(port: int) -> bool:
    with socket.socket() as knocker:
        knocker.settimeout(1)
        return knocker.connect_ex((_ADDRESS, port)) == 0


def _is_free(port: int) -> bool:
    try:
        _bound(port).close()
    except (OSError, OverflowError):
        return False
    return True


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    try:
        bound.bind((_ADDRESS, port))
    except BaseException:
        bound.close()
        raise
    return bound
