"""What the journal can be searched for: own numbers, people with their batches, large sends."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from send_sms.domain.batch import Batch, block_of
from send_sms.storage.batch_layout import address_of, campaign_of, keys_of
from send_sms.storage.batch_rows import (
    PEOPLE,
    due_filter,
    log_unreadable,
    readable_batch,
    recipient_range_filter,
    recipients_of,
    with_report_rows,
)
from shared.domain.identifiers import BatchAddress, SendAddress, day_partition
from shared.domain.kinds import Category
from shared.storage.table import Bound, Row, WideTable

_MANY_ROWS = 1_000
"""From so many rows between the first and the last person on, each person is searched for."""

_CONCURRENCY = 16


@dataclass(frozen=True, slots=True)
class Hit:
    """A batch that a person is in, and in which of its blocks."""

    batch: BatchAddress
    block: int


@dataclass(frozen=True, slots=True)
class FoundSend:
    """A send to several recipients."""

    send: SendAddress
    recipient_count: int
    category: Category
    campaign: str


_OF_SEND = ("recipient_count", "category", "own")


class JournalSearch:
    """Searches of the journal; those that give addresses leave the reading to `Journal`."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def own_numbers(self, after: str, limit: int) -> list[str]:
        """
        Name own numbers that sent or received, in the order of their partitions.

        One operation for each, which reads one row, and one more if there are no more.

        Parameters
        ----------
        after : str
            Only those behind this one; empty: from the first.
        """
        return list(await self.first_days(after, limit))

    async def first_days(self, after: str, limit: int) -> dict[str, date]:
        """Name own numbers as `own_numbers` does, each with its first UTC day."""
        found: dict[str, date] = {}
        place = f"{after}|~" if after else "!"
        while len(found) < limit and (partition := await self._first_partition(place, "~")):
            sender, _, day = partition.rpartition("|")
            found[sender] = date.fromisoformat(day)
            place = f"{sender}|~"
        return found

    async def first_day(self, sender: str) -> date | None:
        """Tell the first UTC day of an own number; None: it has none. One operation."""
        partition = await self._first_partition(f"{sender}|", f"{sender}|~")
        return date.fromisoformat(partition.rpartition("|")[2]) if partition else None

    async def _first_partition(self, first: str, last: str) -> str:
        rows = await self._table.across(first, last, limit=1, select=("PartitionKey",))
        return rows[0]["PartitionKey"] if rows else ""

    async def find_person(
        self, sender: str, person: str, first_day: date, last_day: date, limit: int | None
    ) -> list[Hit] | None:
        """
        Find the batches that a person is in, of an own number on some UTC days; two operations.

        Parameters
        ----------
        limit : int or None
            At most so many rows may have to be looked at; None: any number, and then one more
            operation for every 1,000.

        Returns
        -------
        list of Hit, or None
            None if there are too many rows.
        """
        days = day_partition(sender, first_day), day_partition(sender, last_day)
        in_range = recipient_range_filter(person, person)
        in_rounds: tuple[Bound] = ((PEOPLE, "ge", ""),)
        of_sends, of_rounds = await asyncio.gather(
            self._table.across(*days, in_range, limit=limit, select=("recipients",)),
            self._table.across(*days, in_rounds, limit=limit, select=(PEOPLE,)),
        )
        if limit in (len(of_sends), len(of_rounds)):
            return None
        rows = (*of_sends, *of_rounds)
        return [_hit(sender, row, person) for row in rows if person in recipients_of(row)]

    async def read_addressed_to(
        self,
        sender: str,
        person: str,
        first_day: date,
        last_day: date,
    ) -> Sequence[Batch]:
        """Read the batches that a person is in; see `read_addressed_to_each`."""
        found = await self.read_addressed_to_each(sender, [person], first_day, last_day)
        return found.get(person, ())

    async def read_addressed_to_each(
        self,
        sender: str,
        people: Sequence[str],
        first_day: date,
        last_day: date,
        *,
        due_since: datetime | None = None,
    ) -> Mapping[str, Sequence[Batch]]:
        """
        Read by person the batches that people are in, of an own number on some UTC days.

        Two operations side by side, and one more for every 1,000 rows or 4 MiB found; one for
        each person more if there are 1,000 batches between the first and the last. The service
        itself finds batches of one send, whose recipients are sorted. Of rounds only the
        recipients are read, and then those that hold one of the people: one more operation for
        each, as for each further block of a batch. Of a batch only the reports on the blocks of
        these people are read.

        Parameters
        ----------
        due_since : datetime or None
            Only what was to wait, for this moment or a later one; rounds never wait.
        """
        days = day_partition(sender, first_day), day_partition(sender, last_day)
        hits = await self._find_rows(people, days, due_since)
        batches = await asyncio.gather(*(_whole(self._table, sender, *hit) for hit in hits))
        found: defaultdict[str, list[Batch]] = defaultdict(list)
        for (_, members), batch in zip(hits, batches, strict=True):
            for person in dict.fromkeys(members if batch else ()):
                found[person] += [batch] if batch else []
        return found

    async def _find_rows(
        self, people: Sequence[str], days: tuple[str, str], due_since: datetime | None
    ) -> list[tuple[Row, list[str]]]:
        """Find rows with people, and which of them each has."""
        due = (due_filter(due_since),) if due_since else ()
        searches = [_of_one_send(self._table, people, days, due)]
        if due_since is None:
            searches.append(_rounds(self._table, days))
        wanted = frozenset(people)
        return [
            (row, members)
            for rows in await asyncio.gather(*searches)
            for row in rows
            if (members := [one for one in recipients_of(row) if one in wanted])
        ]

    async def find_sends(
        self, sender: str, fewest: int, first_day: date, last_day: date, limit: int | None
    ) -> list[FoundSend] | None:
        """
        Find the sends to so many recipients or more, of an own number on some UTC days.

        One operation; the service itself leaves out sends to fewer.

        Parameters
        ----------
        fewest : int
            At least 2: rounds hold sends to one recipient.
        limit : int or None
            As in `find_person`.
        """
        days = day_partition(sender, first_day), day_partition(sender, last_day)
        bounds: tuple[Bound] = (("recipient_count", "ge", fewest),)
        rows = await self._table.across(*days, bounds, limit=limit, select=_OF_SEND)
        if len(rows) == limit:
            return None
        found = (_found_send(sender, row) for row in rows)
        return [one for one in found if one]

    async def count_singles(
        self, sender: str, day: date, since_key: str, end_key: str, limit: int
    ) -> Sequence[tuple[SendAddress, int]]:
        """
        Count the sends to one recipient in rows of a UTC day, the oldest first.

        One operation; each row is one send, or a round of several.

        Parameters
        ----------
        since_key, end_key : str
            Only rows whose keys lie between.
        limit : int
            At most so many rows, up to 1,000.
        """
        partition = day_partition(sender, day)
        bounds: tuple[Bound, ...] = (
            ("RowKey", "ge", since_key),
            ("RowKey", "le", end_key),
            ("recipient_count", "le", 1),
        )
        rows = await self._table.across(
            partition, partition, bounds, limit=limit, select=("recipients", PEOPLE)
        )
        return [(address_of(sender, row).send, sum(map(bool, recipients_of(row)))) for row in rows]


