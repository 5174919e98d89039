"""What conversations keep of a person, as records that can be erased."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from conversations.storage.automatic_messages import automatic_keys
from conversations.storage.inbound_records import is_inbound_record
from conversations.storage.thread_rows import head_key, places_of, thread_from_row
from shared.domain.times import time_from_text
from shared.person_records import (
    Days,
    ErasurePage,
    ExportPage,
    Person,
    Record,
    delete_all,
    next_days,
    next_partition,
    record_of,
)
from shared.storage.table import ETAG, Operation, Row, WideTable, write_all

_FIRST_OWN_NUMBER = "*~"
"""Behind the partitions of automatic messages."""

_MESSAGE = ("body", "received_at", "provider_message_id", "answers")
_THREAD = (
    "last_at",
    "last_text",
    "unread_count",
    "is_done",
    "assignee",
    "replied_at",
    "replied_by",
    "changed_at",
    "changed_by",
    "loop_stopped_at",
    "automatic_stopped_at",
)
_INBOUND = ("intent", "answers", "campaign", "category", "answered_at")

_REDELIVERY = timedelta(hours=25)
"""Event Grid delivers an event again for 24 hours; then nothing is sent a second time."""


class PersonThreads:
    """Threads with a person, and what the person wrote; see `shared.person_records`."""

    table_name = "Conversations"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of the thread with one own number."""
        own_number = await next_partition(self._table, after or _FIRST_OWN_NUMBER)
        if not own_number:
            return ErasurePage()
        messages = [
            row for user in person.numbers for row in await self._messages(own_number, user, person)
        ]
        heads = [
            row for user in person.numbers for row in await self._thread(own_number, user, person)
        ]
        threads = [row for row in heads if row["RowKey"].startswith("H|")]
        return ErasurePage(
            next_after=own_number,
            erased=Counter(messages=len(messages), threads=len(threads)),
            erase=partial(self._erase, own_number, person),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read what the person wrote to one own number, and how the thread stands."""
        own_number = await next_partition(self._table, after or _FIRST_OWN_NUMBER)
        if not own_number:
            return ExportPage()
        records: list[Record] = []
        for user in person.numbers:
            messages = await self._table.rows(own_number, f"{user}|", f"{user}|~")
            records += [_record("inboundMessages", row, _MESSAGE) for row in messages]
            head = await self._table.get(own_number, head_key(user))
            records += [_record("threads", head, _THREAD)] if head else []
        return ExportPage(records, own_number)

    async def _erase(self, own_number: str, person: Person) -> None:
        for user in person.numbers:
            await delete_all(self._table, partial(self._messages, own_number, user, person))
            await delete_all(self._table, partial(self._thread, own_number, user, person))

    async def _messages(self, own_number: str, user: str, person: Person) -> Sequence[Row]:
        rows = await self._table.rows(own_number, f"{user}|", f"{user}|~", select=("received_at",))
        return [row for row in rows if time_from_text(row["received_at"]) <= person.until]

    async def _thread(self, own_number: str, user: str, person: Person) -> Sequence[Row]:
        """Read head and places of a thread; none if it has a newer message."""
        head = await self._table.get(own_number, head_key(user))
        if head is None:
            return []
        thread = thread_from_row(own_number, head)
        if thread.last_at > person.until:
            return []
        places = [await self._table.get(own_number, key) for key in places_of(thread)]
        return [head, *(row for row in places if row)]


class PersonAutomaticMessages:
    """
    When a person got automatic messages, and why.

    What is younger than a day stays: a repeated event would otherwise be answered twice.
    """

    table_name = "Conversations"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of the person's row."""
        times = [_newest(row) for user in person.numbers for row in await self._rows(user)]
        over = [at for at in times if at + _REDELIVERY <= now]
        waiting = [at for at in times if at + _REDELIVERY > now and at <= person.until]
        return ErasurePage(
            erased=Counter(automaticMessages=len(over)),
            later=Counter(automaticMessages=len(waiting)) if waiting else {},
            due_at=min(waiting) + _REDELIVERY if waiting else None,
            erase=partial(self._erase, person, now),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read when the person got automatic messages."""
        rows = [row for user in person.numbers for row in await self._rows(user)]
        sent = [one for row in rows for one in json.loads(row["sent"])]
        return ExportPage([{"kind": "automaticMessages", "at": at} for at, *_ in sent])

    async def _erase(self, person: Person, now: datetime) -> None:
        for user in person.numbers:

            async def over(user: str = user) -> Sequence[Row]:
                rows = await self._rows(user)
                return [row for row in rows if _newest(row) + _REDELIVERY <= now]

            await delete_all(self._table, over)

    async def _rows(self, user: str) -> Sequence[Row]:
        keys = automatic_keys(user)
        row = await self._table.get(keys["PartitionKey"], keys["RowKey"])
        return [row] if row else []


def _record(kind: str, row: Row, names: Sequence[str]) -> Record:
    return {"sender": row["PartitionKey"], **record_of(kind, row, names)}


def _newest(row: Row) -> datetime:
    return max(time_from_text(at) for at, *_ in json.loads(row["sent"]))


class PersonInboundRecords:
    """The records from which a person's inbound messages are counted: they get a pseudonym."""

    table_name = "Journal"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:
        """Plan the erasure of the records of some days of an own number."""
        days = await next_days(self._table, after, now)
        if days is None:
            return ErasurePage()
        rows = await self._find(person, days, ("user_number",))
        until = [row for row in rows if time_from_text(row["RowKey"].split("|")[1]) <= person.until]
        return ErasurePage(
            next_after=days.next_after,
            erased=Counter(inboundRecords=len(until)),
            erase=partial(self._erase, until, person),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:
        """Read the records of some days of an own number."""
        days = await next_days(self._table, after, now)
        if days is None:
            return ExportPage()
        rows = await self._find(person, days)
        records = [
            {
                "sender": days.own_number,
                "receivedAt": row["RowKey"].split("|")[1],
                **record_of("inboundRecords", row, _INBOUND),
            }
            for row in rows
        ]
        return ExportPage(records, days.next_after)

    async def _find(self, person: Person, days: Days, select: Sequence[str] = ()) -> list[Row]:
        return [
            row
            for user in person.numbers
            for row in await self._table.across(
                *days.partitions,
                (("user_number", "ge", user), ("user_number", "le", user)),
                select=select,
            )
            if is_inbound_record(row)
        ]

    async def _erase(self, rows: Sequence[Row], person: Person) -> None:
        by_partition: defaultdict[str, list[Operation]] = defaultdict(list)
        for row in rows:
            keys = {name: row[name] for name in ("PartitionKey", "RowKey")}
            operation: Operation = ("merge", {**keys, "user_number": person.pseudonym}, row[ETAG])
            by_partition[row["PartitionKey"]].append(operation)
        for operations in by_partition.values():
            await write_all(self._table, operations)
