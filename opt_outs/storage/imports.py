"""
The `OptOutImports` table and the queue `opt-out-imports`: files to import, and their progress.

Partition: the import. Rows: `P|{nnnn}` some rows of the file, `B|{nnnn}` some of its invalid lines,
both packed, and `head`, which is written last: without it there is no import.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from shared.storage.table import Row, Table

IMPORT_QUEUE = "opt-out-imports"

Lines = list[list[Any]]
"""Rows or bad lines, as JSON has them."""

_LINES_PER_ROW = 1_000
_CHARACTERS_PER_ROW = 400_000  # a row has at most 1 MiB, though nothing of it can be compressed
_BYTES_PER_PROPERTY = 60_000  # of 65,536
_HEAD, _GOOD, _BAD = "head", "P|", "B|"


IMPORT_LINES = _GOOD, f"{_GOOD}~"
"""The first and the last key of the rows of an import's lines."""


class ImportState(StrEnum):
    """The state of an import."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportHead:
    """
    An import and its progress.

    Attributes
    ----------
    row_count, bad_line_count : int
        Rows to be imported, and lines that cannot be.
    part_count, done_part_count : int
        Parts of up to 1,000 rows, done in order.
    changed_count, unchanged_count : int
        Rows done: those that changed the registry, and those that were known or out of date.
    encoding, separator, recipient_column : str
        How a file of CSV was read; empty for JSON.
    ignored_columns : str
        The names of columns that were not read, as JSON.
    """

    import_id: str
    state: ImportState
    accepted_at: datetime
    row_count: int
    bad_line_count: int
    part_count: int
    done_part_count: int = 0
    changed_count: int = 0
    unchanged_count: int = 0
    encoding: str = ""
    separator: str = ""
    recipient_column: str = ""
    ignored_columns: str = "[]"
    version: str = ""


def lines_from_row(row: Row) -> Lines:
    """Read the lines of a part."""
    return _unpack(row)


def lines_to_row(keys: Mapping[str, str], lines: Lines) -> dict[str, Any]:
    """Write the lines of a part; they are no longer than they were."""
    return {**keys, **_pack(json.dumps(lines))}


class OptOutImports:
    """Imports, never deleted: they are the source of changes."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def add_lines(self, import_id: str, rows: Lines, bad_lines: Lines) -> int:
        """Store the lines of a file, an operation for 1,000 or less; give the parts of `rows`."""
        part_count = 0
        for kind, lines in ((_GOOD, rows), (_BAD, bad_lines)):
            for number, part in enumerate(_parts(lines)):
                key = {"PartitionKey": import_id, "RowKey": f"{kind}{number:04d}"}
                await self._table.write([("upsert", {**key, **_pack(part)}, "")])
                part_count += kind == _GOOD
        return part_count

    async def save(self, head: ImportHead) -> None:
        """
        Store the progress of an import.

        Raises
        ------
        ConflictError
            A concurrent writer did so.
        """
        values = {k: v for k, v in asdict(head).items() if k not in {"import_id", "version"}}
        values |= {"accepted_at": time_to_text(head.accepted_at), "state": head.state.value}
        row = {"PartitionKey": head.import_id, "RowKey": _HEAD, **values}
        await self._table.write([("merge" if head.version else "create", row, head.version)])

    async def find(self, import_id: str) -> ImportHead | None:
        """Read the progress of an import; None if there is none."""
        row = await self._table.get(import_id, _HEAD)
        if row is None:
            return None
        known = {name: row[name] for name in ImportHead.__slots__ if name in row}
        known |= {"state": ImportState(row["state"]), "version": row[ETAG]}
        known["accepted_at"] = time_from_text(row["accepted_at"])
        return ImportHead(import_id=import_id, **known)

    async def part(self, import_id: str, number: int) -> Lines:
        """Read one part of the rows."""
        row = await self._table.get(import_id, f"{_GOOD}{number:04d}")
        return _unpack(row) if row else []

    async def bad_lines(self, import_id: str, after: int, limit: int) -> Lines:
        """Read bad lines behind a line; at most `limit`."""
        found: Lines = []
        for row in await self._table.rows(import_id, _BAD, f"{_BAD}~"):
            found += [line for line in _unpack(row) if line[0] > after]
        return found[:limit]


def _parts(lines: Lines) -> Iterator[str]:
    """Write lines as JSON, in parts that fit into a row."""
    part: list[str] = []
    size = 0
    for line in lines:
        text = json.dumps(line)
        if part and (len(part) == _LINES_PER_ROW or size + len(text) > _CHARACTERS_PER_ROW):
            yield f"[{','.join(part)}]"
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield f"[{','.join(part)}]"


def _pack(text: str) -> dict[str, bytes]:
    packed = zlib.compress(text.encode())
    starts: Sequence[int] = range(0, len(packed), _BYTES_PER_PROPERTY)
    return {f"z{start:07d}": packed[start : start + _BYTES_PER_PROPERTY] for start in starts}


def _unpack(row: Row) -> Lines:
    pieces = [row[name] for name in sorted(row) if name.startswith("z")]
    lines: Lines = json.loads(zlib.decompress(b"".join(pieces)))
    return lines
