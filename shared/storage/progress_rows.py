"""The part of a chunk's row that dispatching writes: claim, times, outcomes."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.domain.chunk import Outcome, OutcomeKind, Progress
from shared.domain.restart import Restart, RestartKind
from shared.domain.times import time_from_text, time_to_text


def progress_properties(progress: Progress) -> dict[str, Any]:
    """Write all that dispatching may change."""
    return {
        "claimed_until": optional_time(progress.claimed_until),
        "claimed": " ".join(map(str, progress.claimed)),
        "first_sent_at": optional_time(progress.first_sent_at),
        "sent_at": optional_time(progress.sent_at),
        "attempt_count": progress.attempt_count,
        "outcomes": _outcomes_to_text(progress.outcomes),
        **({"restarts": _restarts_to_text(progress.restarts)} if progress.restarts else {}),
    }


def progress_from_row(row: Mapping[str, Any], but_for: Collection[int] = ()) -> Progress:
    """Read it back, but for the outcomes of some positions."""
    return Progress(
        claimed_until=time_or_none(row["claimed_until"]),
        claimed=tuple(map(int, row["claimed"].split())),
        first_sent_at=time_or_none(row["first_sent_at"]),
        sent_at=time_or_none(row["sent_at"]),
        attempt_count=row["attempt_count"],
        outcomes=_outcomes_from_text(row["outcomes"], but_for),
        restarts=_restarts_from_text(row.get("restarts", "")),
    )


def _outcomes_to_text(outcomes: Mapping[int, Outcome]) -> str:
    if not outcomes:
        return ""
    return json.dumps(
        {
            position: [o.kind.value, o.provider_message_id, o.code, o.text]
            for position, o in outcomes.items()
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _outcomes_from_text(text: str, but_for: Collection[int]) -> dict[int, Outcome]:
    if not text:
        return {}
    return {
        int(position): Outcome(OutcomeKind(kind), *rest)
        for position, (kind, *rest) in json.loads(text).items()
        if int(position) not in but_for
    }


def _restarts_to_text(restarts: Iterable[Restart]) -> str:
    return json.dumps(
        [
            [
                one.kind.value,
                time_to_text(one.at),
                " ".join(map(str, one.positions)),
                optional_time(one.first_sent_at),
                optional_time(one.expires_at),
            ]
            for one in restarts
        ],
        separators=(",", ":"),
    )


def _restarts_from_text(text: str) -> tuple[Restart, ...]:
    return tuple(
        Restart(
            RestartKind(kind),
            time_from_text(at),
            tuple(map(int, positions.split())),
            time_or_none(first_sent_at),
            time_or_none(expires_at),
        )
        for kind, at, positions, first_sent_at, expires_at in (json.loads(text) if text else ())
    )


def optional_time(moment: datetime | None) -> str:
    """Write a time that may be missing: empty, because a merge cannot take a property away."""
    return time_to_text(moment) if moment else ""


def time_or_none(text: str) -> datetime | None:
    """Read what `optional_time` wrote."""
    return time_from_text(text) if text else None
