"""
The rows of the floor: one for a batch of up to 1,000 recipients, with empty rows for reports.

Reports lie in blocks of 100 recipients: those of the first block in the row of the batch, those of
each further block in a row of their own, created empty. A carrier call never crosses a block, and
its tag names the block, so that a report finds its row without a look-up.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bench.world import SENDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BATCH = 1_000
BATCHES_TOGETHER = 10
"""Batches of one send, whose 100 rows fill one transaction."""

_BLOCK = 100

Row = dict[str, str]


def rows_of_batch(key: str, group: Sequence[str]) -> list[Row]:
    """Make the row of a batch, and the empty report rows beside it."""
    empty = (_row(_report_key(key, n)) for n in range(1, len(blocks_of(group))))
    return [{**_row(key), "recipients": " ".join(group)}, *empty]


def change_of(key: str, properties: Mapping[str, str]) -> Row:
    """Make what is merged into a row."""
    return {**_row(key), **properties}


def blocks_of(group: Sequence[str]) -> list[Sequence[str]]:
    """Cut the recipients of a batch into blocks."""
    return [group[first : first + _BLOCK] for first in range(0, len(group), _BLOCK)]


def calls_of(key: str, blocks: Sequence[Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the tag and the recipients of each carrier call."""
    return ((f"{key}-{number}", block) for number, block in enumerate(blocks))


def outcomes_of(answers: Mapping[int, Sequence[str]]) -> Row:
    """Give the outcomes as properties, one for each block."""
    return {f"o{number}": json.dumps(list(ids)) for number, ids in answers.items()}


def report_changes(events: Sequence[Mapping[str, Any]]) -> dict[str, Row]:
    """Give the reports as properties, by the key of the row that they belong to."""
    changes: defaultdict[str, Row] = defaultdict(dict)
    for event in events:
        data = event["data"]
        key, _, block = data["tag"].partition("-")
        name = "d" + data["to"].lstrip("+")
        report = json.dumps([data["deliveryStatus"], data["messageId"]])
        changes[_report_key(key, int(block))][name] = report
    return dict(changes)


def _report_key(key: str, block: int) -> str:
    return f"{key}|{block}" if block else key


def _row(key: str) -> Row:
    return {"PartitionKey": SENDER, "RowKey": key}
