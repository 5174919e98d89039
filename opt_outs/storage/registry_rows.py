"""
The rows of the `OptOuts` table: entries, buckets and ledger lines.

Partition: own number, or `*` for all. Rows: `{user}` the entry, one property for each kind of
change; `B|{prefix}` a bucket; `L|{user}|{time}|{event}` a line of the ledger. Ledger lines are
never deleted: consent records must be kept for at least four years (ACS Messaging Policy).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from opt_outs.domain.bucket import Bucket
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, Precedence
from opt_outs.domain.entry import ConsentEntry, Override
from shared.domain.kinds import Category
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Operation, Row

BUCKET = "B|"
LEDGER = "L|"
LAST_KEY = "~"  # sorts behind every character that keys are made of
FIRST_USER, LAST_USER = "+", "9~"  # numbers begin with + or, short codes, with a digit

_TEXT_LIMIT = 4_000  # characters; as JSON at most 24,000 of the 32,768 that a property holds
_EVERY_CATEGORY = "all"
_PRECEDENCE_NAMES = {
    Precedence.INFERRED: "possible",
    Precedence.USER: "said",
    Precedence.OPERATOR: "hold",
}
_OVERRIDES = "lifts"
_OPTIONAL = ("rule_id", "rule_set_version", "actor", "reason", "via")


def entry_row(partition: str, entry: ConsentEntry) -> dict[str, Any]:
    """Write an entry."""
    row: dict[str, Any] = {"PartitionKey": partition, "RowKey": entry.user_number}
    for (category, precedence), change in entry.changes.items():
        name = f"{category or _EVERY_CATEGORY}_{_PRECEDENCE_NAMES[precedence]}"
        row[name] = json.dumps(_members(change), ensure_ascii=False)
    if entry.overrides:
        row[_OVERRIDES] = json.dumps(
            [_override_members(override) for override in entry.overrides.values()]
        )
    return row


def entry_from_row(row: Row) -> ConsentEntry:
    """Read an entry."""
    own_number, user_number = row["PartitionKey"], row["RowKey"]
    changes = [
        _change(own_number, user_number, json.loads(value))
        for name, value in row.items()
        if is_change(name)
    ]
    overrides = [_override(*members) for members in json.loads(row.get(_OVERRIDES, "[]"))]
    return ConsentEntry(
        own_number,
        user_number,
        changes={(change.category, change.precedence): change for change in changes},
        overrides={
            (override.own_number, override.category, override.precedence): override
            for override in overrides
        },
    )


def is_change(name: str) -> bool:
    """Tell whether a property of an entry is a change."""
    return name.endswith(tuple(_PRECEDENCE_NAMES.values()))


def ledger_key(change: ConsentChange) -> str:
    """
    Give the key of a line; it says which event it was, so that a repeat is the same line.

    Its time is the one that the event stated, although a later one counts up to its receipt only:
    that is the same in every delivery. A review's decision about a category is another line than
    the provisional block of that category.
    """
    parts = [change.event_id, change.state.value]
    if change.category:
        is_review = change.source is ChangeSource.REVIEW
        parts += [change.category.value, *([change.source.value] if is_review else [])]
    event = hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
    stated = time_to_text(change.stated_at or change.changed_at)
    return f"{LEDGER}{change.user_number}|{stated}|{event}"


def ledger_row(
    partition: str, change: ConsentChange, *, is_state_change: bool = False
) -> dict[str, Any]:
    """Write a line, with whether the effective state changed."""
    return {
        "PartitionKey": partition,
        "RowKey": ledger_key(change),
        "user_number": change.user_number,
        "is_turn": is_state_change,
        **_members(change),
    }


def change_from_ledger(row: Row) -> ConsentChange:
    """Read a line of the ledger."""
    return _change(row["PartitionKey"], row["user_number"], row)


def bucket_row(partition: str, bucket: Bucket) -> dict[str, Any]:
    """Write a bucket."""
    return {
        "PartitionKey": partition,
        "RowKey": BUCKET + bucket.prefix,
        "packed": bucket.packed,
        "is_split": bucket.is_split,
    }


def buckets_from_rows(rows: Iterable[Row]) -> dict[str, Bucket]:
    """Read buckets, by prefix."""
    buckets = (
        Bucket(row["RowKey"][len(BUCKET) :], row["packed"], row["is_split"], row[ETAG])
        for row in rows
    )
    return {bucket.prefix: bucket for bucket in buckets}


def write_of(row: Mapping[str, Any], etag: str) -> Operation:
    """A row that was read must be unchanged, one that was missing must still be missing."""
    return ("merge", row, etag) if etag else ("create", row, "")


def _members(change: ConsentChange) -> dict[str, str]:
    members = {
        "state": change.state.value,
        "changed_at": time_to_text(change.changed_at),
        "recorded_at": time_to_text(change.recorded_at),
        "source": change.source.value,
        "evidence": change.evidence[:_TEXT_LIMIT],
        "event_id": change.event_id,
    }
    if change.category:
        members["category"] = change.category.value
    return members | {name: text for name in _OPTIONAL if (text := getattr(change, name))}


def _change(own_number: str, user_number: str, members: Mapping[str, Any]) -> ConsentChange:
    return ConsentChange(
        own_number=own_number,
        user_number=user_number,
        state=ConsentState(members["state"]),
        changed_at=time_from_text(members["changed_at"]),
        recorded_at=time_from_text(members["recorded_at"]),
        source=ChangeSource(members["source"]),
        evidence=members["evidence"],
        event_id=members["event_id"],
        category=_category(members.get("category")),
        **{name: members.get(name, "") for name in _OPTIONAL},
    )


def _override_members(override: Override) -> list[object]:
    time = time_to_text(override.changed_at)
    return [override.own_number, override.category, override.precedence, time]


def _override(own_number: str, category: str | None, precedence: int, time: str) -> Override:
    return Override(own_number, _category(category), Precedence(precedence), time_from_text(time))


def _category(text: str | None) -> Category | None:
    return Category(text) if text else None
