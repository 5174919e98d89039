"""
The rate limiter: for all requests in any order, ACS's limit is never exceeded.

The machine asks in every lane, lets time pass, and reports a 429 now and then. Its book of what
was granted when is its own; the rate limiter's state is not read.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from senders.domain.rate_limiter import Lane, Limits, UnitDemand, request_units, suspend
from senders.domain.rate_window import RateWindow

LATE_EVENING = datetime(2026, 11, 22, 23, 50, tzinfo=UTC)
LANES = st.sampled_from(list(Lane))
PAUSES_SECONDS = st.sampled_from([0.2, 1, 7, 30, 59.9, 61, 64, 400])


class Governing(RuleBasedStateMachine):
    """One sender with a limit a minute and a cap a day, beginning shortly before midnight."""

    def __init__(self) -> None:
        super().__init__()
        self.now = LATE_EVENING
        self.window = RateWindow()
        self.granted: list[tuple[datetime, int]] = []
        self.held_until = self.now
        self.longest_text = 1

    @initialize(per_minute=st.integers(1, 300), per_day=st.integers(1, 400))
    def sender_has_limits(self, per_minute: int, per_day: int) -> None:
        self.per_minute, self.per_day = per_minute, per_day
        self.limits = Limits(units_per_minute=per_minute, units_per_day=per_day)

    @rule(seconds=PAUSES_SECONDS)
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(seconds=st.integers(1, 90))
    def network_says_too_much(self, seconds: int) -> None:
        self.window = suspend(self.window, seconds, self.now)
        self.held_until = max(self.held_until, self.now + timedelta(seconds=seconds))

    @rule(lane=LANES, units=st.integers(1, 400), smallest=st.integers(1, 12))
    def request_units(self, lane: Lane, units: int, smallest: int) -> None:
        smallest = min(smallest, units)
        demand = UnitDemand(units, smallest)
        self.window, grant = request_units(self.window, self.limits, lane, demand, self.now)
        assert grant.units == 0 or smallest <= grant.units <= units
        assert (grant.wait_seconds > 0) == (grant.units < units)
        if grant.units:
            assert self.now >= self.held_until
            self.granted.append((self.now, grant.units))
            self.longest_text = max(self.longest_text, smallest)

    @invariant()
    def no_minute_has_more_than_the_limit(self) -> None:
        minute = timedelta(seconds=60)
        for begin, _ in self.granted:
            units = sum(units for at, units in self.granted if begin <= at < begin + minute)
            # A text that is longer than a minute allows must go some time, and then goes alone.
            assert units <= max(self.per_minute, self.longest_text)

    @invariant()
    def no_day_has_more_than_its_cap(self) -> None:
        for day in {at.date() for at, _ in self.granted}:
            assert sum(units for at, units in self.granted if at.date() == day) <= self.per_day

    def teardown(self) -> None:
        """A request repeated at its assigned time is granted, once others have stopped asking."""
        if not hasattr(self, "limits"):
            return
        for _ in range(8):
            self.window, grant = request_units(
                self.window, self.limits, Lane.MARKETING, UnitDemand(1), self.now
            )
            if grant.units:
                return
            self.now += timedelta(seconds=grant.wait_seconds)
        raise AssertionError(grant)


Governing.TestCase.settings = settings(max_examples=80, stateful_step_count=15, deadline=None)
TestLimitIsNeverPassed = Governing.TestCase
