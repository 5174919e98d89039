"""
The triggers of the pages.

Pages and their files hold no data, so they need no key: a key in the address of a file would stay
in the browser's cache. The data that a page asks for needs one.
"""

import azure.functions as func

from shared.web.descriptions import query_parameter
from shared.web.http import problem_handler
from shared.web.problems import not_found
from shared.web.routes import API_PREFIX, HttpRoutes, Json, Response

bp = func.Blueprint()
routes = HttpRoutes(bp, func.AuthLevel.ANONYMOUS)

# The host takes an empty route for none and puts the function's name there (azure-functions-host,
# WebScriptHostHttpRoutesManager.cs); a parameter that can only be absent stands for it.
_NOTHING = "{nothing:maxlength(0)?}"

_SHOWN = "What the page shows; read by its script"
_PAGE = {200: Response(description="HTML", content={"text/html": {"type": "string"}})}
_MOVED = {
    200: Response(
        description="The page, for a client that follows", content={"text/html": {"type": "string"}}
    ),
    302: Response(description="To its address, with the query as it came"),
}
_ASSET_TYPES = ("text/css", "text/javascript", "image/svg+xml", "text/plain")
_ETAG: dict[str, Json] = {"ETag": {"description": "Of this version", "schema": {"type": "string"}}}
_HOST_KEY = (
    "The page holds no data. Give it a host key in the fragment of its address, `#code=`: it drops "
    "the key from the address and sends it in a header when it asks for data."
)


def _redirect(req: func.HttpRequest, place: str) -> func.HttpResponse:
    """Redirect to another place, relative to this one, with the query, which may hold a key."""
    query = req.url.partition("?")[2]
    return func.HttpResponse(
        status_code=302,
        headers={"Location": f"{place}?{query}" if query else place, "Cache-Control": "no-store"},
    )


@bp.route(route=_NOTHING, methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
@problem_handler
async def home(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the home page, at `/`."""
    from pages.files import page_response

    return page_response("home.html")


@bp.route(route=f"{API_PREFIX}{_NOTHING}", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
@problem_handler
async def api_home(req: func.HttpRequest) -> func.HttpResponse:
    """Return the home page, at `/api`; its links would lead elsewhere from `/api/`."""
    from pages.files import page_response

    if req.url.partition("?")[0].endswith("/"):
        return func.HttpResponse(status_code=301, headers={"Location": "../api"})
    return page_response("home.html")


@routes.get(
    "dashboard",
    summary="Leads to the dashboard of the pages",
    description=_HOST_KEY,
    parameters=[
        query_parameter(name, _SHOWN)
        for name in ("days", "from", "to", "sender", "campaign", "category")
    ],
    responses=_MOVED,
)
async def dashboard(req: func.HttpRequest) -> func.HttpResponse:
    """Redirect to the view for figures, which reads the query."""
    return _redirect(req, "ui/dashboard")


@routes.get(
    "inbox",
    summary="Leads to the inbox of the pages",
    description=_HOST_KEY,
    parameters=[query_parameter(name, _SHOWN) for name in ("sender", "user")],
    responses=_MOVED,
)
async def inbox(req: func.HttpRequest) -> func.HttpResponse:
    """Redirect to the inbox; a plus sign in a query may have become a space."""
    from urllib.parse import quote, urlencode

    left = dict(req.params)
    numbers = [left.pop(name, "").strip() for name in ("sender", "user")]
    if all(numbers):
        place = "/".join(["inbox", *(quote(number, safe="+") for number in numbers)])
    else:
        place, left = "inbox", {"sender": numbers[0], **left}
    query = urlencode({name: value for name, value in left.items() if value})
    up = "../" if req.url.partition("?")[0].endswith("/") else ""
    location = f"{up}ui/{place}?{query}" if query else f"{up}ui/{place}"
    headers = {"Location": location, "Cache-Control": "no-store"}
    return func.HttpResponse(status_code=302, headers=headers)


@routes.get(
    "docs",
    summary="The contract as a page, where each route can be tried out",
    description=_HOST_KEY,
    responses=_PAGE,
    problems=(400,),
)
async def docs(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the page for the OpenAPI document."""
    from pages.files import REFERENCE_PAGE, page_response

    return page_response(REFERENCE_PAGE)


@routes.get(
    "ui/{*place}",
    summary="The pages: every view has its address below this one",
    description=f"{_HOST_KEY} Its script reads the rest of the address.",
    responses={
        **_PAGE,
        302: Response(description="To the first view, from an address without one"),
    },
    takes_any_query=True,
)
async def ui(req: func.HttpRequest) -> func.HttpResponse:
    """Return the page of all views; its script shows the one of its address."""
    from pages.files import shell_response

    place = req.route_params.get("place") or ""
    has_slash = req.url.partition("?")[0].endswith("/")
    if not place.strip("/"):
        return _redirect(req, "home" if has_slash else "ui/home")
    return shell_response(1 + place.rstrip("/").count("/") + has_slash, place)


@routes.get(
    "assets/{*name}",
    summary="A file of the pages",
    description="A script, style sheet or picture. It needs no key and holds no data. Pages ask "
    "for it in a folder that is named after their version, so that browsers keep it.",
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
    from pages.files import asset_named, asset_response

    path = req.route_params.get("name") or ""
    if not asset_named(path):
        return not_found("asset")
    return asset_response(
        path,
        if_none_match=req.headers.get("If-None-Match", ""),
        accept_encoding=req.headers.get("Accept-Encoding", ""),
    )
