"""
The `ParkedEvents` table: events that cannot be used yet, or at all.

Two partitions of events, see `ParkedKind`, and one of unknown own numbers. Row keys begin with the
UTC day of arrival, so that expired rows lie together.
"""

import asyncio
import hashlib
import json
import logging
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from shared.domain.times import time_from_text, time_to_text
from shared.eventgrid.envelope import Event
from shared.log import log_event
from shared.storage.table import Bound, Operation, Row, WideTable, delete_rows, write_all

PARKED_REPORT_RETENTION = timedelta(hours=72)
PARKED_EVENT_RETENTION = timedelta(days=30)
"""At least so long: a day is purged when all of it has expired."""

CHANCE_BYTES = 3

MAX_LOOKS = 50
"""Own numbers of one delivery that are looked for in the journal; others count as unknown."""

MAX_UNKNOWN_NUMBERS = 100
"""Own numbers that are not known whose STOPs count at once, in 30 days and over all instances."""

ROWS_PER_LOOK = 100
"""Reports that are looked at together; each that still waits may cost an operation."""

_LAST_KEY = "~"
_UNKNOWN_SEND = "its tag names a send that is not stored"
_UNKNOWN_NUMBER = "its own number is not known"
_NUMBERS = "numbers"
"""The partition of the unknown own numbers whose STOPs counted."""

_TEXT_LIMIT = 32_000
_ROWS_PER_PURGE = 1_000
_KEY = re.compile(r"[0-9]{8}\|[0-9a-f]{32}")


class ParkedKind(StrEnum):
    """Delivery reports that wait for their send, and events that an operator should look at."""

    REPORTS = "reports"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """
    A parked event as it is stored.

    Attributes
    ----------
    key : str
        The UTC day of its arrival and a digest.
    payload : str
        Its data as JSON, cut after 32,000 characters.
    """

    key: str
    type: str
    identity: str
    occurred_at: datetime
    reason: str
    payload: str


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event that waits for its send or own number, and the row it is kept in."""

    event: Event
    row: Row


@dataclass(frozen=True, slots=True)
class ParkedCount:
    """How many events are parked, the UTC day of the oldest, and why one of the newest day is."""

    count: int
    oldest_on: date | None
    reason: str


def is_parked_event_key(text: str) -> bool:
    """Tell whether a text can be the key of a parked event."""
    return _KEY.fullmatch(text) is not None


class ParkedEvents:
    """Events by day of arrival; the same event again on that day changes nothing."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def park(self, events: Sequence[tuple[Event, str]], now: datetime) -> None:
        """Keep and log events, each with the reason why it could not be used."""
        await self._store([_row(ParkedKind.EVENTS, event, reason, now) for event, reason in events])
        for reason, count in Counter(reason for _, reason in events).items():
            log_event("events_parked", level=logging.WARNING, reason=reason, count=count)

    async def park_reports(self, reports: Sequence[Event], now: datetime) -> None:
        """Keep delivery reports on unknown sends, in case their send appears."""
        await self._store(
            [_row(ParkedKind.REPORTS, report, _UNKNOWN_SEND, now) for report in reports]
        )
        log_event("reports_parked", count=len(reports))

    async def park_inbound(self, messages: Sequence[tuple[str, Event]], now: datetime) -> None:
        """Keep and log inbound messages, each with its unknown own number, until that is known."""
        rows = [
            {**_row(ParkedKind.EVENTS, event, _UNKNOWN_NUMBER, now), "own_number": number}
            for number, event in messages
        ]
        await self._store(rows)
        log_event(
            "events_parked", level=logging.WARNING, reason=_UNKNOWN_NUMBER, count=len(messages)
        )

    async def accept_unknown_numbers(self, numbers: Collection[str], now: datetime) -> set[str]:
        """
        Tell of which unknown own numbers STOPs count at once, and note new ones.

        One operation, one more for new ones, and one more where some have expired.
        """
        rows = await self._table.rows(_NUMBERS, "0", _LAST_KEY, limit=_ROWS_PER_PURGE)
        end = f"{now - PARKED_EVENT_RETENTION:%Y%m%d}"
        await delete_rows(self._table, [row for row in rows if row["RowKey"] < end])
        noted = {row["RowKey"].partition("|")[2] for row in rows if row["RowKey"] >= end}
        places = max(MAX_UNKNOWN_NUMBERS - len(noted), 0)
        new = sorted(set(numbers) - noted)[:places]
        await self._store(
            [{"PartitionKey": _NUMBERS, "RowKey": f"{now:%Y%m%d}|{number}"} for number in new]
        )
        return {number for number in numbers if number in noted or number in new}

    async def page(self, kind: ParkedKind, *, after: str, limit: int) -> list[ParkedEvent]:
        """Read parked events, the oldest day first, behind a key (empty: at first)."""
        rows = await self._table.rows(kind, f"{after} ", _LAST_KEY, limit=limit)
        return [_parked_event(row) for row in rows]

    async def count(self, kind: ParkedKind) -> ParkedCount:
        """Count parked events of one kind, up to 1,000; one operation."""
        rows = await self._table.rows(
            kind, "0", _LAST_KEY, limit=_ROWS_PER_PURGE, select=("reason",)
        )
        if not rows:
            return ParkedCount(0, None, "")
        day = datetime.strptime(f"{rows[0]['RowKey'][:8]}+0000", "%Y%m%d%z").date()
        return ParkedCount(len(rows), day, rows[-1]["reason"])

    async def waiting_reports(self, now: datetime, chance: bytes) -> list[WaitingEvent]:
        """
        Give up to `ROWS_PER_LOOK` of the reports that wait; two operations.

        Parameters
        ----------
        chance : bytes
            Three bytes: where to begin. Where more wait than are looked at together, each has its
            turn however many there are.
        """
        begin = f"{now - timedelta(days=chance[0] % 4):%Y%m%d}|{chance[1:].hex()}"
        oldest = f"{now - PARKED_REPORT_RETENTION:%Y%m%d}"
        rows = await self._table.rows(ParkedKind.REPORTS, begin, _LAST_KEY, limit=ROWS_PER_LOOK)
        if len(rows) < ROWS_PER_LOOK:
            left = ROWS_PER_LOOK - len(rows)
            rows += await self._table.rows(ParkedKind.REPORTS, oldest, begin, limit=left)
        return _waiting(rows)

    async def waiting_numbers(self, now: datetime, chance: bytes) -> dict[str, list[str]]:
        """
        Name the unknown own numbers of up to 1,000 parked messages, with keys; two operations.

        Parameters
        ----------
        chance : bytes
            As in `waiting_reports`. Half of the looks begin today.
        """
        days = chance[0] // 2 % PARKED_EVENT_RETENTION.days if chance[0] % 2 else 0
        begin = f"{now - timedelta(days=days):%Y%m%d}|{chance[1:].hex()}"
        rows = await self._of_unknown_numbers(("RowKey", "ge", begin), _ROWS_PER_PURGE)
        if len(rows) < _ROWS_PER_PURGE:
            left = _ROWS_PER_PURGE - len(rows)
            rows += await self._of_unknown_numbers(("RowKey", "le", begin), left)
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(row["own_number"], []).append(row["RowKey"])
        return found

    async def _of_unknown_numbers(self, bound: Bound, limit: int) -> list[Row]:
        bounds: list[Bound] = [("own_number", "ge", ""), bound]
        events = ParkedKind.EVENTS.value
        return await self._table.across(events, events, bounds, limit=limit, select=("own_number",))

    async def waiting_inbound(self, keys: Sequence[str]) -> list[WaitingEvent]:
        """Read parked messages by their keys; one operation for each, side by side."""
        rows = await asyncio.gather(*(self._table.get(ParkedKind.EVENTS, key) for key in keys))
        return _waiting([row for row in rows if row])

    async def remove(self, events: Sequence[WaitingEvent]) -> None:
        """Delete events that were used since; one that was parked again stays."""
        await delete_rows(self._table, [event.row for event in events])

    async def purge(self, now: datetime) -> None:
        """Delete expired events, up to 1,000 of each kind; two operations if there is nothing."""
        for partition, kept in (
            (ParkedKind.REPORTS, PARKED_REPORT_RETENTION),
            (ParkedKind.EVENTS, PARKED_EVENT_RETENTION),
        ):
            end = f"{now - kept:%Y%m%d}"
            rows = await self._table.rows(partition, "0", end, limit=_ROWS_PER_PURGE)
            await delete_rows(self._table, rows)

    async def _store(self, rows: Sequence[Row]) -> None:
        by_key = {row["RowKey"]: row for row in rows}
        operations: list[Operation] = [("upsert", row, "") for row in by_key.values()]
        await write_all(self._table, operations)


