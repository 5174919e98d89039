"""
The properties of a batch's row that dispatching writes: claim, outcomes, resends.

Outcomes lie in one property for each block of 100 members, so that a merge writes only the blocks
that changed: `o0` to `o9`, each a JSON list of groups with the same kind, reason and times.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from send_sms.domain.batch import block_of
from send_sms.domain.progress import Claim, Progress, Resend, ResendKind
from shared.carriers.registry import DEFAULT_CARRIER
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import MEMBERS_PER_BATCH, MEMBERS_PER_BLOCK
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import Bound

_BLOCK_COUNT = MEMBERS_PER_BATCH // MEMBERS_PER_BLOCK

_SHORT_TEXT = 30

_TEXTS_PER_BLOCK = 20
"""Different reasons that a block keeps in words; more would exceed 32,768 characters."""

HANDED_OVER = ("claim", "recorded", "o0")
IS_BATCH: tuple[Bound] = (("attempt_count", "ge", 0),)

WAS_RESENT: tuple[Bound] = (("restarts", "ge", "["),)

FIRST_WAS_SENT: tuple[Bound, Bound] = (("o0", "ge", '[["sent"'), ("o0", "le", '[["sent"~'))
"""Batches whose first member was sent; its outcome stands at the front."""

_By = dict[int, dict[int, Outcome]]


def progress_properties(progress: Progress) -> dict[str, Any]:
    """Write all of a new batch's progress."""
    return changed_properties(Progress(), progress) | _claim_properties(progress)


def changed_properties(before: Progress, after: Progress) -> dict[str, Any]:
    """Write what differs, for a merge: outcomes by block, and the small rest whole."""
    changed: dict[str, Any] = {}
    if before.outcomes is not after.outcomes:
        known, new = _by_block(before.outcomes), _by_block(after.outcomes)
        for block in sorted(known.keys() | new.keys()):
            if _differ(known.get(block), new.get(block)):
                changed[f"o{block}"] = _outcomes_to_text(new.get(block, {}))
    if before.resends != after.resends:
        changed["restarts"] = _resends_to_text(after.resends)
    return changed | _claim_properties(after)


def progress_from_row(row: Mapping[str, Any], *, for_counting: bool = False) -> Progress:
    """Read it back; for counting without the carrier's ids, which would cost the most."""
    outcomes: dict[int, Outcome] = {}
    for block in range(_BLOCK_COUNT):
        if text := row.get(f"o{block}"):
            outcomes.update(_outcomes_from_text(text, for_counting=for_counting))
    return Progress(
        claim=_claim_from_text(row["claim"]),
        recorded_claim_id=row["recorded"],
        carrier=row.get("carrier") or DEFAULT_CARRIER,
        attempt_count=row["attempt_count"],
        outcomes=outcomes,
        resends=_resends_from_text(row.get("restarts", "")),
    )


def has_been_sent(progress: Progress) -> bool:
    """Tell whether the carrier took a message."""
    return any(one.kind is OutcomeKind.SENT for one in progress.outcomes.values())


def is_handed_over(row: Mapping[str, Any]) -> bool:
    """Tell whether the carrier took one of a batch's first hundred members, or is taking some."""
    claim = _claim_from_text(row["claim"])
    if claim and claim.claim_id != row["recorded"]:
        return True
    outcomes = _outcomes_from_text(row.get("o0") or "[]", for_counting=True)
    return any(one.kind is OutcomeKind.SENT for one in outcomes.values())


def resent_until(row: Mapping[str, Any]) -> datetime | None:
    """Tell when the last new time to live of resent messages ends; None: none was given."""
    resends = _resends_from_text(row.get("restarts", ""))
    return max((one.expires_at for one in resends if one.expires_at), default=None)


def positions_to_text(positions: Iterable[int]) -> str:
    """Write ascending positions: `0-99 105`, or as a mask of bits in hexadecimal: `x5a`."""
    listed = list(positions)
    pairs = _as_ranges(listed)
    text = " ".join(str(first) if first == last else f"{first}-{last}" for first, last in pairs)
    if len(text) <= _SHORT_TEXT:
        return text
    return min(text, f"x{sum(1 << position for position in listed):x}", key=len)


