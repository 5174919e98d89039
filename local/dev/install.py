"""Bring in what the commands need; nothing is done when it is there already."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local.dev.console import StepLine
from local.dev.errors import DevError, as_quotation
from local.dev.lock import only_one
from local.dev.node import node_of_machine, node_of_wheel
from local.dev.parts import (
    azurite_part,
    has_ensurepip_module,
    node_part,
    packages_part,
    tools_part,
)
from local.dev.paths import LOCAL
from local.dev.process_group import ProcessGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.dev.node import Node
    from local.dev.part import Part, Step
    from local.dev.process import Child

_NETWORK_SIGNS = (
    *("name resolution", "getaddrinfo", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"),
    *("ECONNRESET", "ENETUNREACH", "NewConnectionError", "ProxyError", "ReadTimeoutError"),
)
_SHOWN_LINES_COUNT = 12


def ensure_packages() -> None:
    """Make ``.venv`` with the packages that running needs, if they are not there."""
    ensure(_running_parts())


def ensure_tools() -> None:
    """Make ``.venv`` with the tools for tests and checks too, if they are not there."""
    ensure(_developing_parts())


def ensure_azurite() -> str:
    """Install Azurite, and Node where the machine has none; return the path of Node."""
    return ensure_node().program


def ensure_node() -> Node:
    """Install what `ensure_azurite` does; return the Node, which has npm."""
    node, parts = _azurite_parts()
    ensure(parts)
    return node


def ensure_world() -> str:
    """Install what the local world needs to run; return the path of Node."""
    node, parts = _azurite_parts()
    ensure([*_running_parts(), *parts])
    return node.program


def ensure_everything() -> str:
    """Install what tests and benchmarks need; return the path of Node."""
    node, parts = _azurite_parts()
    ensure([*_developing_parts(), *parts])
    return node.program


def _running_parts() -> list[Part]:
    """List what running needs; nothing if all that developing needs is there, which includes it."""
    return _developing_parts()[:1]


def _developing_parts() -> list[Part]:
    has_ensurepip = has_ensurepip_module()
    packages = packages_part(has_ensurepip=has_ensurepip)
    tools = tools_part(packages, has_ensurepip=has_ensurepip)
    return [] if tools.is_ready() else [packages, tools]


def _azurite_parts() -> tuple[Node, list[Part]]:
    if of_machine := node_of_machine():
        return of_machine, [azurite_part(of_machine)]
    node = node_of_wheel()
    fetched = node_part(node, has_ensurepip=has_ensurepip_module())
    return node, [fetched, azurite_part(node)]


def ensure(parts: Sequence[Part]) -> None:
    """Install, in this order, what is not ready; one ``dev.py`` at a time."""
    if all(part.is_ready() for part in parts):
        return
    try:
        busy = "Another dev.py is installing; waiting for it."
        with only_one(LOCAL / "install.lock", busy=busy, waits=True):
            _install([part for part in parts if not part.is_ready()])
    except OSError as error:
        message = (
            f"Cannot write here: {error}.\ndev.py keeps what it installs in .venv and .local "
            "beside itself; that folder must be writable."
        )
        raise DevError(message) from error


def _install(parts: Sequence[Part]) -> None:
    total_count = sum(len(part.steps) for part in parts)
    number = 0
    for part in parts:
        part.begin()
        for step in part.steps:
            number += 1
            _run(step, StepLine(f"[{number}/{total_count}]", step.title))
        part.complete()


def _run(step: Step, line: StepLine) -> None:
    with ProcessGroup() as process_group:
        child = process_group.start(step.title, step.command)
        while child.exit_code is None:
            line.show("".join(child.lines()[-1:]))
            time.sleep(0.1)
        child.finish_reading()
    if child.exit_code != 0:
        line.finish("failed")
        raise DevError(_failure(step, child))
    line.finish()


def _failure(step: Step, child: Child) -> str:
    said = as_quotation(child.lines()[-_SHOWN_LINES_COUNT:])
    network = ""
    if any(sign in line for line in child.lines() for sign in _NETWORK_SIGNS):
        network = "The network seems to be unavailable: connect, and run the same command again.\n"
    return f"{step.title} failed (exit code {child.exit_code}):\n{said}\n{network}{step.advice}"
