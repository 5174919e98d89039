"""
What opt-outs keep of a person, as records of which the texts can be erased.

The law wants opt-outs kept: numbers, states, times and sources stay, as proof. What the person
wrote and what operators noted about it goes.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from opt_outs.domain.review import ReviewState
from opt_outs.storage.imports import IMPORT_LINES, lines_from_row, lines_to_row
from opt_outs.storage.registry_rows import LAST_KEY, LEDGER, is_change
from shared.domain.times import time_from_text
from shared.jobs import job_began_at
from shared.person_records import ErasurePage, ExportPage, Person, next_partition, record_of
from shared.storage.table import ETAG, Operation, Row, WideTable, write_all

_TEXTS = ("evidence", "reason")
_TEXT_COLUMNS = slice(5, 7)
"""Evidence and reason in a line of an import."""

_COLUMNS = (
    *("sender", "recipient", "state", "category", "time", "evidence", "reason", "actor"),
    "source",  # lines that earlier versions stored have none
)
_LINE = ("state", "category", "changed_at", "recorded_at", "source", "evidence", "reason", "actor")
_REVIEW = ("body", "received_at", "state", "decided_at", "actor", "note")

_ROWS_PER_TRANSACTION = 80
"""Texts were up to 24 KB each in an entry: with their rows they stay below 4 MiB."""


class PersonConsent:
    """The entries of a person and the lines of the ledger; see `shared.person_records`."""

    table_name = "OptOuts"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of texts under one own number, or under that for all."""
        own_number = await next_partition(self._table, after)
        if not own_number:
            return ErasurePage()
        entries, lines = await self._read(own_number, person)
        changed_lines = [one for row in lines if (one := _line_without_texts(row, person.until))]
        changed_entries = [
            one for row in entries if (one := _entry_without_texts(row, person.until))
        ]
        return ErasurePage(
            next_after=own_number,
            erased=Counter(evidence=len(changed_lines)),
            kept=Counter(entries=len(entries), ledgerLines=len(lines)),
            erase=partial(_merge, self._table, [*changed_entries, *changed_lines]),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read the ledger under one own number, or under that for all."""
        own_number = await next_partition(self._table, after)
        if not own_number:
            return ExportPage()
        _, lines = await self._read(own_number, person)
        records = [{"sender": own_number, **record_of("ledgerLines", row, _LINE)} for row in lines]
        return ExportPage(records, own_number)

    async def _read(self, own_number: str, person: Person) -> tuple[list[Row], list[Row]]:
        entries: list[Row] = []
        lines: list[Row] = []
        for user in person.numbers:
            entry = await self._table.get(own_number, user)
            entries += [entry] if entry else []
            start = f"{LEDGER}{user}|"
            lines += await self._table.rows(own_number, start, start + LAST_KEY)
        return entries, lines


class PersonReviews:
    """The reviews of a person's messages; those that are open keep their texts until decided."""

    table_name = "OptOutReviews"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of texts of all own numbers."""
        rows = await self._find(person)
        found = [row for row in rows if time_from_text(row["received_at"]) <= person.until]
        is_open = [row["state"] == ReviewState.OPEN for row in found]
        decided = [row for row, one in zip(found, is_open, strict=True) if not one]
        changed = [
            {**_keys(row), "body": "", "note": "", ETAG: row[ETAG]}
            for row in decided
            if row["body"] or row["note"]
        ]
        kept = {"reviews": len(decided), "openReviews": sum(is_open)}
        return ErasurePage(
            erased=Counter(reviewTexts=len(changed)),
            kept={kind: count for kind, count in kept.items() if count},
            erase=partial(_merge, self._table, changed),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read the reviews of all own numbers."""
        rows = await self._find(person)
        return ExportPage(
            [{"sender": row["PartitionKey"], **record_of("reviews", row, _REVIEW)} for row in rows]
        )

    async def _find(self, person: Person) -> list[Row]:
        return [
            row
            for user in person.numbers
            for row in await self._table.across(
                " ", LAST_KEY, (("user_number", "ge", user), ("user_number", "le", user))
            )
            if row["RowKey"].startswith("R|")
        ]


class PersonImportLines:
    """A person's lines of imported files."""

    table_name = "OptOutImports"

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Plan the erasure of texts of one import."""
        import_id = await next_partition(self._table, after)
        if not import_id:
            return ErasurePage()
        parts = []
        if job_began_at(import_id) <= person.until:
            async for rows in self._table.pages(import_id, *IMPORT_LINES):
                parts += [_part_without_texts(row, person.numbers) for row in rows]
        line_count = sum(part.text_count for part in parts)
        kept_count = sum(part.line_count for part in parts)
        return ErasurePage(
            next_after=import_id,
            erased=Counter(importEvidence=line_count),
            kept=Counter(importLines=kept_count) if kept_count else {},
            erase=partial(self._erase, [part.row for part in parts if part.text_count]),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read the person's lines of one import."""
        import_id = await next_partition(self._table, after)
        if not import_id:
            return ExportPage()
        found = [
            dict(zip(_COLUMNS, line, strict=False))
            async for rows in self._table.pages(import_id, *IMPORT_LINES)
            for row in rows
            for line in lines_from_row(row)
            if line[1] in person.numbers
        ]
        records = [
            {"importId": import_id, **record_of("importLines", line, _COLUMNS)} for line in found
        ]
        return ExportPage(records, import_id)

    async def _erase(self, changed: Sequence[Row]) -> None:
        """One by one, because parts are large; replaced, because they may have fewer pieces."""
        for row in changed:
            await self._table.write([("replace", _without_version(row), row[ETAG])])


class _Part(NamedTuple):
    """A part of an import without a person's texts, and how many lines of theirs it has."""

    row: Row
    line_count: int
    text_count: int


def _part_without_texts(row: Row, numbers: Collection[str]) -> _Part:
    lines = lines_from_row(row)
    own = [line for line in lines if line[1] in numbers]
    with_texts = [line for line in own if any(line[_TEXT_COLUMNS])]
    for line in with_texts:
        line[_TEXT_COLUMNS] = ["", ""]
    changed = {**lines_to_row(_keys(row), lines), ETAG: row[ETAG]}
    return _Part(changed, len(own), len(with_texts))


async def _merge(table: WideTable, changed: Sequence[Row]) -> None:
    by_partition: defaultdict[str, list[Operation]] = defaultdict(list)
    for row in changed:
        operation: Operation = ("merge", _without_version(row), row[ETAG])
        by_partition[row["PartitionKey"]].append(operation)
    for operations in by_partition.values():
        await write_all(table, operations, _ROWS_PER_TRANSACTION)


def _line_without_texts(row: Row, until: datetime) -> Row | None:
    """Give what changes in a line of the ledger; None: it has no texts."""
    if time_from_text(row["recorded_at"]) > until:
        return None
    texts = {name: "" for name in _TEXTS if row.get(name)}
    return {**_keys(row), **texts, ETAG: row[ETAG]} if texts else None


def _entry_without_texts(row: Row, until: datetime) -> Row | None:
    """Give what changes in an entry, which has each of its changes as JSON."""
    changed: dict[str, Any] = {}
    for name, value in row.items():
        if not is_change(name):
            continue
        members = json.loads(value)
        texts = [text for text in _TEXTS if members.get(text)]
        if texts and time_from_text(members["recorded_at"]) <= until:
            changed[name] = json.dumps(members | dict.fromkeys(texts, ""), ensure_ascii=False)
    return {**_keys(row), **changed, ETAG: row[ETAG]} if changed else None


def _keys(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("PartitionKey", "RowKey")}


def _without_version(row: Row) -> Mapping[str, Any]:
    return {name: value for name, value in row.items() if name != ETAG}
