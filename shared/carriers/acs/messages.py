"""`POST /sms` of ACS, api-version 2021-03-07: the request, and what each response means."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.carriers.sending import (
    UNCERTAIN,
    UNKNOWN,
    CallOutcomes,
    Outcome,
    OutcomeKind,
    SendCall,
    SenderRefusedError,
    SendError,
)
from shared.domain.message_text import storable_text
from shared.outgoing.http import wait_asked_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

API_VERSION = "2021-03-07"
"""The version that every released SDK uses (azure-communication-sms 1.1.0)."""

_NAMESPACE = uuid.UUID("7d0f2b1e-55a6-4c3c-9c57-0f6a3d1b8e42").bytes
_CODE_LIMIT = 32
_ID_LIMIT = 128

_TEXT_LIMIT = 120
"""A row keeps 100 refusals in 32,768 characters, and quotation marks take two."""

_LONGEST_WAIT_SECONDS = 86_400

_LONGEST_UNCERTAIN_WAIT_SECONDS = 120
"""Well inside the repeatability window, after which an uncertain message is not tried again."""

_ACCEPTED = 202
_REDIRECTIONS = 300
_CLIENT_ERRORS = 400
_TIMED_OUT = 408
_CONFLICT = 409
_PRECONDITION_FAILED = 412
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500
_UNAVAILABLE = 503

_REFUSALS_OF_THE_SENDER = frozenset({401, 402, 403, 404, 405, 407, 410, 421, 451})
"""Of a whole call; ACS responded with 401 and 404 to a number that the resource does not own."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def repeatability_id(message_id: str, generation: int) -> str:
    """Derive the id by which ACS knows a message again: the same for every try of a generation."""
    name = f"{message_id}+{generation}" if generation else message_id
    return _uuid5(name)


def _uuid5(name: str) -> str:
    """RFC 9562, section 5.5, as `uuid.uuid5` does it, without the object: twice as fast."""
    digest = hashlib.sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest()
    text = digest.hex()
    variant = "89ab"[digest[8] >> 4 & 3]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def request_body(call: SendCall) -> bytes:
    """Write the request of a call."""
    first_sent = http_date(call.first_sent_at)
    return json.dumps(
        {
            "from": call.sender,
            "smsRecipients": [
                {
                    "to": recipient,
                    "repeatabilityRequestId": repeatability_id(message_id, call.generation),
                    "repeatabilityFirstSent": first_sent,
                }
                for recipient, message_id in zip(call.recipients, call.message_ids, strict=True)
            ],
            "message": call.body,
            "smsSendOptions": {
                "enableDeliveryReport": call.delivery_report,
                "tag": call.tag,
            },
        }
    ).encode()


def outcomes_from_response(
    call: SendCall, status: int, headers: Mapping[str, str], body: bytes
) -> CallOutcomes:
    """
    Read the response to a call.

    Returns
    -------
    CallOutcomes
        In the order of the call's recipients.

    Raises
    ------
    SendError
        The whole call was rejected, or its result is unknown.
    """
    if status != _ACCEPTED:
        raise _error(status, headers, body)
    items = items_of(body)
    if items is None:
        # Accepted, but the response does not name the recipients: retried only with the same ids.
        raise SendError(
            str(status), "the answer cannot be read", retryable=True, may_have_left=True
        )
    outcomes = CallOutcomes(map(_outcome, _in_order(call, items)))
    if any(item.get("httpStatusCode") == _TOO_MANY_REQUESTS for item in items):
        outcomes.error = _error(_TOO_MANY_REQUESTS, headers, b"")
    return outcomes


def _in_order(
    call: SendCall, items: Sequence[Mapping[str, Any]]
) -> Iterable[Mapping[str, Any] | None]:
    by_recipient = {str(item.get("to")): item for item in items}
    if len(items) == len(call.recipients) and by_recipient.keys().isdisjoint(call.recipients):
        # Numbers written in another way: the order, which samples keep, is all there is.
        return items
    return map(by_recipient.get, call.recipients)


