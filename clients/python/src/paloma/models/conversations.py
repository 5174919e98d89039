"""Conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - parsing reads the hints at run time

from paloma.models.base import Model, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSummary(Model):
    """A conversation in a list."""

    sender: str
    user: str
    last_text: str
    last_direction: str
    last_at: datetime
    unread_count: int = 0
    opt_out_state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEntry(Model):
    """A message of a conversation; `direction` is `inbound` or `outbound`."""

    direction: str
    at: datetime
    text: str
    message_id: str
    status: str | None = None
    error: Reason | None = None
    category: str | None = None
    campaign: str | None = None
    reference: str | None = None
    answers: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Model):
    """The newest messages with a person, newest first."""

    sender: str
    user: str
    opt_out_state: str | None = None
    entries: tuple[ConversationEntry, ...] = ()
