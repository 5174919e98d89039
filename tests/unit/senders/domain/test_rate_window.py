"""The rate window: how grants are dated, and when units are free again."""

import pytest

from senders.domain.rate_limiter import Lane, Limits, UnitDemand, request_units
from senders.domain.rate_window import EvenRate, RateWindow, WindowCapacity
from tests.unit.senders.domain.test_rate_limiter import after

FULL = RateWindow(grants=((0, 5), (10, 5)))
TEN_A_WINDOW = WindowCapacity(10)
ONE_A_SECOND = EvenRate(capacity=55, units=5)


def test_grants_of_a_quarter_of_a_second_are_one_entry() -> None:
    window = RateWindow()
    for thousandth in range(1000):
        window, _ = request_units(
            window, Limits(), Lane.OTP, UnitDemand(1), after(thousandth / 1000)
        )

    assert [at - after(0).timestamp() for at, _ in window.grants] == [0, 0.25, 0.5, 0.75, 1]
    assert sum(units for _, units in window.grants) == 1000


@pytest.mark.parametrize(("wanted", "free_at"), [(1, 61), (5, 61), (6, 71), (10, 71)])
def test_units_are_free_61_seconds_after_as_many_were_granted(wanted: int, free_at: float) -> None:
    assert TEN_A_WINDOW.free_at(FULL, wanted, moment=20) == free_at


def test_units_that_are_free_are_free_now() -> None:
    half = RateWindow(grants=((0, 5),))

    assert TEN_A_WINDOW.free_at(half, 5, moment=20) == 20


@pytest.mark.parametrize(("moment", "free_at"), [(90, 97), (97, 97), (98, 98)])
def test_even_rate_frees_units_when_its_clock_is_less_than_a_piece_ahead(
    moment: float, free_at: float
) -> None:
    campaign = RateWindow(clock=100)

    assert ONE_A_SECOND.free_at(campaign, 2, moment) == free_at
    assert ONE_A_SECOND.free(campaign, free_at) >= 2
