"""
Who was erased lately, so that events that still wait for delivery do not name them.

A row of the `Subscriptions` table, partition `erased`: digests of numbers, each with the moment up
to which its events are erased. An event waits for a day at most, a digest is kept for two.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from shared.domain.times import time_from_text, time_to_text
from shared.person_records import ErasurePage, ExportPage, Person
from shared.runtime import Turns
from shared.storage.table import ETAG, Operation, Row, Table
from subscriptions.domain.event import EventKind
from subscriptions.storage.event_queue import Delivery

FRESH_SECONDS = 60
"""Events that are no older go out without a look: nothing of them has waited."""

_KEPT = timedelta(days=2)
_KEYS = {"PartitionKey": "erased", "RowKey": "lately"}
_DIGEST_LENGTH = 32


class ErasedLately:
    """The people that were erased in the last two days."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._turns = Turns()

    async def add(self, person: Person, now: datetime) -> None:
        """
        Note a person; two operations. Idempotent.

        Raises
        ------
        StorageError
            It is not known to be noted.
        """
        await self._turns.change("", partial(self._try_to_add, person, now))

    async def without_erased(self, delivery: Delivery, now: datetime) -> Sequence[dict[str, Any]]:
        """
        Give the events of a delivery but those about people erased since; opt-outs stay.

        One operation, and none where no event has waited.
        """
        times = [time_from_text(event["occurredAt"]) for event in delivery.events]
        if not times or (now - min(times)).total_seconds() <= FRESH_SECONDS:
            return delivery.events
        known = _known(await self._table.get(**_asked()), now)
        return [event for event in delivery.events if not _is_erased(event, known)]

    async def _try_to_add(self, person: Person, now: datetime) -> None:
        row = await self._table.get(**_asked())
        known = _known(row, now) | {_digest(number): person.until for number in person.numbers}
        text = json.dumps({digest: time_to_text(until) for digest, until in known.items()})
        changed: Row = {**_KEYS, "people": text}
        operation: Operation = ("merge", changed, row[ETAG]) if row else ("create", changed, "")
        await self._table.write([operation])


class PersonPendingEvents:
    """Events about a person that wait for delivery: they are dropped when their turn comes."""

    table_name = "Subscriptions"

    def __init__(self, erased: ErasedLately) -> None:
        self._erased = erased

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan to note the person."""
        if now - person.until > _KEPT:  # a later pass: no such event waits any more
            return ErasurePage()
        return ErasurePage(erase=partial(self._erased.add, person, now))

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Give nothing: a queue cannot be searched, and delivers within a day."""
        return ExportPage()


def _asked() -> dict[str, str]:
    return {"partition": _KEYS["PartitionKey"], "key": _KEYS["RowKey"]}


def _known(row: Row | None, now: datetime) -> dict[str, datetime]:
    people: Mapping[str, str] = json.loads(row["people"]) if row else {}
    known = {digest: time_from_text(until) for digest, until in people.items()}
    return {digest: until for digest, until in known.items() if now - until <= _KEPT}


def _digest(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:_DIGEST_LENGTH]


def _is_erased(event: Mapping[str, Any], known: Mapping[str, datetime]) -> bool:
    if not known or event["type"] == EventKind.OPT_OUT:
        return False
    texts = [value for value in event["data"].values() if isinstance(value, str)]
    moments = [until for text in texts if (until := known.get(_digest(text)))]
    return any(time_from_text(event["occurredAt"]) <= until for until in moments)
