"""A whole app without a socket: real stores on a table, queue, gateway and clock of ours."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from composition.app import App
from composition.settings import Settings
from opt_outs.storage.imports import IMPORT_QUEUE
from people.storage.erasures import ERASURE_QUEUE
from reconciliation.storage.reconciliations import RECONCILIATION_QUEUE
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.domain.countries import CountryPolicy
from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.sending import Rounds
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from shared.carriers.acs.events import AcsEvents
from shared.carriers.acs.settings import AcsSettings
from shared.carriers.registry import DEFAULT_CARRIER
from shared.carriers.sending import CallResult, Outcome, OutcomeKind, SendCall, SendError
from shared.outgoing.http import Response as HttpResponse
from shared.runtime import Ids
from shared.storage.settings import StorageSettings
from shared.storage.table import WideTable
from subscriptions.storage.event_queue import EVENT_QUEUE
from tests.support.in_memory_opt_out_list import InMemoryOptOutList
from tests.support.in_memory_queues import InMemoryMessages, InMemoryQueue, InMemoryTexts
from tests.support.in_memory_table import InMemoryTable

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLL_FREE = "+18335550100"
PERSON = "+14255550123"

SETTINGS = Settings(
    storage=StorageSettings("UseDevelopmentStorage=true"),
    acs=AcsSettings("http://127.0.0.1:1", "c2VjcmV0"),
    # Tests of the rate limiter remove this; the others must not wait.
    sender_profiles={TOLL_FREE: SenderProfile(TOLL_FREE, Limits())},
    # It is night in half the world, whatever the hour.
    quiet_hours=QuietHoursPolicy.OFF,
    # Tests of where messages may go remove this.
    countries=CountryPolicy(frozenset({"*"})),
)


class FrozenClock:
    """A clock that stands still until told otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class ScriptedSubscriber:
    """Answers deliveries from a script, then with 204; keeps every delivery."""

    script: list[int | HttpResponse | Exception] = field(default_factory=list)
    got: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> HttpResponse:
        self.got.append((url, headers, body))
        answer = self.script.pop(0) if self.script else 204
        if isinstance(answer, Exception):
            raise answer
        return HttpResponse(answer, {}, b"") if isinstance(answer, int) else answer


Response = Callable[[SendCall], CallResult]


def all_sent(call: SendCall) -> tuple[Outcome | None, ...]:
    """Answer like ACS when everything is well."""
    return tuple(
        Outcome(OutcomeKind.SENT, provider_message_id=f"Outgoing_{message_id[-12:]}")
        for message_id in call.message_ids
    )


@dataclass
class ScriptedGateway:
    """Answers calls from a script, then as if all were well; keeps every call."""

    script: list[Response | SendError] = field(default_factory=list)
    calls: list[SendCall] = field(default_factory=list)

    name = DEFAULT_CARRIER

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.calls.append(call)
        answer = self.script.pop(0) if self.script else all_sent
        result = answer if isinstance(answer, SendError) else answer(call)
        if isinstance(result, SendError):
            raise result
        return result

    @property
    def recipients(self) -> list[str]:
        return [recipient for call in self.calls for recipient in call.recipients]


class CountedRandomness:
    """Chance that counts: ids are repeatable."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self, length: int) -> bytes:
        self._drawn += 1
        return self._drawn.to_bytes(length, "big")


async def no_pause(seconds: float) -> None:
    """Wait for nothing between two tries."""
    del seconds


class WorldResources:
    """A world's tables and queues by the names that the app gives them."""

    def __init__(self, world: "World", tables: Mapping[str, WideTable], **others: Any) -> None:
        self._world = world
        self._tables = tables
        self.settings = world.settings
        self.clock = world.clock
        self.ids = Ids(world.randomness)
        self.rounds = world.rounds
        self.gateway = world.gateway
        self.opt_out_list = world.opt_out_list
        self.carrier_events = AcsEvents()
        self.event_receiver = world.subscriber
        self.work_queue = world.queue
        vars(self).update(others)

    def table(self, name: str) -> WideTable:
        return self._tables.get(name) or self._world.table(name)

    def queue(self, name: str) -> InMemoryTexts:
        world = self._world
        queues = {
            IMPORT_QUEUE: world.import_queue,
            RECONCILIATION_QUEUE: world.reconciliation_queue,
            EVENT_QUEUE: world.event_queue,
            ERASURE_QUEUE: world.erasure_queue,
        }
        return queues[name]

    def message_queue(self, name: str) -> InMemoryMessages:
        return self._world.message_queue(name)


class EveryNumber(set[str]):
    """Own numbers of which the carrier took a message: all there are."""

    def __contains__(self, number: object) -> bool:
        return True


_TABLES = {
    "Journal": "journal_table",
    "OptOuts": "opt_outs_table",
    "Conversations": "conversations_table",
    "AutoReplies": "auto_replies_table",
    "ParkedEvents": "parked_table",
    "Senders": "senders_table",
    "IdempotencyKeys": "keys_table",
    "OptOutImports": "imports_table",
    "OptOutReconciliations": "reconciliations_table",
    "OptOutReviews": "reviews_table",
    "Subscriptions": "subscriptions_table",
    "DeadLetters": "letters_table",
    "Statistics": "statistics_table",
    "Verifications": "verifications_table",
    "VerificationCounts": "verification_counts_table",
    "Caps": "caps_table",
    "Erasures": "erasures_table",
    "Audit": "audit_table",
}
"""The members of a world that hold the app's tables, by the names of these."""


