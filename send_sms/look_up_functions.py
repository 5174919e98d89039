"""The triggers that look up sends and messages: each reads, calls one use case, and responds."""

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import AFTER, CAMPAIGN, LIMIT, ONE_SENDER, json_or_csv, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="send_sms.problems:problem_of_look_up")

_STATUS = query_parameter("status", "Only messages of these statuses, separated by commas")
_ERROR_CODE = query_parameter(
    "errorCode", "Only messages whose `error` has one of these codes, separated by commas"
)
_FROM = query_parameter("from", "Only accepted on this UTC day (2026-11-22) or time, or later")
_UNTIL = query_parameter("until", "Only accepted up to this UTC day, or before this time")


@routes.get(
    "sms",
    summary="Sends, newest first",
    description="Of all own numbers, or of one. A page ends after a bounded number of reads: it "
    "may be short or empty, and yet have a next one. With `minRecipients` of 2 or more it is the "
    "quickest. With more than 50 own numbers, `sender` is required.",
    parameters=[
        ONE_SENDER,
        query_parameter("day", "Only accepted on this UTC day", type="string", format="date"),
        _FROM,
        _UNTIL,
        _STATUS,
        _ERROR_CODE,
        CAMPAIGN,
        query_parameter("category", "Only of this category"),
        query_parameter("minRecipients", "Only to so many recipients or more", type="integer"),
        AFTER,
        LIMIT,
    ],
    response="send_sms.contract.sends:SendListPage",
)
async def list_sends(req: func.HttpRequest) -> func.HttpResponse:
    """Return some sends of all own numbers, or of one."""
    from send_sms.query import read_end_key, read_send_search
    from send_sms.send_responses import sends_response
    from send_sms.send_search import search_sends
    from shared.web.requests import read_limit

    app, limit, end_key = get_app(), read_limit(req), read_end_key(req)
    wanted = read_send_search(req, app.clock())
    page = await search_sends(wanted, end_key, limit, app.searching)
    return model_response(sends_response(page, req.params, app.price_table))


@routes.get(
    "single-sends",
    summary="How many sends to one recipient each day has",
    description="At most 31 days, newest first. Days that were not reached after 200 reads of "
    "storage are absent. With more than 50 own numbers, `sender` is required.",
    parameters=[
        ONE_SENDER,
        query_parameter("from", "First day in `tz`; default: today", type="string", format="date"),
        query_parameter("until", "Last day in `tz`; default: today", type="string", format="date"),
        query_parameter("tz", "IANA time zone of the days", default="UTC"),
    ],
    response="send_sms.contract.sends:SingleSendCounts",
)
async def count_single_sends(req: func.HttpRequest) -> func.HttpResponse:
    """Return how many sends to one recipient each of some days has."""
    from send_sms import single_sends
    from send_sms.query import read_days
    from send_sms.send_responses import single_sends_response

    app = get_app()
    span = read_days(req, app.clock())
    found = await single_sends.count_single_sends(span, app.journal_search)
    return model_response(single_sends_response(found))


@routes.get(
    "sms/{sendId}",
    summary="One send: counts, times, options",
    description="Counts by status, reason and what messages wait for, and the estimated cost.",
    response="send_sms.contract.sends:SendStatus",
)
async def get_send(req: func.HttpRequest) -> func.HttpResponse:
    """Return a send's counts, times and options."""
    from send_sms.overview import overview_of
    from send_sms.send_responses import send_response
    from shared.domain.identifiers import parse_send_id

    send, app = parse_send_id(req.route_params["sendId"]), get_app()
    overview = await overview_of(send, app.journal, app.waits, app.clock) if send else None
    return (
        model_response(send_response(overview, app.price_table)) if overview else not_found("send")
    )


