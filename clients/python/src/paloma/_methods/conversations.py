"""Conversations with people: the methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import conversations
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from paloma.models import (
        Conversation,
        ConversationEntry,
        ConversationSummary,
        Send,
    )


class ConversationMethods(SyncTransport):
    """Conversations with people."""

    def reply(
        self,
        sender: str,
        user: str,
        message: str,
        *,
        ttl_seconds: int | None = None,
        reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Send:
        """Send a reply to a person, before campaigns; for the key see `send`."""
        return self._run(
            conversations.reply(sender, user, message, ttl_seconds, reference, idempotency_key)
        )

    def conversations(self, sender: str) -> Iterator[ConversationSummary]:
        """Yield the conversations of an own number, unread first, then newest first."""
        return self._iterate(conversations.list_conversations(sender))

    def conversation(self, sender: str, user: str, *, days: int | None = None) -> Conversation:
        """Return the newest messages with a person; `days`, 1 to 366, is how far back (30)."""
        return self._run(conversations.get_conversation(sender, user, days))

    def entries(
        self, sender: str, user: str, *, days: int | None = None
    ) -> Iterator[ConversationEntry]:
        """Yield all messages with a person, newest first."""
        return self._iterate(conversations.list_entries(sender, user, days))

    def mark_read(self, sender: str, user: str) -> ConversationSummary:
        """Mark a conversation read until the person writes again."""
        return self._run(conversations.mark_read(sender, user))


class AsyncConversationMethods(AsyncTransport):
    """Conversations with people."""

    async def reply(
        self,
        sender: str,
        user: str,
        message: str,
        *,
        ttl_seconds: int | None = None,
        reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Send:
        """Send a reply to a person, before campaigns; for the key see `send`."""
        return await self._run(
            conversations.reply(sender, user, message, ttl_seconds, reference, idempotency_key)
        )

    def conversations(self, sender: str) -> AsyncIterator[ConversationSummary]:
        """Yield the conversations of an own number, unread first, then newest first."""
        return self._iterate(conversations.list_conversations(sender))

    async def conversation(
        self, sender: str, user: str, *, days: int | None = None
    ) -> Conversation:
        """Return the newest messages with a person; `days`, 1 to 366, is how far back (30)."""
        return await self._run(conversations.get_conversation(sender, user, days))

    def entries(
        self, sender: str, user: str, *, days: int | None = None
    ) -> AsyncIterator[ConversationEntry]:
        """Yield all messages with a person, newest first."""
        return self._iterate(conversations.list_entries(sender, user, days))

    async def mark_read(self, sender: str, user: str) -> ConversationSummary:
        """Mark a conversation read until the person writes again."""
        return await self._run(conversations.mark_read(sender, user))
