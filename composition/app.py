"""
Builds each room's dependencies when they are first asked for.

A room's `functions.py` asks `get_app` for the dependencies of its use cases; no other module does.
What is not asked for is not imported, because a serverless app starts often (docs/adr/0003).
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.days import Analytics
    from analytics.storage.day_journal import DayJournal
    from analytics.storage.statistics import Statistics
    from composition.resources import Resources
    from conversations.storage.auto_replies import AutoReplies
    from conversations.storage.conversations import Conversations
    from conversations.threads import Inbox
    from delivery_report.record import Reporting
    from inbound_webhook.inbound import Inbound
    from opt_outs.changes import OptOutRegistry
    from opt_outs.import_job import ImportJobs
    from opt_outs.reviews import ReviewQueue
    from opt_outs.storage.registry import OptOuts
    from reconciliation.reconciling import Reconciling
    from send_sms.sending import Accepting, Rules, Sending
    from send_sms.storage.dispatch_queue import WorkQueue
    from send_sms.storage.idempotency_keys import IdempotencyKeys
    from send_sms.storage.journal import Journal
    from senders.storage.senders import Senders
    from shared.eventgrid.parked_events import ParkedEvents
    from shared.storage.azure_queue import BackgroundQueue
    from subscriptions.deliver import EventDelivery
    from subscriptions.outbox import EventOutbox
    from subscriptions.storage.dead_letters import DeadLetters
    from subscriptions.storage.subscriptions import Subscriptions


class App:
    """One app on its resources; for the life of the process."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self.settings = resources.settings
        self.clock = resources.clock
        self.ids = resources.ids

    @cached_property
    def accepting(self) -> Accepting:
        """The dependencies of accepting."""
        from send_sms.sending import Accepting

        return Accepting(self.sending, self.idempotency_keys)

    @cached_property
    def sending(self) -> Sending:
        """The dependencies of dispatching."""
        from send_sms.sending import Runtime, Sending

        resources = self._resources
        return Sending(
            journal=self.journal,
            queue=resources.work_queue,
            senders=self.senders,
            opt_outs=self.opt_outs,
            gateway=resources.gateway,
            events=self.events,
            rules=self.rules,
            runtime=Runtime(self.clock, self.ids, resources.rounds),
        )

    @cached_property
    def rules(self) -> Rules:
        """The settings of sending."""
        from send_sms.sending import Rules

        settings = self.settings
        return Rules(settings.sender_profiles, settings.quiet_hours, settings.prices)

    @cached_property
    def inbound(self) -> Inbound:
        """The dependencies of inbound messages."""
        from conversations.storage.inbound_records import InboundRecords
        from inbound_webhook.inbound import Inbound
        from inbound_webhook.settings import InboundSettings

        settings = self.settings
        return Inbound(
            accepting=self.accepting,
            review_queue=self.review_queue,
            conversations=self.conversations,
            records=InboundRecords(self._resources.table("Journal")),
            auto_replies=self.auto_replies,
            carrier_events=self._resources.carrier_events,
            parked_events=self.parked_events,
            settings=InboundSettings(
                settings.reply_texts, settings.reply_window, settings.possible_policies
            ),
        )

    @cached_property
    def reporting(self) -> Reporting:
        """The dependencies of delivery reports."""
        from delivery_report.intake import ReportIntake
        from delivery_report.record import Reporting
        from delivery_report.storage.reports import Reports

        reports = Reports(self._resources.table("Journal"))
        intake = ReportIntake(reports)
        return Reporting(
            reports=reports,
            intake=intake,
            carrier_events=self._resources.carrier_events,
            parked_events=self.parked_events,
            registry=self.registry,
            ids=self.ids,
        )

    @cached_property
    def registry(self) -> OptOutRegistry:
        """The opt-out registry, and the dependencies of its changes."""
        from opt_outs.changes import OptOutRegistry

        return OptOutRegistry(self.opt_outs, self.events, self.clock, self.settings.stop_scope)

    @cached_property
    def review_queue(self) -> ReviewQueue:
        """The queue of reviews."""
        from opt_outs.reviews import ReviewQueue
        from opt_outs.storage.reviews import OptOutReviews

        return ReviewQueue(OptOutReviews(self._resources.table("OptOutReviews")), self.registry)

    @cached_property
    def import_jobs(self) -> ImportJobs:
        """The dependencies of imports."""
        from opt_outs.import_job import ImportJobs
        from opt_outs.storage.imports import IMPORT_QUEUE, OptOutImports

        imports = OptOutImports(self._resources.table("OptOutImports"))
        queue = self._resources.queue(IMPORT_QUEUE)
        return ImportJobs(imports, queue, self.opt_outs, self.clock, self.ids)

    @cached_property
    def reconciling(self) -> Reconciling:
        """The dependencies of reconciliation."""
        from reconciliation.reconciling import Reconciling, Switches
        from reconciliation.storage.reconciliations import RECONCILIATION_QUEUE, Reconciliations

        settings, resources = self.settings, self._resources
        return Reconciling(
            runs=Reconciliations(resources.table("OptOutReconciliations")),
            queue=resources.queue(RECONCILIATION_QUEUE),
            carrier_list=resources.opt_out_list,
            opt_outs=self.opt_outs,
            profiles=settings.sender_profiles,
            switches=Switches(settings.reconciles_daily, settings.pushes_opt_outs),
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def inbox(self) -> Inbox:
        """The dependencies of conversations."""
        from conversations.threads import Inbox
        from send_sms.look_up import JournalMessages

        sent = JournalMessages(self.journal, self.clock)
        return Inbox(self.conversations, sent, self.opt_outs, self.clock)

    @cached_property
    def analytics(self) -> Analytics:
        """The dependencies of analytics."""
        from analytics.days import Analytics

        return Analytics(self.day_journal, self.statistics, self.clock)

    @cached_property
    def event_delivery(self) -> EventDelivery:
        """The dependencies of event delivery."""
        from subscriptions.deliver import EventDelivery

        return EventDelivery(
            subscriptions=self.subscriptions,
            dead_letters=self.dead_letters,
            queue=self._event_queue,
            receiver=self._resources.event_receiver,
            clock=self.clock,
        )

    @cached_property
    def journal(self) -> Journal:
        """The batches of messages."""
        from send_sms.storage.journal import Journal

        return Journal(self._resources.table("Journal"))

    @cached_property
    def work_queue(self) -> WorkQueue:
        """The queue of dispatching."""
        return self._resources.work_queue

    @cached_property
    def day_journal(self) -> DayJournal:
        """The journal, counted by day."""
        from analytics.storage.day_journal import DayJournal

        return DayJournal(self._resources.table("Journal"))

    @cached_property
    def statistics(self) -> Statistics:
        """The counts of days."""
        from analytics.storage.statistics import Statistics

        return Statistics(self._resources.table("Statistics"))

    @cached_property
    def opt_outs(self) -> OptOuts:
        """The registry as it is stored."""
        from opt_outs.storage.registry import OptOuts

        return OptOuts(self._resources.table("OptOuts"))

    @cached_property
    def senders(self) -> Senders:
        """The senders' pause switches and rate windows."""
        from senders.storage.senders import Senders

        return Senders(self._resources.table("Senders"))

    @cached_property
    def idempotency_keys(self) -> IdempotencyKeys:
        """The idempotency keys of callers."""
        from send_sms.storage.idempotency_keys import IdempotencyKeys

        return IdempotencyKeys(self._resources.table("IdempotencyKeys"))

    @cached_property
    def conversations(self) -> Conversations:
        """The conversations."""
        from conversations.storage.conversations import Conversations

        return Conversations(self._resources.table("Conversations"))

    @cached_property
    def auto_replies(self) -> AutoReplies:
        """The rules of automatic replies."""
        from conversations.storage.auto_replies import AutoReplies

        return AutoReplies(self._resources.table("AutoReplies"))

    @cached_property
    def parked_events(self) -> ParkedEvents:
        """The events that could not be used yet."""
        from shared.eventgrid.parked_events import ParkedEvents

        return ParkedEvents(self._resources.table("ParkedEvents"))

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """The subscriptions to events."""
        from subscriptions.storage.subscriptions import Subscriptions

        return Subscriptions(self._resources.table("Subscriptions"))

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """The events that could not be delivered."""
        from subscriptions.storage.dead_letters import DeadLetters

        return DeadLetters(self._resources.table("DeadLetters"))

    @cached_property
    def events(self) -> EventOutbox:
        """What publishes events."""
        from subscriptions.outbox import EventOutbox

        return EventOutbox(self.subscriptions, self._event_queue, self.clock)

    @cached_property
    def _event_queue(self) -> BackgroundQueue:
        from subscriptions.storage.event_queue import EVENT_QUEUE

        return self._resources.queue(EVENT_QUEUE)


_running: list[App] = []


def get_app() -> App:
    """Give this process's app; the first call reads the settings and builds it."""
    if not _running:
        from composition.resources import AzureResources
        from composition.settings import load_settings

        _running.append(App(AzureResources(load_settings())))
    return _running[-1]


@contextmanager
def run_as(app: App) -> Iterator[None]:
    """Let functions find another app meanwhile: one on a test's resources."""
    _running.append(app)
    try:
        yield
    finally:
        _running.remove(app)
