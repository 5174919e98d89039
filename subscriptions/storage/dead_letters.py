"""The `DeadLetters` table: deliveries that failed for 24 hours; partition: the subscription."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import Row, WideTable, delete_rows
from subscriptions.storage.event_queue import Delivery, delivery_from_text, delivery_to_text

DEAD_LETTER_RETENTION = timedelta(days=30)
"""At least so long, from when it was first tried."""

_FORM = re.compile("[0-9]{14}-[0-9a-f]{32}")
_ROWS_PER_LOOK = 1_000


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """
    A delivery that failed for 24 hours.

    Attributes
    ----------
    reason : str
        Why the last try failed, for machines.
    died_at : datetime
        When it was given up.
    row : Row
        What it is kept in.
    """

    dead_letter_id: str
    delivery: Delivery
    reason: str
    died_at: datetime
    row: Row


@dataclass(frozen=True, slots=True)
class DeadLetterCount:
    """How many dead letters a subscription has, since when, and why the last one failed."""

    count: int
    since: datetime
    reason: str


def is_dead_letter_id(text: str) -> bool:
    """Tell whether a text has the form of an id, and may be asked for."""
    return _FORM.fullmatch(text) is not None


class DeadLetters:
    """Dead letters by subscription, oldest first."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def add(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Keep a delivery; the same again changes nothing but the time."""
        row = {
            "PartitionKey": delivery.subscription_id,
            "RowKey": f"{delivery.since:%Y%m%d%H%M%S}-{delivery.delivery_id}",
            **packed_delivery(delivery),
            "reason": reason,
            "died_at": time_to_text(now),
        }
        await self._table.write([("upsert", row, "")])

    async def page(self, subscription_id: str, *, after: str, limit: int) -> list[DeadLetter]:
        """Read dead letters, beginning behind `after` (empty: at the first)."""
        first = f"{after} " if after else "0"
        rows = await self._table.rows(subscription_id, first, "~", limit=limit)
        return [_from_row(row) for row in rows]

    async def counts(self) -> dict[str, DeadLetterCount]:
        """
        Count dead letters by subscription; one operation.

        The first 1,000 are counted.
        """
        by_subscription: dict[str, list[Row]] = {}
        rows = await self._table.across(
            "0", "~", limit=_ROWS_PER_LOOK, select=("reason", "died_at")
        )
        for row in rows:
            by_subscription.setdefault(row["PartitionKey"], []).append(row)
        return {
            subscription_id: DeadLetterCount(
                len(found), time_from_text(found[0]["died_at"]), found[-1]["reason"]
            )
            for subscription_id, found in by_subscription.items()
        }

    async def remove(self, letters: Sequence[DeadLetter]) -> None:
        """Delete dead letters of one subscription; those that failed again since stay."""
        await delete_rows(self._table, [letter.row for letter in letters])

    async def purge(self, subscription_id: str, now: datetime) -> None:
        """Delete expired dead letters of a subscription, up to 1,000; at least one operation."""
        end = f"{now - DEAD_LETTER_RETENTION:%Y%m%d}"
        rows = await self._table.rows(subscription_id, "0", end, limit=_ROWS_PER_LOOK)
        await delete_rows(self._table, rows)

    async def remove_all(self, subscription_id: str) -> None:
        """Delete all dead letters of a subscription."""
        while rows := await self._table.rows(subscription_id, "0", "~", limit=_ROWS_PER_LOOK):
            await delete_rows(self._table, rows)


def packed_delivery(delivery: Delivery) -> dict[str, bytes]:
    """Write a delivery: what fits into a queue message in base64 fits into a property as it is."""
    return {"packed": zlib.compress(delivery_to_text(delivery).encode())}


def _from_row(row: Row) -> DeadLetter:
    text = zlib.decompress(row["packed"]).decode()
    died_at = time_from_text(row["died_at"])
    return DeadLetter(row["RowKey"], delivery_from_text(text), row["reason"], died_at, row)
