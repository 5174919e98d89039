"""
Look-ups of hosts in threads of their own.

A look-up blocks a thread, for half a minute where no name server responds. The loop's own threads
also serve the look-ups of storage and ACS, which must not wait behind those of a subscriber.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Resolve = Callable[[str, int], list[str]]
"""Gives the addresses of a host, or raises `OSError` or `UnicodeError`; may block."""


def resolve_by_system(host: str, port: int) -> list[str]:
    """Look a host up, as the system would for a connection; an address is its own host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for _, _, _, _, where in found]


class LookUps:
    """
    Look-ups of several hosts at a time; they belong to the event loop they were first used in.

    Callers that ask for a host whose look-up is in progress share it. So a host whose name servers
    do not respond takes one thread, however many callers have given up on it.

    Parameters
    ----------
    max_threads : int
        Hosts that are looked up at a time; others wait.
    """

    def __init__(self, resolve: Resolve = resolve_by_system, *, max_threads: int) -> None:
        self._resolve = resolve
        self._threads = ThreadPoolExecutor(max_threads, thread_name_prefix="look-up")
        self._running: dict[tuple[str, int], asyncio.Future[list[str]]] = {}

    async def addresses_of(self, host: str, port: int) -> list[str]:
        """
        Give the addresses of a host.

        Raises
        ------
        OSError, UnicodeError
            It has none, or no name server responded.
        """
        place = host, port
        if place not in self._running:
            loop = asyncio.get_running_loop()
            found = loop.run_in_executor(self._threads, self._resolve, host, port)
            self._running[place] = found
            found.add_done_callback(lambda _: self._running.pop(place))
        return await asyncio.shield(self._running[place])
