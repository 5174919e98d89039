"""
The rate window of a sender: what was granted lately, and the capacity that this leaves.

`WindowCapacity` is the window that ACS counts in; `EvenRate` makes campaigns use it evenly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

WINDOW_SECONDS = 61
"""ACS's 60 seconds, and how much longer than another a call may be on its way there."""

SLOT_SECONDS = 0.25
"""How finely grants are dated: what is dated later than it was leaves the window later."""

BURST_SECONDS = 5
"""How many seconds' worth of units campaigns are granted at a time."""

SPREAD_SECONDS = 55
"""
In how many seconds campaigns would take a window's units if nothing stood in their way: a little
less than the window, so that what late pieces leave unused is taken by the next.
"""


@dataclass(frozen=True, slots=True)
class RateWindow:
    """
    What a sender's instances have been granted; times are seconds since 1970.

    Attributes
    ----------
    grants : tuple of (time, units)
        Of the last window, oldest first.
    demands : mapping of lane to (units, until)
        Units recently denied to higher lanes, which lower lanes leave to them.
    bookings : mapping of lane to time
        Up to when retry times have been assigned.
    clock : float
        Where campaigns stand: each unit moves it on by its share of the window.
    day, day_units
        The UTC day, and the units granted in it.
    held_until : float
        No units are granted before this time: ACS responded with 429.
    """

    grants: tuple[tuple[float, int], ...] = ()
    demands: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    bookings: Mapping[int, float] = field(default_factory=dict)
    clock: float = 0
    day: str = ""
    day_units: int = 0
    held_until: float = 0


@dataclass(frozen=True, slots=True)
class WindowCapacity:
    """So many units in the window."""

    units: int

    def free(self, window: RateWindow, moment: float) -> int:
        """Tell how many units are free."""
        del moment  # what is older than the window is forgotten already
        return self.units - sum(units for _, units in window.grants)

    def free_at(self, window: RateWindow, wanted: int, moment: float) -> float:
        """Tell when `wanted` units will be free if no other request takes them."""
        missing = wanted - self.free(window, moment)
        free_at = moment
        for at, units in window.grants:
            if missing > 0:
                missing -= units
                free_at = at + WINDOW_SECONDS
        return free_at


@dataclass(frozen=True, slots=True)
class EvenRate:
    """
    An even rate of `capacity` units a window, in pieces of at most `units`.

    The clock runs with the units granted, not with the moments of asking: a piece that comes
    late takes nothing from the next. What lies more than half a piece back is not made up for, so
    that a campaign that begins does not fill the window long before it empties.
    """

    capacity: int
    units: int

    def free(self, window: RateWindow, moment: float) -> int:
        """Tell how many units may go now."""
        ahead = self._clock(window, moment) - moment
        return min(self.units, int((self._burst_seconds - ahead) / self._seconds_per_unit))

    def free_at(self, window: RateWindow, wanted: int, moment: float) -> float:
        """Tell when `wanted` units may go."""
        needed = self._clock(window, moment) + wanted * self._seconds_per_unit
        return max(moment, needed - self._burst_seconds)

    def clock_after(self, window: RateWindow, units: int, moment: float) -> float:
        """Move the clock on by units that were granted."""
        return self._clock(window, moment) + units * self._seconds_per_unit

    def _clock(self, window: RateWindow, moment: float) -> float:
        return max(window.clock, moment - BURST_SECONDS / 2)

    @property
    def _seconds_per_unit(self) -> float:
        return SPREAD_SECONDS / self.capacity

    @property
    def _burst_seconds(self) -> float:
        return max(BURST_SECONDS, self.units * self._seconds_per_unit)
