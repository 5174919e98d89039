"""The dependencies of processing inbound messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.storage.auto_replies import AutoReplies
    from conversations.storage.conversations import Conversations
    from conversations.storage.inbound_records import InboundRecords
    from inbound_webhook.settings import InboundSettings
    from opt_outs.reviews import ReviewQueue
    from send_sms.sending import Accepting
    from shared.carriers.events import CarrierEvents
    from shared.eventgrid.parked_events import ParkedEvents


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
