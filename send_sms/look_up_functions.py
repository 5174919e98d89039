"""The triggers that look up sends and messages: each reads, calls one use case, and responds."""

import azure.functions as func

from composition.app import get_app
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import (
    AFTER,
    CAMPAIGN,
    LIMIT,
    SENDER,
    HttpRoutes,
    query_parameter,
)

bp = func.Blueprint()
routes = HttpRoutes(bp)

_STATUS = query_parameter("status", "Only messages of these statuses, separated by commas")


@routes.get(
    "sms",
    summary="The sends of an own number on a day, newest first",
    parameters=[
        SENDER,
        query_parameter(
            "day", "The UTC day of acceptance", required=True, type="string", format="date"
        ),
        _STATUS,
        CAMPAIGN,
        AFTER,
        LIMIT,
    ],
    response="send_sms.contract.answers:SendListPage",
)
async def list_sends(req: func.HttpRequest) -> func.HttpResponse:
    """Return some sends of one own number on one day."""
    from send_sms.look_up import WantedSends, page_of_sends
    from send_sms.query import read_day, read_end_key, read_statuses
    from send_sms.responses import sends_response
    from shared.web.requests import read_limit, read_sender

    sender, day = read_sender("sender", req.params.get("sender", "")), read_day(req)
    statuses, campaign = read_statuses(req), req.params.get("campaign", "")
    wanted, limit = WantedSends(sender, day, statuses, campaign), read_limit(req)
    end_key, app = read_end_key(req), get_app()
    page = await page_of_sends(
        wanted, end_key, limit, journal=app.journal, clock=app.clock, waits=app.waits
    )
    return model_response(sends_response(wanted, page, limit))


@routes.get(
    "sms/{sendId}",
    summary="One send: counts, times, options",
    response="send_sms.contract.answers:SendStatus",
)
async def get_send(req: func.HttpRequest) -> func.HttpResponse:
    """Return a send's counts, times and options."""
    from send_sms.look_up import overview_of
    from send_sms.responses import send_response
    from shared.domain.identifiers import parse_send_id

    send, app = parse_send_id(req.route_params["sendId"]), get_app()
    overview = await overview_of(send, app.journal, app.waits, app.clock) if send else None
    return model_response(send_response(overview)) if overview else not_found("send")


@routes.get(
    "sms/{sendId}/messages",
    summary="The messages of a send, in the order of the numbers",
    parameters=[
        _STATUS,
        query_parameter("after", "The last message id of the previous page"),
        LIMIT,
    ],
    response="send_sms.contract.answers:MessagePage",
)
async def list_send_messages(req: func.HttpRequest) -> func.HttpResponse:
    """Return some of a send's messages."""
    from send_sms.look_up import WantedMessages, page_of_messages
    from send_sms.query import read_after, read_statuses
    from send_sms.responses import page_response
    from shared.domain.identifiers import parse_send_id
    from shared.web.requests import read_limit

    send, limit = parse_send_id(req.route_params["sendId"]), read_limit(req)
    if send is None:
        return not_found("send")
    wanted = WantedMessages(send, read_after(req, send), read_statuses(req))
    app = get_app()
    page = await page_of_messages(
        wanted, limit, journal=app.journal, waits=app.waits, clock=app.clock
    )
    if page is None:
        return not_found("send")
    messages, is_more = page
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
        query_parameter("from", "Only accepted on this UTC day (2026-11-22) or time, or later"),
        query_parameter("until", "Only accepted up to this UTC day, or before this time"),
        _STATUS,
        CAMPAIGN,
        AFTER,
        LIMIT,
    ],
    response="send_sms.contract.answers:FoundMessages",
)
async def list_messages(req: func.HttpRequest) -> func.HttpResponse:
    """Return some messages of all own numbers."""
    from send_sms.query import read_place, read_search
    from send_sms.responses import found_response
    from send_sms.search import TooManyNumbersError, search_messages
    from shared.web.requests import invalid_field, read_limit

    app, limit, place = get_app(), read_limit(req), read_place(req)
    wanted = read_search(req, app.clock())
    try:
        page = await search_messages(wanted, place, limit, app.searching)
    except TooManyNumbersError as error:
        raise invalid_field("sender", error.code, str(error)) from None
    return model_response(found_response(page, req.params))


@routes.get(
    "messages/{messageId}",
    summary="One message with its history",
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
