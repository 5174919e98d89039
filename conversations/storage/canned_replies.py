"""Canned replies: texts with a name that operators put into their replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.errors import NotStoredError
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import Table

MAX_NAME_CHARACTERS = 60

_PARTITION = "*canned"
"""Beside the partitions of own numbers, none of which begins with `*`."""

_LAST_KEY = "~"


@dataclass(frozen=True, slots=True)
class CannedText:
    """A canned reply; names that differ only in case are the same."""

    name: str
    text: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class CannedPage:
    """Some of them; `next_after` is empty on the last page."""

    texts: Sequence[CannedText]
    next_after: str


class CannedReplies:
    """
    The canned replies, in a partition of the `AutoReplies` table.

    The row key is the name in hexadecimal digits of UTF-8, as that of a keyword is.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    async def page(self, after: str, limit: int) -> CannedPage:
        """Read some in the order of their names, behind one (empty: from the first)."""
        first = f"{_key(after)} "
        rows = await self._table.rows(_PARTITION, first, _LAST_KEY, limit=limit + 1)
        texts = [_text(row) for row in rows[:limit]]
        return CannedPage(texts, texts[-1].name if len(rows) > limit else "")

    async def find(self, name: str) -> CannedText | None:
        """Find one by its name; one operation."""
        row = await self._table.get(_PARTITION, _key(name))
        return _text(row) if row else None

    async def put(self, text: CannedText) -> None:
        """Store one, in the place of an earlier one with its name."""
        await self._table.write([("upsert", _row(text), "")])

    async def remove(self, name: str) -> CannedText | None:
        """Delete one, and give it; None if there is none."""
        found = await self.find(name)
        if found:
            keys = {"PartitionKey": _PARTITION, "RowKey": _key(name)}
            try:
                await self._table.write([("delete", keys, "")])
            except NotStoredError:
                return None
        return found


def _key(name: str) -> str:
    return name.casefold()[:MAX_NAME_CHARACTERS].encode().hex()


def _row(text: CannedText) -> dict[str, Any]:
    return {
        "PartitionKey": _PARTITION,
        "RowKey": _key(text.name),
        "name": text.name,
        "text": text.text,
        "changed_at": time_to_text(text.changed_at),
    }


def _text(row: Mapping[str, Any]) -> CannedText:
    return CannedText(row["name"], row["text"], time_from_text(row["changed_at"]))
