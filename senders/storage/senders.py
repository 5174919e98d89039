"""
The `Senders` table: rate windows, paused senders and held ones.

Partition: the scope, a sender or all senders that share its limits. Rows: the rate window, and
`pause|{sender}` for each that was paused or held. All instances ask here before they submit; an
ETag puts their grants one after the other.
"""

import json
import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from senders.domain.hold import Hold, probing
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Lane, Limits, UnitDemand, UnitGrant, request_units, suspend
from senders.domain.rate_window import RateWindow
from senders.storage.holds import (
    SWITCH_KEY,
    Holds,
    Switches,
    hold_from_row,
    hold_to_row,
    switches_from_row,
)
from shared.domain.errors import StorageError
from shared.domain.times import time_to_text
from shared.storage.table import ETAG, Operation, Row, WideTable

PAUSED_WAIT_SECONDS = 3
"""How often the work of a paused sender looks whether it may go on; the host polls each second."""

PAUSED_LOOKS_PER_SECOND = 20
"""Of one paused sender's work in one process: a batch that looks costs five operations."""

LONGEST_PAUSED_WAIT_SECONDS = 60

_ATTEMPTS = 8
WINDOW_KEY = "pace"


@dataclass(frozen=True, slots=True)
class SenderState:
    """
    A sender as it was read.

    Attributes
    ----------
    hold : Hold or None
        While the carrier refuses the sender.
    row, switch_row : Row or None
        What the state was read from.
    """

    window: RateWindow
    is_paused: bool
    row: Row | None = None
    hold: Hold | None = None
    switch_row: Row | None = None

    @property
    def booked_by(self) -> str:
        """The id of the last booking."""
        return self.row.get("booked_by", "") if self.row else ""

    def has_booked(self, booking_id: str) -> bool:
        """Tell whether a booking whose response was lost is stored."""
        return booking_id in (self.booked_by, self.hold.probe_id if self.hold else "")


@dataclass(frozen=True, slots=True)
class UnitRequest:
    """
    Who asks for units: in which lane, how many, and when.

    Attributes
    ----------
    booking_id : str
        Of a booking of these units that may be stored already; empty: none.
    may_probe : bool
        Whether one message may be granted while the sender is held, if a probe is due.
    """

    sender: str
    profile: SenderProfile
    lane: Lane
    demand: UnitDemand
    now: datetime
    booking_id: str = ""
    may_probe: bool = True


