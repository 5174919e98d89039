"""Events about a person that could not be delivered, as records that can be erased."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from shared.domain.times import time_from_text
from shared.person_records import ErasurePage, ExportPage, Person, next_partition
from shared.storage.table import ETAG, Operation, WideTable
from subscriptions.domain.event import EventKind
from subscriptions.storage.dead_letters import DeadLetter, DeadLetters, packed_delivery
from subscriptions.storage.event_queue import Delivery

_LETTERS_PER_PAGE = 200


class PersonDeadLetters:
    """Dead letters without the events about a person; opt-outs stay, for they must be obeyed."""

    table_name = "DeadLetters"

    def __init__(self, table: WideTable) -> None:
        self._table = table
        self._letters = DeadLetters(table)

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of a page of the dead letters of one subscription."""
        letters, next_after = await self._page(after)
        found = [(one, events_without(one.delivery, person)) for one in letters]
        changed = [(one, left) for one, left in found if len(left) < len(one.delivery.events)]
        kept = sum(_is_about(event, person) for _, left in found for event in left)
        return ErasurePage(
            next_after=next_after,
            erased=Counter(
                events=sum(len(one.delivery.events) - len(left) for one, left in changed)
            ),
            kept=Counter(optOutEvents=kept) if kept else {},
            erase=partial(self._erase, changed),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read the events about the person in a page of dead letters."""
        letters, next_after = await self._page(after)
        events = [
            {"kind": "events", **event}
            for letter in letters
            for event in letter.delivery.events
            if _is_about(event, person)
        ]
        return ExportPage(events, next_after)

    async def _page(self, after: str) -> tuple[Sequence[DeadLetter], str]:
        """Read dead letters of one subscription, and where the next page begins."""
        subscription_id, _, place = after.partition("|")
        if not place:
            subscription_id = await next_partition(self._table, subscription_id)
        if not subscription_id:
            return (), ""
        letters = await self._letters.page(subscription_id, after=place, limit=_LETTERS_PER_PAGE)
        is_full = len(letters) == _LETTERS_PER_PAGE
        last = f"|{letters[-1].dead_letter_id}" if is_full else ""
        return letters, subscription_id + last

    async def _erase(self, changed: Sequence[tuple[DeadLetter, Sequence[dict[str, Any]]]]) -> None:
        for letter, left in changed:
            keys = {name: letter.row[name] for name in ("PartitionKey", "RowKey")}
            packed = packed_delivery(replace(letter.delivery, events=left))
            operation: Operation = ("merge", {**keys, **packed}, letter.row[ETAG])
            await self._table.write([operation if left else ("delete", keys, letter.row[ETAG])])


def events_without(delivery: Delivery, person: Person) -> Sequence[dict[str, Any]]:
    """Give the events of a delivery but those about a person; opt-outs stay."""
    return [
        event
        for event in delivery.events
        if event["type"] == EventKind.OPT_OUT or not _is_about(event, person)
    ]


def _is_about(event: dict[str, Any], person: Person) -> bool:
    is_named = any(value in person.numbers for value in event["data"].values())
    return is_named and time_from_text(event["occurredAt"]) <= person.until
