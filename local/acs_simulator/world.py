"""The simulated world: a resource, its senders, the phones, and what happens between them."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import aiohttp

from local.acs_simulator.event_grid import EventGrid
from local.acs_simulator.events import Event
from local.acs_simulator.faults import FaultBook
from local.acs_simulator.messages import Content, Message, MessageStore, Origin
from local.acs_simulator.opt_outs import OptOutRegistry
from local.acs_simulator.outcomes import (
    BLOCKED_BY_TEXT,
    DELIVERED,
    OUTCOME_BY_RECIPIENT,
    Outcome,
)
from local.acs_simulator.progression import Progression
from local.acs_simulator.rate_limits import RateLimiter
from local.acs_simulator.repeatability import RepeatabilityStore
from local.acs_simulator.segments import count_segments
from local.acs_simulator.settings import Sender, SimulatorSettings
from local.acs_simulator.stream import StreamHub
from local.acs_simulator.wire import JsonObject

_REQUESTS_KEPT = 1_000


@dataclass(slots=True, eq=False)
class RequestRecord:
    """One ACS request as the control API shows it."""

    at: datetime
    method: str
    path: str
    api_version: str | None
    status: int = 0
    recipient_count: int | None = None
    tag: str | None = None
    repeatability_request_ids: tuple[object, ...] = ()


class World:
    """
    Everything a simulator remembers.

    Parameters
    ----------
    settings : SimulatorSettings
        What it was started with.
    session : aiohttp.ClientSession
        Used to deliver events.
    """

    def __init__(self, settings: SimulatorSettings, session: aiohttp.ClientSession) -> None:
        self.settings = settings
        self.senders = {sender.number: sender for sender in settings.senders}
        self.stream = StreamHub()
        self.faults = FaultBook()
        self.grid = EventGrid(settings.resource_id, session, self.faults)
        self._begin()

    def _begin(self) -> None:
        settings = self.settings
        self.messages = MessageStore(
            retention_seconds=settings.retention_seconds, retention_count=settings.retention_count
        )
        self.repeatability = RepeatabilityStore(
            window_seconds=settings.repeatability_window_seconds
        )
        self.rate_limiter = RateLimiter()
        self.opt_outs = OptOutRegistry()
        self.requests: deque[RequestRecord] = deque(maxlen=_REQUESTS_KEPT)
        self.blocked_outcome = BLOCKED_BY_TEXT
        self.progression = Progression(
            publish=self.grid.publish,
            on_change=self.stream.notify_messages,
            clock=settings.clock,
            call_later=asyncio.get_running_loop().call_later,
        )

    async def reset(self, *, subscriptions: bool) -> None:
        """Forget everything but (unless asked to) the subscriptions; all settings are default."""
        self.progression.close()
        self.faults.clear()
        await self.grid.drop_pending()
        if subscriptions:
            await self.grid.close()
        self.grid.speed.factor = 1.0
        self._begin()
        self.stream.notify_reset()

    async def close(self) -> None:
        """End timers, deliveries and streams."""
        self.stream.close()
        self.progression.close()
        await self.grid.close()

    def new_id(self, prefix: str, now: datetime) -> str:
        """Return a message id: prefix, UTC time to the second, GUID (REST specification)."""
        return f"{prefix}_{_stamp(now)}{self.settings.new_id()}"

    def outcome_of(self, own_number: str, user_number: str) -> Outcome:
        """Return what will become of a message between two numbers."""
        if self.opt_outs.is_blocked(own_number, user_number):
            return self.blocked_outcome
        return OUTCOME_BY_RECIPIENT.get(user_number, DELIVERED)

    def blocked_senders(self, user_number: str) -> list[str]:
        """Return the own numbers that cannot reach a person."""
        return [own for own in self.senders if self.opt_outs.is_blocked(own, user_number)]

    def keep(self, messages: Sequence[Message]) -> None:
        """Keep new messages, and tell of them."""
        self.messages.add(messages, self.settings.clock())
        self.stream.notify_messages(messages)

    def text_in(self, user_number: str, sender: Sender, body: str) -> Message:
        """
        Let a person text an own number.

        Keywords do what they do for that kind of sender, the network's reply included; the message
        is then handed on as an event.
        """
        message = self._write(user_number, sender.number, body, Origin.PERSON)
        reply = self.opt_outs.handle_keyword(sender, user_number, body)
        if reply is not None:
            self.stream.notify_opt_outs([user_number])
            answer = self._write(user_number, sender.number, reply, Origin.NETWORK)
            self.progression.decide([answer])
        self.grid.publish([Event(message)])
        return message

    def _write(self, user_number: str, own_number: str, body: str, origin: Origin) -> Message:
        now = self.settings.clock()
        content = Content(own_number, body, count_segments(body), origin, now)
        prefix = "Incoming" if origin is Origin.PERSON else "Network"
        message = Message(self.new_id(prefix, now), user_number, content)
        self.keep([message])
        return message


@lru_cache(maxsize=16)  # the 100 messages of a call share their time
def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S}"


def message_json(message: Message) -> JsonObject:
    """Return a message as the control API shows it."""
    content, report = message.content, message.report
    inbound = content.origin is Origin.PERSON
    return {
        "messageId": message.message_id,
        "from": message.user_number if inbound else content.own_number,
        "to": content.own_number if inbound else message.user_number,
        "message": content.body,
        "segmentCount": content.segment_count,
        "direction": content.direction.value,
        "origin": content.origin.value,
        "tag": content.tag,
        "status": message.status,
        "statusDetails": report.details if report else None,
        "createdAt": content.created_at.isoformat(),
        "reportedAt": report.reported_at.isoformat() if report else None,
    }
