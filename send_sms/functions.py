"""The triggers of sending: each reads, calls one use case, and answers."""

from typing import TYPE_CHECKING

import azure.functions as func

from shared.background import discreet
from shared.http import guarded, model_answer, not_found
from shared.services import get_services

if TYPE_CHECKING:
    from shared.domain.restart import RestartKind

bp = func.Blueprint()


@bp.function_name("send_sms")
@bp.route(route="sms", methods=["POST"])
@guarded
async def send_sms(req: func.HttpRequest) -> func.HttpResponse:
    """Accept a send: 202 once it is stored, the same again for the same `Idempotency-Key`."""
    from send_sms.accept import accept_send
    from send_sms.accept_once import accept_once
    from send_sms.answers import accepted_answer, accepted_headers
    from send_sms.refusals import refusals_named
    from shared.contract.send_request import SendRequest
    from shared.requests import read_idempotency_key, read_model

    key, services = read_idempotency_key(req), get_services()
    request = read_model(req, SendRequest)
    with refusals_named():
        if key:
            accepted = await accept_once(request, services, key=key, body=req.get_body())
        else:
            accepted = await accept_send(request, services)
    return model_answer(accepted_answer(accepted), 202, accepted_headers(accepted))


@bp.function_name("reply_to_conversation")
@bp.route(route="conversations/{sender}/{user}/replies", methods=["POST"])
@guarded
async def reply_to_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Accept a reply to a person, which goes before campaigns: 202 once it is stored."""
    from send_sms.answers import accepted_answer, accepted_headers
    from send_sms.refusals import refusals_named
    from send_sms.reply import Caller, accept_reply
    from shared.contract.reply_request import ReplyRequest
    from shared.requests import read_idempotency_key, read_model, read_number, read_sender

    sender = read_sender("sender", req.route_params["sender"])
    user = read_number("user", req.route_params["user"])
    caller = Caller(read_idempotency_key(req) or "", req.get_body())
    request, services = read_model(req, ReplyRequest), get_services()
    with refusals_named():
        accepted = await accept_reply(
            sender, user, request=request, caller=caller, services=services
        )
    return model_answer(accepted_answer(accepted), 202, accepted_headers(accepted))


@bp.function_name("preview_sms")
@bp.route(route="preview", methods=["POST"])
@guarded
async def preview_sms(req: func.HttpRequest) -> func.HttpResponse:
    """Answer what a send would do; nothing is stored or sent."""
    from send_sms.preview import preview_send
    from send_sms.preview_answer import preview_answer
    from send_sms.refusals import refusals_named
    from shared.contract.send_request import SendRequest
    from shared.requests import read_model

    request = read_model(req, SendRequest)
    with refusals_named():
        preview = await preview_send(request, get_services())
    return model_answer(preview_answer(preview))


@bp.function_name("list_sends")
@bp.route(route="sms", methods=["GET"])
@guarded
async def list_sends(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some sends of one own number on one day."""
    from send_sms.answers import sends_answer
    from send_sms.list_sends import WantedSends, page_of_sends
    from send_sms.paging import read_day, read_end_key, read_statuses
    from shared.requests import read_limit, read_sender

    sender, day = read_sender("sender", req.params.get("sender", "")), read_day(req)
    statuses, campaign = read_statuses(req), req.params.get("campaign", "")
    wanted, limit = WantedSends(sender, day, statuses, campaign), read_limit(req)
    page = await page_of_sends(wanted, read_end_key(req), limit, get_services())
    return model_answer(sends_answer(wanted, page, limit))


@bp.function_name("get_send")
@bp.route(route="sms/{sendId}", methods=["GET"])
@guarded
async def get_send(req: func.HttpRequest) -> func.HttpResponse:
    """Answer a send's counts, times and options."""
    from send_sms.answers import send_answer
    from send_sms.look_up import overview_of
    from shared.domain.identifiers import parse_send_id

    send = parse_send_id(req.route_params["sendId"])
    overview = await overview_of(send, get_services()) if send else None
    return model_answer(send_answer(overview)) if overview else not_found("send")


