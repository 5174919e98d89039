"""What figures keep of a message that a person wrote: when, what it asked for, what it answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from opt_outs.domain.classifier.classification import Intent
from shared.domain.day_count import Cell, Counts, Measure, slot_of
from shared.domain.histogram import bucket_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.domain.inbound_record import InboundRecord

_REQUESTS = frozenset({Intent.OPT_OUT, Intent.OPT_IN, Intent.HELP})


class InboundRecordCounter:
    """
    Counts the receipts of one own number and day.

    A person who opts out twice is one opt-out, and two answers to one message are one reply: the
    first of the day counts.
    """

    def __init__(self, total: dict[Cell, Counts]) -> None:
        self._total = total
        self._left: set[str] = set()
        self._answered: set[str] = set()

    def add(self, records: Iterable[InboundRecord]) -> None:
        """Count receipts, oldest first."""
        for one in records:
            cell = Cell(slot_of(one.received_at), one.campaign, one.category)
            counts = self._total.setdefault(cell, Counter())
            counts[Measure.RECEIVED, ""] += 1
            if one.intent is Intent.OPT_OUT and one.user_number not in self._left:
                self._left.add(one.user_number)
                counts[Measure.OPT_OUTS, ""] += 1
            if _is_reply(one) and one.in_reply_to not in self._answered:
                self._answered.add(one.in_reply_to)
                _count_reply(counts, one)


def _is_reply(record: InboundRecord) -> bool:
    return bool(record.in_reply_to) and record.intent not in _REQUESTS


def _count_reply(counts: Counts, record: InboundRecord) -> None:
    counts[Measure.REPLIES, ""] += 1
    if record.answered_at:
        seconds = (record.received_at - record.answered_at).total_seconds()
        counts[Measure.TO_REPLY, str(bucket_of(seconds))] += 1
