"""Each route as a function that makes its call; both clients use these."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, TypedDict, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from paloma import models
from paloma._calls import Call, Repeat, json_content, json_of
from paloma._parsing import ModelType, parse
from paloma.errors import InvalidRequest, InvalidResponse

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

To = str | models.Recipient | Iterable[str | models.Recipient]
"""One number, or 1 to 10,000 numbers and recipients."""

_MAX_KEY_LENGTH = 255
_NAMES = {"send_at": "sendAt", "ttl_seconds": "ttlSeconds", "delivery_report": "deliveryReport"}


class SendOptions(TypedDict, total=False):
    """
    What a send can have besides sender, recipients and text.

    `category` is `transactional` (default), `marketing` or `otp`; `campaign` a name for figures;
    `send_at` a time with an offset, at most 365 days ahead; `ttl_seconds` 5 to 259,200;
    `reference` your own name for the send, up to 100 characters, which its messages have too.
    """

    category: str
    campaign: str | None
    send_at: datetime | None
    ttl_seconds: int | None
    delivery_report: bool
    reference: str | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the call for those that follow."""

    items: tuple[T, ...]
    following: Call[Page[T]] | None


def send(
    from_: str, to: To, message: str, options: SendOptions, idempotency_key: str | None
) -> Call[models.Send]:
    """Make the call of a send; without a key it gets a new one, the same for all its attempts."""
    return Call(
        "POST",
        "sms",
        _read_send,
        headers={"Idempotency-Key": _checked_key(idempotency_key)},
        content=json_content(send_body(from_, to, message, options)),
    )


def send_body(from_: str, to: To, message: str, options: SendOptions) -> dict[str, object]:
    """Make the body of a send; options that are None are left out."""
    return {
        "from": from_,
        "to": _recipients(to),
        "message": message,
        **{
            _NAMES.get(name, name): (
                _time_text(name, value) if isinstance(value, datetime) else value
            )
            for name, value in options.items()
            if value is not None
        },
    }


def preview(from_: str, to: To, message: str, options: SendOptions) -> Call[models.Preview]:
    """Make the call of a preview."""
    content = json_content(send_body(from_, to, message, options))
    return Call("POST", "preview", _reader(models.Preview), content=content)


def get_send(send_id: str) -> Call[models.SendStatus]:
    """Make the call that reads a send."""
    return Call("GET", f"sms/{_segment(send_id)}", _reader(models.SendStatus))


def list_sends(
    sender: str, day: date, status: str | None, campaign: str | None
) -> Call[Page[models.SendStatus]]:
    """Make the call that lists the sends of a UTC day."""
    given = {"sender": sender, "day": day.isoformat(), "status": status, "campaign": campaign}
    return _list("sms", "sends", models.SendStatus, given)


def list_messages(send_id: str, status: str | None) -> Call[Page[models.MessageSummary]]:
    """Make the call that lists the messages of a send."""
    path = f"sms/{_segment(send_id)}/messages"
    return _list(path, "messages", models.MessageSummary, {"status": status, "limit": "100"})


def cancel(send_id: str) -> Call[models.SendStatus]:
    """Make the call that cancels a send."""
    return Call("DELETE", f"sms/{_segment(send_id)}", _reader(models.SendStatus))


def get_message(message_id: str) -> Call[models.Message]:
    """Make the call that reads a message."""
    return Call("GET", f"messages/{_segment(message_id)}", _reader(models.Message))


def find_messages(
    to: str | None,
    sender: str | None,
    since: date | None,
    until: date | None,
    status: str | None,
    campaign: str | None,
) -> Call[Page[models.FoundMessage]]:
    """Make the call that finds messages over all sends; each criterion may be None."""
    given = {
        "to": to,
        "sender": sender,
        "from": _day_or_time("since", since),
        "until": _day_or_time("until", until),
        "status": status,
        "campaign": campaign,
    }
    return _list("messages", "messages", models.FoundMessage, given)


def list_senders() -> Call[Page[models.Sender]]:
    """Make the call that lists the own numbers."""
    return _list("senders", "senders", models.Sender, {})


def list_opt_outs(sender: str, state: str | None) -> Call[Page[models.OptOut]]:
    """Make the call that lists the registry."""
    return _list("opt-outs", "entries", models.OptOut, {"sender": sender, "state": state})


