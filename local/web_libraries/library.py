"""What of the browser libraries' packages the app has, and under which names."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

from local.dev.errors import DevError
from local.dev.install import ensure, ensure_node
from local.dev.part import Part, Step
from local.dev.paths import LOCAL

_PINS = Path(__file__).parent / "pins.json"
_FOLDER = LOCAL / "web-libraries"


def library_files(pins_file: Path = _PINS, folder: Path = _FOLDER) -> dict[str, bytes]:
    """
    Fetch the packages, if they are not there, and give the app's files of them by their names.

    Parameters
    ----------
    pins_file : Path
        The packages and their digests, by default those of the app.
    folder : Path
        Keeps the packages; made anew when the pins change.

    Files whose names end in ``.gz`` are compressed: the bytes differ between versions of zlib. The
    packages' own scripts are not run.

    Raises
    ------
    DevError
        If npm cannot fetch a package, or if one does not have the digest of its pin.
    """
    files: dict[str, bytes] = {}
    for pin, archive in zip(_pins(pins_file), _fetch(pins_file, folder), strict=True):
        _check(pin, archive)
        with tarfile.open(archive) as package:
            for path, name in pin["files"].items():
                member = package.extractfile(f"package/{path}")
                content = member.read() if member else b""
                files[name] = gzip.compress(content, mtime=0) if name.endswith(".gz") else content
    return files


def _pins(file: Path) -> list[dict[str, Any]]:
    pins: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return pins


def _fetch(pins_file: Path, folder: Path) -> list[Path]:
    pins = _pins(pins_file)
    wanted = [f"{pin['package']}@{pin['version']}" for pin in pins]
    npm = ensure_node().npm
    pack = [*npm, "pack", *wanted, "--pack-destination", str(folder), "--ignore-scripts"]
    step = Step("Fetching the browser libraries", pack, "npm needs its registry once.")
    archives = [folder / _archive_name(pin) for pin in pins]
    ensure([Part(folder, archives[-1], (pins_file,), (step,))])
    return archives


def _archive_name(pin: dict[str, Any]) -> str:
    """Name a package's archive as npm does: without the sign of a scope."""
    return f"{pin['package'].removeprefix('@').replace('/', '-')}-{pin['version']}.tgz"


def _check(pin: dict[str, Any], archive: Path) -> None:
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != pin["integrity"]:
        message = f"{archive.name} has another digest than its pin says."
        raise DevError(message)
