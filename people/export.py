"""Export what is kept of a person, kind by kind, page by page."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from shared.domain.phone_number import former_number
from shared.person_records import Person, PersonRecords, Record
from shared.runtime import Clock

ENOUGH_RECORDS = 200
"""A page begins no further step after so many records."""

MAX_STEPS = 30
"""A step is some days of an own number, or a page of another table."""

_CURSOR = re.compile(r"([0-9]{1,2})\.((?!~)[ -~]{0,100})")
_NOT_IN_KEYS = frozenset("/\\#?")


class Cursor(NamedTuple):
    """Where a page begins: with which kind of records, and behind what."""

    kind: int = 0
    after: str = ""

    def __str__(self) -> str:
        return f"{self.kind}.{self.after}"


class PersonExport(NamedTuple):
    """Some records, each with its table, and where the next page begins; None: nowhere."""

    records: Sequence[tuple[str, Record]]
    next_cursor: Cursor | None


def parse_cursor(text: str) -> Cursor | None:
    """Read a cursor; None if it is not one."""
    found = _CURSOR.fullmatch(text)
    if not found or not _NOT_IN_KEYS.isdisjoint(text):
        return None
    return Cursor(int(found[1]), found[2])


async def export_person(
    number: str, cursor: Cursor, all_records: Sequence[PersonRecords], clock: Clock
) -> PersonExport:
    """
    Read a page of what is kept of a person.

    It may be short or empty, and yet have a next one: it ends after `MAX_STEPS` steps.
    """
    now = clock()
    numbers = tuple(filter(None, (number, former_number(number))))
    # Another instance's clock may be ahead.
    person = Person(numbers, "", now + timedelta(days=1))
    found: list[tuple[str, Record]] = []
    for _ in range(MAX_STEPS):
        if cursor.kind >= len(all_records):
            return PersonExport(found, None)
        records = all_records[cursor.kind]
        page = await records.export(person, cursor.after, now)
        found += [(records.table_name, one) for one in page.records]
        is_last = not page.next_after
        cursor = Cursor(cursor.kind + 1) if is_last else Cursor(cursor.kind, page.next_after)
        if len(found) >= ENOUGH_RECORDS:
            break
    return PersonExport(found, cursor if cursor.kind < len(all_records) else None)
