"""The triggers of imports of opt-outs."""

import azure.functions as func

from composition.app import get_app
from composition.background import queue_function
from shared.web.descriptions import LIMIT, LOCATION, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Json, Response

bp = func.Blueprint()
routes = HttpRoutes(bp)
file_routes = HttpRoutes(bp, limit_seconds=25)  # 100,000 lines take about 4 s of CPU

_FILE = (
    "sender,recipient,state,category,changedAt,source,evidence,reason,actor\n"
    "'+18335550100,'+14255550123,opted_out,,2026-11-22T17:00:00Z,operator,,Asked by phone.,Ana\n"
)
_LINE: Json = {
    "type": "object",
    "properties": {
        name: {"type": "string", "description": text, "examples": [example]}
        for name, text, example in (
            ("recipient", "The person's number", "+14255550123"),
            ("sender", "The own number, or * for all; default: `sender`", "+18335550100"),
            ("state", "opted_out (default) or opted_in", "opted_out"),
            ("category", "The category that is meant; default: all", "marketing"),
            ("changedAt", "When the person said so", "2026-11-22T17:00:00Z"),
            ("source", "As in an export", "operator"),
            ("evidence", "What the person wrote", "STOP"),
            ("reason", "Why; default: `reason`", "Asked by phone."),
            ("actor", "Who entered it", "Ana"),
        )
    },
    "required": ["recipient"],
    "additionalProperties": False,
}


@file_routes.post(
    "opt-out-imports",
    summary="Import up to 100,000 opt-outs and opt-ins",
    description="CSV with a header, or a list of objects, with the columns of an export; "
    "only recipient is required. The response names the encoding, the separator and the columns "
    "of CSV as they were read. Invalid lines are reported; all others are imported. "
    "Known rows and rows older than the entry change nothing.",
    parameters=[
        query_parameter("sender", "The own number of lines without a sender; * for all numbers"),
        query_parameter("reason", "The reason of lines without one; name no person here"),
        query_parameter(
            "recipientColumn", "CSV only: the name of the column with the people's numbers"
        ),
    ],
    body={
        "text/csv": {"type": "string", "examples": [_FILE]},
        "application/json": {"type": "array", "items": _LINE},
    },
    responses={
        202: Response(
            description="Stored; the import starts",
            model="opt_outs.contract:OptOutImport",
            headers=LOCATION,
        )
    },
)
async def import_opt_outs(req: func.HttpRequest) -> func.HttpResponse:
    """Accept a file of opt-outs: 202 once it is stored."""
    from opt_outs.import_job import accept_import
    from opt_outs.query import read_import
    from opt_outs.responses import import_response
    from shared.web.requests import MAX_PAGE_SIZE

    jobs = get_app().import_jobs
    file = await read_import(req, jobs.clock())
    head = await accept_import(file, jobs)
    accepted = import_response(head, file.bad_lines, MAX_PAGE_SIZE)
    location = f"/api/opt-out-imports/{head.import_id}"
    return model_response(accepted, 202, {"Location": location})


@routes.get(
    "opt-out-imports/{importId}",
    summary="The progress of an import",
    description="Counts of its rows, and the lines that could not be read, paged.",
    parameters=[query_parameter("after", "The last bad line of the previous page"), LIMIT],
    response="opt_outs.contract:OptOutImport",
)
async def get_opt_out_import(req: func.HttpRequest) -> func.HttpResponse:
    """Return the progress of an import, with some of its invalid lines."""
    from opt_outs.responses import import_response
    from shared.jobs import is_job_id
    from shared.web.requests import read_limit, read_whole_number

    import_id, limit = req.route_params["importId"], read_limit(req)
    after, imports = read_whole_number(req, "after"), get_app().import_jobs.imports
    head = await imports.find(import_id) if is_job_id(import_id) else None
    if head is None:
        return not_found("import")
    bad_lines = await imports.bad_lines(import_id, after, limit + 1)
    return model_response(import_response(head, bad_lines, limit))


@bp.function_name("run_opt_out_import")
@bp.queue_trigger(arg_name="msg", queue_name="opt-out-imports", connection="AzureWebJobsStorage")
@queue_function("opt-out-imports")
async def run_opt_out_import(msg: func.QueueMessage) -> None:
    """Import the next parts of a file."""
    from opt_outs.import_job import continue_import

    await continue_import(msg.get_body(), get_app().import_jobs)


@bp.function_name("run_opt_out_import_poison")
@bp.queue_trigger(
    arg_name="msg", queue_name="opt-out-imports-poison", connection="AzureWebJobsStorage"
)
@queue_function("opt-out-imports-poison")
async def run_opt_out_import_poison(msg: func.QueueMessage) -> None:
    """Mark an import that failed five times."""
    from opt_outs.import_job import give_up_import

    await give_up_import(msg.get_body(), get_app().import_jobs)
