"""The triggers of sending: routes, and the queue of dispatching."""

from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from composition.background import queue_function, timer_function
from shared.web.changes import with_operator
from shared.web.descriptions import IDEMPOTENCY_KEY, LOCATION, REPLAYED, query_parameter
from shared.web.http import model_response, read_author
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Response

if TYPE_CHECKING:
    from send_sms.domain.progress import ResendKind

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="send_sms.problems:problem_of")

_ACCEPTED = {
    202: Response(
        description="Accepted, now or by the first request with this Idempotency-Key",
        model="send_sms.contract.answers:SendAccepted",
        headers={**LOCATION, **REPLAYED},
    )
}
_ACCEPTANCE_PROBLEMS = (409, 422)
_RESENT = {202: Response(description="Will be resent", model="send_sms.contract.sends:Restarted")}
_ONCE = "Calling it twice does not resend twice."


@routes.post(
    "sms",
    summary="Send a message to 1 to 10,000 recipients",
    description="An accepted send is durable. Invalid numbers are returned in `rejected`; all "
    "others are sent. Duplicates are sent once.",
    parameters=[IDEMPOTENCY_KEY],
    body="send_sms.contract.requests:SendRequest",
    responses=_ACCEPTED,
    problems=(*_ACCEPTANCE_PROBLEMS, 429),
    is_recorded=False,  # its rows say who asked
)
async def send_sms(req: func.HttpRequest) -> func.HttpResponse:
    """Accept a send: 202 once it is stored, the same again for the same `Idempotency-Key`."""
    from send_sms.accepting.accept import accept_send
    from send_sms.accepting.accept_once import accept_once
    from send_sms.contract.requests import SendRequest
    from send_sms.responses import accepted_headers, accepted_response
    from shared.web.requests import read_idempotency_key, read_model

    app = get_app()
    key, author, accepting = read_idempotency_key(req), read_author(req, app.actors), app.accepting
    request = read_model(req, SendRequest)
    if request.actor:
        author = with_operator(author, request.actor)
    if key:
        accepted = await accept_once(
            request, accepting, key=key, body=req.get_body(), author=author
        )
    else:
        accepted = await accept_send(request, accepting, author)
    hold = accepting.sending.known_hold(accepted.send.sender)
    return model_response(accepted_response(accepted, hold), 202, accepted_headers(accepted))


