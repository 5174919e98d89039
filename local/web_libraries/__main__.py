"""
Brings the browser libraries' files into the app: ``python -m local.web_libraries``.

A deployed app has no npm and asks no other server, so the files lie in the repository. For another
version change ``pins.json`` (``npm view PACKAGE@VERSION dist.integrity`` prints the digest) and run
this; then put the new names into ``pages/files.py`` and into the page that loads them, and remove
the old files. Scalar's package has no file with its licence: ``scalar-VERSION.licence.txt`` is
written by hand.
"""

from __future__ import annotations

from local.dev.paths import ROOT
from local.web_libraries.library import library_files


def main() -> None:
    """Copy them, and say so."""
    for name, content in library_files().items():
        path = ROOT / "pages" / "static" / name
        path.write_bytes(content)
        print(path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
