"""What listeners of ``GET /stream`` are told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from local.acs_simulator.messages import Message

# A page shows hundreds of messages; one that is further behind had better read anew.
_BEHIND_MAX = 2_000


@dataclass(slots=True)
class News:
    """What changed since a listener last looked: messages by id, or too much to tell."""

    messages: dict[str, Message] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)
    too_much: bool = False


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream."""

    news: News = field(default_factory=News)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self) -> News:
        """Return the news and start afresh."""
        news, self.news = self.news, News()
        self.woken.clear()
        return news


class StreamHub:
    """Tells every listener of every message and change; costs nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self.closed = False

    def join(self) -> Listener:
        """Add a listener."""
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Remove a listener."""
        self._listeners.discard(listener)

    def tell_messages(self, messages: Sequence[Message]) -> None:
        """Say that messages are new or changed."""
        for listener in self._listeners:
            news = listener.news
            news.messages.update((message.message_id, message) for message in messages)
            if len(news.messages) > _BEHIND_MAX:
                news.messages.clear()
                news.too_much = True
            listener.woken.set()

    def tell_opt_outs(self, user_numbers: Sequence[str]) -> None:
        """Say that blocks of these phones changed."""
        for listener in self._listeners:
            listener.news.phones.update(user_numbers)
            listener.woken.set()

    def tell_reset(self) -> None:
        """Say that everything is to be read anew."""
        for listener in self._listeners:
            listener.news.too_much = True
            listener.woken.set()

    def close(self) -> None:
        """Let every listener go."""
        self.closed = True
        self.tell_reset()
