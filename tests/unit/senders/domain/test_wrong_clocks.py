"""Workers share a sender's limit, and one of them has a clock that is wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senders.domain.rate_limiter import Lane, Limits, UnitDemand, request_units, suspend
from senders.domain.rate_window import WINDOW_SECONDS, RateWindow

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLL_FREE = Limits(units_per_minute=200)
LANES = [Lane.CONFIRMATION, Lane.OTP, Lane.TRANSACTIONAL, Lane.MARKETING]


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("ahead_seconds", [30, 1_800, 86_400])
def test_clock_that_was_ahead_stops_others_no_longer_than_one_that_is_right(
    lane: Lane, ahead_seconds: int
) -> None:
    waits = []
    for ahead in (0, ahead_seconds):
        wanted = UnitDemand(1_000)
        window, _ = request_units(RateWindow(), TOLL_FREE, lane, wanted, after(ahead))
        window, grant = request_units(window, TOLL_FREE, lane, UnitDemand(5), after(0))
        waits.append(grant.wait_seconds)
        later = after(WINDOW_SECONDS + 1)
        assert request_units(window, TOLL_FREE, lane, UnitDemand(5), later)[1].units == 5
    assert abs(waits[0] - waits[1]) <= 1


def test_units_of_a_clock_that_was_ahead_count_in_the_window_of_now() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(150), after(1_800))
    _, grant = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(150), after(0))
    assert grant.units == 199 - 150


def test_suspension_by_a_clock_that_was_ahead_lasts_as_long_as_was_meant() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(5), after(1_800))
    window = suspend(window, 20, after(1_800))
    window, grant = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(5), after(0))
    assert (grant.units, grant.wait_seconds) == (0, 20)
    assert request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(5), after(21))[1].units == 5


def test_suspension_of_a_day_stays_where_all_clocks_agree() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(5), after(0))
    window = suspend(window, 86_400, after(1))
    _, grant = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(5), after(2))
    assert (grant.units, grant.wait_seconds) == (0, 86_399)


@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 60)), max_size=60))
def test_clocks_that_differ_by_seconds_change_no_limit(requests: list[tuple[float, int]]) -> None:
    """Each second one worker asks, by a clock of its own."""
    window, granted = RateWindow(), 0
    for second, (skew, units) in enumerate(requests):
        window, grant = request_units(
            window, TOLL_FREE, Lane.OTP, UnitDemand(units), after(second + skew)
        )
        granted += grant.units
    assert granted <= 200
