"""Bring in what the commands need; nothing is done when it is there already."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from local.dev.console import StepLine
from local.dev.errors import DevError, as_quotation
from local.dev.family import Family
from local.dev.lock import only_one
from local.dev.node import MINIMUM_MAJOR, Node, node_of_machine, node_of_wheel
from local.dev.part import Part, Step
from local.dev.paths import (
    AZURITE,
    AZURITE_PIN,
    AZURITE_SCRIPT,
    BASE_PYTHON,
    LOCAL,
    NODE,
    ROOT,
    VENV,
    VENV_PYTHON,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.dev.process import Child

_NETWORK_SIGNS = (
    *("name resolution", "getaddrinfo", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT"),
    *("ECONNRESET", "ENETUNREACH", "NewConnectionError", "ProxyError", "ReadTimeoutError"),
)
_SHOWN_LINES_COUNT = 12


def ensure_packages() -> None:
    """Make ``.venv`` with the pinned packages, if it is not there or not up to date."""
    ensure([packages_part(has_ensurepip=_has_ensurepip())])


def ensure_azurite() -> str:
    """Install Azurite, and Node where the machine has none; return the path of Node."""
    node, parts = _azurite_parts()
    ensure(parts)
    return node


def ensure_everything() -> str:
    """Install all that the local world needs; return the path of Node."""
    node, parts = _azurite_parts()
    ensure([packages_part(has_ensurepip=_has_ensurepip()), *parts])
    return node


def packages_part(*, has_ensurepip: bool) -> Part:
    """Return the virtual environment with everything in it."""
    pins = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
    make = [BASE_PYTHON, "-m", "venv", str(VENV), *([] if has_ensurepip else ["--without-pip"])]
    install = [*_pip_install(has_ensurepip=has_ensurepip), "-r", str(pins[1])]
    steps = (
        Step("Making .venv", make, "On Debian and Ubuntu: apt install python3-venv"),
        Step("Installing Python packages", install, "pip needs the package index once."),
    )
    python_version = ".".join(map(str, sys.version_info[:2]))
    return Part(VENV, VENV_PYTHON, pins, steps, made_for=f"Python {python_version}")


def node_part(node: Node, *, has_ensurepip: bool) -> Part:
    """Return Node as a Python package, in a folder of its own beside ``.venv``."""
    pin = AZURITE_PIN / "requirements.txt"
    options = ["--only-binary", ":all:", "--target", str(NODE), "-r", str(pin)]
    advice = (
        f"Azurite needs Node {MINIMUM_MAJOR} or newer with npm. Neither this machine nor PyPI "
        "could give it: install Node (nodejs.org or your package manager) and try again."
    )
    install = [*_pip_install(has_ensurepip=has_ensurepip), *options]
    step = Step("Fetching Node from PyPI", install, advice)
    return Part(NODE, Path(node.program), (pin,), (step,))


def azurite_part(node: Node) -> Part:
    """Return Azurite, exactly as its lock file names it; packages' own scripts are not run."""
    pins = (AZURITE_PIN / "package.json", AZURITE_PIN / "package-lock.json")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http"]
    install = [*node.npm, "ci", "--prefix", str(AZURITE), *options]
    step = Step("Installing Azurite", install, "npm needs its registry once.")
    return Part(AZURITE, AZURITE_SCRIPT, pins, (step,))


def _azurite_parts() -> tuple[str, list[Part]]:
    if of_machine := node_of_machine():
        return of_machine.program, [azurite_part(of_machine)]
    node = node_of_wheel()
    fetched = node_part(node, has_ensurepip=_has_ensurepip())
    return node.program, [fetched, azurite_part(node)]


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _pip_install(*, has_ensurepip: bool) -> list[str]:
    # Debian's python3 without python3-venv lacks ensurepip; there the pip of the calling Python
    # works on the environment from outside (its option --python, since pip 22.3).
    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input"]
    if has_ensurepip:
        return [str(VENV_PYTHON), *pip, "install"]
    return [BASE_PYTHON, *pip, "--python", str(VENV_PYTHON), "install"]


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
    with Family() as family:
        child = family.start(step.title, step.command)
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
        network = "The network seems to be away: connect, and run the same command again.\n"
    return f"{step.title} failed (exit code {child.exit_code}):\n{said}\n{network}{step.advice}"
