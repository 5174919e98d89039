"""The calls of sends and their messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from paloma import models
from paloma._calls import Call, json_content
from paloma._requests import checked_key, day_or_time, present, segment, time_text
from paloma._responses import Page, list_call, read_send, reader

To = str | models.Recipient | Iterable[str | models.Recipient]
"""One number, or 1 to 10,000 numbers and recipients."""

_NAMES = {"send_at": "sendAt", "ttl_seconds": "ttlSeconds", "delivery_report": "deliveryReport"}


class SendOptions(TypedDict, total=False):
    """
    What a send can have besides sender, recipients and text.

    `category` is `transactional` (default), `marketing` or `otp`; `campaign` a name for figures;
    `send_at` a time with an offset, at most 365 days ahead; `ttl_seconds` 5 to 259,200;
    `reference` your own name for the send, up to 100 characters, which its messages have too;
    `actor` who sends, which the audit log keeps;
    `confirm` must be True for a send to more recipients than the app allows without (1,000). The
    `hash` of a preview is as good, and has the send refused if it is not what was previewed.
    """

    category: str
    campaign: str | None
    send_at: datetime | None
    ttl_seconds: int | None
    delivery_report: bool
    reference: str | None
    actor: str | None
    confirm: bool | str


class SendFilters(TypedDict, total=False):
    """
    Which sends are listed; a filter that is None does not apply.

    `since` and `until` are UTC days, the last one included, or times with an offset; `status` such
    as `failed,unknown`: with a message of these; `category` as in `SendOptions`; `min_recipients`
    at least so many recipients.
    """

    since: date | None
    until: date | None
    status: str | None
    campaign: str | None
    category: str | None
    min_recipients: int | None


def send(
    from_: str, to: To, message: str, options: SendOptions, idempotency_key: str | None
) -> Call[models.Send]:
    """Make the call of a send; without a key it gets a new one, the same for all its attempts."""
    return Call(
        "POST",
        "sms",
        read_send,
        headers={"Idempotency-Key": checked_key(idempotency_key)},
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
                time_text(name, value) if isinstance(value, datetime) else value
            )
            for name, value in options.items()
            if value is not None
        },
    }


def preview(from_: str, to: To, message: str, options: SendOptions) -> Call[models.Preview]:
    """Make the call of a preview."""
    content = json_content(send_body(from_, to, message, options))
    return Call("POST", "preview", reader(models.Preview), content=content)


def caps() -> Call[models.Caps]:
    """Make the call that reads the caps and what is used of them."""
    return Call("GET", "caps", reader(models.Caps))


def get_send(send_id: str) -> Call[models.SendStatus]:
    """Make the call that reads a send."""
    return Call("GET", f"sms/{segment(send_id)}", reader(models.SendStatus))


def list_sends(
    sender: str | None, day: date | None, filters: SendFilters
) -> Call[Page[models.SendStatus]]:
    """Make the call that lists sends, of all own numbers and days if none is given."""
    least = filters.get("min_recipients")
    given = {
        "sender": sender,
        "day": None if day is None else day.isoformat(),
        "from": day_or_time("since", filters.get("since")),
        "until": day_or_time("until", filters.get("until")),
        "status": filters.get("status"),
        "campaign": filters.get("campaign"),
        "category": filters.get("category"),
        "minRecipients": None if least is None else str(least),
    }
    return list_call("sms", "sends", models.SendStatus, given)


def list_messages(
    send_id: str, status: str | None, error_code: str | None
) -> Call[Page[models.MessageSummary]]:
    """Make the call that lists the messages of a send."""
    path = f"sms/{segment(send_id)}/messages"
    given = {"status": status, "errorCode": error_code, "limit": "100"}
    return list_call(path, "messages", models.MessageSummary, given)


def cancel(send_id: str, actor: str | None) -> Call[models.SendStatus]:
    """Make the call that cancels a send."""
    return Call(
        "DELETE",
        f"sms/{segment(send_id)}",
        reader(models.SendStatus),
        params=present({"actor": actor}),
    )


def get_message(message_id: str) -> Call[models.Message]:
    """Make the call that reads a message."""
    return Call("GET", f"messages/{segment(message_id)}", reader(models.Message))


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
        "from": day_or_time("since", since),
        "until": day_or_time("until", until),
        "status": status,
        "campaign": campaign,
    }
    return list_call("messages", "messages", models.FoundMessage, given)


def _recipients(to: To) -> object:
    if isinstance(to, str):
        return to
    given = [to] if isinstance(to, models.Recipient) else list(to)
    return [_recipient(one) if isinstance(one, models.Recipient) else one for one in given]


def _recipient(one: models.Recipient) -> dict[str, object]:
    named = {} if one.reference is None else {"reference": one.reference}
    return {"number": one.number, "values": dict(one.values), **named}
