"""
What use cases work with: stores, gateway, queues, clock.

Built when a function first needs them, kept for the life of the process. Tests hand use cases
their own `Services`. Every function's module imports this one, so that it imports next to nothing
itself: a serverless app starts often (docs/adr/0003).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.identifiers import RANDOM_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from analytics.storage.day_journal import DayJournal
    from analytics.storage.statistics import Statistics
    from composition.settings import Settings
    from conversations.storage.auto_replies import AutoReplies
    from conversations.storage.conversations import Conversations
    from delivery_report.intake import ReportIntake
    from opt_outs.storage.imports import OptOutImports
    from opt_outs.storage.registry import OptOuts
    from opt_outs.storage.reviews import OptOutReviews
    from reconciliation.storage.reconciliations import Reconciliations
    from send_sms.dispatching.in_process import Rounds
    from send_sms.storage.dispatch_queue import WorkQueue
    from send_sms.storage.idempotency_keys import IdempotencyKeys
    from send_sms.storage.journal import Journal
    from senders.storage.senders import Senders
    from shared.carriers.opt_out_list import OptOutList
    from shared.carriers.sending import SmsGateway
    from shared.eventgrid.parked_events import ParkedEvents
    from shared.storage.azure_queue import BackgroundQueue
    from subscriptions.deliver import EventReceiver
    from subscriptions.outbox import EventOutbox
    from subscriptions.storage.dead_letters import DeadLetters
    from subscriptions.storage.subscriptions import Subscriptions

_ID_BYTES = 8


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
    rounds: Rounds[Any]
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

    def new_id(self) -> str:
        """Draw an id by which a worker recognises what it stored itself."""
        return self.randomness(_ID_BYTES).hex()


_current: list[Services] = []


def get_services() -> Services:
    """Give this process's services, building them the first time."""
    if not _current:
        from composition.build import build_services
        from composition.settings import load_settings

        _current.append(build_services(load_settings()))
    return _current[0]
