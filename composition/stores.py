"""The tables and queues of all rooms, opened when they are first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.storage.day_journal import DayJournal
    from analytics.storage.statistics import Statistics
    from audit.storage.audit_log import AuditLog
    from composition.resources import Resources
    from conversations.storage.auto_replies import AutoReplies
    from conversations.storage.canned_replies import CannedReplies
    from conversations.storage.conversations import Conversations
    from opt_outs.storage.recent_changes import RecentChanges
    from opt_outs.storage.registry import OptOuts
    from send_sms.dispatching.moving import Moving
    from send_sms.storage.bundles import BundleQueue
    from send_sms.storage.cap_accounts import CapAccounts
    from send_sms.storage.dispatch_queue import WorkQueue
    from send_sms.storage.idempotency_keys import IdempotencyKeys
    from send_sms.storage.journal import Journal
    from send_sms.storage.journal_search import JournalSearch
    from senders.storage.senders import Senders
    from shared.eventgrid.parked_events import ParkedEvents
    from shared.storage.queue import BackgroundQueue
    from subscriptions.outbox import EventOutbox
    from subscriptions.storage.dead_letters import DeadLetters
    from subscriptions.storage.subscriptions import Subscriptions


class Stores:
    """The stores on some resources; for the life of the process."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self.clock = resources.clock

    @cached_property
    def journal(self) -> Journal:
        """The batches of messages."""
        from send_sms.storage.journal import Journal

        return Journal(self._resources.table("Journal"))

    @property
    def journal_search(self) -> JournalSearch:
        """What the journal can be searched for."""
        return self.journal.search

    @cached_property
    def audit_log(self) -> AuditLog:
        """The changes that were made by API."""
        from audit.storage.audit_log import AuditLog

        return AuditLog(self._resources.table("Audit"))

    @cached_property
    def work_queue(self) -> WorkQueue:
        """The queue of dispatching."""
        return self._resources.work_queue

    @cached_property
    def bundle_queue(self) -> BundleQueue:
        """The queues of dispatching, for bundles."""
        from send_sms.storage.dispatch_queue import DISPATCH_QUEUE, WAITING_QUEUE, DispatchQueue

        dispatch, waiting = map(self._resources.message_queue, (DISPATCH_QUEUE, WAITING_QUEUE))
        return DispatchQueue(dispatch, waiting, self.clock)

    @cached_property
    def moving(self) -> Moving:
        """The dependencies of moving work that is nearly due."""
        from send_sms.dispatching.moving import Moving
        from send_sms.storage.dispatch_queue import DISPATCH_QUEUE, WAITING_QUEUE

        waiting, dispatch = map(self._resources.message_queue, (WAITING_QUEUE, DISPATCH_QUEUE))
        return Moving(waiting, dispatch, self.clock)

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
    def recent_opt_out_changes(self) -> RecentChanges:
        """What the ledger recorded lately."""
        from opt_outs.storage.recent_changes import RecentChanges

        return RecentChanges(self._resources.table("OptOuts"))

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
    def cap_accounts(self) -> CapAccounts:
        """The accounts of caps."""
        from send_sms.storage.cap_accounts import CapAccounts

        return CapAccounts(self._resources.table("Caps"))

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
    def canned_replies(self) -> CannedReplies:
        """The texts for operators' replies."""
        from conversations.storage.canned_replies import CannedReplies

        return CannedReplies(self._resources.table("AutoReplies"))

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

        return EventOutbox(self.subscriptions, self.event_queue, self.clock)

    @cached_property
    def event_queue(self) -> BackgroundQueue:
        """The queue of deliveries to subscribers."""
        from subscriptions.storage.event_queue import EVENT_QUEUE

        return self._resources.queue(EVENT_QUEUE)
