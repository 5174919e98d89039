"""
The `AutoReplies` table: rules by own number and keyword.

The row key is the keyword in hexadecimal digits of UTF-8: any character may stand in it, and the
rows are in the order of the keywords.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from conversations.domain.inbound import AutoReply
from shared.domain.errors import NotStoredError
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import Table

_LAST_KEY = "~"


class AutoReplies:
    """The rules."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def for_batch(self) -> "AutoReplies":
        """Give the same rules, each looked up once: for the messages of one batch."""
        return _RememberedRules(self._table)

    async def find(self, own_number: str, keyword: str) -> AutoReply | None:
        """Find the rule of a keyword; one operation."""
        row = await self._table.get(own_number, _key(keyword))
        return _rule(row) if row else None

    async def page(self, own_number: str, *, after: str, limit: int) -> list[AutoReply]:
        """Read rules in the order of their keywords, behind one (empty: from the first)."""
        first = f"{_key(after)} "
        rows = await self._table.rows(own_number, first, _LAST_KEY, limit=limit)
        return [_rule(row) for row in rows]

    async def put(self, rule: AutoReply) -> None:
        """Store a rule, in the place of an earlier one with its keyword."""
        await self._table.write([("upsert", _row(rule), "")])

    async def remove(self, rule: AutoReply) -> None:
        """Delete the rule of a keyword; harmless if it is gone."""
        keys = {"PartitionKey": rule.own_number, "RowKey": _key(rule.keyword)}
        try:
            await self._table.write([("delete", keys, "")])
        except NotStoredError:
            return


class _RememberedRules(AutoReplies):
    """Looks each rule up once."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._found: dict[tuple[str, str], asyncio.Task[AutoReply | None]] = {}

    async def find(self, own_number: str, keyword: str) -> AutoReply | None:
        """Find the rule of a keyword, also for those who ask at the same time."""
        wanted = own_number, keyword
        if wanted not in self._found:
            self._found[wanted] = asyncio.create_task(super().find(own_number, keyword))
        return await self._found[wanted]


def _key(keyword: str) -> str:
    return keyword.encode().hex()


def _row(rule: AutoReply) -> dict[str, Any]:
    return {
        "PartitionKey": rule.own_number,
        "RowKey": _key(rule.keyword),
        "keyword": rule.keyword,
        "text": rule.text,
        "changed_at": time_to_text(rule.changed_at),
    }


def _rule(row: Mapping[str, Any]) -> AutoReply:
    return AutoReply(
        own_number=row["PartitionKey"],
        keyword=row["keyword"],
        text=row["text"],
        changed_at=time_from_text(row["changed_at"]),
    )
