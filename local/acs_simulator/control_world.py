"""Control of phones, fates, limits and of the simulator as a whole."""

from enum import StrEnum
from http import HTTPStatus

from aiohttp import web

from local.acs_simulator.control_request import ControlError, normalise_number, read_fields
from local.acs_simulator.outcomes import (
    BLOCKED_BY_CODE,
    BLOCKED_BY_TEXT,
    CODE_TEXTS,
    DeliveryStatus,
    Outcome,
    code_details,
)
from local.acs_simulator.progression import DEFAULT_SECONDS, Mode
from local.acs_simulator.rate_limits import Unit
from local.acs_simulator.settings import SenderKind
from local.acs_simulator.wire import JsonObject, is_e164
from local.acs_simulator.world import World, message_json

_BODY_LENGTH_MAX = 2_048
_CODE_MAX = 9_999
_LIMIT_MAX = 1_000_000


class BlockedStyle(StrEnum):
    """How the report of a blocked send puts it; both are seen."""

    TEXT = "text"
    CODE = "code"


async def health(world: World, _request: web.Request) -> web.Response:
    """Say that the simulator is up."""
    return web.json_response({"status": "ok", "messageCount": len(world.messages)})


async def inbound(world: World, request: web.Request) -> web.Response:
    """Let a person text an own number: 202 with the message."""
    fields = await read_fields(request, ("from", "to", "message"))
    user_number, own_number = normalise_number(fields.text("from")), fields.text("to")
    sender = world.senders.get(normalise_number(own_number))
    body = fields.text("message")
    if not is_e164(user_number):
        raise ControlError(400, "from must be a number such as +14255550123.")
    if sender is None:
        raise ControlError(404, "to is no number of this resource.")
    if sender.kind is SenderKind.ALPHANUMERIC:
        raise ControlError(422, "An alphanumeric sender cannot receive.")
    if len(body) > _BODY_LENGTH_MAX:
        raise ControlError(400, f"message may have {_BODY_LENGTH_MAX} characters at most.")
    message = world.text_in(user_number, sender, body)
    return web.json_response(message_json(message), status=HTTPStatus.ACCEPTED)


async def delivery_report(world: World, request: web.Request) -> web.Response:
    """Report a message by hand; also a second time, and also otherwise than before."""
    fields = await read_fields(request, ("messageId", "deliveryStatus", "code"))
    message = world.messages.get(fields.text("messageId"))
    status = fields.choice("deliveryStatus", DeliveryStatus)
    default_code = 2000 if status is DeliveryStatus.DELIVERED else max(CODE_TEXTS)
    code = fields.whole("code", default=default_code, least=0, most=_CODE_MAX)
    if message is None or message.status == "received":
        raise ControlError(404, "No message with this messageId was sent.")
    attempts = (status is DeliveryStatus.DELIVERED,)
    world.progression.report_by_hand(message, Outcome(status, code_details(code), attempts))
    return web.json_response(message_json(message))


async def progression(world: World, request: web.Request) -> web.Response:
    """Choose when the fate of messages accepted from now on is decided."""
    fields = await read_fields(request, ("mode", "seconds"))
    mode = fields.choice("mode", Mode)
    seconds = fields.number("seconds", default=DEFAULT_SECONDS, least=0)
    world.progression.mode, world.progression.seconds = mode, seconds
    return web.json_response({"mode": mode, "seconds": seconds})


async def blocked_report(world: World, request: web.Request) -> web.Response:
    """Choose what the reports of blocked sends say from now on."""
    fields = await read_fields(request, ("style",))
    style = fields.choice("style", BlockedStyle)
    world.blocked_outcome = BLOCKED_BY_CODE if style is BlockedStyle.CODE else BLOCKED_BY_TEXT
    return web.json_response({"style": style, "details": world.blocked_outcome.details})


async def rate_limits(world: World, request: web.Request) -> web.Response:
    """Change the rate limits; what is not named stays."""
    fields = await read_fields(request, ("enabled", "unit", "limits"))
    limiter = world.rate_limiter
    limiter.configure(
        enabled=fields.flag("enabled", default=limiter.enabled),
        unit=fields.choice("unit", Unit, default=limiter.unit),
        limits=_limits(fields.raw("limits")),
    )
    limits: JsonObject = {kind.value: limiter.limits.get(kind) for kind in SenderKind}
    return web.json_response({"enabled": limiter.enabled, "unit": limiter.unit, "limits": limits})


def _limits(value: object) -> dict[SenderKind, int | None]:
    limits: dict[SenderKind, int | None] = {}
    if value is None:
        return limits
    if not isinstance(value, dict):
        raise ControlError(400, "limits must be an object.")
    for kind, limit in value.items():
        if kind not in SenderKind.__members__.values():
            raise ControlError(400, f"limits: {kind} is none of {', '.join(SenderKind)}.")
        if limit is not None and (type(limit) is not int or not 0 <= limit <= _LIMIT_MAX):
            raise ControlError(400, f"limits: {kind} must be a whole number or null.")
        limits[SenderKind(kind)] = limit
    return limits


async def reset(world: World, request: web.Request) -> web.Response:
    """Forget everything; the subscriptions only if asked to."""
    fields = await read_fields(request, ("subscriptions",))
    await world.reset(subscriptions=fields.flag("subscriptions", default=False))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def seed(world: World, request: web.Request) -> web.Response:
    """Make the ids of messages repeatable from now on."""
    fields = await read_fields(request, ("seed",))
    world.settings.new_id.seed(fields.whole("seed", default=0, least=0, most=2**32))
    return web.Response(status=HTTPStatus.NO_CONTENT)
