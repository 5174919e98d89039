"""The files of the pages, each read once, and the responses that serve them."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import azure.functions as func

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_VERSIONED = re.compile(r"-\d+\.\d+\.\d+\.")
_VERSION_FOLDER = re.compile(r"^v[0-9a-f]{12}/")

STYLE_SHEET = "ui.css"
"""The style sheet of all views, put together of the files in `styles/`."""

_FIRST_STYLES = ("tokens", "base", "shell")
"""What the others build on; they follow in the order of their names."""

_FIRST_MODULE = "app.js"
_VIEWS = {"messages": "message", "people": "person"}
_STATIC_IMPORT = re.compile(r'(?:from|import) "(\.{1,2}/[^"]+)"')


@lru_cache(maxsize=1)
def assets() -> frozenset[str]:
    """Name the files that pages may ask for, by their places below `static/`."""
    found = (path for path in _FOLDER.rglob("*.*") if path.suffix != ".html")
    names = {path.relative_to(_FOLDER).as_posix().removesuffix(".gz") for path in found}
    return frozenset({STYLE_SHEET, *(name for name in names if not name.startswith("styles/"))})


def early_modules(place: str = "") -> tuple[str, ...]:
    """
    Name what the frame and a view import: its page names them, so that they load at once.

    Parameters
    ----------
    place : str
        Of the view, below `ui/`; the view of another place loads when the script asks for it.
    """
    first, _, rest = place.strip("/").partition("/")
    if first == "sends" and rest:
        first = "new-send" if rest == "new" else "send"
    view = f"views/{_VIEWS.get(first, first)}.js"
    return _imported((_FIRST_MODULE, view) if view in assets() else (_FIRST_MODULE,))


@lru_cache(maxsize=32)
def _imported(modules: tuple[str, ...]) -> tuple[str, ...]:
    """Name some modules and those that they import, but not the first, which loads anyway."""
    found = list(modules)
    for name in found:
        text = (_FOLDER / name).read_text(encoding="utf-8")
        imported = (_FOLDER / name).parent
        for path in _STATIC_IMPORT.findall(text):
            other = (imported / path).resolve().relative_to(_FOLDER.resolve()).as_posix()
            if other not in found:
                found.append(other)
    return tuple(sorted(found[1:]))


def is_lasting(name: str) -> bool:
    """Tell whether an asset has its version in its name, and so never changes."""
    return _VERSIONED.search(name) is not None


@lru_cache(maxsize=1)
def assets_version() -> str:
    """Give the name of the folder below `assets/` in which pages look for this version of them."""
    return version_of({name: _source(name) for name in assets() if not is_lasting(name)})


def version_of(contents: Mapping[str, bytes]) -> str:
    """Give a name for files with these contents, by name; other files have another."""
    digest = hashlib.sha256()
    for name, content in sorted(contents.items()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return f"v{digest.hexdigest()[:12]}"


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
    packed : bytes
        Its content, compressed by gzip.
    etag : str
        Of its content, quoted as HTTP wants it.
    """

    packed: bytes
    media_type: str
    etag: str

    @property
    def content(self) -> bytes:
        """The file as it was written."""
        return gzip.decompress(self.packed)


@lru_cache(maxsize=256)
def read_file(name: str) -> StaticFile:
    """Read a page or an asset by a known name, never one from a request."""
    is_packed = name in _PACKED
    packed = _source(f"{name}.gz") if is_packed else gzip.compress(_source(name), mtime=0)
    etag = f'"{hashlib.sha256(packed).hexdigest()[:32]}"'
    return StaticFile(packed, _MEDIA_TYPES[Path(name).suffix], etag)


def _source(name: str) -> bytes:
    """Read a file as it was written, or the style sheet of the files that it is made of."""
    if name != STYLE_SHEET:
        return (_FOLDER / name).read_bytes()
    styles = {path.stem: path for path in (_FOLDER / "styles").iterdir()}
    order = [*_FIRST_STYLES, *sorted(styles.keys() - set(_FIRST_STYLES))]
    return b"".join(styles[one].read_bytes() for one in order)


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
    content = page.content.replace(b"{version}", assets_version().encode())
    return func.HttpResponse(content, mimetype=page.media_type, charset="utf-8", headers=headers)


def shell_response(depth: int, place: str) -> func.HttpResponse:
    """
    Respond with the page of all views.

    Parameters
    ----------
    depth : int
        How many folders its address is below the route prefix: its links are relative, because
        only the browser knows what stands before the app.
    place : str
        Its address below `ui/`.
    """
    root = "../" * depth
    shell = page_response("ui.html")
    modules = "\n  ".join(
        f'<link rel="modulepreload" href="{root}assets/{assets_version()}/{name}">'
        for name in early_modules(place)
    )
    body = shell.get_body().decode().replace("{modules}", modules).replace("{root}", root)
    return func.HttpResponse(
        body, mimetype=shell.mimetype, charset=shell.charset, headers=dict(shell.headers)
    )


def asset_response(path: str, *, if_none_match: str, accept_encoding: str) -> func.HttpResponse:
    """
    Respond with an asset, or with 304 if the browser has it.

    Browsers keep for a year what has its version in its name, and what they asked for in the folder
    of this version (`assets_version`). What they asked for in the folder of another deployment they
    do not keep, and what they asked for without a version they revalidate each time. So a page
    never loads the script of an earlier deployment. An asset is compressed for clients that accept
    gzip.

    Parameters
    ----------
    path : str
        One for which `asset_named` gives a name.
    """
    name = asset_named(path)
    asset = read_file(name)
    headers = {**_HEADERS, "Cache-Control": _caching(path), "Vary": "Accept-Encoding"}
    headers["ETag"] = f"W/{asset.etag}"
    if is_known(asset, if_none_match):
        return func.HttpResponse(status_code=304, headers=headers)
    takes_gzip = "gzip" in accept_encoding.lower()
    headers |= {"Content-Encoding": "gzip"} if takes_gzip else {}
    content = asset.packed if takes_gzip else asset.content
    return func.HttpResponse(content, mimetype=asset.media_type, charset="utf-8", headers=headers)


def asset_named(path: str) -> str:
    """Give the name of the asset at a path below `assets/`; empty: there is none."""
    name = _VERSION_FOLDER.sub("", path)
    return name if name in assets() else ""


def _caching(path: str) -> str:
    if is_lasting(path) or path.startswith(f"{assets_version()}/"):
        return _FOR_GOOD
    return "no-store" if _VERSION_FOLDER.match(path) else "no-cache"
