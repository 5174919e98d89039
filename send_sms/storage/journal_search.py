"""What the journal can be searched for: own numbers, and the batches that a person is in."""

import asyncio
from dataclasses import dataclass
from datetime import date

from send_sms.domain.batch import block_of
from send_sms.storage.batch_layout import address_of
from send_sms.storage.batch_rows import PEOPLE, recipient_range_filter, recipients_of
from shared.domain.identifiers import BatchAddress, day_partition
from shared.storage.table import Bound, Row, WideTable


@dataclass(frozen=True, slots=True)
class Hit:
    """A batch that a person is in, and in which of its blocks."""

    batch: BatchAddress
    block: int


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


def _hit(sender: str, row: Row, person: str) -> Hit:
    block = 0 if PEOPLE in row else block_of(recipients_of(row).index(person))
    return Hit(address_of(sender, row), block)