@routes.post(
    "conversations/{sender}/{user}/replies",
    summary="Reply to a person, before campaigns",
    description="A send of its own. 409 if the person has opted out, if the same text was sent to "
    "them 20 times in 5 minutes (loop guard), or if a colleague replied since `version`. 429 if a "
    "cap is reached and the person has not written to this own number.",
    parameters=[IDEMPOTENCY_KEY],
    body="send_sms.contract.requests:ReplyRequest",
    responses=_ACCEPTED,
    problems=(*_ACCEPTANCE_PROBLEMS, 429),
    is_recorded=False,  # its rows say who asked
)
async def reply_to_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Accept a reply to a person, which goes before campaigns: 202 once it is stored."""
    from send_sms.accepting.reply import Caller, accept_reply
    from send_sms.contract.requests import ReplyRequest
    from send_sms.responses import accepted_headers, accepted_response
    from shared.web.requests import read_idempotency_key, read_model, read_number, read_sender

    app = get_app()
    sender = read_sender("sender", req.route_params["sender"])
    user = read_number("user", req.route_params["user"])
    author = read_author(req, app.actors)
    request = read_model(req, ReplyRequest)
    if request.actor:
        author = with_operator(author, request.actor)
    caller = Caller(read_idempotency_key(req) or "", req.get_body(), author)
    accepted = await accept_reply(
        sender,
        user,
        request=request,
        caller=caller,
        accepting=app.accepting,
        conversations=app.conversations,
    )
    hold = app.sending.known_hold(sender)
    return model_response(accepted_response(accepted, hold), 202, accepted_headers(accepted))


@routes.post(
    "preview",
    summary="What a send would do; nothing is stored or sent",
    description="Takes the same body as `POST /sms` and rejects what it rejects. The cost is an "
    "estimate: carriers count segments themselves, and prices change.",
    parameters=[query_parameter("recipient", "Whose text is shown, from 0", type="integer")],
    body="send_sms.contract.requests:SendRequest",
    responses={
        200: Response(
            description="What the send would do", model="send_sms.contract.preview:Preview"
        )
    },
    is_recorded=False,
)
async def preview_sms(req: func.HttpRequest) -> func.HttpResponse:
    """Return what a send would do; nothing is stored or sent."""
    from send_sms.contract.requests import SendRequest
    from send_sms.preview import preview_send
    from send_sms.preview_responses import preview_response
    from shared.web.requests import invalid_field, read_model, read_whole_number

    index, app = read_whole_number(req, "recipient"), get_app()
    request = read_model(req, SendRequest)
    preview = await preview_send(request, app.sending)
    if index >= len(preview.messages):
        message = f"recipient must be below {len(preview.messages)}, the number of recipients."
        raise invalid_field("recipient", "out_of_range", message)
    return model_response(preview_response(preview, index))


@routes.delete(
    "sms/{sendId}",
    summary="Cancel the messages that have not been submitted",
    description="Takes effect within a second.",
    parameters=[query_parameter("actor", "Who cancels it, for clients that send no body")],
    body="send_sms.contract.requests:Cancellation",
    is_body_optional=True,
    response="send_sms.contract.sends:SendStatus",
)
async def cancel_send(req: func.HttpRequest) -> func.HttpResponse:
    """Cancel the messages of a send that have not been submitted; return its new state."""
    from send_sms import ending
    from send_sms.contract.requests import Cancellation
    from send_sms.overview import overview_of
    from send_sms.send_responses import send_response
    from shared.domain.identifiers import parse_send_id
    from shared.web.requests import read_model_or_query

    send, app = parse_send_id(req.route_params["sendId"]), get_app()
    actor = read_model_or_query(req, Cancellation, ("actor",)).actor
    by = actor or read_author(req, app.actors).actor
    if send is None or not await ending.cancel_send(send, app.sending, by):
        return not_found("send")
    overview = await overview_of(send, app.journal, app.waits, app.clock)
    return (
        model_response(send_response(overview, app.price_table)) if overview else not_found("send")
    )


@routes.post(
    "sms/{sendId}/resend-unknown",
    summary="Resend the unknown messages, as new messages",
    description=_ONCE,
    body="send_sms.contract.requests:RestartRequest",
    is_body_optional=True,
    responses=_RESENT,
)
async def resend_unknown(req: func.HttpRequest) -> func.HttpResponse:
    """Resend the unknown messages of a send."""
    from send_sms.domain.progress import ResendKind

    return await _resend(req, ResendKind.RESEND)


@routes.post(
    "sms/{sendId}/redrive",
    summary="Resend the failed messages that did not leave",
    description=_ONCE,
    body="send_sms.contract.requests:RestartRequest",
    is_body_optional=True,
    responses=_RESENT,
)
async def redrive_send(req: func.HttpRequest) -> func.HttpResponse:
    """Resend the failed messages of a send that did not leave."""
    from send_sms.domain.progress import ResendKind

    return await _resend(req, ResendKind.REDRIVE)


async def _resend(req: func.HttpRequest, kind: "ResendKind") -> func.HttpResponse:
    from send_sms.contract.requests import RestartRequest
    from send_sms.resend import resend_messages
    from send_sms.send_responses import resend_response
    from shared.domain.identifiers import parse_send_id
    from shared.web.requests import read_optional_model

    ttl_seconds = read_optional_model(req, RestartRequest).ttl_seconds
    send = parse_send_id(req.route_params["sendId"])
    if send is None:
        return not_found("send")
    sending = get_app().sending
    found = await resend_messages(send, kind, ttl_seconds=ttl_seconds, sending=sending)
    return model_response(resend_response(send, found), 202) if found else not_found("send")


@bp.function_name("dispatch_sms")
@bp.queue_trigger(arg_name="msg", queue_name="sms-dispatch", connection="AzureWebJobsStorage")
@queue_function("sms-dispatch")
async def dispatch_sms(msg: func.QueueMessage) -> None:
    """Submit a batch to the carrier."""
    from send_sms.dispatching.bundle import dispatch_message

    app, is_repeated = get_app(), (msg.dequeue_count or 1) > 1
    text = msg.get_body().decode()
    await dispatch_message(text, app.bundle_queue, app.sending, is_repeated=is_repeated)


@bp.function_name("dispatch_sms_poison")
@bp.queue_trigger(
    arg_name="msg", queue_name="sms-dispatch-poison", connection="AzureWebJobsStorage"
)
@queue_function("sms-dispatch-poison")
async def dispatch_sms_poison(msg: func.QueueMessage) -> None:
    """Mark the messages of work that failed five times."""
    from send_sms.ending import give_up_message

    await give_up_message(msg.get_body(), get_app().sending)


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("move_due_work")
@bp.timer_trigger(arg_name="timer", schedule="5 * * * * *", run_on_startup=False, use_monitor=False)
@timer_function
async def move_due_work(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Move work that is nearly due to the queue of dispatching."""
    from send_sms.dispatching import moving

    await moving.move_due_work(get_app().moving)
