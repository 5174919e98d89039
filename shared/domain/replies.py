"""
Sends that answer what a person wrote.

The id of such a send follows from the message it answers. So the same event, however often and
wherever it comes, asks for the same send, and that can be stored only once.
"""

from datetime import UTC, datetime, timedelta

from shared.domain.chunk import Category, Chunk, SendOptions, SendTotals
from shared.domain.dispatching import WIRE_TIME
from shared.domain.identifiers import SendAddress, derived_address
from shared.domain.inbound import InboundMessage
from shared.domain.purpose import Purpose

REPLY_TIME = timedelta(minutes=5) - WIRE_TIME
"""
How long after a request its answer may still be taken to the wire.

A confirmation is covered by the old consent if it comes within five minutes (47 CFR
64.1200(a)(12)); a call begun in the last moment still arrives in time.
"""

HELP_PERIOD = timedelta(minutes=15)
"""In each of these periods a person is helped once: two machines must not talk for ever."""


def is_answered_in_time(message: InboundMessage, now: datetime) -> bool:
    """Tell whether an answer to a message can still come in time; a strange clock's never does."""
    return abs(now - message.received_at) < REPLY_TIME


def reply_to(message: InboundMessage, purpose: Purpose, text: str) -> Chunk:
    """Make the one-recipient send that answers a message; the same for a repeated event."""
    return Chunk(
        send=_address(message, purpose),
        number=0,
        body=text,
        recipients=(message.user_number,),
        values=(),
        options=SendOptions(
            category=Category.TRANSACTIONAL,
            campaign="",
            send_at=None,
            expires_at=message.received_at + REPLY_TIME,
            delivery_report=True,
            purpose=purpose,
        ),
        totals=SendTotals(chunk_count=1, recipient_count=1, duplicate_count=0, rejected_count=0),
    )


def _address(message: InboundMessage, purpose: Purpose) -> SendAddress:
    moment, cause = message.received_at, message.provider_message_id
    if purpose is Purpose.HELP:
        moment, cause = _period_start(moment), ""
    what = f"{purpose}|{message.own_number}|{message.user_number}|{cause}"
    return derived_address(message.own_number, moment, what)


def _period_start(moment: datetime) -> datetime:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return moment - (moment - epoch) % HELP_PERIOD
