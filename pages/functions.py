"""The triggers of the pages."""

import azure.functions as func

from shared.web.http import not_found
from shared.web.routes import HttpRoutes, Response

bp = func.Blueprint()
routes = HttpRoutes(bp)

_PAGE = {200: Response(description="HTML", media_type="text/html")}
_HOST_KEY = "Use a host key as `?code=`; the page's data requests send it too."


@routes.get(
    "dashboard",
    summary="The dashboard: figures as a page",
    description=_HOST_KEY,
    responses=_PAGE,
    problems=(),
)
async def dashboard(req: func.HttpRequest) -> func.HttpResponse:
    """Return the page for figures."""
    from pages.files import page_response

    return page_response("dashboard.html", req.params.get("code", ""))


@routes.get(
    "inbox",
    summary="The inbox: conversations as a page, with a reply box",
    description=_HOST_KEY,
    responses=_PAGE,
    problems=(),
)
async def inbox(req: func.HttpRequest) -> func.HttpResponse:
    """Return the page for conversations."""
    from pages.files import page_response

    return page_response("inbox.html", req.params.get("code", ""))


@routes.get(
    "assets/{name}",
    summary="A file of the pages",
    responses={
        200: Response(description="Its content"),
        304: Response(description="Not modified since `If-None-Match`"),
    },
    problems=(404,),
)
async def page_asset(req: func.HttpRequest) -> func.HttpResponse:
    """Return a file that pages are made of."""
    from pages.files import ASSETS, asset_response

    name = req.route_params["name"]
    if name not in ASSETS:
        return not_found("asset")
    key, known = req.params.get("code", ""), req.headers.get("If-None-Match", "")
    return asset_response(name, key, known)
