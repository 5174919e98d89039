"""What the journal can be searched for: own numbers, people and large sends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from send_sms.domain.batch import block_of
from send_sms.storage.batch_layout import address_of, campaign_of
from send_sms.storage.batch_rows import PEOPLE, recipient_range_filter, recipients_of
from shared.domain.identifiers import BatchAddress, SendAddress, day_partition
from shared.domain.kinds import Category
from shared.storage.table import Bound, Row, WideTable


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
    """Searches of the journal; batches that are found are read by `Journal`."""

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
        addresses = [(address_of(sender, row), row) for row in rows]
        return [
            FoundSend(
                address.send, row["recipient_count"], Category(row["category"]), campaign_of(row)
            )
            for address, row in addresses
            if not address.row
        ]

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


def _hit(sender: str, row: Row, person: str) -> Hit:
    block = 0 if PEOPLE in row else block_of(recipients_of(row).index(person))
    return Hit(address_of(sender, row), block)
