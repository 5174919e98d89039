"""Accepting a send, recipient by recipient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from local.acs_simulator.messages import Content, Message, Origin
from local.acs_simulator.repeatability import Rejected
from local.acs_simulator.segments import count_segments
from local.acs_simulator.send_request import RecipientItem, SendRequest
from local.acs_simulator.wire import JsonObject, can_be_recipient, envelope
from local.acs_simulator.world import World


@dataclass(frozen=True, slots=True)
class AcceptedSend:
    """The items of the response, in the order of the request, and the messages that are new."""

    items: Sequence[JsonObject]
    messages: Sequence[Message]


def accept_send(world: World, request: SendRequest) -> AcceptedSend:
    """
    Take a send over: its messages are kept, but do not move on yet.

    Raises
    ------
    AcsError
        401 for a sender of another resource (as recorded in 2023), 429 above the rate limit.
    """
    now = world.settings.clock()
    sender = world.senders.get(request.sender)
    if sender is None:
        raise envelope(401, "Unauthorized", "")
    segment_count = count_segments(request.body)
    if not world.rate_limiter.admit(sender, len(request.recipients), segment_count, now):
        # Neither a body nor Retry-After is documented for the 429 of SMS.
        raise envelope(429, "TooManyRequests", "The rate limit of the sender is exceeded.")
    options = request.options
    content = Content(
        own_number=sender.number,
        body=request.body,
        segment_count=segment_count,
        origin=Origin.API,
        created_at=now,
        tag=options.tag,
        report_wanted=options.report_wanted,
        report_timeout_seconds=options.report_timeout_seconds,
    )
    world.repeatability.remove_expired(now)
    messages: list[Message] = []
    items = [_accept_item(world, item, content, messages) for item in request.recipients]
    world.keep(messages)
    return AcceptedSend(items, messages)


def _accept_item(
    world: World, item: RecipientItem, content: Content, messages: list[Message]
) -> JsonObject:
    to, now = item.to, content.created_at
    if not can_be_recipient(to):
        return _refused(to, HTTPStatus.BAD_REQUEST, "Invalid To phone number format.")
    request_id = None
    if item.request_id is not None:
        verdict = world.repeatability.validate(item.request_id, item.first_sent, now)
        if isinstance(verdict, Rejected):
            return _rejected(to, verdict)
        request_id = verdict
        earlier = world.repeatability.earlier(request_id, to, content)
        if isinstance(earlier, Rejected):
            return _rejected(to, earlier)
        if earlier is not None:
            return _accepted(earlier, repeatable=True)
    outcome = world.outcome_of(content.own_number, to)
    if outcome.item_status != HTTPStatus.ACCEPTED:
        return _refused(to, outcome.item_status, "ServiceUnavailable")
    message = Message(_outgoing_id(world, now), to, content, outcome)
    messages.append(message)
    if request_id is not None:
        world.repeatability.remember(request_id, message)
    return _accepted(message, repeatable=request_id is not None)


def _outgoing_id(world: World, now: datetime) -> str:
    return f"{world.new_id('Outgoing', now)}_noam"


def _accepted(message: Message, *, repeatable: bool) -> JsonObject:
    item: JsonObject = {
        "to": message.user_number,
        "messageId": message.message_id,
        "httpStatusCode": 202,
        "successful": True,
    }
    if repeatable:
        item["repeatabilityResult"] = "accepted"
    return item


def _rejected(to: str, rejected: Rejected) -> JsonObject:
    return {**_refused(to, rejected.status, rejected.text), "repeatabilityResult": "rejected"}


def _refused(to: str, status: int, text: str) -> JsonObject:
    return {"to": to, "httpStatusCode": int(status), "successful": False, "errorMessage": text}
