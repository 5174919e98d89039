"""Serves the phone page: three files that come with the package."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "phone"
_CONTENT_TYPES = {"phone.html": "text/html", "phone.css": "text/css", "phone.js": "text/javascript"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def phone_routes() -> list[web.RouteDef]:
    """Return the routes of the page and its two assets."""
    pages = [web.get(path, _serve_page) for path in ("/", "/phone", "/phone/{number}")]
    return [*pages, web.get("/phone-assets/{name}", _serve_asset)]


async def _serve_page(_request: web.Request) -> web.Response:
    return _file("phone.html")


async def _serve_asset(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in _CONTENT_TYPES:
        raise web.HTTPNotFound
    return _file(name)


def _file(name: str) -> web.Response:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=_CONTENT_TYPES[name], headers=_HEADERS)