@routes.get(
    "sms/{sendId}/messages",
    summary="The messages of a send, in the order of the numbers",
    description="`Accept: text/csv` gives a file of all that match, without their texts.",
    parameters=[
        _STATUS,
        _ERROR_CODE,
        query_parameter("after", "The last message id of the previous page"),
        LIMIT,
    ],
    responses=json_or_csv(
        "send_sms.contract.answers:MessagePage",
        "messageId,to,status,errorCode,error,waitingFor,reference,acceptedAt,sentAt,reportedAt\n"
        "…-00000,'+14255550123,sent,,,,order-4711,2026-11-22T17:00:00Z,2026-11-22T17:00:01Z,\n",
    ),
)
async def list_send_messages(req: func.HttpRequest) -> func.HttpResponse:
    """Return some of a send's messages, or a file of all that match."""
    from send_sms.export import MAX_EXPORT_ROWS, messages_as_csv
    from send_sms.look_up import WantedMessages, page_of_messages
    from send_sms.query import read_after, read_error_codes, read_statuses
    from send_sms.responses import page_response
    from shared.domain.identifiers import parse_send_id
    from shared.web.csv_file import csv_response
    from shared.web.requests import read_limit, wants_csv

    send, is_file = parse_send_id(req.route_params["sendId"]), wants_csv(req)
    limit = MAX_EXPORT_ROWS if is_file else read_limit(req)
    if send is None:
        return not_found("send")
    wanted = WantedMessages(send, read_after(req, send), read_statuses(req), read_error_codes(req))
    app = get_app()
    page = await page_of_messages(
        wanted, limit, journal=app.journal, waits=app.waits, clock=app.clock
    )
    if page is None:
        return not_found("send")
    messages, is_more = page
    if is_file:
        return csv_response(messages_as_csv(messages), f"messages-{send.key}", None)
    return model_response(page_response(wanted, messages, limit, is_more=is_more))


@routes.get(
    "messages",
    summary="Messages of all own numbers, newest first",
    description="Find the messages to a person with `to`. A page ends after a bounded number of "
    "reads: it may be short or empty, and yet have a next one. `readCount` tells what it cost. "
    "With more than 50 own numbers, `sender` is required.",
    parameters=[
        query_parameter("to", "Only to this person, with or without +"),
        query_parameter("sender", "Only from this own number, with or without +"),
        _FROM,
        _UNTIL,
        _STATUS,
        CAMPAIGN,
        AFTER,
        LIMIT,
    ],
    response="send_sms.contract.answers:FoundMessages",
)
async def list_messages(req: func.HttpRequest) -> func.HttpResponse:
    """Return some messages of all own numbers."""
    from send_sms.query import read_cursor, read_search
    from send_sms.responses import found_response
    from send_sms.search import search_messages
    from shared.web.requests import read_limit

    app, limit, cursor = get_app(), read_limit(req), read_cursor(req)
    wanted = read_search(req, app.clock())
    page = await search_messages(wanted, cursor, limit, app.searching)
    return model_response(found_response(page, req.params))


@routes.get(
    "messages/{messageId}",
    summary="One message with its history",
    description="Its text (masked for codes), status, times and the reason of a failure.",
    response="send_sms.contract.answers:Message",
)
async def get_message(req: func.HttpRequest) -> func.HttpResponse:
    """Return one message with its history."""
    from send_sms.look_up import find_message
    from send_sms.responses import message_response
    from shared.domain.identifiers import parse_message_id

    address, app = parse_message_id(req.route_params["messageId"]), get_app()
    found = find_message(address, app.journal, app.waits, app.clock) if address else None
    message = await found if found else None
    return model_response(message_response(message)) if message else not_found("message")


@routes.get(
    "caps",
    summary="The caps of `SMS_CAPS`, and how much of each is used",
    description="Of the present day and month (UTC). Two reads of storage.",
    response="send_sms.contract.caps:CapsAnswer",
)
async def list_caps(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the caps with what is used of them."""
    from send_sms.cap_states import caps_response, read_caps

    app = get_app()
    now = app.clock()
    found = await read_caps(app.settings.caps, app.cap_accounts, now)
    return model_response(caps_response(found, now))
