"""Follow an inbox by polling; a service that runs all day should subscribe to events instead."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paloma.client import Paloma
    from paloma.models import ConversationEntry, ConversationSummary


class Received(NamedTuple):
    """A message that a person wrote."""

    user: str
    entry: ConversationEntry


class InboxWatch:
    """The unread messages of an own number, each of them once."""

    def __init__(self, paloma: Paloma, sender: str) -> None:
        self._paloma = paloma
        self._sender = sender
        self._seen_messages: set[str] = set()
        self._seen_states: dict[str, tuple[object, int]] = {}

    def unread(self) -> Iterator[ConversationSummary]:
        """Yield the conversations with unread messages; they come first in the list."""
        for one in self._paloma.conversations(self._sender):
            if not one.unread_count:
                return
            yield one

    def new_messages(self) -> Iterator[Received]:
        """Yield the unread messages that were not yielded before, oldest first by person."""
        for one in self.unread():
            state = (one.last_at, one.unread_count)
            if self._seen_states.get(one.user) == state:
                continue
            for entry in self._unread_entries(one):
                if entry.message_id not in self._seen_messages:
                    self._seen_messages.add(entry.message_id)
                    yield Received(one.user, entry)
            self._seen_states[one.user] = state

    def _unread_entries(self, one: ConversationSummary) -> list[ConversationEntry]:
        entries = self._paloma.entries(self._sender, one.user)
        theirs = (entry for entry in entries if entry.direction == "inbound")
        return list(islice(theirs, one.unread_count))[::-1]
