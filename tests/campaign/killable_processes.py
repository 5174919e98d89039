"""What can be killed and comes back: the worker, and Azurite with what it has on disk."""

import asyncio
import os
import random
import re
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from local.dev.azurite import Azurite, start_azurite
from local.dev.process import Child, kill_group
from local.dev.process_group import ProcessGroup

_WORKER_READY = re.compile(r"Worker (\d+) is ready at (\S+)")
_PRELOAD = Path(__file__).with_name("fast_azurite.js")


class Worker:
    """One instance of the app: a process that is replaced when it dies."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.ready_pid = 0

    def note(self, line: str) -> None:
        if match := _WORKER_READY.search(line):
            self.ready_pid = int(match[1])


class Workers:
    """All instances of the app, and how often one of them was killed."""

    def __init__(self, each: Sequence[Worker]) -> None:
        self.each = each
        self.kill_count = 0
        self._turn = 0

    @property
    def url(self) -> str:
        """The next in turn, as a load balancer has it; one that lives, if any does."""
        self._turn += 1
        living = [worker for worker in self.each if worker.ready_pid] or self.each
        return living[self._turn % len(living)].url

    def kill(self) -> None:
        """Kill the next in turn with SIGKILL; it is replaced automatically."""
        self._turn += 1
        worker = self.each[self._turn % len(self.each)]
        pid, worker.ready_pid = worker.ready_pid, 0
        if pid:
            os.kill(pid, signal.SIGKILL)
            self.kill_count += 1

    async def ready(self) -> None:
        """Wait until all are there."""

        async def are_ready() -> bool:
            return all(worker.ready_pid for worker in self.each)

        await poll_until(are_ready, 30, what="the workers are ready")


class _Killable(ProcessGroup):
    """A process group that can be killed at once."""

    def __init__(self) -> None:
        super().__init__()
        self._latest: Child | None = None

    def start(self, *arguments: Any, **more: Any) -> Child:
        self._latest = super().start(*arguments, **more)
        return self._latest

    def kill(self) -> None:
        assert self._latest is not None
        kill_group(self._latest.pid)
        self.stop()


class DurableAzurite:
    """Azurite on disk: it can be killed, and comes back with what it had saved."""

    def __init__(self, node: str, data: Path, environment: dict[str, str]) -> None:
        self._node, self._data, self._environment = node, data, environment
        self._group = _Killable()
        self.address = self._start(free_ports(3))
        self.kill_count = 0

    def _start(self, first_port: int) -> Azurite:
        os.environ |= {"NODE_OPTIONS": f"--require={_PRELOAD}", **self._environment}
        try:
            return start_azurite(self._group, self._node, first_port=first_port, data=self._data)
        finally:
            for name in ("NODE_OPTIONS", *self._environment):
                del os.environ[name]

    def kill_and_restart(self) -> None:
        self._group.kill()
        self.kill_count += 1
        self._start(self.address.blob_port)

    def close(self) -> None:
        self._group.stop()


async def poll_until(probe: Callable[[], Awaitable[Any]], seconds: float, *, what: str) -> Any:
    """Ask again until the answer is true; fails after so many real seconds."""
    end = time.monotonic() + seconds
    while not (found := await probe()):
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        await asyncio.sleep(0.02)
    return found


def free_ports(count: int) -> int:
    """Find free ports in a row, below those that outgoing connections take."""
    while True:
        first = random.randrange(20_000, 32_000, 5)
        if all(_is_free(first + offset) for offset in range(count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
