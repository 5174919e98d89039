"""A whole app without a socket: real stores on a table, queue, gateway and clock of ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from analytics.storage.day_journal import DayJournal
from analytics.storage.statistics import Statistics
from composition.services import Services
from composition.settings import Settings
from conversations.storage.auto_replies import AutoReplies
from conversations.storage.conversations import Conversations
from delivery_report.intake import ReportIntake
from opt_outs.storage.imports import OptOutImports
from opt_outs.storage.registry import OptOuts
from opt_outs.storage.reviews import OptOutReviews
from reconciliation.storage.reconciliations import Reconciliations
from send_sms.dispatching.in_process import Rounds
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.storage.dispatch_queue import MAX_DUE_COUNT, MessageReceipt, QueueLevel, Work
from send_sms.storage.idempotency_keys import IdempotencyKeys
from send_sms.storage.journal import Journal
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from senders.storage.senders import Senders
from shared.carriers.sending import CallResult, Outcome, OutcomeKind, SendCall, SendError
from shared.eventgrid.parked_events import ParkedEvents
from subscriptions.outbox import EventOutbox
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.subscriptions import Subscriptions
from tests.support.in_memory_opt_out_list import InMemoryOptOutList
from tests.support.in_memory_table import InMemoryTable

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLL_FREE = "+18335550100"
PERSON = "+14255550123"

SETTINGS = Settings(
    storage_connection_string="UseDevelopmentStorage=true",
    acs_endpoint="http://127.0.0.1:1",
    acs_access_key="c2VjcmV0",
    acs_resource_id="",
    identity_client_id="",
    # Tests of the rate limiter remove this; the others must not wait.
    sender_profiles={TOLL_FREE: SenderProfile(TOLL_FREE, Limits())},
    # It is night in half the world, whatever the hour.
    quiet_hours=QuietHoursPolicy.OFF,
)


class FrozenClock:
    """A clock that stands still until told otherwise."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class InMemoryQueue:
    """Holds work with its delay; the test plays the host."""

    def __init__(self) -> None:
        self.items: list[tuple[Work, int]] = []
        self.on_put: Callable[[Work], None] | None = None
        self.on_level: Callable[[], None] | None = None
        self._put_count = 0
        self._tickets: dict[MessageReceipt, tuple[Work, int]] = {}

    async def put(self, work: Work, delay_seconds: int = 0) -> MessageReceipt:
        if self.on_put:
            self.on_put(work)
        self.items.append((work, delay_seconds))
        self._put_count += 1
        ticket = MessageReceipt(str(self._put_count), "")
        self._tickets[ticket] = self.items[-1]
        return ticket

    async def replace(self, ticket: MessageReceipt, work: Work, delay_seconds: int) -> None:
        if (index := self._index(ticket)) is not None:
            self.items[index] = (work, delay_seconds)

    async def remove(self, ticket: MessageReceipt) -> None:
        if (index := self._index(ticket)) is not None:
            del self.items[index]

    async def level(self) -> QueueLevel:
        if self.on_level:
            self.on_level()
        due_count = sum(delay_seconds <= 0 for _, delay_seconds in self.items)
        return QueueLevel(len(self.items), min(due_count, MAX_DUE_COUNT))

    def _index(self, ticket: MessageReceipt) -> int | None:
        """Where the message lies; None if the test has taken it."""
        item = self._tickets.pop(ticket)
        return next((index for index, one in enumerate(self.items) if one is item), None)

    def take_all(self) -> list[tuple[Work, int]]:
        items, self.items = self.items, []
        return items


class InMemoryTexts:
    """Holds messages with their delays; the test plays the host."""

    def __init__(self) -> None:
        self.items: list[tuple[str, int]] = []
        self.on_put: Callable[[str], None] | None = None

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        if self.on_put:
            self.on_put(text)
        self.items.append((text, delay_seconds))


@dataclass
class ScriptedSubscriber:
    """Answers deliveries from a script, then with 204; keeps every delivery."""

    script: list[int | Exception] = field(default_factory=list)
    got: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.got.append((url, headers, body))
        answer = self.script.pop(0) if self.script else 204
        if isinstance(answer, Exception):
            raise answer
        return answer


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
    subscriber: ScriptedSubscriber = field(default_factory=ScriptedSubscriber)
    statistics_table: InMemoryTable = field(default_factory=InMemoryTable)
    randomness: CountedRandomness = field(default_factory=CountedRandomness)
    settings: Settings = SETTINGS
    # Without submissions all work goes through the queue, where a test can watch it.
    rounds: Rounds[Any] = field(default_factory=lambda: Rounds(MAX_ROUND_MEMBERS, 0))

    def submit_at_once(self) -> None:
        """Let what is accepted leave from where it was accepted."""
        self.rounds = Rounds(MAX_ROUND_MEMBERS)

    def services(self) -> Services:
        journal, opt_outs = Journal(self.journal_table, no_pause), OptOuts(self.opt_outs_table)
        subscriptions = Subscriptions(self.subscriptions_table)
        return Services(
            settings=self.settings,
            journal=journal,
            day_journal=DayJournal(self.journal_table),
            statistics=Statistics(self.statistics_table),
            opt_outs=opt_outs,
            opt_out_imports=OptOutImports(self.imports_table),
            opt_out_reviews=OptOutReviews(self.reviews_table),
            import_queue=self.import_queue,
            opt_out_list=self.opt_out_list,
            reconciliations=Reconciliations(self.reconciliations_table),
            reconciliation_queue=self.reconciliation_queue,
            senders=Senders(self.senders_table),
            idempotency_keys=IdempotencyKeys(self.keys_table),
            rounds=self.rounds,
            report_intake=ReportIntake(journal),
            subscriptions=subscriptions,
            dead_letters=DeadLetters(self.letters_table),
            event_queue=self.event_queue,
            events=EventOutbox(subscriptions, self.event_queue, self.clock),
            subscriber=self.subscriber,
            conversations=Conversations(self.conversations_table),
            auto_replies=AutoReplies(self.auto_replies_table),
            parked_events=ParkedEvents(self.parked_table),
            work_queue=self.queue,
            gateway=self.gateway,
            clock=self.clock,
            randomness=self.randomness,
        )

    def push_opt_outs(self) -> None:
        """Let comparisons change ACS's list of opt-outs."""
        self.settings = replace(self.settings, pushes_opt_outs=True)

    def tables(self) -> Sequence[InMemoryTable]:
        return (
            self.journal_table,
            self.opt_outs_table,
            self.conversations_table,
            self.auto_replies_table,
            self.parked_table,
            self.senders_table,
            self.keys_table,
            self.imports_table,
            self.reconciliations_table,
            self.reviews_table,
            self.subscriptions_table,
            self.letters_table,
            self.statistics_table,
        )
