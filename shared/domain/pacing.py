"""
Pacing: how many units a sender may hand to ACS now, and when the rest should ask again.

ACS counts message units in every 60 seconds (azure-docs, "Service limits", 2025) and refuses
what is over. The governor keeps a list of what was granted in the last window, a second longer than
ACS's own to allow for the way there, and never grants more than the limit in it.

Lanes share the limit. A campaign leaves a small part free and takes its share evenly, five
seconds' worth at a time: so some of the window frees up all the time, and a code that finds no
room at once finds it within seconds. Whoever must wait is given a moment of its own,
so that a thousand waiting pieces come back one after the other.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from math import ceil

from shared.domain.pace import (
    PIECE_SECONDS,
    ROUND_SECONDS,
    SLOT_SECONDS,
    WINDOW_SECONDS,
    Pace,
    Pacer,
    Room,
)
from shared.domain.purpose import Purpose
from shared.domain.terms import Category

_USABLE_SHARE = 0.995
_DEMAND_SECONDS = 15


class Lane(IntEnum):
    """Who goes first; a smaller number does."""

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


_ANSWERS = {
    Purpose.OPT_OUT_CONFIRMATION: Lane.CONFIRMATION,
    Purpose.OPT_IN_CONFIRMATION: Lane.CONFIRMATION,
    Purpose.HELP: Lane.CONFIRMATION,
    Purpose.REPLY: Lane.REPLY,
    Purpose.AUTO_REPLY: Lane.REPLY,
}


def lane_of(category: Category, purpose: Purpose = Purpose.SEND) -> Lane:
    """Give the lane of a send: what answers a person goes first, else its category tells."""
    return _ANSWERS.get(purpose, _LANES[category])


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
class Grant:
    """
    The answer to a request for units.

    Attributes
    ----------
    units : int
        How many may go now; less than wanted, or none.
    wait_seconds : int
        When the rest should ask again; 0 if nothing is left.
    """

    units: int
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How many units are asked for, and how many of them are of any use: the first message's."""

    units: int
    smallest: int = 1


def ask(pace: Pace, limits: Limits, lane: Lane, wish: Wish, now: datetime) -> tuple[Pace, Grant]:
    """
    Ask for units in a lane.

    Returns
    -------
    tuple of Pace and Grant
        What to remember, and what may go now.
    """
    moment = now.timestamp()
    pace = _forget(pace, now)
    if moment < pace.held_until:
        return pace, Grant(0, ceil(pace.held_until - moment))
    left_today = _left_today(pace, limits)
    if left_today < wish.smallest:
        return pace, Grant(0, _until_tomorrow(now))
    units = min(wish.units, left_today)
    if limits.units_per_minute is None:
        return _granted(pace, lane, units, moment), Grant(
            units, 0 if units == wish.units else _until_tomorrow(now)
        )
    pace, grant = _ask_window(
        pace, limits.units_per_minute, lane, wish=Wish(units, wish.smallest), moment=moment
    )
    if grant.units == units < wish.units:  # the rest is no question of this minute
        grant = Grant(units, _until_tomorrow(now))
    return pace, grant


def hold(pace: Pace, seconds: float, now: datetime) -> Pace:
    """Stop granting for a while: ACS answered 429."""
    return replace(pace, held_until=max(pace.held_until, now.timestamp() + seconds))


def _ask_window(
    pace: Pace, per_minute: int, lane: Lane, *, wish: Wish, moment: float
) -> tuple[Pace, Grant]:
    wanted = wish.units
    # A message of more than its lane's share must go some time, and then goes alone.
    capacity = max(wish.smallest, int(per_minute * _USABLE_SHARE * _SHARES[lane]))
    demanded = sum(units for other, (units, _) in pace.demands.items() if other < lane)
    rooms: list[Room | Pacer] = [Room(capacity - demanded)]
    if lane > Lane.OTP:
        rooms.append(Pacer(capacity, max(wish.smallest, capacity * PIECE_SECONDS // 60)))
    units = max(0, min(wanted, *(room.free(pace, moment) for room in rooms)))
    units = units if units >= wish.smallest else 0
    if units:
        pace = _granted(pace, lane, units, moment)
        pace = replace(pace, clock=Pacer(capacity, 0).clock_after(pace, units, moment))
    if units == wanted:
        return pace, Grant(units)
    rest = max(1, min(wanted - units, *(room.units for room in rooms)))
    if lane <= Lane.OTP:
        pace = _demanded(pace, lane, rest, moment)
    earliest = max(room.free_at(pace, rest, moment) for room in rooms)
    booked = max(earliest, pace.bookings.get(lane, 0))
    spacing = rest * ROUND_SECONDS / capacity
    pace = replace(pace, bookings={**pace.bookings, lane: booked + spacing})
    return pace, Grant(units, max(1, ceil(booked - moment)))


def _granted(pace: Pace, lane: Lane, units: int, moment: float) -> Pace:
    """Grants of one second are one entry, dated at its end, so that the list stays short."""
    slot_end = ceil(moment / SLOT_SECONDS) * SLOT_SECONDS
    grants = dict(pace.grants)
    grants[slot_end] = grants.get(slot_end, 0) + units
    demanded, until = pace.demands.get(lane, (0, 0))
    return replace(
        pace,
        grants=tuple(grants.items()),
        demands={**pace.demands, lane: (max(0, demanded - units), until)},
        day_units=pace.day_units + units,
    )


def _demanded(pace: Pace, lane: Lane, units: int, moment: float) -> Pace:
    earlier, _ = pace.demands.get(lane, (0, 0))
    demand = (earlier + units, moment + _DEMAND_SECONDS)
    return replace(pace, demands={**pace.demands, lane: demand})


def _forget(pace: Pace, now: datetime) -> Pace:
    moment, day = now.timestamp(), f"{now.astimezone(UTC):%Y%m%d}"
    return Pace(
        grants=tuple(grant for grant in pace.grants if grant[0] > moment - WINDOW_SECONDS),
        demands={lane: d for lane, d in pace.demands.items() if d[1] > moment and d[0] > 0},
        bookings={lane: until for lane, until in pace.bookings.items() if until > moment},
        clock=pace.clock,
        day=day,
        day_units=pace.day_units if pace.day == day else 0,
        held_until=pace.held_until if pace.held_until > moment else 0,
    )


def _left_today(pace: Pace, limits: Limits) -> int:
    if limits.units_per_day is None:
        return 10**9
    return max(0, limits.units_per_day - pace.day_units)


def _until_tomorrow(now: datetime) -> int:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return ceil((today + timedelta(days=1) - now).total_seconds())