@bp.function_name("cancel_send")
@bp.route(route="sms/{sendId}", methods=["DELETE"])
@guarded
async def cancel_send(req: func.HttpRequest) -> func.HttpResponse:
    """Cancel what has not left of a send; answer how it stands then."""
    from send_sms import cancel
    from send_sms.answers import send_answer
    from send_sms.look_up import overview_of
    from shared.domain.identifiers import parse_send_id

    send, services = parse_send_id(req.route_params["sendId"]), get_services()
    if send is None or not await cancel.cancel_send(send, services):
        return not_found("send")
    overview = await overview_of(send, services)
    return model_answer(send_answer(overview)) if overview else not_found("send")


@bp.function_name("resend_unknown")
@bp.route(route="sms/{sendId}/resend-unknown", methods=["POST"])
@guarded
async def resend_unknown(req: func.HttpRequest) -> func.HttpResponse:
    """Send again what of a send is unknown."""
    from shared.domain.restart import RestartKind

    return await _restart(req, RestartKind.RESEND)


@bp.function_name("redrive_send")
@bp.route(route="sms/{sendId}/redrive", methods=["POST"])
@guarded
async def redrive_send(req: func.HttpRequest) -> func.HttpResponse:
    """Send what of a send failed before it left."""
    from shared.domain.restart import RestartKind

    return await _restart(req, RestartKind.REDRIVE)


async def _restart(req: func.HttpRequest, kind: "RestartKind") -> func.HttpResponse:
    from send_sms.answers import restarted_answer
    from send_sms.restart import restart_send
    from shared.contract.restart_request import RestartRequest
    from shared.domain.identifiers import parse_send_id
    from shared.requests import read_model

    request = read_model(req, RestartRequest) if req.get_body() else RestartRequest()
    send, ttl_seconds = parse_send_id(req.route_params["sendId"]), request.ttl_seconds
    if send is None:
        return not_found("send")
    found = await restart_send(send, kind, ttl_seconds=ttl_seconds, services=get_services())
    return model_answer(restarted_answer(send, found), 202) if found else not_found("send")


@bp.function_name("list_send_messages")
@bp.route(route="sms/{sendId}/messages", methods=["GET"])
@guarded
async def list_send_messages(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some of a send's messages."""
    from send_sms.answers import page_answer
    from send_sms.look_up import WantedMessages, page_of_messages
    from send_sms.paging import read_after, read_statuses
    from shared.domain.identifiers import parse_send_id
    from shared.requests import read_limit

    send, limit = parse_send_id(req.route_params["sendId"]), read_limit(req)
    if send is None:
        return not_found("send")
    wanted = WantedMessages(send, read_after(req, send), read_statuses(req))
    page = await page_of_messages(wanted, limit, get_services())
    if page is None:
        return not_found("send")
    messages, is_more = page
    return model_answer(page_answer(wanted, messages, limit, is_more=is_more))


@bp.function_name("get_message")
@bp.route(route="messages/{messageId}", methods=["GET"])
@guarded
async def get_message(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one message with its history."""
    from send_sms.answers import message_answer
    from send_sms.look_up import find_message
    from shared.domain.identifiers import parse_message_id

    address = parse_message_id(req.route_params["messageId"])
    message = await find_message(address, get_services()) if address else None
    return model_answer(message_answer(message)) if message else not_found("message")


@bp.function_name("dispatch_sms")
@bp.queue_trigger(arg_name="msg", queue_name="sms-dispatch", connection="AzureWebJobsStorage")
@discreet
async def dispatch_sms(msg: func.QueueMessage) -> None:
    """Take chunks of a send to the wire."""
    from dataclasses import replace

    from send_sms.dispatch import dispatch
    from shared.storage.dispatch_queue import work_from_text

    work = work_from_text(msg.get_body().decode())
    if (msg.dequeue_count or 1) > 1:
        work = replace(work, is_inherited=True)
    await dispatch(work, get_services())


@bp.function_name("dispatch_sms_poison")
@bp.queue_trigger(
    arg_name="msg", queue_name="sms-dispatch-poison", connection="AzureWebJobsStorage"
)
@discreet
async def dispatch_sms_poison(msg: func.QueueMessage) -> None:
    """Mark what failed five times, so that it is seen."""
    from send_sms.give_up import give_up_message

    await give_up_message(msg.get_body(), get_services())