def _found_send(sender: str, row: Row) -> FoundSend | None:
    """Read of the first batch of a send what a search needs; None: it is another, or damaged."""
    address = address_of(sender, row)
    if address.row:
        return None
    try:
        category, campaign = Category(row["category"]), campaign_of(row)
    except (ValueError, LookupError, TypeError) as error:
        log_unreadable(sender, error)
        return None
    return FoundSend(address.send, row["recipient_count"], category, campaign)


def _hit(sender: str, row: Row, person: str) -> Hit:
    block = 0 if PEOPLE in row else block_of(recipients_of(row).index(person))
    return Hit(address_of(sender, row), block)


async def _of_one_send(
    table: WideTable,
    people: Sequence[str],
    partitions: tuple[str, str],
    due: Sequence[Bound],
) -> list[Row]:
    """Search between the first and the last person; if there is too much, for each person."""
    if len(people) > 1:
        bounds = (*recipient_range_filter(min(people), max(people)), *due)
        rows = await table.across(*partitions, bounds, limit=_MANY_ROWS)
        if len(rows) < _MANY_ROWS:
            return rows
    slots = asyncio.Semaphore(_CONCURRENCY)

    async def search(person: str) -> list[Row]:
        async with slots:
            return await table.across(*partitions, (*recipient_range_filter(person, person), *due))

    found = [row for rows in await asyncio.gather(*map(search, people)) for row in rows]
    return list({(row["PartitionKey"], row["RowKey"]): row for row in found}.values())


async def _rounds(table: WideTable, partitions: tuple[str, str]) -> list[Row]:
    return await table.across(*partitions, ((PEOPLE, "ge", ""),), select=(PEOPLE,))


async def _whole(table: WideTable, sender: str, row: Row, members: Collection[str]) -> Batch | None:
    """Read the rest of a row that a search found: of a round all, else further blocks."""
    if PEOPLE in row:
        whole = await table.get(row["PartitionKey"], row["RowKey"])
        return readable_batch(sender, whole) if whole else None
    recipients = recipients_of(row)
    address = address_of(sender, row)
    blocks = {block_of(recipients.index(person)) for person in members} - {0}
    keys = [keys_of(address, block) for block in sorted(blocks)]
    others = await asyncio.gather(*(table.get(k["PartitionKey"], k["RowKey"]) for k in keys))
    return readable_batch(sender, with_report_rows(row, others))
