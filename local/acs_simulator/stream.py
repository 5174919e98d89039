"""What listeners of ``GET /stream`` are told."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from local.acs_simulator.messages import Message

# A page shows hundreds of messages; one that is further behind had better read anew.
_BEHIND_MAX = 2_000


@dataclass(slots=True)
class StreamUpdate:
    """What changed since a listener last looked: messages by id, or too much to tell."""

    messages: dict[str, Message] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)
    is_truncated: bool = False


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream."""

    update: StreamUpdate = field(default_factory=StreamUpdate)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self) -> StreamUpdate:
        """Return the update and start a new one."""
        update, self.update = self.update, StreamUpdate()
        self.woken.clear()
        return update


class StreamHub:
    """Notifies every listener of every message and change; costs nothing without listeners."""

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

    def notify_messages(self, messages: Sequence[Message]) -> None:
        """Say that messages are new or changed."""
        for listener in self._listeners:
            update = listener.update
            update.messages.update((message.message_id, message) for message in messages)
            if len(update.messages) > _BEHIND_MAX:
                update.messages.clear()
                update.is_truncated = True
            listener.woken.set()

    def notify_opt_outs(self, user_numbers: Sequence[str]) -> None:
        """Say that blocks of these phones changed."""
        for listener in self._listeners:
            listener.update.phones.update(user_numbers)
            listener.woken.set()

    def notify_reset(self) -> None:
        """Say that everything is to be read anew."""
        for listener in self._listeners:
            listener.update.is_truncated = True
            listener.woken.set()

    def close(self) -> None:
        """Let every listener go."""
        self.closed = True
        self.notify_reset()
