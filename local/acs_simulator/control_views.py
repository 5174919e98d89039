"""What the simulator shows: messages, requests, phones, senders, and the live stream."""

import asyncio
import json
from itertools import islice

from aiohttp import web

from local.acs_simulator.control_request import ControlError, normalise_number
from local.acs_simulator.messages import Direction, Message
from local.acs_simulator.settings import SenderKind
from local.acs_simulator.stream import StreamUpdate
from local.acs_simulator.wire import JsonObject
from local.acs_simulator.world import World, message_json

_PHONES_SHOWN = 200
_LIMIT_DEFAULT = 1_000
_LIMIT_MAX = 1_000_000
_GATHER_SECONDS = 0.05
_KEEP_ALIVE_SECONDS = 15.0


async def list_messages(world: World, request: web.Request) -> web.Response:
    """
    Show messages, oldest first: the last ``limit`` (1,000) of those asked for.

    ``number`` is a person's or an own number, ``direction`` is ``outbound`` or ``inbound``.
    """
    number = normalise_number(request.query.get("number", ""))
    direction = _direction(request.query.get("direction"))
    found = [
        message
        for message in _messages_of(world, number)
        if direction is None or message.content.direction is direction
    ]
    return web.json_response(
        {
            "messages": [message_json(message) for message in found[-_limit(request) :]],
            "total": len(found),
            "blockedSenders": world.blocked_senders(number),
        }
    )


def _messages_of(world: World, number: str) -> list[Message]:
    if number in world.senders:
        return [message for message in world.messages if message.content.own_number == number]
    return world.messages.of_person(number) if number else list(world.messages)


def _direction(text: str | None) -> Direction | None:
    try:
        return Direction(text) if text else None
    except ValueError as error:
        raise ControlError(400, f"direction must be one of {', '.join(Direction)}.") from error


def _limit(request: web.Request) -> int:
    text = request.query.get("limit", str(_LIMIT_DEFAULT))
    if not text.isdecimal() or not 1 <= int(text[:9]) <= _LIMIT_MAX:
        raise ControlError(400, f"limit must be a whole number from 1 to {_LIMIT_MAX}.")
    return int(text)


async def list_requests(world: World, _request: web.Request) -> web.Response:
    """Show the last 1,000 ACS requests, oldest first."""
    requests = [
        {
            "at": record.at.isoformat(),
            "method": record.method,
            "path": record.path,
            "apiVersion": record.api_version,
            "status": record.status,
            "recipientCount": record.recipient_count,
            "tag": record.tag,
            "repeatabilityRequestIds": record.repeatability_request_ids,
        }
        for record in world.requests
    ]
    return web.json_response({"requests": requests})


async def list_phones(world: World, _request: web.Request) -> web.Response:
    """Show the phones used last, newest first, 200 at most."""
    phones = [
        {"number": number, "messageCount": count, "last": message_json(last)}
        for number, last, count in world.messages.latest_phones(_PHONES_SHOWN)
    ]
    return web.json_response({"phones": phones})


async def list_senders(world: World, _request: web.Request) -> web.Response:
    """Show the own numbers, and which of them can be texted."""
    senders = [
        {
            "number": sender.number,
            "kind": sender.kind,
            "canReceive": sender.kind is not SenderKind.ALPHANUMERIC,
        }
        for sender in world.senders.values()
    ]
    return web.json_response({"senders": senders})


async def stream(world: World, request: web.Request) -> web.StreamResponse:
    """
    Tell of every message and change as server-sent events.

    ``messages`` carries a list of messages as they now are, ``opt-outs`` a phone and the own
    numbers that cannot reach it, ``resync`` says that there was too much to tell one by one.
    """
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await response.prepare(request)
    listener = world.stream.join()
    try:
        await response.write(b": hello\n\n")
        while not world.stream.closed:
            try:
                await asyncio.wait_for(listener.woken.wait(), _KEEP_ALIVE_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            await asyncio.sleep(_GATHER_SECONDS)
            await response.write(_encode(world, listener.take()))
    except ConnectionError:
        pass  # the page was closed
    finally:
        world.stream.leave(listener)
    return response


def _encode(world: World, update: StreamUpdate) -> bytes:
    events = []
    if update.is_truncated:
        events.append(_event("resync", {}))
    messages = iter(update.messages.values())
    while part := list(islice(messages, 500)):
        events.append(_event("messages", {"messages": [message_json(item) for item in part]}))
    for number in sorted(update.phones):
        blocked = world.blocked_senders(number)
        events.append(_event("opt-outs", {"number": number, "blockedSenders": blocked}))
    return b"".join(events)


def _event(name: str, data: JsonObject) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
