"""Which ports are needed, by whom, and whether they are free."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.dev.errors import DevError

if TYPE_CHECKING:
    from collections.abc import Iterable

ADDRESS = "127.0.0.1"
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class PortNeed:
    """A port, what needs it, and the option that changes it."""

    port: int
    user: str
    option: str


def check_ports(needs: Iterable[PortNeed]) -> None:
    """Raise a :class:`DevError` for the first port that is wrong, wanted twice or taken."""
    seen: dict[int, PortNeed] = {}
    for need in needs:
        if not 1 <= need.port <= HIGHEST_PORT:
            message = f"{need.user} cannot have port {need.port}; change {need.option}."
            raise DevError(message)
        if other := seen.get(need.port):
            message = (
                f"{other.user} and {need.user} both want port {need.port}; "
                f"change {need.option} or {other.option}."
            )
            raise DevError(message)
        seen[need.port] = need
        if _is_taken(need.port):
            message = (
                f"Port {need.port} is taken by another program. {need.user} needs it; "
                f"end that program, or choose another port with {need.option}."
            )
            raise DevError(message)


def _is_taken(port: int) -> bool:
    # macOS lets a second socket bind beside one that listens on all addresses: knock first.
    with socket.socket() as knocker:
        knocker.settimeout(1)
        if knocker.connect_ex((ADDRESS, port)) == 0:
            return True
    with socket.socket() as binder:
        if sys.platform != "win32":
            # A connection of a run that has just ended does not count.
            binder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            binder.bind((ADDRESS, port))
        except OSError:
            return True
    return False
