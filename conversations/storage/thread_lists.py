"""Read the lists of threads, and the messages of one."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from conversations.domain.conversation import Thread
from conversations.storage.thread_rows import (
    LAST_KEY,
    ORDER,
    WAITING,
    assigned_to,
    head_key,
    message_from_row,
    thread_from_row,
)
from shared.carriers.events import InboundMessage
from shared.storage.table import WideTable

_FIRST_OWN_NUMBER = "+"
"""Partitions of automatic messages begin with `*`, which sorts before."""


class ListSpan(NamedTuple):
    """
    The rows of a list: those whose keys begin with a prefix.

    Attributes
    ----------
    last : str
        What their keys do not exceed, behind the prefix.
    shown : str
        What stands for the prefix in a place.
    """

    prefix: str
    last: str = LAST_KEY
    shown: str = ""

    def first_key(self, after: str, *, is_included: bool = False) -> str:
        """Give the first key behind a place (empty: the first of all), or the place's own."""
        if not after.startswith(self.shown):
            return self.prefix if after < self.shown else self.prefix + self.last + LAST_KEY
        rest = after.removeprefix(self.shown)
        return f"{self.prefix}{rest}{'' if is_included else ' '}"


ALL_THREADS = ListSpan(ORDER)
UNREAD_FIRST = (
    ListSpan(ORDER, f"1|{LAST_KEY}"),
    ListSpan(f"{ORDER}2|", shown="0|"),
    ListSpan(f"{ORDER}3|", shown="1|"),
)
OPEN_THREADS = (ListSpan(f"{ORDER}0|"), ListSpan(f"{ORDER}1|"))
DONE_THREADS = (ListSpan(f"{ORDER}2|"), ListSpan(f"{ORDER}3|"))
WAITING_THREADS = (ListSpan(WAITING),)


def threads_of(assignee: str) -> tuple[ListSpan, ...]:
    """Give the list of what is assigned to an operator and not done."""
    return (ListSpan(assigned_to(assignee)),)


class ThreadLists:
    """The lists of threads, by own number."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def messages(
        self, own_number: str, user_number: str, *, after: str, limit: int
    ) -> list[tuple[str, InboundMessage]]:
        """
        Read what a person wrote, newest first, each with its place; one operation.

        Parameters
        ----------
        after : str
            Only what lies behind this place in the thread; empty: from the newest on.
        """
        start = f"{user_number}|"
        first, last = f"{start}{after} ", start + LAST_KEY
        rows = await self._table.rows(own_number, first, last, limit=limit)
        return [
            (row["RowKey"].removeprefix(start), message_from_row(own_number, row)) for row in rows
        ]

    async def threads(
        self,
        own_number: str,
        *,
        after: str,
        limit: int,
        span: ListSpan = ALL_THREADS,
        includes_after: bool = False,
    ) -> list[tuple[str, Thread]]:
        """
        Read threads of a list in its order, each with its place there; one operation, or none.

        Parameters
        ----------
        after : str
            Only what lies behind this place; empty: from the first on.
        includes_after : bool
            Also what lies at this place.
        """
        first = span.first_key(after, is_included=includes_after)
        if first > (last := span.prefix + span.last):
            return []
        rows = await self._table.rows(own_number, first, last, limit=limit)
        return [
            (
                span.shown + row["RowKey"].removeprefix(span.prefix),
                thread_from_row(own_number, row),
            )
            for row in rows
        ]

    async def count(self, own_number: str, spans: Sequence[ListSpan], limit: int) -> int:
        """Count the threads of a list, up to a limit of at most 1,000; one operation for a span."""
        pages = await asyncio.gather(
            *(
                self._table.rows(
                    own_number, one.prefix, one.prefix + one.last, limit=limit, select=("RowKey",)
                )
                for one in spans
            )
        )
        return min(limit, sum(map(len, pages)))

    async def own_numbers(self) -> list[str]:
        """Name the own numbers that have threads, in order; one operation for each, and one."""
        names: list[str] = []
        while rows := await self._table.across(
            f"{names[-1]} " if names else _FIRST_OWN_NUMBER,
            LAST_KEY,
            limit=1,
            select=("PartitionKey",),
        ):
            names.append(rows[0]["PartitionKey"])
        return names

    async def find(self, own_number: str, user_number: str) -> Thread | None:
        """Read a thread; None: there is none. One operation."""
        head = await self._table.get(own_number, head_key(user_number))
        return thread_from_row(own_number, head) if head else None
