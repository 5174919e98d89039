"""What figures keep of a message that a person wrote: when, what it asked for, what it answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.consent_reader.reading import Intent
from shared.domain.day_count import Cell, Counts, Measure, slot_of
from shared.domain.histogram import bucket_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.batch import Batch
    from shared.domain.consent_reader.reading import Reading
    from shared.domain.inbound import InboundMessage

_CREDIBLE = timedelta(days=30)
"""How far an event's own time may be from ours to be counted; Event Grid retries for a day."""

_REQUESTS = frozenset({Intent.OPT_OUT, Intent.OPT_IN, Intent.HELP})


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    One inbound message.

    Attributes
    ----------
    intent : Intent
        What it asks for beyond doubt; else none.
    answers : str
        The id of the message it answers; empty: none is known, and the rest is empty too.
    campaign, category : str
        Of that message.
    answered_at : datetime or None
        When that message was sent.
    """

    own_number: str
    user_number: str
    event_id: str
    received_at: datetime
    intent: Intent
    answers: str = ""
    campaign: str = ""
    category: str = ""
    answered_at: datetime | None = None


def receipt_of(
    message: InboundMessage, reading: Reading, answered: tuple[Batch, int] | None
) -> Receipt:
    """Make the receipt of a message; `answered` is what it answers: batch and position."""
    intent = reading.intent if reading.is_decided else Intent.NONE
    plain = Receipt(
        message.own_number,
        message.user_number,
        message.provider_message_id,
        message.received_at,
        intent,
    )
    if answered is None:
        return plain
    batch, position = answered
    options, outcome = batch.options_of(position), batch.progress.outcomes.get(position)
    due_at = max(batch.accepted_at, options.send_at or batch.accepted_at)
    return replace(
        plain,
        answers=message.answers,
        campaign=options.campaign,
        category=options.category.value,
        answered_at=(outcome and outcome.at) or due_at,
    )


def is_credible(received_at: datetime, now: datetime) -> bool:
    """Tell whether an event's time may be true; a wrong one would count on some far day."""
    return abs(now - received_at) <= _CREDIBLE


class ReceiptCounter:
    """
    Counts the receipts of one own number and day.

    A person who asks twice to be left alone is one opt-out, and who answers a message twice has
    answered it once: the first of the day counts.
    """

    def __init__(self, total: dict[Cell, Counts]) -> None:
        self._total = total
        self._left: set[str] = set()
        self._answered: set[str] = set()

    def add(self, receipts: Iterable[Receipt]) -> None:
        """Count receipts, oldest first."""
        for one in receipts:
            cell = Cell(slot_of(one.received_at), one.campaign, one.category)
            counts = self._total.setdefault(cell, Counter())
            counts[Measure.RECEIVED, ""] += 1
            if one.intent is Intent.OPT_OUT and one.user_number not in self._left:
                self._left.add(one.user_number)
                counts[Measure.OPT_OUTS, ""] += 1
            if _is_reply(one) and one.answers not in self._answered:
                self._answered.add(one.answers)
                _count_reply(counts, one)


def _is_reply(receipt: Receipt) -> bool:
    return bool(receipt.answers) and receipt.intent not in _REQUESTS


def _count_reply(counts: Counts, receipt: Receipt) -> None:
    counts[Measure.REPLIES, ""] += 1
    if receipt.answered_at:
        seconds = (receipt.received_at - receipt.answered_at).total_seconds()
        counts[Measure.TO_REPLY, str(bucket_of(seconds))] += 1
