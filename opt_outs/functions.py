"""The triggers of the opt-out registry's API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import azure.functions as func

from shared.http import guarded, model_answer, not_found
from shared.services import get_services

if TYPE_CHECKING:
    from opt_outs.look_up import EntryQuery

bp = func.Blueprint()


@bp.function_name("list_opt_outs")
@bp.route(route="opt-outs", methods=["GET"])
@guarded
async def list_opt_outs(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some entries of one own number, as JSON or as a file."""
    from opt_outs.answers import next_entries, page_answer
    from opt_outs.export import entries_as_csv
    from opt_outs.look_up import page_of_entries
    from shared.http import csv_answer
    from shared.requests import wants_csv

    query = _entry_query(req)
    page = await page_of_entries(query, get_services())
    if wants_csv(req):
        return csv_answer(entries_as_csv(page.entries), next_entries(query, page))
    return model_answer(page_answer(query, page))


@bp.function_name("get_opt_out")
@bp.route(route="opt-outs/{sender}/{recipient}", methods=["GET"])
@guarded
async def get_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one entry with its ledger."""
    from shared.requests import read_known_person, read_scope

    sender = read_scope("sender", req.route_params["sender"])
    return await _entry(sender, read_known_person("recipient", req.route_params["recipient"]))


@bp.function_name("put_opt_out")
@bp.route(route="opt-outs/{sender}/{recipient}", methods=["PUT"])
@guarded
async def put_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Opt a person out or in."""
    from opt_outs.decide import decide
    from shared.contract.opt_outs import OptOutDecision
    from shared.requests import read_model, read_person, read_scope

    sender = read_scope("sender", req.route_params["sender"])
    recipient = read_person("recipient", req.route_params["recipient"])
    why = read_model(req, OptOutDecision)
    await decide(sender, recipient, state=why.state, why=why, services=get_services())
    return await _entry(sender, recipient)


@bp.function_name("delete_opt_out")
@bp.route(route="opt-outs/{sender}/{recipient}", methods=["DELETE"])
@guarded
async def delete_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Opt a person in again; the ledger stays, and gets a line."""
    from opt_outs.decide import decide
    from opt_outs.look_up import find_entry
    from shared.contract.opt_outs import OptOutRemoval
    from shared.domain.opt_out import ConsentState
    from shared.requests import read_known_person, read_model, read_scope

    sender = read_scope("sender", req.route_params["sender"])
    recipient = read_known_person("recipient", req.route_params["recipient"])
    why, services = read_model(req, OptOutRemoval), get_services()
    if not await find_entry(sender, recipient, services):
        return not_found("opt-out")
    state = ConsentState.OPTED_IN
    await decide(sender, recipient, state=state, why=why, services=services)
    return await _entry(sender, recipient)


@bp.function_name("list_opt_out_ledger")
@bp.route(route="opt-out-ledger", methods=["GET"])
@guarded
async def list_opt_out_ledger(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some lines of one own number's ledger, as JSON or as a file."""
    from opt_outs.answers import ledger_answer, next_page
    from opt_outs.export import MAX_EXPORT_ROWS, ledger_as_csv
    from opt_outs.ledger import page_of_ledger, read_after_line
    from shared.http import csv_answer
    from shared.requests import read_limit, read_scope, wants_csv

    sender, is_file = read_scope("sender", req.params.get("sender", "")), wants_csv(req)
    rows = MAX_EXPORT_ROWS
    limit = read_limit(req, rows, greatest=rows) if is_file else read_limit(req)
    lines, after = await page_of_ledger(sender, read_after_line(req), limit, get_services())
    if is_file:
        following = next_page("opt-out-ledger", sender, after, limit) if after else None
        return csv_answer(ledger_as_csv(lines), following)
    return model_answer(ledger_answer(sender, lines, after, limit))


async def _entry(sender: str, recipient: str) -> func.HttpResponse:
    from opt_outs.answers import entry_answer
    from opt_outs.look_up import find_entry

    entry = await find_entry(sender, recipient, get_services())
    return model_answer(entry_answer(entry)) if entry else not_found("opt-out")


def _entry_query(req: func.HttpRequest) -> EntryQuery:
    from opt_outs.export import MAX_EXPORT_ROWS
    from opt_outs.look_up import EntryQuery
    from shared.domain.chunk import Category
    from shared.domain.opt_out import ChangeSource, ConsentState
    from shared.requests import read_choice, read_known_person, read_limit, read_scope, wants_csv

    after = req.params.get("after", "")
    rows = MAX_EXPORT_ROWS
    return EntryQuery(
        read_scope("sender", req.params.get("sender", "")),
        read_known_person("after", after) if after else "",
        read_limit(req, rows, greatest=rows) if wants_csv(req) else read_limit(req),
        read_choice(req, "state", ConsentState),
        read_choice(req, "category", Category),
        read_choice(req, "source", ChangeSource),
    )
