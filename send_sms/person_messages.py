"""The messages to a person, as records that can be erased."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from send_sms.dispatching.status_events import changed_positions, log_outcomes, publish_outcomes
from send_sms.domain.batch import Batch
from send_sms.domain.erasure import (
    Erasable,
    cancel_members,
    ended_since,
    erasable,
    erase,
    positions_of_person,
)
from send_sms.found_messages import FoundMessage
from send_sms.responses import listed
from send_sms.sending import Sending
from send_sms.storage.batch_rows import log_unreadable
from send_sms.storage.journal_search import Hit, JournalSearch
from send_sms.storage.person_batches import PersonBatches
from shared.domain.errors import ConflictError, StorageError
from shared.person_records import Days, ErasurePage, ExportPage, Person, Record, next_days
from shared.storage.table import WideTable

_CONCURRENCY = 8


@dataclass(frozen=True, slots=True)
class _Found:
    """A batch that the person is in, and the blocks; None: it cannot be read."""

    batch: Batch | None
    hits: Sequence[Hit]


class PersonMessages:
    """The messages to a person; see `shared.person_records`."""

    table_name = "Journal"

    def __init__(self, table: WideTable, sending: Sending) -> None:
        self._table = table
        self._search = JournalSearch(table)
        self._batches = PersonBatches(table)
        self._sending = sending

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:
        """Plan the erasure of the messages of some days of an own number."""
        days = await next_days(self._table, after, now)
        if days is None:
            return ErasurePage()
        found = await self._find(person, days)
        readable = [one.batch for one in found if one.batch]
        erasables = [_planned(batch, person, now) for batch in readable]
        unreadable_count = len(found) - len(readable)
        later = sum(len(one.later) for one in erasables)
        return ErasurePage(
            next_after=days.next_after,
            erased=Counter(
                texts=sum(len(one.texts) for one in erasables),
                messages=sum(len(one.numbers) for one in erasables),
            ),
            later={"messages": later} if later else {},
            kept={"unreadableRows": unreadable_count} if unreadable_count else {},
            due_at=min((one.due_at for one in erasables if one.due_at), default=None),
            erase=partial(self._erase, found, person),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:
        """Read the messages of some days of an own number; codes are masked."""
        days = await next_days(self._table, after, now)
        if days is None:
            return ExportPage()
        found = await self._find(person, days)
        messages = [
            FoundMessage(one.batch, position, now)
            for one in found
            if one.batch
            for position in positions_of_person(one.batch, person.numbers)
        ]
        return ExportPage([_record(message) for message in messages], days.next_after)

    async def _find(self, person: Person, days: Days) -> Sequence[_Found]:
        by_batch: defaultdict[str, list[Hit]] = defaultdict(list)
        for number in person.numbers:
            hits = await self._search.find_person(
                days.own_number, number, days.first, days.last, None
            )
            for hit in hits or ():
                if hit.batch.send.accepted_at <= person.until:
                    by_batch[f"{hit.batch.send}|{hit.batch.row}"].append(hit)
        slots = asyncio.Semaphore(_CONCURRENCY)

        async def read(hits: Sequence[Hit]) -> _Found | None:
            async with slots:
                blocks = [hit.block for hit in hits]
                try:
                    batch = await self._sending.journal.get(hits[0].batch, blocks)
                except StorageError:
                    raise
                except Exception as error:  # noqa: BLE001 - whatever is wrong with the row
                    log_unreadable(days.own_number, error)
                    return _Found(None, hits)
            return _Found(batch, hits) if batch else None

        read_ones = await asyncio.gather(*map(read, by_batch.values()))
        return [one for one in read_ones if one]

    async def _erase(self, found: Sequence[_Found], person: Person) -> None:
        for one in found:
            if one.batch is None:
                continue
            await self._cancel(one.batch, person)
            await self._batches.rewrite(one.hits, partial(self._without, person=person))

    async def _cancel(self, batch: Batch, person: Person) -> None:
        """
        Cancel what waits, and publish it while the number is known.

        A repeat publishes the same events with the same ids.
        """
        clock = self._sending.clock

        def decide(current: Batch) -> Batch | None:
            positions = positions_of_person(current, person.numbers)
            changed = cancel_members(current, positions, clock())
            return None if changed is current else changed

        stored = await self._sending.journal.update(batch, decide)
        log_outcomes(stored, changed_positions(batch, stored))
        positions = positions_of_person(stored, person.numbers)
        if ended := ended_since(stored, positions, person.until):
            await publish_outcomes(stored, ended, self._sending)

    def _without(self, batch: Batch, *, person: Person) -> Batch:
        positions = positions_of_person(batch, person.numbers)
        what = erasable(batch, positions, self._sending.clock())
        if not set(batch.waiting_positions()).isdisjoint(what.texts):
            raise ConflictError  # it was resent in between
        return erase(batch, what, person.pseudonym)


def _record(message: FoundMessage) -> Record:
    described = listed(message).model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"kind": "messages", **described}


def _planned(batch: Batch, person: Person, now: datetime) -> Erasable:
    positions = positions_of_person(batch, person.numbers)
    return erasable(cancel_members(batch, positions, now), positions, now)
