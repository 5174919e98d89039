"""
Builds the dependencies of sends, inbound messages, conversations, delivery reports and consent.

They depend on one another: a STOP changes consent and makes a send. `App` adds what only reads
them or works beside them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from composition.stores import Stores

if TYPE_CHECKING:
    from datetime import datetime

    from composition.resources import Resources
    from conversations.threads import Inbox
    from delivery_report.record import Reporting
    from inbound_webhook.inbound import Inbound
    from opt_outs.changes import OptOutRegistry
    from opt_outs.reviews import ReviewQueue
    from send_sms.accepting.caps import CapCounter
    from send_sms.domain.prices import PriceTable
    from send_sms.search import Searching
    from send_sms.sending import Accepting, Rules, Sending
    from send_sms.waiting import WaitReader


class Messages(Stores):
    """The dependencies of the rooms that send and receive messages, and of consent."""

    def __init__(self, resources: Resources) -> None:
        super().__init__(resources)
        self.settings = resources.settings
        self.actors = resources.settings.actors
        self.ids = resources.ids

    @cached_property
    def rules(self) -> Rules:
        """The settings of sending."""
        from send_sms.sending import Rules

        settings = self.settings
        return Rules(
            settings.sender_profiles,
            settings.quiet_hours,
            settings.prices,
            settings.own_numbers,
            settings.confirm_above,
            settings.countries,
        )

    @cached_property
    def price_table(self) -> PriceTable:
        """The prices of segments."""
        from send_sms.price_list import built_in_prices

        return self.rules.prices or built_in_prices()

    @cached_property
    def sending(self) -> Sending:
        """The dependencies of dispatching."""
        from composition.resources import guarded_gateway
        from send_sms.sending import Runtime, Sending

        resources = self._resources
        return Sending(
            journal=self.journal,
            queue=resources.work_queue,
            senders=self.senders,
            opt_outs=self.opt_outs,
            gateway=guarded_gateway(resources),
            events=self.events,
            rules=self.rules,
            runtime=Runtime(self.clock, self.ids, resources.rounds, lambda: self.conversations),
        )

    @cached_property
    def accepting(self) -> Accepting:
        """The dependencies of accepting."""
        from send_sms.sending import Accepting, SenderLookups

        lookups = SenderLookups(self.sending)
        return Accepting(self.sending, self.idempotency_keys, lookups, self.caps)

    @cached_property
    def caps(self) -> CapCounter | None:
        """The counter of what is accepted against the caps; None: no caps are set."""
        caps = self.settings.caps
        if not caps:
            return None
        from send_sms.accepting.caps import CapCounter, CapPolicy

        policy, runtime = CapPolicy(caps, self.price_table), self.sending.runtime
        return CapCounter(policy, self.cap_accounts, self.events, runtime)

    @cached_property
    def waits(self) -> WaitReader:
        """What reads why messages wait."""
        from send_sms.waiting import WaitReader

        return WaitReader(self.senders, self.rules)

    @cached_property
    def searching(self) -> Searching:
        """The dependencies of a search of messages."""
        from send_sms.search import Searching

        return Searching(self.journal, self.journal_search, self.waits, self.clock)

    @cached_property
    def inbox(self) -> Inbox:
        """The dependencies of conversations."""
        from conversations.threads import Inbox
        from send_sms.found_messages import JournalMessages

        sent = JournalMessages(self.journal, self.waits, self.clock)
        return Inbox(self.conversations, sent, self.opt_outs, self.clock)

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
        from delivery_report.failed_replies import FailedReplies
        from delivery_report.intake import ReportIntake
        from delivery_report.record import Reporting
        from delivery_report.storage.reports import Reports
        from send_sms.storage.references import References

        reports = Reports(self._resources.table("Journal"))
        intake = ReportIntake(reports)
        return Reporting(
            reports=reports,
            references=References(self._resources.table("Journal")),
            intake=intake,
            carrier_events=self._resources.carrier_events,
            parked_events=self.parked_events,
            registry=self.registry,
            failed_replies=FailedReplies(self.journal, self.conversations),
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

        reviews = OptOutReviews(self._resources.table("OptOutReviews"))
        return ReviewQueue(reviews, self.registry, self._end_waiting)

    async def _end_waiting(self, own_number: str, user_number: str, at: datetime) -> None:
        from conversations.work import end_waiting

        await end_waiting(own_number, user_number, at, self.conversations)