def _outcome(item: Mapping[str, Any] | None) -> Outcome | None:
    if item is None:
        return UNCERTAIN
    status = item.get("httpStatusCode")
    if item.get("successful") and item.get("messageId"):
        return Outcome(
            OutcomeKind.SENT, provider_message_id=storable_text(str(item["messageId"]))[:_ID_LIMIT]
        )
    if not isinstance(status, int) or item.get("successful"):
        return UNCERTAIN
    return _refusal(status, str(item.get("errorMessage") or ""))


def _refusal(status: int, text: str) -> Outcome | None:
    """
    Give the outcome of a message whose recipient ACS rejected.

    409: the first try is still running. 412: it is too old to ask about. 503 says
    that nothing was accepted (recorded responses); with other server errors the result is unknown.
    """
    if status == _PRECONDITION_FAILED:
        return UNKNOWN
    if status in {_TOO_MANY_REQUESTS, _UNAVAILABLE}:
        return None
    if _may_have_been_sent(status):
        return UNCERTAIN
    return Outcome(OutcomeKind.FAILED, code=str(status), text=_short(text))


def _error(status: int, headers: Mapping[str, str], body: bytes) -> SendError:
    code, text = code_and_text(status, body)
    if status == _TOO_MANY_REQUESTS:
        wait_seconds = retry_after_seconds(headers)
        return SendError(
            code, text, retryable=True, throttled=True, retry_after_seconds=wait_seconds
        )
    if _is_refusal_of_sender(status):
        return SenderRefusedError(code, text, str(status))
    if not _may_have_been_sent(status):
        return SendError(code, text)
    wait_seconds = min(retry_after_seconds(headers), _LONGEST_UNCERTAIN_WAIT_SECONDS)
    return SendError(
        code, text, retryable=True, may_have_left=True, retry_after_seconds=wait_seconds
    )


def _is_refusal_of_sender(status: int) -> bool:
    """Redirections are not followed: another host must not get the signature."""
    return _REDIRECTIONS <= status < _CLIENT_ERRORS or status in _REFUSALS_OF_THE_SENDER


def _may_have_been_sent(status: int) -> bool:
    """Only a redirection or a rejection proves that nothing was sent."""
    is_known_refusal = _REDIRECTIONS <= status < _SERVER_ERRORS
    return not is_known_refusal or status in {_TIMED_OUT, _CONFLICT}


def code_and_text(status: int, body: bytes) -> tuple[str, str]:
    """Find code and words in any of the three bodies: envelope, problem, bare map."""
    document = _json_object(body)
    envelope = document.get("error")
    if isinstance(envelope, dict):
        code = storable_text(envelope.get("code"))[:_CODE_LIMIT]
        return code or str(status), _short(envelope.get("message"))
    fields = document.get("errors", document if "title" not in document else {})
    texts = [
        f"{field}: {text}"
        for field, messages in (fields.items() if isinstance(fields, dict) else ())
        for text in (messages if isinstance(messages, list) else ())
    ]
    return str(status), _short("; ".join(texts) or document.get("title"))


def _short(text: object) -> str:
    return storable_text(text)[:_TEXT_LIMIT]


def items_of(body: bytes) -> list[dict[str, Any]] | None:
    """Find what a response says about each recipient; None if it cannot be read."""
    items = _json_object(body).get("value")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    return items


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def retry_after_seconds(headers: Mapping[str, str]) -> float:
    """Find how long ACS asks to wait, 0 to a day; it is not documented for SMS."""
    seconds = wait_asked_for(headers, datetime.now(UTC))
    return min(seconds or 0, _LONGEST_WAIT_SECONDS)


def http_date(moment: datetime) -> str:
    """Write a time as RFC 1123 wants it, in English whatever the locale."""
    return _http_date(int(moment.timestamp()))


# The calls of a round, and those of a second, have the same date.
@lru_cache(maxsize=16)
def _http_date(timestamp: int) -> str:
    utc = datetime.fromtimestamp(timestamp, UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02d} {month} {utc.year:04d} {utc:%H:%M:%S} GMT"
