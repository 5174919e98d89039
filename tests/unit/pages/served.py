"""Pages and assets as they are written, and as the app responds with them."""

import gzip
from pathlib import Path

import azure.functions as func

from pages import functions
from pages.files import STYLE_SHEET, assets, assets_version
from tests.support.web import call, get

STATIC = Path(functions.__file__).parent / "static"
PAGES = {
    "docs.html": functions.docs,
    "home.html": functions.home,
}
PACKED = "scalar-1.76.0.js"
ASSETS = sorted(assets())
FOUNDATIONS = ["tokens", "base", "shell"]


def content_of(name: str) -> bytes:
    """Read a page or an asset as it is served; one is compressed, one is put together."""
    if name == STYLE_SHEET:
        styles = [path.stem for path in (STATIC / "styles").iterdir()]
        order = sorted(styles, key=lambda one: (one not in FOUNDATIONS, one))
        order[:3] = FOUNDATIONS
        return b"".join((STATIC / "styles" / f"{one}.css").read_bytes() for one in order)
    path = STATIC / (f"{name}.gz" if name == PACKED else name)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    is_page = path.suffix == ".html"
    return content.replace(b"{version}", assets_version().encode()) if is_page else content


async def asset(name: str, **headers: str) -> func.HttpResponse:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return await call(functions.page_asset, get(route={"name": name}, headers=named))