def export_opt_outs(sender: str, state: str | None) -> Call[Page[str]]:
    """Make the call of the registry as a file; each page is text with the header line."""
    given = _present({"sender": sender, "state": state})
    return _paged("opt-outs", _read_csv, given, {"Accept": "text/csv"})


def get_opt_out(sender: str, recipient: str) -> Call[models.OptOutEntry]:
    """Make the call that reads a person's entry."""
    headers = _numbers(sender=sender, recipient=recipient)
    return Call("GET", "opt-outs/-/-", _reader(models.OptOutEntry), headers=headers)


def set_opt_out(
    sender: str, recipient: str, state: str, reason: str, category: str | None
) -> Call[models.OptOutEntry]:
    """
    Make the call that opts a person out or in.

    Opting in is not repeated if it may have been done: a STOP that arrives in between would be
    overridden.
    """
    body = _present({"state": state, "reason": reason, "category": category})
    return Call(
        "PUT",
        "opt-outs/-/-",
        _reader(models.OptOutEntry),
        headers=_numbers(sender=sender, recipient=recipient),
        content=json_content(body),
        repeat=Repeat.ALWAYS if state == "opted_out" else Repeat.UNLESS_RECEIVED,
    )


def list_conversations(sender: str) -> Call[Page[models.ConversationSummary]]:
    """Make the call that lists conversations, unread first."""
    given = {"sender": sender}
    return _list("conversations", "conversations", models.ConversationSummary, given)


def get_conversation(sender: str, user: str, days: int | None) -> Call[models.Conversation]:
    """Make the call that reads the newest messages with a person."""
    return Call(
        "GET",
        "conversations/-/-",
        _reader(models.Conversation),
        params=_present({"days": None if days is None else str(days)}),
        headers=_numbers(sender=sender, user=user),
    )


def list_entries(sender: str, user: str, days: int | None) -> Call[Page[models.ConversationEntry]]:
    """Make the call that lists all messages with a person."""
    given = {"days": None if days is None else str(days)}
    headers = _numbers(sender=sender, user=user)
    return _list("conversations/-/-", "entries", models.ConversationEntry, given, headers)


def reply(
    sender: str,
    user: str,
    message: str,
    ttl_seconds: int | None,
    reference: str | None,
    idempotency_key: str | None,
) -> Call[models.Send]:
    """Make the call of a reply; without a key it gets a new one."""
    body: dict[str, object] = {"message": message}
    if ttl_seconds is not None:
        body["ttlSeconds"] = ttl_seconds
    if reference is not None:
        body["reference"] = reference
    key = {"Idempotency-Key": _checked_key(idempotency_key)}
    return Call(
        "POST",
        "conversations/-/-/replies",
        _read_send,
        headers={**_numbers(sender=sender, user=user), **key},
        content=json_content(body),
    )


def mark_read(sender: str, user: str) -> Call[models.ConversationSummary]:
    """
    Make the call that marks a conversation read.

    It is not repeated if it may have been done: what arrives in between would be marked too.
    """
    return Call(
        "POST",
        "conversations/-/-/read",
        _reader(models.ConversationSummary),
        headers=_numbers(sender=sender, user=user),
        repeat=Repeat.UNLESS_RECEIVED,
    )


def subscribe(
    url: str, events: Iterable[str], idempotency_key: str | None
) -> Call[models.NewSubscription]:
    """Make the call that subscribes a webhook; without a key it gets a new one."""
    return Call(
        "POST",
        "subscriptions",
        _reader(models.NewSubscription),
        headers={"Idempotency-Key": _checked_key(idempotency_key)},
        content=json_content({"url": url, "events": list(events)}),
    )


def list_subscriptions() -> Call[Page[models.Subscription]]:
    """Make the call that lists the webhooks."""
    return _list("subscriptions", "subscriptions", models.Subscription, {})


def unsubscribe(subscription_id: str) -> Call[models.Subscription]:
    """Make the call that deletes a webhook."""
    path = f"subscriptions/{_segment(subscription_id)}"
    return Call("DELETE", path, _reader(models.Subscription))


def health() -> Call[models.Health]:
    """Make the call that asks whether the app runs."""
    return Call("GET", "health", _reader(models.Health))


