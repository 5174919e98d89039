"""The one place where real things are chosen: stores, gateway, queues, clock."""

import gc
from datetime import UTC, datetime

from analytics.storage.day_journal import DayJournal
from analytics.storage.statistics import Statistics
from composition.services import Services
from composition.settings import Settings
from conversations.storage.auto_replies import AutoReplies
from conversations.storage.conversations import Conversations
from delivery_report.intake import ReportIntake
from opt_outs.storage.imports import IMPORT_QUEUE, OptOutImports
from opt_outs.storage.registry import OptOuts
from opt_outs.storage.reviews import OptOutReviews
from reconciliation.storage.reconciliations import RECONCILIATION_QUEUE, Reconciliations
from send_sms.dispatching.in_process import Rounds
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from send_sms.storage.dispatch_queue import DispatchQueue
from send_sms.storage.idempotency_keys import IdempotencyKeys
from send_sms.storage.journal import Journal
from senders.storage.senders import Senders
from shared.carriers.acs.gateway import AcsGateway
from shared.carriers.acs.opt_out_list import AcsOptOutList
from shared.eventgrid.parked_events import ParkedEvents
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import TextQueue
from shared.storage.azure_table import AzureTable
from subscriptions.outbox import EventOutbox
from subscriptions.receiver import Subscriber
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.event_queue import EVENT_QUEUE
from subscriptions.storage.subscriptions import Subscriptions

_OBJECTS_PER_COLLECTION = 20_000


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


def build_services(settings: Settings) -> Services:
    """Build everything on one storage account and one ACS resource; nothing is connected yet."""
    _tune_garbage_collector()
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
        rounds=Rounds(MAX_ROUND_MEMBERS),
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


def _tune_garbage_collector() -> None:
    """
    Collect cycles after 20,000 new objects instead of 700, and never look at what was imported.

    A campaign makes millions of objects and hardly a cycle; collecting as often as Python does by
    itself took a quarter of the CPU (docs/performance.md).
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
