"""The triggers of the opt-out registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import AFTER, LIMIT, ONE_SENDER, json_or_csv, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes

if TYPE_CHECKING:
    from opt_outs.listing import EntryQuery

bp = func.Blueprint()
routes = HttpRoutes(bp)
_COLUMNS = "sender,recipient,state,category,changedAt,source,evidence,reason,actor"
_FILE = (
    f"{_COLUMNS}\n"
    "'+18335550100,'+14255550123,opted_out,,2026-11-22T17:00:00Z,operator,,Asked by phone.,Ana\n"
)
_LEDGER_FILE = f"{_COLUMNS},recordedAt…\n"


@routes.get(
    "opt-outs",
    summary="The opt-out entries of an own number, or of all",
    description="In the order of the people's numbers, own number by own number. Over all own "
    "numbers a page reads at most 25 of them.",
    parameters=[
        ONE_SENDER,
        query_parameter("state", "Only entries in this state"),
        query_parameter("category", "Only entries that block this category"),
        query_parameter("source", "Only entries whose newest change has this source"),
        query_parameter(
            "number",
            "Only people whose numbers begin with these 6 to 15 digits",
        ),
        query_parameter("after", "Where the previous page ended, as in its nextUrl"),
        LIMIT,
    ],
    responses=json_or_csv("opt_outs.contract:OptOutPage", _FILE),
)
async def list_opt_outs(req: func.HttpRequest) -> func.HttpResponse:
    """Return some entries of one own number or of all, as JSON or as a file."""
    from opt_outs.export import entries_as_csv
    from opt_outs.listing import page_of_entries
    from opt_outs.responses import next_entries_url, page_response
    from shared.web.csv_file import csv_response
    from shared.web.requests import wants_csv

    query = _entry_query(req)
    page = await page_of_entries(query, get_app().opt_outs)
    if wants_csv(req):
        return csv_response(entries_as_csv(page.entries), "opt-outs", next_entries_url(query, page))
    return model_response(page_response(query, page))


@routes.get(
    "opt-outs/{sender}/{recipient}",
    summary="One entry with its ledger",
    description="The present state, and each change with its source, time and reason.",
    response="opt_outs.contract:OptOutEntry",
)
async def get_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Return one entry with its ledger."""
    from opt_outs.query import read_known_recipient_pair, read_scope

    sender = read_scope("sender", req.route_params["sender"])
    recipient = read_known_recipient_pair("recipient", req.route_params["recipient"])
    return await _entry(sender, recipient)


@routes.put(
    "opt-outs/{sender}/{recipient}",
    summary="Opt a person out or in",
    description="With a reason, which the ledger keeps; nothing is erased.",
    body="opt_outs.contract:OptOutDecision",
    response="opt_outs.contract:OptOutEntry",
)
async def put_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Opt a person out or in."""
    from opt_outs.changes import decide
    from opt_outs.contract import OptOutDecision
    from opt_outs.query import read_recipient_pair, read_scope
    from shared.web.requests import read_model

    sender = read_scope("sender", req.route_params["sender"])
    recipient = read_recipient_pair("recipient", req.route_params["recipient"])
    why = read_model(req, OptOutDecision)
    await decide(sender, recipient, state=why.state, why=why, registry=get_app().registry)
    return await _entry(sender, recipient)


@routes.delete(
    "opt-outs/{sender}/{recipient}",
    summary="Opt a person in again",
    description="The reason stands in the body or, for clients that send none, in the query. "
    "Addresses are kept in logs of hosts and proxies: name no person there.",
    parameters=[
        query_parameter("reason", "Why, 1 to 500 characters; required without a body"),
        query_parameter("actor", "The operator who decided"),
        query_parameter(
            "category", "Only this category", enum=["transactional", "marketing", "otp"]
        ),
    ],
    body="opt_outs.contract:OptOutRemoval",
    is_body_optional=True,
    response="opt_outs.contract:OptOutEntry",
)
async def delete_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Opt a person in again; the ledger stays, and gets a line."""
    from opt_outs.changes import decide
    from opt_outs.contract import OptOutRemoval
    from opt_outs.domain.consent import ConsentState
    from opt_outs.look_up import find_entry
    from opt_outs.query import read_known_recipient_pair, read_scope
    from shared.web.requests import read_model_or_query

    sender = read_scope("sender", req.route_params["sender"])
    recipient = read_known_recipient_pair("recipient", req.route_params["recipient"])
    why = read_model_or_query(req, OptOutRemoval, ("reason", "actor", "category"))
    app = get_app()
    if not await find_entry(sender, recipient, app.opt_outs):
        return not_found("opt-out")
    await decide(sender, recipient, state=ConsentState.OPTED_IN, why=why, registry=app.registry)
    return await _entry(sender, recipient)


@routes.get(
    "opt-out-ledger",
    summary="All changes of an own number, or of all own numbers",
    description="By person, oldest first, own number by own number. Over all own numbers a page "
    "reads at most 25 of them.",
    parameters=[ONE_SENDER, AFTER, LIMIT],
    responses=json_or_csv("opt_outs.contract:LedgerPage", _LEDGER_FILE),
)
async def list_opt_out_ledger(req: func.HttpRequest) -> func.HttpResponse:
    """Return some lines of the ledger of one own number or of all, as JSON or as a file."""
    from opt_outs.export import MAX_EXPORT_ROWS, ledger_as_csv
    from opt_outs.listing import page_of_ledger
    from opt_outs.query import read_after_line, read_any_scope
    from opt_outs.responses import ledger_response, next_ledger_url
    from shared.web.csv_file import csv_response
    from shared.web.requests import read_limit, wants_csv

    sender, is_file = read_any_scope(req), wants_csv(req)
    rows = MAX_EXPORT_ROWS
    limit = read_limit(req, rows, greatest=rows) if is_file else read_limit(req)
    after = read_after_line(req, sender)
    lines, after = await page_of_ledger(sender, after, limit, get_app().opt_outs)
    if is_file:
        following = next_ledger_url(sender, after, limit)
        return csv_response(ledger_as_csv(lines), "opt-out-ledger", following)
    return model_response(ledger_response(sender, lines, after, limit))


async def _entry(sender: str, recipient: str) -> func.HttpResponse:
    from opt_outs.look_up import find_entry
    from opt_outs.responses import entry_response

    entry = await find_entry(sender, recipient, get_app().opt_outs)
    return model_response(entry_response(entry)) if entry else not_found("opt-out")


def _entry_query(req: func.HttpRequest) -> EntryQuery:
    from opt_outs.domain.consent import ChangeSource, ConsentState
    from opt_outs.export import MAX_EXPORT_ROWS
    from opt_outs.listing import EntryQuery
    from opt_outs.query import read_after_number, read_any_scope, read_prefix
    from shared.domain.kinds import Category
    from shared.web.requests import read_choice, read_limit, wants_csv

    sender, rows = read_any_scope(req), MAX_EXPORT_ROWS
    return EntryQuery(
        sender,
        read_after_number(req, sender),
        read_limit(req, rows, greatest=rows) if wants_csv(req) else read_limit(req),
        read_choice(req, "state", ConsentState),
        read_choice(req, "category", Category),
        read_choice(req, "source", ChangeSource),
        read_prefix(req),
    )
