"""The files that pages are made of: a fixed list, each read once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

LASTING = frozenset({"uplot-1.6.32.css", "uplot-1.6.32.js", "uplot-1.6.32.licence.txt"})
"""Assets with their version in their name: they never change (`local/charts`)."""

ASSETS = LASTING | {
    "ask.js",
    "chart.js",
    "dashboard.css",
    "dashboard.js",
    "figures.js",
    "inbox.css",
    "inbox.js",
    "numbers.js",
    "page.css",
    "paloma.svg",
    "panels.js",
    "thread.js",
    "words.js",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """
    A file as it is served.

    Attributes
    ----------
    etag : str
        Of its content, quoted as HTTP wants it.
    """

    content: bytes
    media_type: str
    etag: str


@cache
def read_file(name: str) -> StaticFile:
    """Read a page or an asset; never a name that a request made up."""
    content = (_FOLDER / name).read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return StaticFile(content, _MEDIA_TYPES[Path(name).suffix], etag)


def is_known(file: StaticFile, if_none_match: str) -> bool:
    """
    Tell whether a browser has a file already, by its `If-None-Match`.

    Compared weakly, as RFC 9110 (13.1.2) says: proxies that compress make tags weak.
    """
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return file.etag in tags or "*" in tags
