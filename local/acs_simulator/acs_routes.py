"""The operations of ACS: send, opt-outs, delivery reports."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web

from local.acs_simulator.acs_call import Call, operation_route, refuse_mms
from local.acs_simulator.events import report_data
from local.acs_simulator.faults import ErrorShape, Fault, SendFault
from local.acs_simulator.outcomes import DeliveryStatus
from local.acs_simulator.send_request import SendRequest, parse_send
from local.acs_simulator.sending import AcceptedSend, accept_send
from local.acs_simulator.versions import Operation
from local.acs_simulator.wire import (
    AcsError,
    JsonObject,
    OptOutRequest,
    envelope,
    is_e164,
    parse_opt_outs,
    problem,
    validation_problem,
)
from local.acs_simulator.world import World


def acs_routes(world: World) -> list[web.RouteDef]:
    """Return the routes of the service itself."""
    return [
        web.post("/sms", operation_route(world, Operation.SEND, send)),
        web.post("/sms/optouts:add", operation_route(world, Operation.OPT_OUTS_ADD, add)),
        web.post("/sms/optouts:remove", operation_route(world, Operation.OPT_OUTS_REMOVE, remove)),
        web.post("/sms/optouts:check", operation_route(world, Operation.OPT_OUTS_CHECK, check)),
        web.get(
            "/deliveryReports/{message_id}",
            operation_route(world, Operation.DELIVERY_REPORT, get_delivery_report),
        ),
        web.post("/mms", refuse_mms),
    ]


async def send(call: Call) -> web.StreamResponse:
    """Respond to ``POST /sms``, with the next fault if one was ordered."""
    fault = call.world.faults.for_send()
    if fault is None:
        return _answer(call, _accept(call))
    if fault.kind is SendFault.STATUS:
        raise _fault_error(fault)
    if fault.kind is SendFault.CUT_BEFORE:
        return _cut_off(call)
    accepted = _accept(call)
    if fault.kind is SendFault.REPORT_FIRST:
        await call.world.grid.publish_and_wait(call.world.progression.decide(accepted.messages))
        return _answer(call, accepted)
    call.world.progression.start(accepted.messages)
    if fault.kind is SendFault.CUT_AFTER:
        return _cut_off(call)
    await asyncio.sleep(fault.seconds)
    return _items(accepted.items, HTTPStatus.ACCEPTED)


def _accept(call: Call) -> AcceptedSend:
    request = parse_send(call.body, call.version)
    call.record.recipient_count = len(request.recipients)
    call.record.tag = request.options.tag
    call.record.repeatability_request_ids = _request_ids(request)
    return accept_send(call.world, request)


def _request_ids(request: SendRequest) -> tuple[object, ...]:
    return tuple(recipient.request_id for recipient in request.recipients)


def _answer(call: Call, accepted: AcceptedSend) -> web.Response:
    call.world.progression.start(accepted.messages)
    return _items(accepted.items, HTTPStatus.ACCEPTED)


def _items(items: object, status: HTTPStatus) -> web.Response:
    return web.json_response({"value": items}, status=status)


def _cut_off(call: Call) -> web.Response:
    if call.request.transport is not None:
        call.request.transport.abort()
    return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)


def _fault_error(fault: Fault) -> AcsError:
    status = HTTPStatus(fault.status)
    text = "A fault that was ordered from the simulator."
    headers = {}
    if fault.retry_after_seconds is not None:
        headers["Retry-After"] = str(fault.retry_after_seconds)
    if status is HTTPStatus.NOT_FOUND:
        return AcsError(status, None, headers)  # an empty body, as recorded in 2021
    if status is HTTPStatus.BAD_REQUEST and fault.shape is ErrorShape.MAP:
        return AcsError(status, {"From": [text]}, headers)
    if status is HTTPStatus.BAD_REQUEST and fault.shape is ErrorShape.PROBLEM:
        return AcsError(status, validation_problem({"From": [text]}).body, headers)
    return envelope(status, status.phrase.replace(" ", ""), text, headers)


async def add(call: Call) -> web.StreamResponse:
    """Respond to ``POST /sms/optouts:add``."""
    return _change(call, call.world.opt_outs.add)


async def remove(call: Call) -> web.StreamResponse:
    """Respond to ``POST /sms/optouts:remove``."""
    return _change(call, call.world.opt_outs.remove)


async def check(call: Call) -> web.StreamResponse:
    """Respond to ``POST /sms/optouts:check``."""
    request = _opt_out_request(call)
    is_opted_out = call.world.opt_outs.is_opted_out
    return _opt_out_items(request, lambda to: {"isOptedOut": is_opted_out(request.sender, to)})


def _change(call: Call, change: Callable[[str, str], None]) -> web.Response:
    request = _opt_out_request(call)

    def apply(to: str) -> JsonObject:
        change(request.sender, to)
        return {}

    response = _opt_out_items(request, apply)
    call.world.stream.notify_opt_outs(request.recipients)
    return response


def _opt_out_request(call: Call) -> OptOutRequest:
    request = parse_opt_outs(call.body)
    call.record.recipient_count = len(request.recipients)
    if request.sender not in call.world.senders:
        raise envelope(401, "Unauthorized", "")
    return request


def _opt_out_items(request: OptOutRequest, apply: Callable[[str], JsonObject]) -> web.Response:
    items = [
        {"to": to, "httpStatusCode": 200, **apply(to)}
        if is_e164(to)
        else {
            "to": to,
            "httpStatusCode": 400,
            "errorMessage": "Invalid recipient phone number format",
        }
        for to in request.recipients
    ]
    return _items(items, HTTPStatus.OK)


async def get_delivery_report(call: Call) -> web.StreamResponse:
    """
    Respond to ``GET /deliveryReports/{id}``.

    The stable version knows only ``Delivered`` and ``Failed``: as long as there is neither, 404.
    """
    message = call.world.messages.get(call.request.match_info["message_id"])
    report = message.report if message is not None else None
    final = {DeliveryStatus.DELIVERED, DeliveryStatus.FAILED}
    if message is None or report is None or report.status not in final:
        raise problem(404, title="Not Found", section="15.5.5")
    return web.json_response(report_data(message, report))
