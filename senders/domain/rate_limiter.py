"""
The rate limiter: how many units a sender may submit now, and when the rest should ask again.

ACS counts message units in every 60 seconds (azure-docs, "Service limits", 2025) and refuses
excess calls. The rate limiter keeps a list of what was granted in the last window, one second
longer than ACS's own to allow for the transfer, and never grants more than the limit in it.

Lanes share the limit. A campaign leaves a small part free and takes its share evenly, five
seconds' worth at a time: so some of the window frees up all the time, and an `otp` message that is
not granted units at once is granted them within seconds. Work that must wait gets its own retry
time, so that a thousand waiting batches do not return together.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from math import ceil

from senders.domain.hold import Hold
from senders.domain.rate_window import (
    BURST_SECONDS,
    SLOT_SECONDS,
    SPREAD_SECONDS,
    WINDOW_SECONDS,
    EvenRate,
    RateWindow,
    WindowCapacity,
)
from shared.domain.kinds import Category, Purpose

_USABLE_SHARE = 0.995
_DEMAND_SECONDS = 15

_SKEW_SECONDS = 10
"""How far clocks of workers may differ before a window is moved."""


class Lane(IntEnum):
    """The priority of a send at the rate limiter; a smaller number goes first."""

    CONFIRMATION = 0
    REPLY = 1
    OTP = 2
    TRANSACTIONAL = 3
    MARKETING = 4


_SHARES = {
    Lane.CONFIRMATION: 1.0,
    Lane.REPLY: 1.0,
    Lane.OTP: 1.0,
    Lane.TRANSACTIONAL: 0.99,
    Lane.MARKETING: 0.99,
}

_LANES = {
    Category.OTP: Lane.OTP,
    Category.TRANSACTIONAL: Lane.TRANSACTIONAL,
    Category.MARKETING: Lane.MARKETING,
}


_RESPONSE_LANES = {
    Purpose.OPT_OUT_CONFIRMATION: Lane.CONFIRMATION,
    Purpose.OPT_IN_CONFIRMATION: Lane.CONFIRMATION,
    Purpose.HELP: Lane.CONFIRMATION,
    Purpose.REPLY: Lane.REPLY,
    Purpose.AUTO_REPLY: Lane.REPLY,
}


def lane_of(category: Category, purpose: Purpose = Purpose.SEND) -> Lane:
    """Give the lane of a send: responses to a person come first, else the category decides."""
    return _RESPONSE_LANES.get(purpose, _LANES[category])


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What a sender may send.

    Attributes
    ----------
    units_per_minute : int or None
        None: no limit of this kind.
    units_per_day : int or None
        Per UTC day, as carriers cap 10DLC numbers; None: no cap.
    """

    units_per_minute: int | None = None
    units_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class UnitGrant:
    """
    The result of a request for units.

    Attributes
    ----------
    units : int
        How many may go now; less than wanted, or none.
    wait_seconds : int
        When the rest should ask again; 0 if nothing is left.
    hold : Hold or None
        While the carrier refuses the sender: units are for one probe.
    """

    units: int
    wait_seconds: int = 0
    hold: Hold | None = None

    @property
    def probe_id(self) -> str:
        """The id of the probe that the units are for; empty: for none."""
        return self.hold.probe_id if self.hold and self.units else ""


@dataclass(frozen=True, slots=True)
class UnitDemand:
    """How many units are requested, and the fewest that are useful: those of one message."""

    units: int
    smallest: int = 1


def request_units(
    window: RateWindow, limits: Limits, lane: Lane, demand: UnitDemand, now: datetime
) -> tuple[RateWindow, UnitGrant]:
    """
    Ask for units in a lane.

    Returns
    -------
    tuple of RateWindow and UnitGrant
        The window to store, and the units that may go now.
    """
    moment = now.timestamp()
    window = _without_expired(_on_this_clock(window, moment), now)
    if moment < window.held_until:
        return window, UnitGrant(0, ceil(window.held_until - moment))
    left_today = _remaining_today(window, limits)
    if left_today < demand.smallest:
        return window, UnitGrant(0, _until_tomorrow(now))
    units = min(demand.units, left_today)
    if limits.units_per_minute is None:
        return _with_grant(window, lane, units, moment), UnitGrant(
            units, 0 if units == demand.units else _until_tomorrow(now)
        )
    window, grant = _grant_from_window(
        window,
        limits.units_per_minute,
        lane,
        demand=UnitDemand(units, demand.smallest),
        moment=moment,
    )
    if grant.units == units < demand.units:  # the rest waits for the daily limit
        grant = UnitGrant(units, _until_tomorrow(now))
    return window, grant


