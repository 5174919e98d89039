"""
Who was erased lately, so that what still waits or comes again does not name them.

Rows beside the subscriptions, which every process reads every four seconds: digests of numbers,
each with the moment up to which the person is erased. An event waits for delivery for a day at
most, Event Grid repeats its own for a day, and what it could not deliver may be replayed for 30
days. The digests have no key: one in the same table would protect nothing.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from shared.domain.times import time_from_text, time_to_text
from shared.person_records import ErasurePage, ExportPage, Person
from shared.storage.table import Operation, Row, Table, delete_rows
from subscriptions.domain.event import EventKind
from subscriptions.storage.event_queue import Delivery
from subscriptions.storage.subscriptions import (
    BEHIND_ERASED,
    ERASED,
    PARTITION,
    digest_of,
)

FRESH_SECONDS = 60
"""Events that are no older go out without a look: nothing of them has waited."""

KEPT = timedelta(days=31)

_FORMER_ROW = "erased", "lately"
"""In which earlier versions kept all digests, for two days."""


class ErasedLately:
    """The people that were erased in the last 31 days."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def add(self, person: Person, now: datetime) -> None:
        """
        Note a person, and forget those whose days are over; two operations. Idempotent.

        Raises
        ------
        StorageError
            It is not known to be noted.
        """
        until = time_to_text(person.until)
        rows = [
            {"PartitionKey": PARTITION, "RowKey": ERASED + digest_of(number), "until": until}
            for number in person.numbers
        ]
        operations: list[Operation] = [("upsert", row, "") for row in rows]
        await self._table.write(operations)
        known = await self._rows()
        await delete_rows(self._table, [row for row in known if _is_over(row, now)])

    async def without_erased(self, delivery: Delivery, now: datetime) -> Sequence[dict[str, Any]]:
        """
        Give the events of a delivery but those about people erased since; opt-outs stay.

        Two operations, and none where no event has waited.
        """
        times = [time_from_text(event["occurredAt"]) for event in delivery.events]
        if not times or (now - min(times)).total_seconds() <= FRESH_SECONDS:
            return delivery.events
        rows, former = await asyncio.gather(self._rows(), self._table.get(*_FORMER_ROW))
        known = {row["RowKey"].removeprefix(ERASED): row["until"] for row in rows}
        people = (json.loads(former["people"]) if former else {}) | known
        return [event for event in delivery.events if not _is_erased(event, people)]

    async def _rows(self) -> list[Row]:
        return await self._table.rows(PARTITION, ERASED, BEHIND_ERASED)


class PersonPendingEvents:
    """
    Noted first of all: from then on events about the person are dropped when their turn comes.

    What Event Grid repeats is not kept again (`inbound_webhook`).
    """

    table_name = "Subscriptions"

    def __init__(self, erased: ErasedLately) -> None:
        self._erased = erased

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan to note the person."""
        if now - person.until > KEPT:  # a later pass: nothing comes again any more
            return ErasurePage()
        return ErasurePage(erase=partial(self._erased.add, person, now))

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Give nothing: a queue cannot be searched, and delivers within a day."""
        return ExportPage()


def _is_over(row: Row, now: datetime) -> bool:
    return now - time_from_text(row["until"]) > KEPT


def _is_erased(event: Mapping[str, Any], known: Mapping[str, str]) -> bool:
    if not known or event["type"] == EventKind.OPT_OUT:
        return False
    texts = [value for value in event["data"].values() if isinstance(value, str)]
    moments = [until for text in texts if (until := known.get(digest_of(text)))]
    occurred_at = time_from_text(event["occurredAt"])
    return any(occurred_at <= time_from_text(until) for until in moments)
