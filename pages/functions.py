"""The triggers of the pages."""

import azure.functions as func

from shared.web.http import not_found, problem_handler

bp = func.Blueprint()


@bp.function_name("dashboard")
@bp.route(route="dashboard", methods=["GET"])
@problem_handler
async def dashboard(req: func.HttpRequest) -> func.HttpResponse:
    """Answer with the page for figures."""
    from pages.files import page_response

    return page_response("dashboard.html", req.params.get("code", ""))


@bp.function_name("inbox")
@bp.route(route="inbox", methods=["GET"])
@problem_handler
async def inbox(req: func.HttpRequest) -> func.HttpResponse:
    """Answer with the page for conversations."""
    from pages.files import page_response

    return page_response("inbox.html", req.params.get("code", ""))


@bp.function_name("page_asset")
@bp.route(route="assets/{name}", methods=["GET"])
@problem_handler
async def page_asset(req: func.HttpRequest) -> func.HttpResponse:
    """Answer with a file that pages are made of."""
    from pages.files import ASSETS, asset_response

    name = req.route_params["name"]
    if name not in ASSETS:
        return not_found("asset")
    key, known = req.params.get("code", ""), req.headers.get("If-None-Match", "")
    return asset_response(name, key, known)
