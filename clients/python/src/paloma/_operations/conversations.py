"""The calls of conversations."""

from __future__ import annotations

from paloma import models
from paloma._calls import Call, Repeat, json_content
from paloma._requests import checked_key, number_headers, present
from paloma._responses import Page, list_call, read_send, reader


def list_conversations(sender: str) -> Call[Page[models.ConversationSummary]]:
    """Make the call that lists conversations, unread first."""
    given = {"sender": sender}
    return list_call("conversations", "conversations", models.ConversationSummary, given)


def get_conversation(sender: str, user: str, days: int | None) -> Call[models.Conversation]:
    """Make the call that reads the newest messages with a person."""
    return Call(
        "GET",
        "conversations/-/-",
        reader(models.Conversation),
        params=present({"days": None if days is None else str(days)}),
        headers=number_headers(sender=sender, user=user),
    )


def list_entries(sender: str, user: str, days: int | None) -> Call[Page[models.ConversationEntry]]:
    """Make the call that lists all messages with a person."""
    given = {"days": None if days is None else str(days)}
    headers = number_headers(sender=sender, user=user)
    return list_call("conversations/-/-", "entries", models.ConversationEntry, given, headers)


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
    key = {"Idempotency-Key": checked_key(idempotency_key)}
    return Call(
        "POST",
        "conversations/-/-/replies",
        read_send,
        headers={**number_headers(sender=sender, user=user), **key},
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
        reader(models.ConversationSummary),
        headers=number_headers(sender=sender, user=user),
        repeat=Repeat.UNLESS_RECEIVED,
    )
