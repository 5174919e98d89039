"""The dependencies of processing inbound messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.storage.auto_replies import AutoReplies
    from conversations.storage.conversations import Conversations
    from conversations.storage.inbound_records import InboundRecords
    from inbound_webhook.settings import InboundSettings
    from opt_outs.changes import OptOutRegistry
    from opt_outs.reviews import ReviewQueue
    from send_sms.sending import Accepting
    from senders.domain.profile import SenderProfiles
    from shared.carriers.events import CarrierEvents
    from shared.eventgrid.parked_events import ParkedEvents
    from shared.runtime import Clock


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the processing of inbound messages uses."""

    accepting: Accepting
    review_queue: ReviewQueue
    conversations: Conversations
    records: InboundRecords
    auto_replies: AutoReplies
    carrier_events: CarrierEvents
    parked_events: ParkedEvents
    settings: InboundSettings

    @property
    def registry(self) -> OptOutRegistry:
        """The registry of opt-outs."""
        return self.review_queue.registry

    @property
    def profiles(self) -> SenderProfiles:
        """The configured profiles of our own numbers."""
        return self.accepting.sending.rules.profiles

    def knows(self, own_number: str) -> bool:
        """Tell whether an own number is in settings, or this process has seen that it sent."""
        return self.accepting.sending.knows(own_number)

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.accepting.clock
