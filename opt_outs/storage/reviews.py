"""
The `OptOutReviews` table: messages that may be opt-outs, by own number, oldest first.

`R|{key}` is a review, `O|{key}` stands beside it while it is open, so that a long history does
not slow down the list of what is to be done.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from opt_outs.domain.review import Review, ReviewState
from shared.domain.errors import ConflictError, NotStoredError
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import Category
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Bound, Row, WideTable

_REVIEW, _OPEN = "R|", "O|"
_LAST_KEY = "~"
_TEXT_LIMIT = 4_000  # characters, as the ledger's


class OptOutReviews:
    """Reviews, never deleted: they are part of the record of consent."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def add(self, review: Review) -> None:
        """Store a new review; one operation. One that is there already stays as it is."""
        row = _row(review)
        try:
            await self._table.write(
                [("create", {**row, **_key(_REVIEW, review.address)}, ""), ("create", row, "")]
            )
        except ConflictError:
            return

    async def find(self, address: SendAddress) -> Review | None:
        """Read one; None if there is none."""
        row = await self._table.get(address.sender, _REVIEW + address.key)
        return _review(row) if row else None

    async def others_of_person(self, review: Review) -> list[Review]:
        """Read the other reviews of the same person and own number; looks at all of the number."""
        own_number, user = review.address.sender, review.user_number
        bounds: list[Bound] = [
            ("RowKey", "ge", _REVIEW),
            ("RowKey", "le", _REVIEW + _LAST_KEY),
            ("user_number", "ge", user),
            ("user_number", "le", user),
        ]
        rows = await self._table.across(own_number, own_number, bounds)
        return [one for one in map(_review, rows) if one.address != review.address]

    async def decide(self, review: Review) -> None:
        """
        Store a decision; one operation.

        Raises
        ------
        ConflictError
            A concurrent call has decided; nothing was stored.
        """
        key = _key(_REVIEW, review.address)
        try:
            await self._table.write(
                [
                    ("merge", {**key, **_decision(review)}, review.version),
                    ("delete", _key(_OPEN, review.address), ""),
                ]
            )
        except NotStoredError:
            raise ConflictError from None

    async def own_numbers(self, limit: int) -> list[str]:
        """Name own numbers that have reviews; one operation for each, and one if that is all."""
        found: list[str] = []
        while len(found) < limit:
            first = f"{found[-1]} " if found else " "
            rows = await self._table.across(first, _LAST_KEY, limit=1, select=("PartitionKey",))
            if not rows:
                break
            found.append(rows[0]["PartitionKey"])
        return found

    async def page(
        self, own_number: str, *, only_open: bool, after: str, limit: int
    ) -> list[Review]:
        """Read reviews, the oldest first, beginning behind the key `after` (empty: at first)."""
        kind = _OPEN if only_open else _REVIEW
        first = f"{kind}{after} " if after else kind
        rows = await self._table.rows(own_number, first, kind + _LAST_KEY, limit=limit)
        return [_review(row) for row in rows]


def _key(kind: str, address: SendAddress) -> dict[str, str]:
    return {"PartitionKey": address.sender, "RowKey": kind + address.key}


def _row(review: Review) -> dict[str, Any]:
    return {
        **_key(_OPEN, review.address),
        "user_number": review.user_number,
        "body": review.body[:_TEXT_LIMIT],
        "event_id": review.event_id,
        "received_at": time_to_text(review.received_at),
        "rule_id": review.rule_id,
        "rule_set_version": review.rule_set_version,
        "held": " ".join(review.held),
        "covered": " ".join(review.covered),
        **_decision(review),
    }


def _decision(review: Review) -> Mapping[str, str]:
    return {
        "state": review.state.value,
        "decided_at": time_to_text(review.decided_at) if review.decided_at else "",
        "actor": review.actor,
        "note": review.note,
    }


def _review(row: Row) -> Review:
    return Review(
        address=SendAddress(row["PartitionKey"], row["RowKey"][len(_REVIEW) :]),
        user_number=row["user_number"],
        body=row["body"],
        event_id=row["event_id"],
        received_at=time_from_text(row["received_at"]),
        rule_id=row["rule_id"],
        rule_set_version=row["rule_set_version"],
        held=_categories(row["held"]),
        covered=_categories(row["covered"]),
        state=ReviewState(row["state"]),
        decided_at=_optional_time(row["decided_at"]),
        actor=row["actor"],
        note=row["note"],
        version=row[ETAG],
    )


def _categories(text: str) -> tuple[Category, ...]:
    return tuple(map(Category, text.split()))


def _optional_time(text: str) -> datetime | None:
    return time_from_text(text) if text else None
