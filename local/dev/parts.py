"""What there is to install: the Python packages, Node, Azurite."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from local.dev.node import MINIMUM_MAJOR, Node
from local.dev.part import Part, Step
from local.dev.paths import (
    AZURITE,
    AZURITE_PIN,
    AZURITE_SCRIPT,
    BASE_PYTHON,
    NODE,
    ROOT,
    VENV,
    VENV_PYTHON,
)

_RUN_STAMP_NAME = "paloma-stamp-run"
_PIP_ADVICE = "pip needs the package index once."


def packages_part(*, has_ensurepip: bool) -> Part:
    """Return the virtual environment with what the app and the local programs need to run."""
    pin = ROOT / "requirements.txt"
    make = [BASE_PYTHON, "-m", "venv", str(VENV), *([] if has_ensurepip else ["--without-pip"])]
    install = [*_pip_install(has_ensurepip=has_ensurepip), "-r", str(pin)]
    steps = (
        Step("Making .venv", make, "On Debian and Ubuntu: apt install python3-venv"),
        Step("Installing Python packages", install, _PIP_ADVICE),
    )
    return Part(VENV, VENV_PYTHON, (pin,), steps, _python_version(), stamp_name=_RUN_STAMP_NAME)


def tools_part(base: Part, *, has_ensurepip: bool) -> Part:
    """
    Return what tests and checks need besides, added to `base`.

    It changes no package of `base`: both files name the same versions. So an app that runs
    meanwhile is not disturbed.
    """
    pin = ROOT / "requirements-dev.txt"
    install = [*_pip_install(has_ensurepip=has_ensurepip), "-r", str(pin)]
    steps = (Step("Installing tools for tests and checks", install, _PIP_ADVICE),)
    return Part(VENV, VENV_PYTHON, (pin,), steps, _python_version(), base)


def _python_version() -> str:
    return f"Python {'.'.join(map(str, sys.version_info[:2]))}"


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


def has_ensurepip_module() -> bool:
    """Tell whether this Python can put pip into an environment by itself."""
    return importlib.util.find_spec("ensurepip") is not None


def _pip_install(*, has_ensurepip: bool) -> list[str]:
    # Debian's python3 without python3-venv lacks ensurepip; there the pip of the calling Python
    # works on the environment from outside (its option --python, since pip 22.3).
    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input"]
    if has_ensurepip:
        return [str(VENV_PYTHON), *pip, "install", "--require-hashes"]
    return [BASE_PYTHON, *pip, "--python", str(VENV_PYTHON), "install", "--require-hashes"]
