"""
The `Senders` table: rate windows and paused senders.

Partition: the scope, a sender or all senders that share its limits. Rows: the rate window, and
`pause|{sender}` for each paused one. All instances ask here before they submit; an ETag puts their
grants one after the other.
"""

import json
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Lane, Limits, UnitDemand, UnitGrant, request_units, suspend
from senders.domain.rate_window import RateWindow
from shared.domain.errors import StorageError
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Operation, Row, Table

PAUSED_WAIT_SECONDS = 60
"""How often the work of a paused sender looks whether it may go on."""

_ATTEMPTS = 8
_WINDOW_KEY = "pace"
_PAUSE = "pause|"


@dataclass(frozen=True, slots=True)
class SenderState:
    """A sender as it was read: its rate window, and whether it is paused."""

    window: RateWindow
    is_paused: bool
    row: Row | None = None

    @property
    def booked_by(self) -> str:
        """The id of the last booking."""
        return self.row.get("booked_by", "") if self.row else ""


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """
    Who asks for units: in which lane, how many, and when.

    Attributes
    ----------
    booking_id : str
        Of a booking of these units that may be stored already; empty: none.
    """

    sender: str
    profile: SenderProfile
    lane: Lane
    demand: UnitDemand
    now: datetime
    booking_id: str = ""


class Senders:
    """
    Rate windows and pause switches, shared by all instances.

    Parameters
    ----------
    new_id : callable
        Draws the id of a booking, by which it is recognized when its response was lost.
    """

    def __init__(
        self, table: Table, new_id: Callable[[], str] = lambda: secrets.token_hex(8)
    ) -> None:
        self._table = table
        self._new_id = new_id

    async def read_state(self, sender: str, profile: SenderProfile) -> SenderState:
        """Read the state of a sender; one operation."""
        rows = await self._table.rows(profile.scope, _WINDOW_KEY, _WINDOW_KEY, also=_PAUSE + sender)
        by_key = {row["RowKey"]: row for row in rows if row.get("paused_at") != ""}
        row = by_key.get(_WINDOW_KEY)
        return SenderState(_window_from_row(row), _PAUSE + sender in by_key, row)

    async def request_units(self, request: UnitRequest) -> UnitGrant:
        """Ask for units and book them; two operations, or one where nothing limits the sender."""
        booking_id = request.booking_id or self._new_id()
        booked = UnitGrant(request.demand.units)
        for _ in range(_ATTEMPTS):
            state = await self.read_state(request.sender, request.profile)
            if state.booked_by == booking_id:
                return booked
            window, booked = decide_grant(state, request)
            if window is None or await self.book(request.profile, state, window, booking_id):
                return booked
        # Too many concurrent requests: each is retried at another time.
        return UnitGrant(0, random.randint(1, 5))  # noqa: S311 - spreads load, protects nothing

    async def book(
        self, profile: SenderProfile, state: SenderState, window: RateWindow, booking_id: str = ""
    ) -> bool:
        """
        Store what was granted, if nothing changed since the sender was looked at; one operation.

        Returns
        -------
        bool
            False: it had changed, or it is unknown whether it was stored; look again.
        """
        values: dict[str, Any] = {
            "PartitionKey": profile.scope,
            "RowKey": _WINDOW_KEY,
            **_window_to_row(window),
            "booked_by": booking_id,
        }
        row = state.row
        operation: Operation = ("merge", values, row[ETAG]) if row else ("create", values, "")
        try:
            await self._table.write([operation])
        except StorageError:
            return False
        return True

    async def suspend(self, profile: SenderProfile, seconds: float, now: datetime) -> None:
        """
        Stop granting for a while, because ACS responded with 429.

        Under too many concurrent writes the suspension is written without a condition: it may
        shorten a longer concurrent one, which is better than none.
        """
        for _ in range(_ATTEMPTS):
            row = await self._table.get(profile.scope, _WINDOW_KEY)
            state = SenderState(_window_from_row(row), is_paused=False, row=row)
            held = suspend(state.window, seconds, now)
            if await self.book(profile, state, held, state.booked_by):
                return
        held_until = {"held_until": _window_to_row(held)["held_until"]}
        keys = {"PartitionKey": profile.scope, "RowKey": _WINDOW_KEY}
        await self._table.write([("merge", {**keys, **held_until}, "")])

    async def paused_since(self, sender: str, profile: SenderProfile) -> datetime | None:
        """Tell since when a sender is paused; None if it is not."""
        row = await self._table.get(profile.scope, _PAUSE + sender)
        return time_from_text(row["paused_at"]) if row and row["paused_at"] else None

    async def set_paused(self, sender: str, profile: SenderProfile, at: datetime | None) -> None:
        """Pause a sender from a moment on, or let it go on (None); idempotent."""
        values = {
            "PartitionKey": profile.scope,
            "RowKey": _PAUSE + sender,
            "paused_at": time_to_text(at) if at else "",
        }
        await self._table.write([("upsert", values, "")])


def decide_grant(state: SenderState, request: UnitRequest) -> tuple[RateWindow | None, UnitGrant]:
    """
    Decide how many units may go now.

    Returns
    -------
    tuple of RateWindow or None, and UnitGrant
        The window to store, None if nothing changes; and the units that may go once it is stored.
    """
    if state.is_paused:
        return None, UnitGrant(0, PAUSED_WAIT_SECONDS)
    if request.profile.limits == Limits() and not state.window.held_until:
        return None, UnitGrant(request.demand.units)
    return request_units(
        state.window, request.profile.limits, request.lane, request.demand, request.now
    )


def _window_to_row(window: RateWindow) -> dict[str, Any]:
    return {
        "grants": json.dumps(window.grants),
        "demands": json.dumps({int(lane): demand for lane, demand in window.demands.items()}),
        "bookings": json.dumps({int(lane): until for lane, until in window.bookings.items()}),
        "clock": str(window.clock),
        "day": window.day,
        "day_units": window.day_units,
        "held_until": str(window.held_until),
    }


def _window_from_row(row: Row | None) -> RateWindow:
    if row is None:
        return RateWindow()
    return RateWindow(
        grants=tuple((at, units) for at, units in json.loads(row["grants"])),
        demands={int(lane): (u, t) for lane, (u, t) in json.loads(row["demands"]).items()},
        bookings={int(lane): until for lane, until in json.loads(row["bookings"]).items()},
        clock=float(row["clock"]),
        day=row["day"],
        day_units=row["day_units"],
        held_until=float(row["held_until"]),
    )
