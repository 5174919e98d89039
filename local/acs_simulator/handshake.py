"""The proof that an endpoint wants events, asked before the first delivery."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable
from http import HTTPStatus

import aiohttp

from local.acs_simulator.events import Schema, iso
from local.acs_simulator.retry import RESPONSE_TIMEOUT_SECONDS
from local.acs_simulator.settings import utc_now

ORIGIN = "eventgrid.azure.net"
_Ask = Callable[[aiohttp.ClientSession, str, str], Awaitable[None]]
_RETRY_SECONDS = 5.0
_TIMEOUT = aiohttp.ClientTimeout(total=RESPONSE_TIMEOUT_SECONDS)


class HandshakeError(Exception):
    """The endpoint did not agree; the text says why."""


async def shake_hands(
    session: aiohttp.ClientSession, url: str, schema: Schema, *, topic: str, speed: float
) -> None:
    """
    Ask an endpoint for its consent, twice if need be, five seconds (by ``speed``) apart.

    Raises
    ------
    HandshakeError
        If it does not give it.
    """
    ask = _ask_by_code if schema is Schema.EVENT_GRID else _ask_by_origin
    try:
        await _try(ask, session, url, topic)
    except HandshakeError:
        await asyncio.sleep(_RETRY_SECONDS / speed)
        await _try(ask, session, url, topic)


async def _try(ask: _Ask, session: aiohttp.ClientSession, url: str, topic: str) -> None:
    try:
        await ask(session, url, topic)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        message = f"The endpoint could not be reached: {type(error).__name__}."
        raise HandshakeError(message) from error


async def _ask_by_code(session: aiohttp.ClientSession, url: str, topic: str) -> None:
    code = str(uuid.uuid4())
    event = {
        "id": str(uuid.uuid4()),
        "topic": topic,
        "subject": "",
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "eventTime": iso(utc_now()),
        "dataVersion": "2",
        "metadataVersion": "1",
        "data": {"validationCode": code},
    }
    headers = {"aeg-event-type": "SubscriptionValidation"}
    async with session.post(
        url, json=[event], headers=headers, timeout=_TIMEOUT, allow_redirects=False
    ) as response:
        if response.status != HTTPStatus.OK:
            message = f"The validation event was answered with {response.status}, not 200."
            raise HandshakeError(message)
        if _echoed(await response.read()) != code:
            message = "The answer does not have the validation code as validationResponse."
            raise HandshakeError(message)


def _echoed(body: bytes) -> object:
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    return answer.get("validationResponse") if isinstance(answer, dict) else None


async def _ask_by_origin(session: aiohttp.ClientSession, url: str, _topic: str) -> None:
    headers = {"WebHook-Request-Origin": ORIGIN}
    async with session.options(
        url, headers=headers, timeout=_TIMEOUT, allow_redirects=False
    ) as response:
        if response.status not in range(200, 300):
            message = f"OPTIONS was answered with {response.status}."
            raise HandshakeError(message)
        if response.headers.get("WebHook-Allowed-Origin") not in {ORIGIN, "*"}:
            message = f"The answer to OPTIONS lacks WebHook-Allowed-Origin: {ORIGIN} (or *)."
            raise HandshakeError(message)
        if "WebHook-Allowed-Rate" not in response.headers:
            message = "The answer to OPTIONS lacks WebHook-Allowed-Rate."
            raise HandshakeError(message)
