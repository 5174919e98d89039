"""What of the chart library's package the app has, and under which names."""

from __future__ import annotations

import json
from pathlib import Path

from local.dev.install import ensure, ensure_azurite
from local.dev.node import node_of_machine, node_of_wheel
from local.dev.part import Part, Step
from local.dev.paths import LOCAL

_PIN = Path(__file__).parent
_FOLDER = LOCAL / "charts"
_PACKAGE = _FOLDER / "node_modules" / "uplot"
_ENDINGS = {
    "dist/uPlot.iife.min.js": "js",
    "dist/uPlot.min.css": "css",
    "LICENSE": "licence.txt",
}


def fetch_library() -> list[Path]:
    """
    Install the package, if it is not there, and list the files that the app has of it.

    npm checks the package against the digest in the lock file, and runs none of its scripts.
    """
    ensure_azurite()  # brings Node where the machine has none
    npm = (node_of_machine() or node_of_wheel()).npm
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    install = [*npm, "ci", "--prefix", str(_FOLDER), *options]
    step = Step("Fetching the chart library", install, "npm needs its registry once.")
    pins = (_PIN / "package.json", _PIN / "package-lock.json")
    ensure([Part(_FOLDER, _PACKAGE / "package.json", pins, (step,))])
    return [_PACKAGE / name for name in _ENDINGS]


def name_in_app(path: Path) -> str:
    """Name a file with its version: browsers keep it for good."""
    return f"uplot-{pinned_version()}.{_ENDINGS[path.relative_to(_PACKAGE).as_posix()]}"


def pinned_version() -> str:
    """Read the version that is wanted."""
    document = json.loads((_PIN / "package.json").read_text(encoding="utf-8"))
    return str(document["dependencies"]["uplot"])
