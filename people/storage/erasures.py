"""
The `Erasures` table: erasures of people, and their progress; the receipts stay.

One partition. Rows: `E|{erasure}` an erasure, which has the person's number until it is completed;
`P|{digest of the number}` names the erasure of a person, until it is completed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import ETAG, Operation, Row, Table

ERASURE_QUEUE = "erasures"

_PARTITION, _ERASURE, _PERSON = "erasures", "E|", "P|"

_COUNTS = ("erased", "page", "later", "kept")

Counts = Mapping[str, int]
"""How many records, by table and kind: `Journal|messages`."""


class ErasureState(StrEnum):
    """
    The state of an erasure.

    `WAITING`: what can be erased is; the rest follows by itself.
    """

    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Erasure:
    """
    An erasure and its progress.

    Attributes
    ----------
    number : str
        The person's; empty once it is completed.
    number_ends : str
        The last four digits, which stay.
    pseudonym : str
        What stands for the number in counted rows; empty once it is completed.
    updated_at : datetime
        When it last came further.
    until : datetime
        What was recorded up to this moment is erased.
    place : int
        Which kind of records it is at.
    after : str
        Behind which page of them it goes on.
    erased : mapping
        Records of the pages that are done, over all passes.
    page : mapping
        Records of the page it is at, stored before they are erased.
    later, kept : mapping
        Records of this pass that could not be erased yet, and those that stay.
    due_at : datetime or None
        When the next pass begins; while it runs, the earliest moment known so far.
    asked_again_at : datetime or None
        When it was last asked for while it ran: another pass takes in what came until then.
    """

    erasure_id: str
    state: ErasureState
    reason: str
    requested_at: datetime
    updated_at: datetime
    until: datetime
    number: str = ""
    number_ends: str = ""
    pseudonym: str = ""
    actor: str = ""
    place: int = 0
    after: str = ""
    pass_count: int = 1
    erased: Counts = field(default_factory=dict)
    page: Counts = field(default_factory=dict)
    later: Counts = field(default_factory=dict)
    kept: Counts = field(default_factory=dict)
    due_at: datetime | None = None
    completed_at: datetime | None = None
    asked_again_at: datetime | None = None
    version: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.state is not ErasureState.COMPLETED


class Erasures:
    """Erasures by id, and the open one of a person."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def find(self, erasure_id: str) -> Erasure | None:
        """Read one; None if there is none."""
        row = await self._table.get(_PARTITION, _ERASURE + erasure_id)
        return _erasure(row) if row else None

    async def open_of(self, number: str) -> Erasure | None:
        """Read the erasure of a person that is not completed; None if there is none."""
        row = await self._table.get(_PARTITION, _person_key(number))
        return await self.find(row["erasure"]) if row else None

    async def add(self, erasure: Erasure) -> None:
        """
        Store a new erasure; one operation.

        Raises
        ------
        ConflictError
            The person has one that is not completed, or this one is there already.
        """
        person = {"PartitionKey": _PARTITION, "RowKey": _person_key(erasure.number)}
        named = {**person, "erasure": erasure.erasure_id}
        await self._table.write([("create", _row(erasure), ""), ("create", named, "")])

    async def save(self, erasure: Erasure) -> Erasure:
        """
        Store the progress of an erasure; one operation.

        Raises
        ------
        ConflictError
            A concurrent writer stored it first.
        """
        versions = await self._table.write([("merge", _row(erasure), erasure.version)])
        return replace(erasure, version=versions[0])

    async def complete(self, erasure: Erasure) -> None:
        """Store that an erasure is completed, and forget whose it was; one operation."""
        person = {"PartitionKey": _PARTITION, "RowKey": _person_key(erasure.number)}
        done = replace(
            erasure, state=ErasureState.COMPLETED, number="", pseudonym="", after="", due_at=None
        )
        operations: list[Operation] = [
            ("merge", _row(done), erasure.version),
            ("delete", person, ""),
        ]
        await self._table.write(operations)


def _person_key(number: str) -> str:
    return _PERSON + hashlib.sha256(number.encode()).hexdigest()[:32]


def _row(erasure: Erasure) -> dict[str, Any]:
    values = {k: v for k, v in asdict(erasure).items() if k not in {"erasure_id", "version"}}
    values |= {name: json.dumps(values[name]) for name in _COUNTS}
    values |= {
        "state": erasure.state.value,
        "requested_at": time_to_text(erasure.requested_at),
        "updated_at": time_to_text(erasure.updated_at),
        "until": time_to_text(erasure.until),
        "due_at": optional_time(erasure.due_at),
        "completed_at": optional_time(erasure.completed_at),
        "asked_again_at": optional_time(erasure.asked_again_at),
    }
    return {"PartitionKey": _PARTITION, "RowKey": _ERASURE + erasure.erasure_id, **values}


def _erasure(row: Row) -> Erasure:
    known = {name: row[name] for name in Erasure.__slots__ if name in row}
    known |= {name: json.loads(row[name]) for name in _COUNTS}
    known |= {
        "state": ErasureState(row["state"]),
        "requested_at": time_from_text(row["requested_at"]),
        "updated_at": time_from_text(row["updated_at"]),
        "until": time_from_text(row["until"]),
        "due_at": time_or_none(row["due_at"]),
        "completed_at": time_or_none(row["completed_at"]),
        "asked_again_at": time_or_none(row.get("asked_again_at", "")),
        "erasure_id": row["RowKey"].removeprefix(_ERASURE),
        "version": row[ETAG],
    }
    return Erasure(**known)
