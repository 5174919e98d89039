"""
Builds each room's dependencies when they are first asked for.

A room's `functions.py` asks `get_app` for the dependencies of its use cases; no other module does.
What is not asked for is not imported, because a serverless app starts often (docs/adr/0003).
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from composition.messages import Messages
from shared.web.changes import keep_changes_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.activities import CountedActivities
    from analytics.days import Analytics
    from housekeeping.retention import Retention
    from operations.figures import FigureReader
    from operations.figures_metrics import FigureMetrics
    from operations.storage_check import StorageCheck
    from opt_outs.import_job import ImportJobs
    from people.consent import PersonReader
    from people.erasure import Erasing
    from reconciliation.reconciling import Reconciling
    from shared.domain.author import ActorRules
    from shared.eventgrid.entra import TokenCheck
    from shared.eventgrid.envelope import Event
    from shared.eventgrid.webhook import Webhooks
    from shared.web.changes import Change
    from subscriptions.deliver import EventDelivery
    from verifications.verifying import Verifying


class App(Messages):
    """One app on its resources; for the life of the process."""

    @cached_property
    def webhooks(self) -> Webhooks:
        """Event Grid's webhooks; each handler's room is loaded by its first event."""
        from shared.carriers.acs.events import SMS_DELIVERY_REPORT, SMS_RECEIVED
        from shared.eventgrid.webhook import Webhook, Webhooks

        async def receive(events: Sequence[Event]) -> None:
            from inbound_webhook.receive import receive_inbound

            await receive_inbound(events, self.inbound)

        async def record(events: Sequence[Event]) -> None:
            from delivery_report.record import record_reports

            await record_reports(events, self.reporting)

        webhooks = (
            Webhook("webhooks/inbound", SMS_RECEIVED, receive),
            Webhook("webhooks/delivery-reports", SMS_DELIVERY_REPORT, record),
        )
        source = self.settings.acs.resource_id
        return Webhooks(
            webhooks, self.parked_events, self.clock, source, tokens=self._token_check()
        )

    def _token_check(self) -> TokenCheck | None:
        settings = self.settings.entra
        if settings is None:
            return None
        from shared.eventgrid.entra import TokenCheck
        from shared.eventgrid.published_keys import PublishedKeys

        return TokenCheck(settings, PublishedKeys(settings, self.clock), self.clock)

    @cached_property
    def people(self) -> PersonReader:
        """What reads a person's consent over all own numbers."""
        from people.consent import PersonReader

        return PersonReader(
            self.opt_outs,
            self.journal_search,
            self.rules.profiles,
            self.settings.quiet_hours,
            self.clock,
        )

    @cached_property
    def verifying(self) -> Verifying:
        """The dependencies of verifications."""
        from shared.runtime import Turns
        from verifications.storage.prefix_counts import PrefixCounts
        from verifications.storage.verifications import Verifications
        from verifications.verifying import Verifying

        settings, resources = self.settings, self._resources
        return Verifying(
            accepting=self.accepting,
            verifications=Verifications(
                resources.table("Verifications"), self.ids, settings.verification_key
            ),
            counts=PrefixCounts(resources.table("VerificationCounts")),
            turns=Turns(),
            brand=settings.brand,
        )

    @cached_property
    def erasing(self) -> Erasing:
        """The dependencies of erasures: all records of people."""
        from composition.people import erasing_of

        return erasing_of(self, self.verifying.verifications, self._resources)

    @cached_property
    def retention(self) -> Retention:
        """The dependencies of retention."""
        from conversations.storage.old_threads import OldThreads
        from housekeeping.retention import Retention
        from housekeeping.storage.checkpoints import Checkpoints
        from send_sms.storage.old_days import OldDays

        resources = self._resources
        return Retention(
            OldDays(resources.table("Journal")),
            OldThreads(resources.table("Conversations")),
            self.analytics,
            Checkpoints(resources.table("Statistics")),
            self.settings.keep_rules,
            self.clock,
        )

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
        from reconciliation.reconciling import ReconciliationSettings, Reconciling
        from reconciliation.storage.reconciliations import RECONCILIATION_QUEUE, Reconciliations

        settings, resources = self.settings, self._resources
        return Reconciling(
            runs=Reconciliations(resources.table("OptOutReconciliations")),
            queue=resources.queue(RECONCILIATION_QUEUE),
            carrier_list=resources.opt_out_list,
            opt_outs=self.opt_outs,
            profiles=settings.sender_profiles,
            settings=ReconciliationSettings(settings.reconciles_daily, settings.pushes_opt_outs),
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def analytics(self) -> Analytics:
        """The dependencies of analytics."""
        from analytics.days import Analytics
        from analytics.storage.live_days import LiveDays
        from shared.runtime import SharedTasks

        return Analytics(
            self.day_journal,
            LiveDays(self._resources.table("Journal")),
            self.statistics,
            self.price_table,
            self.clock,
            SharedTasks(),
        )

    @cached_property
    def activities(self) -> CountedActivities:
        """What the messages of each own number do."""
        from analytics.activities import CountedActivities

        return CountedActivities(self.analytics, self.settings.quiet_hours)

    @cached_property
    def figures(self) -> FigureReader:
        """What reads the figures of operations."""
        from composition.figures import figures_of

        return figures_of(self, self.rules, self.activities, self.review_queue.reviews)

    @cached_property
    def figure_metrics(self) -> FigureMetrics | None:
        """What sends the figures as metrics; None without Application Insights."""
        insights = self.settings.insights
        if insights is None:
            return None
        from operations.figures_metrics import FigureMetrics

        return FigureMetrics(insights)

    @cached_property
    def storage_check(self) -> StorageCheck:
        """The check of storage that health and readiness share."""
        from operations.storage_check import StorageCheck

        resources = self._resources
        return StorageCheck(resources.table("Senders"), resources.work_queue, self.clock)

    @cached_property
    def event_delivery(self) -> EventDelivery:
        """The dependencies of event delivery."""
        from subscriptions.deliver import DeliveryPlaces, EventDelivery
        from subscriptions.storage.erased_lately import ErasedLately

        return EventDelivery(
            subscriptions=self.subscriptions,
            dead_letters=self.dead_letters,
            queue=self.event_queue,
            receiver=self._resources.event_receiver,
            places=DeliveryPlaces(),
            erased=ErasedLately(self._resources.table("Subscriptions")),
            clock=self.clock,
        )


class _Keeper:
    """Keeps changes in the audit log of the app that runs."""

    def rules(self) -> ActorRules:
        """See `shared.web.changes.ChangeKeeper`."""
        return get_app().actors

    async def keep(self, change: Change) -> None:
        """See `shared.web.changes.ChangeKeeper`."""
        app = get_app()
        await app.audit_log.add(change, app.clock(), app.ids.new_randomness())


keep_changes_with(_Keeper())

_running: list[App] = []
_OBJECTS_PER_COLLECTION = 20_000


def get_app() -> App:
    """
    Give this process's app; the first call reads the settings and builds it.

    Raises
    ------
    ConfigurationError
        Settings cannot be used; names all of them.
    """
    if not _running:
        from composition.resources import AzureResources
        from composition.settings import load_settings

        _running.append(App(AzureResources(load_settings())))
        _tune_garbage_collector()
    return _running[-1]


@contextmanager
def run_as(app: App) -> Iterator[None]:
    """Let functions find another app meanwhile: one on a test's resources."""
    _running.append(app)
    try:
        yield
    finally:
        _running.remove(app)


def _tune_garbage_collector() -> None:
    """
    Collect cycles after 20,000 new objects instead of 700, and never look at what was imported.

    A campaign makes millions of objects and hardly a cycle; collecting as often as Python does by
    itself took a quarter of the CPU (docs/performance.md).
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
