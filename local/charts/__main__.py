"""
Brings the chart library's files into the app: ``python -m local.charts``.

A deployed app has no npm and asks no other server, so the files lie in the repository. For
another version change ``package.json``, run ``npm install --package-lock-only`` beside it and
this; then put the new names into ``pages/files.py`` and ``pages/static/dashboard.html``, and
remove the old files.
"""

from __future__ import annotations

from local.charts.library import fetch_library, name_in_app
from local.dev.paths import ROOT


def main() -> None:
    """Copy them, and say so."""
    for path in fetch_library():
        name = name_in_app(path)
        (ROOT / "pages" / "static" / name).write_bytes(path.read_bytes())
        print(f"pages/static/{name}")


if __name__ == "__main__":
    main()
