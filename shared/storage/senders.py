"""
The `Senders` table: what a sender's instances have been granted, and who is paused.

Partition: the scope, that is a sender or all that share its limits. Rows: `pace`, and
`pause|{sender}` for each paused one. All instances ask here before they send; an ETag puts their
grants one after the other.
"""

import json
import random
from datetime import datetime
from typing import Any

from shared.domain.errors import ConflictError
from shared.domain.pace import Pace
from shared.domain.pacing import Grant, Lane, Limits, Wish, ask, hold
from shared.domain.sender_profile import SenderProfile
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Operation, Row, Table

PAUSED_WAIT_SECONDS = 60
"""How often the work of a paused sender looks whether it may go on."""

_ATTEMPTS = 8
_PACE = "pace"
_PAUSE = "pause|"


class Senders:
    """The governor's memory, shared by all instances."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def ask(
        self, sender: str, profile: SenderProfile, lane: Lane, *, wish: Wish, now: datetime
    ) -> Grant:
        """Ask for units; two operations, or one where nothing limits the sender."""
        for _ in range(_ATTEMPTS):
            rows = await self._rows(profile.scope, sender)
            if _PAUSE + sender in rows:
                return Grant(0, PAUSED_WAIT_SECONDS)
            row = rows.get(_PACE)
            pace = _pace_from_row(row)
            if profile.limits == Limits() and not pace.held_until:
                return Grant(wish.units)
            pace, grant = ask(pace, profile.limits, lane, wish, now)
            if await self._replaced(profile.scope, pace, row):
                return grant
        # Too many ask at this moment: come back, each at another one.
        return Grant(0, random.randint(1, 5))  # noqa: S311 - spreads load, protects nothing

    async def hold(self, profile: SenderProfile, seconds: float, now: datetime) -> None:
        """
        Stop granting for a while, because ACS said it was too much.

        Where too many ask at this moment, the rest is written over whatever they write: it may
        cut short a longer one of the same moment, which is better than none.
        """
        for _ in range(_ATTEMPTS):
            row = await self._table.get(profile.scope, _PACE)
            held = hold(_pace_from_row(row), seconds, now)
            if await self._replaced(profile.scope, held, row):
                return
        held_until = {"held_until": _pace_to_row(held)["held_until"]}
        keys = {"PartitionKey": profile.scope, "RowKey": _PACE}
        await self._table.write([("merge", {**keys, **held_until}, "")])

    async def paused_since(self, sender: str, profile: SenderProfile) -> datetime | None:
        """Tell since when a sender is paused; None if it is not."""
        row = await self._table.get(profile.scope, _PAUSE + sender)
        return time_from_text(row["paused_at"]) if row and row["paused_at"] else None

    async def _rows(self, scope: str, sender: str) -> dict[str, Row]:
        rows = await self._table.rows(scope, _PACE, _PACE, also=_PAUSE + sender)
        return {row["RowKey"]: row for row in rows if row.get("paused_at") != ""}

    async def _replaced(self, scope: str, pace: Pace, row: Row | None) -> bool:
        values: dict[str, Any] = {"PartitionKey": scope, "RowKey": _PACE, **_pace_to_row(pace)}
        operation: Operation = ("merge", values, row[ETAG]) if row else ("create", values, "")
        try:
            await self._table.write([operation])
        except ConflictError:
            return False
        return True

    async def set_paused(self, sender: str, profile: SenderProfile, at: datetime | None) -> None:
        """Pause a sender from a moment on, or let it go on (None); idempotent."""
        values = {
            "PartitionKey": profile.scope,
            "RowKey": _PAUSE + sender,
            "paused_at": time_to_text(at) if at else "",
        }
        await self._table.write([("upsert", values, "")])


def _pace_to_row(pace: Pace) -> dict[str, Any]:
    return {
        "grants": json.dumps(pace.grants),
        "demands": json.dumps({int(lane): demand for lane, demand in pace.demands.items()}),
        "bookings": json.dumps({int(lane): until for lane, until in pace.bookings.items()}),
        "clock": str(pace.clock),
        "day": pace.day,
        "day_units": pace.day_units,
        "held_until": str(pace.held_until),
    }


def _pace_from_row(row: Row | None) -> Pace:
    if row is None:
        return Pace()
    return Pace(
        grants=tuple((at, units) for at, units in json.loads(row["grants"])),
        demands={int(lane): (u, t) for lane, (u, t) in json.loads(row["demands"]).items()},
        bookings={int(lane): until for lane, until in json.loads(row["bookings"]).items()},
        clock=float(row["clock"]),
        day=row["day"],
        day_units=row["day_units"],
        held_until=float(row["held_until"]),
    )
