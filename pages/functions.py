"""
The triggers of the pages.

Pages and their files hold no data, so they need no key: a key in the address of a file would stay
in the browser's cache. The data that a page asks for needs one.
"""

import azure.functions as func

from shared.web.http import not_found
from shared.web.routes import HttpRoutes, Json, Response, query_parameter

bp = func.Blueprint()
routes = HttpRoutes(bp, func.AuthLevel.ANONYMOUS)

_DASHBOARD_PARAMETERS = ("days", "from", "to", "sender", "campaign")
_SHOWN = "What the page shows; read by its script"
_PAGE = {200: Response(description="HTML", content={"text/html": {"type": "string"}})}
_ASSET_TYPES = ("text/css", "text/javascript", "image/svg+xml", "text/plain")
_ETAG: dict[str, Json] = {"ETag": {"description": "Of this version", "schema": {"type": "string"}}}
_HOST_KEY = (
    "The page holds no data. Give it a host key in the fragment of its address, `#code=`: it drops "
    "the key from the address and sends it in a header when it asks for data."
)


@routes.get(
    "dashboard",
    summary="The dashboard: figures as a page",
    description=_HOST_KEY,
    parameters=[
        query_parameter(name, _SHOWN) for name in ("days", "from", "to", "sender", "campaign")
    ],
    responses=_PAGE,
)
async def dashboard(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the page for figures."""
    from pages.files import page_response

    return page_response("dashboard.html")


@routes.get(
    "inbox",
    summary="The inbox: conversations as a page, with a reply box",
    description=_HOST_KEY,
    parameters=[query_parameter(name, _SHOWN) for name in ("sender", "user")],
    responses=_PAGE,
)
async def inbox(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the page for conversations."""
    from pages.files import page_response

    return page_response("inbox.html")


@routes.get(
    "assets/{name}",
    summary="A file of the pages",
    responses={
        200: Response(
            description="Its content",
            content={media_type: {"type": "string"} for media_type in _ASSET_TYPES},
            headers=_ETAG,
        ),
        304: Response(description="Not modified since `If-None-Match`", headers=_ETAG),
    },
)
async def page_asset(req: func.HttpRequest) -> func.HttpResponse:
    """Return a file that pages are made of."""
    from pages.files import ASSETS, asset_response

    name = req.route_params["name"]
    if name not in ASSETS:
        return not_found("asset")
    return asset_response(name, req.headers.get("If-None-Match", ""))
