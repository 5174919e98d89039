"""
Codes are secrets: texts of the category `otp` are shown masked, and deleted as soon as possible.

A masked text has the encoding and the number of segments of the text, so that figures and prices
stay right when nothing else is left of it.

A text is needed until its message is submitted. Those of `unknown` and `failed` messages that may
be resent are needed until their time to live ends: a later code is of no use.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from math import ceil

from send_sms.domain.batch import Batch, Terms
from send_sms.domain.progress import BAD_MESSAGE
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.message_text import Encoding, count_segments, split_at_placeholders

_MARKS = {
    (Encoding.GSM7, 1): "*",
    (Encoding.GSM7, 2): "^",
    (Encoding.UCS2, 1): "•",
    (Encoding.UCS2, 2): "\N{LOCK}",
}
"""By encoding and units of a character; each mark is its own mask."""

_KEPT = frozenset(" \n")


def mask(text: str) -> str:
    """Replace every character but spaces and line breaks; idempotent, and the same segments."""
    return "".join(one if one in _KEPT else _mark(one) for one in text)


def mask_template(text: str) -> str:
    """Mask a text but for its placeholders."""
    pieces = split_at_placeholders(text)
    pieces[::2] = map(mask, pieces[::2])
    pieces[1::2] = [f"{{{{{name}}}}}" for name in pieces[1::2]]
    return "".join(pieces)


@lru_cache(maxsize=1024)
def _mark(character: str) -> str:
    size = count_segments(character)
    return _MARKS[size.encoding, size.units]


def erase_texts(batch: Batch, now: datetime) -> Batch:
    """Mask the texts of members that need theirs no more; the same again changes nothing."""
    known = frozenset(batch.erased)
    over = [p for p in batch.positions() if p not in known and not _needs_text(batch, p, now)]
    return erase_members(batch, over) if over else batch


def erase_members(batch: Batch, positions: Collection[int]) -> Batch:
    """Mask the texts of some members: their values, and a text that no other member needs."""
    erased = frozenset(batch.erased).union(positions)
    return replace(
        batch,
        erased=tuple(sorted(erased)),
        terms=_without_texts(batch, erased),
        values=tuple(
            tuple(map(mask, values)) if position in erased else values
            for position, values in enumerate(batch.values)
        ),
    )


def seconds_until_erasure(batch: Batch, now: datetime) -> int | None:
    """Tell when the next text that waits for a resend can be deleted; None: there is none."""
    gone = {*batch.erased, *batch.waiting_positions()}
    ends = [batch.expires_at(p) for p in batch.progress.outcomes if p not in gone]
    return max(1, ceil((min(ends) - now).total_seconds())) if ends else None


def _needs_text(batch: Batch, position: int, now: datetime) -> bool:
    outcome = batch.progress.outcomes.get(position)
    if outcome is None or outcome.kind is OutcomeKind.UNCERTAIN:
        return True
    if not _may_be_resent(outcome) or position in batch.reports:
        return False
    return now < batch.expires_at(position)


def _may_be_resent(outcome: Outcome) -> bool:
    if outcome.kind is OutcomeKind.FAILED:
        return outcome.code != BAD_MESSAGE
    return outcome.kind is OutcomeKind.UNKNOWN


def _without_texts(batch: Batch, erased: Collection[int]) -> tuple[Terms, ...]:
    """Mask the texts that no other member needs."""
    needed = {_index_of(batch, p) for p in batch.positions() if p not in erased}
    return tuple(
        one if index in needed else replace(one, text=mask_template(one.text))
        for index, one in enumerate(batch.terms)
    )


def _index_of(batch: Batch, position: int) -> int:
    return batch.terms_index[position] if batch.terms_index else 0
