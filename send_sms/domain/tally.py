"""What the messages of a send add up to at a moment: statuses, reasons, segments, times."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

from send_sms.domain.batch import first_submitted_at
from send_sms.domain.prices import country_of
from send_sms.domain.status import failure_of, status_of
from shared.carriers.sending import OutcomeKind
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import (
    SegmentCount,
    count_segments,
    longest,
    render,
    stored_values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from send_sms.domain.batch import Batch
    from send_sms.domain.progress import ResendKind
    from shared.domain.identifiers import SendAddress

_NOT_SENT = frozenset(
    {
        MessageStatus.SUPPRESSED,
        MessageStatus.EXPIRED,
        MessageStatus.CANCELLED,
        MessageStatus.SIMULATED,
    }
)

_PACE_TIME = timedelta(minutes=1)

Size = tuple[str, SegmentCount]
"""The country of a message's recipient, and the size of its text."""


@dataclass(slots=True)
class Tally:
    """
    What some messages of a send add up to.

    Attributes
    ----------
    reasons : counter of (MessageStatus, str)
        Messages with a reason, by status and the code of the reason.
    reason_texts : dict of (MessageStatus, str) to str
        The words of the first of each.
    segments : counter of str
        Segments of the messages that were or may yet be sent, by the recipient's country.
    longest : SegmentCount or None
        Of the longest text.
    first_sent_at, last_sent_at : datetime or None
        When the first submission began, and when the carrier accepted the last message.
    cancelled_at : datetime or None
        When it was cancelled.
    sent_last_minute : int
        Messages that the carrier accepted in the minute before.
    resends : counter of (datetime, ResendKind)
        How many messages were resent, by when.
    """

    counts: Counter[MessageStatus] = field(default_factory=Counter)
    reasons: Counter[tuple[MessageStatus, str]] = field(default_factory=Counter)
    reason_texts: dict[tuple[MessageStatus, str], str] = field(default_factory=dict)
    segments: Counter[str] = field(default_factory=Counter)
    longest: SegmentCount | None = None
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    cancelled_at: datetime | None = None
    sent_last_minute: int = 0
    resends: Counter[tuple[datetime, ResendKind]] = field(default_factory=Counter)

    def add(self, batch: Batch, position: int, size: Size, now: datetime) -> None:
        """Add a message as it is at a moment."""
        status = status_of(batch, position, now)
        self.counts[status] += 1
        if failure := failure_of(batch, position, now, status):
            self.reasons[status, failure[0]] += 1
            self.reason_texts.setdefault((status, failure[0]), failure[1])
        if status not in _NOT_SENT:
            self.segments[size[0]] += size[1].segment_count
        if size[1] is not self.longest:  # as it is for most: they have one text
            self.longest = longest((self.longest or size[1], size[1]))
        self._add_times(batch, position, now)

    def _add_times(self, batch: Batch, position: int, now: datetime) -> None:
        self.first_sent_at = _earliest(self.first_sent_at, first_submitted_at(batch, position))
        self.cancelled_at = _earliest(self.cancelled_at, batch.cancelled.get(position))
        outcome = batch.progress.outcomes.get(position)
        if outcome and outcome.at and outcome.kind is OutcomeKind.SENT:
            self.last_sent_at = max(self.last_sent_at or outcome.at, outcome.at)
            self.sent_last_minute += outcome.at > now - _PACE_TIME


def tally_of(send: SendAddress, batches: Iterable[Batch], now: datetime) -> Tally:
    """Add up the messages of a send in all batches that hold it."""
    tally = Tally()
    for batch in batches:
        positions = batch.positions_of(send)
        for one in batch.progress.resends:
            if count := len(set(one.positions).intersection(positions)):
                tally.resends[one.at, one.kind] += count
        for position, size in zip(positions, _sizes(batch, positions), strict=True):
            tally.add(batch, position, size, now)
    return tally


def _sizes(batch: Batch, positions: Sequence[int]) -> Sequence[Size]:
    if batch.is_round:
        return [_size(batch.recipients[one], batch.text_of(one)) for one in positions]
    return _sizes_of_send(batch.recipients, batch.terms[0].text, batch.values)


# A send that is watched is counted every few seconds, and its texts never change.
@lru_cache(maxsize=24)
def _sizes_of_send(
    recipients: tuple[str, ...], text: str, values: tuple[tuple[str, ...], ...]
) -> Sequence[Size]:
    if not any(values):
        size = count_segments(text)
        return [(country_of(recipient), size) for recipient in recipients]
    # A damaged row, which the dispatcher refuses, must not take the lists of sends with it.
    of_each = chain(values, repeat(()))
    return [
        _size(recipient, render(text, stored_values(text, own)) if own else text)
        for recipient, own in zip(recipients, of_each, strict=False)
    ]


def _size(recipient: str, text: str) -> Size:
    return country_of(recipient), count_segments(text)


def _earliest(known: datetime | None, other: datetime | None) -> datetime | None:
    return min(known, other) if known and other else known or other