def suspend(window: RateWindow, seconds: float, now: datetime) -> RateWindow:
    """Stop granting for a while: ACS responded with 429."""
    return replace(window, held_until=max(window.held_until, now.timestamp() + seconds))


def _grant_from_window(
    window: RateWindow, per_minute: int, lane: Lane, *, demand: UnitDemand, moment: float
) -> tuple[RateWindow, UnitGrant]:
    wanted = demand.units
    # A message of more than its lane's share must go some time, and then goes alone.
    capacity = max(demand.smallest, int(per_minute * _USABLE_SHARE * _SHARES[lane]))
    demanded = sum(units for other, (units, _) in window.demands.items() if other < lane)
    capacities: list[WindowCapacity | EvenRate] = [WindowCapacity(capacity - demanded)]
    if lane > Lane.OTP:
        capacities.append(EvenRate(capacity, max(demand.smallest, capacity * BURST_SECONDS // 60)))
    units = max(
        0, min(wanted, *(capacity_left.free(window, moment) for capacity_left in capacities))
    )
    units = units if units >= demand.smallest else 0
    if units:
        window = _with_grant(window, lane, units, moment)
        window = replace(window, clock=EvenRate(capacity, 0).clock_after(window, units, moment))
    if units == wanted:
        return window, UnitGrant(units)
    rest = max(1, min(wanted - units, *(capacity_left.units for capacity_left in capacities)))
    if lane <= Lane.OTP:
        window = _with_demand(window, lane, rest, moment)
    earliest = max(capacity_left.free_at(window, rest, moment) for capacity_left in capacities)
    booked = max(earliest, window.bookings.get(lane, 0))
    spacing = rest * SPREAD_SECONDS / capacity
    window = replace(window, bookings={**window.bookings, lane: booked + spacing})
    return window, UnitGrant(units, max(1, ceil(booked - moment)))


def _with_grant(window: RateWindow, lane: Lane, units: int, moment: float) -> RateWindow:
    """Grants of one second are one entry, dated at its end, so that the list stays short."""
    slot_end = ceil(moment / SLOT_SECONDS) * SLOT_SECONDS
    grants = dict(window.grants)
    grants[slot_end] = grants.get(slot_end, 0) + units
    demanded, until = window.demands.get(lane, (0, 0))
    return replace(
        window,
        grants=tuple(grants.items()),
        demands={**window.demands, lane: (max(0, demanded - units), until)},
        day_units=window.day_units + units,
    )


def _with_demand(window: RateWindow, lane: Lane, units: int, moment: float) -> RateWindow:
    earlier, _ = window.demands.get(lane, (0, 0))
    demand = (earlier + units, moment + _DEMAND_SECONDS)
    return replace(window, demands={**window.demands, lane: demand})


def _on_this_clock(window: RateWindow, moment: float) -> RateWindow:
    """
    Move back what was dated in the future by a clock that was ahead, by as much as it was ahead.

    Else no other worker would be granted anything until that time has come.
    """
    ahead = max((at for at, _ in window.grants), default=moment) - moment
    if ahead <= _SKEW_SECONDS:
        return window

    def moved(at: float) -> float:
        return at - ahead if at > moment + _SKEW_SECONDS else at

    grants: Counter[float] = Counter()
    for at, units in window.grants:
        grants[moved(at)] += units
    return replace(
        window,
        grants=tuple(sorted(grants.items())),
        demands={lane: (units, moved(until)) for lane, (units, until) in window.demands.items()},
        bookings={lane: moved(until) for lane, until in window.bookings.items()},
        clock=moved(window.clock),
        held_until=moved(window.held_until),
    )


def _without_expired(window: RateWindow, now: datetime) -> RateWindow:
    moment, day = now.timestamp(), f"{now.astimezone(UTC):%Y%m%d}"
    return RateWindow(
        grants=tuple(grant for grant in window.grants if grant[0] > moment - WINDOW_SECONDS),
        demands={lane: d for lane, d in window.demands.items() if d[1] > moment and d[0] > 0},
        bookings={lane: until for lane, until in window.bookings.items() if until > moment},
        clock=window.clock,
        day=day,
        day_units=window.day_units if window.day == day else 0,
        held_until=window.held_until if window.held_until > moment else 0,
    )


def _remaining_today(window: RateWindow, limits: Limits) -> int:
    if limits.units_per_day is None:
        return 10**9
    return max(0, limits.units_per_day - window.day_units)


def _until_tomorrow(now: datetime) -> int:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return ceil((today + timedelta(days=1) - now).total_seconds())
