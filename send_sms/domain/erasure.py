"""
Erase a person from a batch: what waits is cancelled, texts are masked, the number is replaced.

The texts go at once. The number stays until no delivery report is awaited any more, because reports
name it: the message would be counted wrong without its report.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from send_sms.domain.batch import Batch, first_submitted_at, holds
from send_sms.domain.dispatching import claimed_until, settle
from send_sms.domain.secret_text import erase_members
from send_sms.domain.status import confirmation_time
from shared.carriers.sending import CANCELLED, UNKNOWN, Outcome, OutcomeKind

_CLAIM_MARGIN = timedelta(seconds=10)
"""After the end of a claim its results are recorded, or never."""

_MAY_BE_REPORTED = frozenset({OutcomeKind.SENT, OutcomeKind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Erasable:
    """
    What of a batch can be erased at a moment, by position.

    Attributes
    ----------
    texts : tuple of int
        Members whose texts are still there.
    numbers : tuple of int
        Members whose numbers can be replaced.
    later : tuple of int
        Members whose numbers must stay for a while.
    due_at : datetime or None
        Until when the first of these must stay.
    """

    texts: tuple[int, ...]
    numbers: tuple[int, ...]
    later: tuple[int, ...]
    due_at: datetime | None


def positions_of_person(batch: Batch, numbers: Collection[str]) -> list[int]:
    """List the positions of messages to a person."""
    return [p for p in batch.positions() if batch.recipients[p] in numbers]


def cancel_members(batch: Batch, positions: Sequence[int], now: datetime) -> Batch:
    """
    End those members that wait and that no worker has claimed; the same again changes nothing.

    One that may have left becomes unknown and is not tried again.
    """
    waiting = set(batch.waiting_positions())
    ended = {p for p in positions if p in waiting and not _is_held(batch, p, now)}
    if not ended:
        return batch
    settled = settle(batch, now).progress.outcomes
    outcomes = dict(batch.progress.outcomes)
    outcomes |= {p: _ended(batch, p, settled.get(p), now) for p in ended}
    return replace(batch, progress=replace(batch.progress, outcomes=outcomes))


def _ended(batch: Batch, position: int, settled: Outcome | None, now: datetime) -> Outcome:
    if settled and settled.kind is not OutcomeKind.UNCERTAIN:
        return settled
    first_sent_at = first_submitted_at(batch, position)
    may_have_left = first_sent_at or batch.generation(position)
    ended = UNKNOWN if may_have_left else CANCELLED
    return replace(ended, first_sent_at=first_sent_at, at=now)


def ended_since(batch: Batch, positions: Sequence[int], moment: datetime) -> list[int]:
    """List the members that ended without leaving, as far as is known, since a moment."""
    outcomes = batch.progress.outcomes
    return [
        p
        for p in positions
        if (one := outcomes.get(p)) and one.at and one.at >= moment and one.kind not in _LEFT
    ]


_LEFT = frozenset({OutcomeKind.SENT, OutcomeKind.UNCERTAIN})


def erasable(batch: Batch, positions: Sequence[int], now: datetime) -> Erasable:
    """Tell what of a person's messages in a batch can be erased, once what waits is cancelled."""
    held = [p for p in positions if _is_held(batch, p, now)]
    free = [p for p in positions if p not in held]
    reports = {p: due_at for p in free if (due_at := _report_due_at(batch, p)) and due_at > now}
    until = claimed_until(batch)
    moments = [*reports.values(), *([until + _CLAIM_MARGIN] if held and until else [])]
    return Erasable(
        texts=tuple(p for p in free if p not in batch.erased),
        numbers=tuple(p for p in free if p not in reports),
        later=tuple(sorted({*held, *reports})),
        due_at=min(moments, default=None),
    )


def _is_held(batch: Batch, position: int, now: datetime) -> bool:
    """Tell whether a worker may be about to submit a member or to record its outcome."""
    claim, until = batch.progress.claim, claimed_until(batch)
    is_in_time = until is not None and now < until + _CLAIM_MARGIN
    return claim is not None and holds(claim.positions, position) and is_in_time


def _report_due_at(batch: Batch, position: int) -> datetime | None:
    """Tell until when a report on a message is awaited; None: none is."""
    options, outcome = batch.options_of(position), batch.progress.outcomes.get(position)
    is_reported = position in batch.reports or not options.delivery_report
    if is_reported or (outcome and outcome.kind not in _MAY_BE_REPORTED):
        return None
    sent_at = outcome.at if outcome and outcome.kind is OutcomeKind.SENT else None
    sent_at = sent_at or first_submitted_at(batch, position)
    return sent_at + confirmation_time(options.category) if sent_at else None


def erase(batch: Batch, what: Erasable, pseudonym: str) -> Batch:
    """Give a batch without what can be erased of a person."""
    texts = {*what.texts, *what.numbers}
    masked = erase_members(batch, texts) if texts else batch
    numbers = dict.fromkeys(what.numbers, pseudonym)
    return replace(
        masked,
        recipients=_without(batch.recipients, numbers),
        references=_without(batch.references, dict.fromkeys(texts, "")),
        send_references=_send_references(batch, texts),
    )


def _without(texts: tuple[str, ...], others: Mapping[int, str]) -> tuple[str, ...]:
    changed = tuple(others.get(position, text) for position, text in enumerate(texts))
    return changed if any(changed) else ()


def _send_references(batch: Batch, positions: Collection[int]) -> tuple[str, ...]:
    """The reference of a send to several people belongs to no single one of them."""
    if batch.is_round:
        return _without(batch.send_references, dict.fromkeys(positions, ""))
    is_alone = batch.terms[0].totals.recipient_count == 1
    return () if is_alone and positions else batch.send_references
