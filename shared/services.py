"""
The one place where real things are chosen: stores, gateway, queue, clock.

Built when a function first needs them, kept for the life of the process. Tests hand use cases
their own `Services`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from shared.domain.identifiers import RANDOM_BYTES
from shared.event_outbox import EventOutbox
from shared.settings import Settings, load_settings
from shared.storage.acceptance import Acceptance, WorkQueue
from shared.storage.account import StorageAccount
from shared.storage.auto_replies import AutoReplies
from shared.storage.azure_table import AzureTable
from shared.storage.conversations import Conversations
from shared.storage.day_journal import DayJournal
from shared.storage.dead_letters import DeadLetters
from shared.storage.dispatch_queue import DispatchQueue
from shared.storage.event_queue import EVENT_QUEUE
from shared.storage.idempotency_keys import IdempotencyKeys
from shared.storage.journal import Journal
from shared.storage.opt_out_imports import IMPORT_QUEUE, OptOutImports
from shared.storage.opt_out_reviews import OptOutReviews
from shared.storage.opt_outs import OptOuts
from shared.storage.parked_events import ParkedEvents
from shared.storage.reconciliations import RECONCILIATION_QUEUE, Reconciliations
from shared.storage.report_intake import ReportIntake
from shared.storage.senders import Senders
from shared.storage.statistics import Statistics
from shared.storage.subscriptions import Subscriptions
from shared.storage.text_queue import TextQueue
from shared.subscriber import Subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shared.domain.chunk import Outcome
    from shared.domain.dispatching import SendCall


class SmsGateway(Protocol):
    """Whoever takes messages to the network."""

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """Hand over a call; see `AcsGateway.send`."""


class OptOutList(Protocol):
    """Whoever keeps ACS's own list of opt-outs; see `AcsOptOutList`."""

    async def check(self, own_number: str, user_numbers: Sequence[str]) -> dict[str, bool]:
        """Ask who is on the list."""

    async def add(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Put people on the list."""

    async def remove(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Take people off the list."""


class BackgroundQueue(Protocol):
    """Where work that nobody waits for has its turn."""

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        """Put a message; see `TextQueue.put`."""


class EventReceiver(Protocol):
    """Whoever takes deliveries of events to the systems that subscribed."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Deliver once; see `Subscriber.post`."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a use case may need."""

    settings: Settings
    journal: Journal
    day_journal: DayJournal
    statistics: Statistics
    opt_outs: OptOuts
    opt_out_imports: OptOutImports
    import_queue: BackgroundQueue
    opt_out_list: OptOutList
    reconciliations: Reconciliations
    reconciliation_queue: BackgroundQueue
    opt_out_reviews: OptOutReviews
    conversations: Conversations
    auto_replies: AutoReplies
    parked_events: ParkedEvents
    senders: Senders
    idempotency_keys: IdempotencyKeys
    acceptance: Acceptance
    report_intake: ReportIntake
    subscriptions: Subscriptions
    dead_letters: DeadLetters
    event_queue: BackgroundQueue
    events: EventOutbox
    subscriber: EventReceiver
    work_queue: WorkQueue
    gateway: SmsGateway
    clock: Callable[[], datetime]
    randomness: Callable[[int], bytes] = secrets.token_bytes

    def new_randomness(self) -> bytes:
        """Draw the chance in one send's id."""
        return self.randomness(RANDOM_BYTES)


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


def build_services(settings: Settings) -> Services:
    """Build everything on one storage account and one ACS resource; nothing is connected yet."""
    from shared.acs.gateway import AcsGateway
    from shared.acs.opt_out_list import AcsOptOutList

    account = StorageAccount(settings)
    journal_table = AzureTable(account, "Journal")
    journal = Journal(journal_table)
    opt_outs = OptOuts(AzureTable(account, "OptOuts"), settings.stop_scope)
    queue = DispatchQueue(account)
    subscriptions = Subscriptions(AzureTable(account, "Subscriptions"))
    event_queue = TextQueue(account, EVENT_QUEUE)
    return Services(
        settings=settings,
        journal=journal,
        day_journal=DayJournal(journal_table),
        statistics=Statistics(AzureTable(account, "Statistics")),
        opt_outs=opt_outs,
        opt_out_imports=OptOutImports(AzureTable(account, "OptOutImports")),
        import_queue=TextQueue(account, IMPORT_QUEUE),
        opt_out_list=AcsOptOutList(settings, utc_now),
        reconciliations=Reconciliations(AzureTable(account, "OptOutReconciliations")),
        reconciliation_queue=TextQueue(account, RECONCILIATION_QUEUE),
        opt_out_reviews=OptOutReviews(AzureTable(account, "OptOutReviews")),
        conversations=Conversations(AzureTable(account, "Conversations")),
        auto_replies=AutoReplies(AzureTable(account, "AutoReplies")),
        parked_events=ParkedEvents(AzureTable(account, "ParkedEvents")),
        senders=Senders(AzureTable(account, "Senders")),
        idempotency_keys=IdempotencyKeys(AzureTable(account, "IdempotencyKeys")),
        acceptance=Acceptance(journal, opt_outs, queue),
        report_intake=ReportIntake(journal),
        subscriptions=subscriptions,
        dead_letters=DeadLetters(AzureTable(account, "DeadLetters")),
        event_queue=event_queue,
        events=EventOutbox(subscriptions, event_queue, utc_now),
        subscriber=Subscriber(allows_private=settings.allows_private_webhooks),
        work_queue=queue,
        gateway=AcsGateway(settings, utc_now),
        clock=utc_now,
    )


_current: list[Services] = []


def get_services() -> Services:
    """Give this process's services, building them the first time."""
    if not _current:
        silence_request_log()
        _current.append(build_services(load_settings()))
    return _current[0]


def silence_request_log() -> None:
    """
    Keep azure-core from logging requests: table URLs show keys, and so phone numbers.

    The Functions worker logs at INFO by default, which is what that logger uses.
    """
    import logging

    logger = logging.getLogger("azure.core.pipeline.policies.http_logging_policy")
    logger.setLevel(logging.WARNING)