@dataclass
class World:
    """Everything around a use case."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    queue: InMemoryQueue = field(default_factory=InMemoryQueue)
    gateway: ScriptedGateway = field(default_factory=ScriptedGateway)
    journal_table: InMemoryTable = field(default_factory=InMemoryTable)
    opt_outs_table: InMemoryTable = field(default_factory=InMemoryTable)
    conversations_table: InMemoryTable = field(default_factory=InMemoryTable)
    auto_replies_table: InMemoryTable = field(default_factory=InMemoryTable)
    parked_table: InMemoryTable = field(default_factory=InMemoryTable)
    senders_table: InMemoryTable = field(default_factory=InMemoryTable)
    keys_table: InMemoryTable = field(default_factory=InMemoryTable)
    imports_table: InMemoryTable = field(default_factory=InMemoryTable)
    reviews_table: InMemoryTable = field(default_factory=InMemoryTable)
    import_queue: InMemoryTexts = field(default_factory=InMemoryTexts)
    opt_out_list: InMemoryOptOutList = field(default_factory=InMemoryOptOutList)
    reconciliations_table: InMemoryTable = field(default_factory=InMemoryTable)
    reconciliation_queue: InMemoryTexts = field(default_factory=InMemoryTexts)
    subscriptions_table: InMemoryTable = field(default_factory=InMemoryTable)
    letters_table: InMemoryTable = field(default_factory=InMemoryTable)
    event_queue: InMemoryTexts = field(default_factory=InMemoryTexts)
    message_queues: dict[str, InMemoryMessages] = field(default_factory=dict)
    subscriber: ScriptedSubscriber = field(default_factory=ScriptedSubscriber)
    statistics_table: InMemoryTable = field(default_factory=InMemoryTable)
    verifications_table: InMemoryTable = field(default_factory=InMemoryTable)
    verification_counts_table: InMemoryTable = field(default_factory=InMemoryTable)
    caps_table: InMemoryTable = field(default_factory=InMemoryTable)
    erasures_table: InMemoryTable = field(default_factory=InMemoryTable)
    erasure_queue: InMemoryTexts = field(default_factory=InMemoryTexts)
    audit_table: InMemoryTable = field(default_factory=InMemoryTable)
    randomness: CountedRandomness = field(default_factory=CountedRandomness)
    settings: Settings = SETTINGS
    # Tests of own numbers that are not known begin without any.
    carried: set[str] = field(default_factory=EveryNumber)
    # Without submissions all work goes through the queue, where a test can watch it.
    rounds: Rounds[Any] = field(default_factory=lambda: Rounds(MAX_ROUND_MEMBERS, 0))

    def submit_at_once(self) -> None:
        """Let what is accepted leave from where it was accepted."""
        self.rounds = Rounds(MAX_ROUND_MEMBERS)

    def app(self, *, tables: Mapping[str, WideTable] = {}, **others: Any) -> App:
        """Put an app together on what this world has now, with some resources of its own."""
        app = App(WorldResources(self, tables, **others))
        app.journal.carried = self.carried
        return app

    def table(self, name: str) -> InMemoryTable:
        """Give a table by the name that the app gives it."""
        found: InMemoryTable = getattr(self, _TABLES[name])
        return found

    def message_queue(self, name: str) -> InMemoryMessages:
        """Give a queue by the name that the app gives it."""
        return self.message_queues.setdefault(name, InMemoryMessages(self.clock, name))

    def take_state(self, other: "World") -> None:
        """
        Go on where another world is now: its time, chance, settings, rows, work and events.

        What led there need not be played again for each of the ways on.
        """
        self.settings, self.clock.now = other.settings, other.clock.now
        self.randomness = copy(other.randomness)
        for name in _TABLES:
            self.table(name).take_rows(other.table(name))
        self.queue.take_items(other.queue)
        for name, queue in other.message_queues.items():
            self.message_queue(name).take_messages(queue)
        self.event_queue.items = list(other.event_queue.items)
        self.gateway.calls = list(other.gateway.calls)
        self.subscriber.script = list(other.subscriber.script)

    def push_opt_outs(self) -> None:
        """Let comparisons change ACS's list of opt-outs."""
        self.settings = replace(self.settings, pushes_opt_outs=True)

    def tables(self) -> Sequence[InMemoryTable]:
        """Give all tables but the one of the audit, which is written beside every change."""
        return [self.table(name) for name in _TABLES if name != "Audit"]


class PreparedWorlds:
    """Holds worlds in which something has happened already, by a name of what that was."""

    def __init__(self) -> None:
        self._worlds: dict[Hashable, World] = {}

    async def go_on(
        self, world: World, name: Hashable, prepare: Callable[[], Awaitable[World]]
    ) -> None:
        """Let a new world go on where another one is, which is prepared when first asked for."""
        if name not in self._worlds:
            self._worlds[name] = await prepare()
        world.take_state(self._worlds[name])


Serve = Callable[[World], None]
"""Lets the functions of the app find a world; a fixture of the unit tests."""
