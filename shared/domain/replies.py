"""
Sends that answer what a person wrote.

The id of such a send follows from the message it answers. So the same event, however often and
wherever it comes, asks for the same send, and that can be stored only once.
"""

from datetime import UTC, datetime, timedelta

from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.domain.dispatching import SUBMIT_TIME
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import BatchAddress, derived_address
from shared.domain.kinds import Category, Purpose

REPLY_TIME = timedelta(minutes=5) - SUBMIT_TIME
"""
How long after a request its answer may still be handed to the carrier.

A confirmation is covered by the old consent if it comes within five minutes (47 CFR
64.1200(a)(12)); a call begun in the last moment still arrives in time.
"""

_HELP_PERIOD = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_answered_in_time(message: InboundMessage, now: datetime) -> bool:
    """Tell whether an answer to a message can still come in time; a strange clock's never does."""
    return abs(now - message.received_at) < REPLY_TIME


def reply_to(message: InboundMessage, purpose: Purpose, text: str) -> Batch:
    """Make the one-recipient send that answers a message; the same for a repeated event."""
    cause = f"{purpose}|{message.user_number}|{message.provider_message_id}"
    options = SendOptions(
        category=Category.TRANSACTIONAL,
        campaign="",
        send_at=None,
        expires_at=message.received_at + REPLY_TIME,
        delivery_report=True,
        purpose=purpose,
    )
    return Batch(
        BatchAddress(derived_address(message.own_number, message.received_at, cause)),
        recipients=(message.user_number,),
        terms=(Terms(text, options, SendTotals()),),
    )


def help_turn(message: InboundMessage) -> str:
    """
    Name the one time that a person is helped in a quarter of an hour.

    Two machines must not talk for ever.
    """
    period = (message.received_at - _EPOCH) // _HELP_PERIOD
    return f"help for {message.user_number} from {message.own_number} in {period}"