def _waiting(rows: Sequence[Row]) -> list[WaitingEvent]:
    found = ((_event(row), row) for row in rows)
    return [WaitingEvent(event, row) for event, row in found if event]


def _row(kind: ParkedKind, event: Event, reason: str, now: datetime) -> dict[str, Any]:
    payload = json.dumps(event.data, sort_keys=True)
    identity, event_type = _ascii(event.identity), _ascii(event.type)
    hashed = hashlib.sha256(f"{identity}|{event_type}|{payload}".encode()).hexdigest()[:32]
    return {
        "PartitionKey": kind.value,
        "RowKey": f"{now:%Y%m%d}|{hashed}",
        "identity": identity[:_TEXT_LIMIT],
        "type": event_type[:_TEXT_LIMIT],
        "occurred_at": time_to_text(event.occurred_at or now),
        "reason": reason,
        "payload": payload[:_TEXT_LIMIT],
    }


def _ascii(text: str) -> str:
    """A lone surrogate cannot be stored."""
    return text.encode("ascii", "replace").decode()


def _parked_event(row: Row) -> ParkedEvent:
    return ParkedEvent(
        key=row["RowKey"],
        type=row["type"],
        identity=row["identity"],
        occurred_at=time_from_text(row["occurred_at"]),
        reason=row["reason"],
        payload=row["payload"],
    )


def text_of_parked(payload: str) -> str:
    """Give the text of a parked message; the whole payload where that cannot be read."""
    try:
        data = json.loads(payload)
    except ValueError:
        return payload
    text = data.get("message") if isinstance(data, dict) else None
    return text if isinstance(text, str) else ""


def _event(row: Row) -> Event | None:
    """Read a parked event; None if it was too long to be kept whole."""
    try:
        data = json.loads(row["payload"])
    except ValueError:
        return None
    return Event(row["identity"], row["type"], "", time_from_text(row["occurred_at"]), data)