def positions_from_text(text: str) -> tuple[int, ...]:
    """Read them back."""
    if text.startswith("x"):
        mask = int(text[1:], 16)
        return tuple(position for position in range(mask.bit_length()) if mask >> position & 1)
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def _as_ranges(positions: Iterable[int]) -> list[tuple[int, int]]:
    """Give ascending positions as ranges, both ends included."""
    ranges: list[tuple[int, int]] = []
    for position in positions:
        if ranges and ranges[-1][1] == position - 1:
            ranges[-1] = ranges[-1][0], position
        else:
            ranges.append((position, position))
    return ranges


def _claim_properties(progress: Progress) -> dict[str, Any]:
    return {
        "claim": _claim_to_text(progress.claim),
        "recorded": progress.recorded_claim_id,
        "carrier": progress.carrier,
        "attempt_count": progress.attempt_count,
    }


def _claim_to_text(claim: Claim | None) -> str:
    if claim is None:
        return ""
    times = time_to_text(claim.until), time_to_text(claim.first_sent_at)
    return json.dumps([claim.claim_id, *times, positions_to_text(claim.positions)])


def _claim_from_text(text: str) -> Claim | None:
    if not text:
        return None
    claim_id, until, first_sent_at, positions = json.loads(text)
    times = time_from_text(until), time_from_text(first_sent_at)
    return Claim(claim_id, *times, positions_from_text(positions))


def _by_block(outcomes: Mapping[int, Outcome]) -> _By:
    blocks: _By = {}
    for position, outcome in outcomes.items():
        blocks.setdefault(block_of(position), {})[position] = outcome
    return blocks


def _differ(known: Mapping[int, Outcome] | None, new: Mapping[int, Outcome] | None) -> bool:
    """An outcome that was not replaced is the same object: comparing those is cheap."""
    if known is None or new is None or known.keys() != new.keys():
        return True
    return any(known[position] is not one for position, one in new.items())


def _outcomes_to_text(outcomes: Mapping[int, Outcome]) -> str:
    if not outcomes:
        return ""
    texts: set[str] = set()
    groups: dict[tuple[object, ...], list[int]] = {}
    for position in sorted(outcomes):
        one = outcomes[position]
        if len(texts) < _TEXTS_PER_BLOCK:
            texts.add(one.text)
        text = one.text if one.text in texts else ""
        key = (one.kind.value, one.code, text, one.first_sent_at, one.at)
        groups.setdefault(key, []).append(position)
    return json.dumps(
        [
            [
                *key[:3],
                optional_time(key[3]),  # type: ignore[arg-type]
                optional_time(key[4]),  # type: ignore[arg-type]
                positions_to_text(positions),
                _provider_ids(outcomes, positions),
            ]
            for key, positions in groups.items()
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _provider_ids(outcomes: Mapping[int, Outcome], positions: Iterable[int]) -> list[str]:
    ids = [outcomes[position].provider_message_id for position in positions]
    return ids if any(ids) else []


@lru_cache(maxsize=128)
def _outcomes_from_text(text: str, *, for_counting: bool) -> Mapping[int, Outcome]:
    """A block whose outcomes are final is read again and again."""
    found: dict[int, Outcome] = {}
    for kind, code, words, first_sent_at, at, ranges, provider_ids in json.loads(text):
        what = OutcomeKind(kind)
        shared = (code, words, time_or_none(first_sent_at), time_or_none(at))
        positions = positions_from_text(ranges)
        if for_counting or not provider_ids:
            found.update(dict.fromkeys(positions, Outcome(what, "", *shared)))
        else:
            for position, provider_id in zip(positions, provider_ids, strict=True):
                found[position] = Outcome(what, provider_id, *shared)
    return found


def _resends_to_text(resends: Iterable[Resend]) -> str:
    return json.dumps(
        [
            [
                one.kind.value,
                time_to_text(one.at),
                positions_to_text(one.positions),
                optional_time(one.first_sent_at),
                optional_time(one.expires_at),
                one.request_id,
            ]
            for one in resends
        ],
        separators=(",", ":"),
    )


def _resends_from_text(text: str) -> tuple[Resend, ...]:
    return tuple(
        Resend(
            ResendKind(kind),
            time_from_text(at),
            positions_from_text(positions),
            time_or_none(first_sent_at),
            time_or_none(expires_at),
            request_id,
        )
        for kind, at, positions, first_sent_at, expires_at, request_id in (
            json.loads(text) if text else ()
        )
    )
