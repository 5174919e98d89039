"""A part of the installation: a folder, made by a few commands, with a stamp when complete."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STAMP_NAME = "paloma-stamp"


@dataclass(frozen=True, slots=True)
class Step:
    """One command of an installation; ``advice`` is said when it fails."""

    title: str
    command: Sequence[str]
    advice: str


@dataclass(frozen=True, slots=True)
class Part:
    """
    Something to install.

    Attributes
    ----------
    folder : Path
        Made anew by installing, so that nothing half-finished survives.
    proof : Path
        A file that is there when it is installed.
    pins : tuple of Path
        The files that decide what belongs there; copied into the folder.
    steps : tuple of Step
        How it is made.
    made_for : str
        What else it depends on, such as the version of Python.
    base : Part, optional
        What it is added to, in the same folder: the folder is not made anew.
    stamp_name : str
        The file that says that it is complete; parts of one folder have different ones.
    """

    folder: Path
    proof: Path
    pins: tuple[Path, ...]
    steps: tuple[Step, ...]
    made_for: str = ""
    base: Part | None = None
    stamp_name: str = STAMP_NAME

    def is_ready(self) -> bool:
        """Tell whether it was installed to the end, from these pins."""
        if not (self.proof.exists() and self._stamp.exists()):
            return False
        return self._stamp.read_text(encoding="utf-8") == self._fingerprint()

    def begin(self) -> None:
        """Empty the folder and lay the pins in it. No stamp: from here on it is unfinished."""
        self._stamp.unlink(missing_ok=True)
        if self.base is None:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir(parents=True)
        for pin in self.pins:
            shutil.copy(pin, self.folder)

    def complete(self) -> None:
        """Stamp it, as the very last thing."""
        self._stamp.write_text(self._fingerprint(), encoding="utf-8")

    @property
    def _stamp(self) -> Path:
        return self.folder / self.stamp_name

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(self.made_for.encode())
        for pin in self.pins:
            digest.update(pin.read_bytes())
        return digest.hexdigest()