def _recipients(to: To) -> object:
    if isinstance(to, str):
        return to
    given = [to] if isinstance(to, models.Recipient) else list(to)
    return [_recipient(one) if isinstance(one, models.Recipient) else one for one in given]


def _recipient(one: models.Recipient) -> dict[str, object]:
    named = {} if one.reference is None else {"reference": one.reference}
    return {"number": one.number, "values": dict(one.values), **named}


def _checked_key(idempotency_key: str | None) -> str:
    if idempotency_key is None:
        return str(uuid.uuid4())
    is_visible = all("!" <= character <= "~" for character in idempotency_key)
    if not (is_visible and 1 <= len(idempotency_key) <= _MAX_KEY_LENGTH):
        raise InvalidRequest(
            "An idempotency key has 1 to 255 visible ASCII characters.",
            code="invalid_idempotency_key",
        )
    return idempotency_key


def _time_text(name: str, moment: datetime) -> str:
    if moment.tzinfo is None:
        raise InvalidRequest(f"{name} needs a time zone.", code="time_zone_missing")
    return moment.isoformat()


def _day_or_time(name: str, given: date | None) -> str | None:
    if isinstance(given, datetime):
        return _time_text(name, given)
    return None if given is None else given.isoformat()


def _numbers(**given: str) -> dict[str, str]:
    """Put numbers into headers: paths end up in logs."""
    return {f"Paloma-{name.capitalize()}": _header_text(name, text) for name, text in given.items()}


def _header_text(name: str, text: str) -> str:
    """Write a number with ASCII digits, which are all that a header takes."""
    digits = "".join(str(unicodedata.decimal(one, one)) for one in text.strip())
    if not digits or not (digits.isascii() and digits.isprintable()):
        raise InvalidRequest(f"{name} is no phone number.", code="not_a_number")
    return digits


def _segment(text: str) -> str:
    """Quote an identifier for a path; an empty one would name another route."""
    if not text or text in {".", ".."}:
        raise InvalidRequest("The ID is empty.", code="not_an_id")
    return quote(text, safe="")


def _present(given: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value is not None}


def _reader(model: type[ModelType]) -> Callable[[httpx.Response], ModelType]:
    return lambda response: parse(model, json_of(response))


def _read_send(response: httpx.Response) -> models.Send:
    is_replayed = response.headers.get("Idempotent-Replayed", "").lower() == "true"
    return parse(models.Send, json_of(response), replayed=is_replayed)


def _list(
    path: str,
    member: str,
    model: type[ModelType],
    given: Mapping[str, str | None],
    headers: Mapping[str, str] | None = None,
) -> Call[Page[ModelType]]:
    def read(response: httpx.Response) -> tuple[tuple[ModelType, ...], dict[str, str] | None]:
        document = json_of(response)
        found = document.get(member) if isinstance(document, dict) else None
        if not isinstance(found, list):
            raise InvalidResponse(f"The response has no list {member}.")
        return tuple(parse(model, one) for one in found), _next_params(document)

    return _paged(path, read, _present(given), headers or {})


def _read_csv(response: httpx.Response) -> tuple[tuple[str, ...], dict[str, str] | None]:
    link = response.links.get("next", {}).get("url")
    return (response.text.removeprefix("\ufeff"),), _next_params({"nextUrl": link})


def _paged(
    path: str,
    read: Callable[[httpx.Response], tuple[tuple[T, ...], dict[str, str] | None]],
    params: Mapping[str, str],
    headers: Mapping[str, str],
) -> Call[Page[T]]:
    """Make the call of a page; the page knows the call of the next one."""

    def page(response: httpx.Response) -> Page[T]:
        items, following = read(response)
        if following is None:
            return Page(items, None)
        more = {**params, **following}
        if more == params:
            raise InvalidResponse("The list goes on where it is already.")
        return Page(items, _paged(path, read, more, headers))

    return Call("GET", path, page, params=params, headers=headers)


def _next_params(document: Mapping[str, object]) -> dict[str, str] | None:
    """Read where the list goes on: only the query of `nextUrl`, so that the key stays here."""
    url, cursor = document.get("nextUrl"), document.get("nextCursor")
    if isinstance(url, str) and url:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return {"after": cursor} if isinstance(cursor, str) and cursor else None
