"""The files of the pages, each read once, and the responses that serve them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import azure.functions as func

_FOLDER = Path(__file__).parent / "static"

_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

REFERENCE_PAGE = "docs.html"

_PACKED = frozenset({"scalar-1.76.0.js"})

LASTING = _PACKED | {
    "scalar-1.76.0.licence.txt",
    "uplot-1.6.32.css",
    "uplot-1.6.32.js",
    "uplot-1.6.32.licence.txt",
}
"""Assets with their version in their name: they never change (`local/web_libraries`)."""

ASSETS = LASTING | {
    "address.js",
    "ask.js",
    "chart.js",
    "composer.js",
    "dashboard.css",
    "dashboard.js",
    "docs.css",
    "docs.js",
    "drafts.js",
    "figures.js",
    "home.css",
    "home.js",
    "inbox.css",
    "inbox.js",
    "keys.js",
    "numbers.js",
    "page.css",
    "paloma.svg",
    "panels.js",
    "polling.js",
    "rows.js",
    "thread.js",
    "threads.js",
    "words.js",
}

# Script, style and data come from the app alone, nothing is inline, no site may frame a page, and
# addresses are not sent to other sites.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

# Scalar writes its styles into the page. Whatever a style asks for must come from the app too.
_REFERENCE_HEADERS = _HEADERS | {
    "Content-Security-Policy": _HEADERS["Content-Security-Policy"]
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    .replace("img-src 'self'", "img-src 'self' data:")
}

_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """
    A file as it is served.

    Attributes
    ----------
    content : bytes
        Compressed by gzip if `is_packed`.
    etag : str
        Of its content, quoted as HTTP wants it.
    """

    content: bytes
    media_type: str
    etag: str
    is_packed: bool


@lru_cache(maxsize=64)
def read_file(name: str) -> StaticFile:
    """Read a page or an asset by a known name, never one from a request."""
    is_packed = name in _PACKED
    content = (_FOLDER / (f"{name}.gz" if is_packed else name)).read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return StaticFile(content, _MEDIA_TYPES[Path(name).suffix], etag, is_packed)


def is_known(file: StaticFile, if_none_match: str) -> bool:
    """
    Tell whether a browser has a file already, by its `If-None-Match`.

    Compared weakly, as RFC 9110 (13.1.2) says: proxies that compress make tags weak.
    """
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return file.etag in tags or "*" in tags


def page_response(name: str) -> func.HttpResponse:
    """Respond with a page; it is not cached, because a cache keeps its address with a key in it."""
    page = read_file(name)
    own = _REFERENCE_HEADERS if name == REFERENCE_PAGE else _HEADERS
    headers = {**own, "Cache-Control": "no-store"}
    return func.HttpResponse(
        page.content, mimetype=page.media_type, charset="utf-8", headers=headers
    )


def asset_response(name: str, *, if_none_match: str, accept_encoding: str) -> func.HttpResponse:
    """
    Respond with an asset, or with 304 if the browser has it.

    Browsers keep assets with a version in their name for a year. They revalidate the others each
    time, so that a page never loads the script of an earlier deployment. A compressed asset is
    unpacked for a client that does not accept gzip.
    """
    asset = read_file(name)
    caching = _FOR_GOOD if name in LASTING else "no-cache"
    headers = {**_HEADERS, "Cache-Control": caching, "ETag": asset.etag}
    content = asset.content
    if asset.is_packed:
        takes_gzip = "gzip" in accept_encoding.lower()
        headers |= {"Vary": "Accept-Encoding", "ETag": f"W/{asset.etag}"}
        headers |= {"Content-Encoding": "gzip"} if takes_gzip else {}
        content = content if takes_gzip else gzip.decompress(content)
    if is_known(asset, if_none_match):
        return func.HttpResponse(status_code=304, headers=headers)
    return func.HttpResponse(content, mimetype=asset.media_type, charset="utf-8", headers=headers)