class Senders:
    """
    Rate windows, pause switches and holds, shared by all instances.

    Parameters
    ----------
    new_id : callable
        Draws the id of a booking, by which it is recognized when its response was lost.
    """

    def __init__(
        self, table: WideTable, new_id: Callable[[], str] = lambda: secrets.token_hex(8)
    ) -> None:
        self._table = table
        self._new_id = new_id
        self._next_looks: dict[str, float] = {}
        self.holds = Holds(table)

    async def read_state(self, sender: str, profile: SenderProfile) -> SenderState:
        """Read the state of a sender; one operation."""
        key = SWITCH_KEY + sender
        rows = await self._table.rows(profile.scope, WINDOW_KEY, WINDOW_KEY, also=key)
        by_key = {row["RowKey"]: row for row in rows}
        row, switch_row = by_key.get(WINDOW_KEY), by_key.get(key)
        window = window_from_row(row)
        is_paused = bool(switch_row and switch_row["paused_at"])
        if not is_paused:
            self._next_looks.pop(sender, None)
        if switch_row is None:
            return SenderState(window, is_paused=False, row=row)
        hold = hold_from_row(switch_row)
        self.holds.note(sender, hold)
        return SenderState(window, is_paused, row, hold, switch_row)

    async def request_units(self, request: UnitRequest) -> UnitGrant:
        """Ask for units and book them; two operations, or one where nothing limits the sender."""
        booking_id = request.booking_id or self._new_id()
        booked = UnitGrant(request.demand.units)
        for _ in range(_ATTEMPTS):
            state = await self.read_state(request.sender, request.profile)
            if state.has_booked(booking_id):
                return booked
            if state.is_paused:
                return UnitGrant(0, self.paused_wait_seconds(request.sender, request.now))
            window, booked = decide_grant(state, request)
            operations = _booking(request.profile, state, window, booking_id) if window else []
            if state.hold and booked.units:
                booked = replace(booked, hold=probing(state.hold, booking_id, request.now))
                operations += _probe(state, booked.hold)
            if not operations or await self._is_written(operations):
                return booked
        # Too many concurrent requests: each is retried at another time.
        return UnitGrant(0, random.randint(1, 5))  # noqa: S311 - spreads load, protects nothing

    def paused_wait_seconds(self, sender: str, now: datetime) -> int:
        """
        Tell when a piece of a paused sender's work is to look again whether it may go on.

        Up to 60 pieces look every `PAUSED_WAIT_SECONDS`. More take turns, so that a long pause of
        much work costs little; each looks at least once in `LONGEST_PAUSED_WAIT_SECONDS`.
        """
        moment = now.timestamp()
        turn = self._next_looks.get(sender, 0) + 1 / PAUSED_LOOKS_PER_SECOND
        turn = max(moment, min(turn, moment + LONGEST_PAUSED_WAIT_SECONDS))
        self._next_looks[sender] = turn
        return max(PAUSED_WAIT_SECONDS, int(turn - moment))

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
        return await self._is_written(_booking(profile, state, window, booking_id))

    async def _is_written(self, operations: Sequence[Operation]) -> bool:
        try:
            await self._table.write(operations)
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
            row = await self._table.get(profile.scope, WINDOW_KEY)
            state = SenderState(window_from_row(row), is_paused=False, row=row)
            held = suspend(state.window, seconds, now)
            if await self.book(profile, state, held, state.booked_by):
                return
        held_until = {"held_until": _window_to_row(held)["held_until"]}
        keys = {"PartitionKey": profile.scope, "RowKey": WINDOW_KEY}
        await self._table.write([("merge", {**keys, **held_until}, "")])

    async def read_switches(self, sender: str, profile: SenderProfile) -> Switches:
        """Tell whether a sender is paused or held. One operation."""
        row = await self._table.get(profile.scope, SWITCH_KEY + sender)
        return switches_from_row(row) if row else Switches()

    async def read_rows(self) -> list[Row]:
        """Read the whole table; one operation for 1,000 rows."""
        return await self._table.across("!", "~")

    async def set_paused(
        self,
        sender: str,
        profile: SenderProfile,
        at: datetime | None,
        *,
        reason: str = "",
        actor: str = "",
    ) -> None:
        """Pause a sender from a moment on, or let it go on (None); idempotent."""
        values = {
            "PartitionKey": profile.scope,
            "RowKey": SWITCH_KEY + sender,
            "paused_at": time_to_text(at) if at else "",
            "pause_reason": reason,
            "pause_actor": actor,
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
    demand = request.demand
    if state.hold:
        if (wait_seconds := state.hold.wait_seconds(request.now)) or not request.may_probe:
            return None, UnitGrant(0, wait_seconds or 1, state.hold)
        demand = UnitDemand(demand.smallest, demand.smallest)
    if request.profile.limits == Limits() and not state.window.held_until:
        return None, UnitGrant(demand.units)
    return request_units(state.window, request.profile.limits, request.lane, demand, request.now)


def _booking(
    profile: SenderProfile, state: SenderState, window: RateWindow, booking_id: str
) -> list[Operation]:
    """Store a window on the condition that it was not changed since the state was read."""
    values: dict[str, Any] = {
        "PartitionKey": profile.scope,
        "RowKey": WINDOW_KEY,
        **_window_to_row(window),
        "booked_by": booking_id,
    }
    row = state.row
    return [("merge", values, row[ETAG]) if row else ("create", values, "")]


def _probe(state: SenderState, hold: Hold | None) -> list[Operation]:
    """Store a probe on the same condition, together with its units."""
    row = state.switch_row
    if row is None:
        return []
    keys = {name: row[name] for name in ("PartitionKey", "RowKey")}
    return [("merge", {**keys, **hold_to_row(hold)}, row[ETAG])]


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


def window_from_row(row: Row | None) -> RateWindow:
    """Read a rate window; an empty one if there is no row."""
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
