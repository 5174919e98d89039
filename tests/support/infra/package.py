"""The files that azd puts into the package: what `.funcignore` leaves of a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pathspec

if TYPE_CHECKING:
    from pathlib import Path


def deployed_files(root: Path) -> list[str]:
    """List the files that are deployed, as paths below the folder."""
    lines = (root / ".funcignore").read_text(encoding="utf-8").splitlines()
    ignored = pathspec.PathSpec.from_lines("gitignore", lines)
    found = []
    for folder, folders, names in os.walk(root):
        below = os.path.relpath(folder, root)
        inside = "" if below == "." else below.replace(os.sep, "/") + "/"
        folders[:] = [one for one in folders if not ignored.match_file(f"{inside}{one}/")]
        found += [f"{inside}{one}" for one in names if not ignored.match_file(f"{inside}{one}")]
    return sorted(found)
