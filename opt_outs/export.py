"""Export the registry and the ledger as CSV."""

from collections.abc import Iterable, Iterator

from opt_outs.domain.consent import ConsentChange, ledger_order
from opt_outs.domain.entry import ConsentEntry
from shared.domain.times import time_to_text
from shared.web.csv_file import csv_text

MAX_EXPORT_ROWS = 100_000
"""Entries or lines in one file: the host holds the whole response in memory, about 15 MB."""

ENTRY_COLUMNS = (
    "sender",
    "recipient",
    "state",
    "category",
    "changedAt",
    "source",
    "evidence",
    "reason",
    "actor",
)
LEDGER_COLUMNS = (*ENTRY_COLUMNS, "recordedAt", "eventId", "ruleId", "ruleSetVersion", "via")


def entries_as_csv(entries: Iterable[ConsentEntry]) -> str:
    """Write what stands of each entry, one row for each change; an import reads it back."""
    return csv_text(ENTRY_COLUMNS, (_row(change) for entry in entries for change in _sorted(entry)))


def ledger_as_csv(lines: Iterable[ConsentChange]) -> str:
    """Write lines of a ledger."""
    return csv_text(LEDGER_COLUMNS, ([*_row(line), *_origin(line)] for line in lines))


def _sorted(entry: ConsentEntry) -> Iterator[ConsentChange]:
    yield from sorted(entry.changes.values(), key=ledger_order)


def _row(change: ConsentChange) -> list[str]:
    return [
        change.own_number,
        change.user_number,
        change.state,
        change.category or "",
        time_to_text(change.changed_at),
        change.source,
        change.evidence,
        change.reason,
        change.actor,
    ]


def _origin(change: ConsentChange) -> list[str]:
    return [
        time_to_text(change.recorded_at),
        change.event_id,
        change.rule_id,
        change.rule_set_version,
        change.via,
    ]
