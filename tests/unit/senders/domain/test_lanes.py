"""Which lane a message takes, and whom the lanes serve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senders.domain.rate_limiter import (
    Lane,
    Limits,
    UnitDemand,
    UnitGrant,
    lane_of,
    request_units,
)
from senders.domain.rate_window import SLOT_SECONDS, RateWindow
from shared.domain.kinds import Category, Purpose
from tests.unit.senders.domain.test_rate_limiter import (
    TOLL_FREE,
    Request,
    after,
    most_in_a_minute,
    play,
)


@pytest.mark.parametrize(
    ("category", "lane"),
    [
        (Category.OTP, Lane.OTP),
        (Category.TRANSACTIONAL, Lane.TRANSACTIONAL),
        (Category.MARKETING, Lane.MARKETING),
    ],
)
def test_each_category_has_its_lane(category: Category, lane: Lane) -> None:
    assert lane_of(category) is lane


REPLIES = (Purpose.REPLY, Purpose.AUTO_REPLY)


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("purpose", REPLIES)
def test_reply_goes_behind_confirmations_and_before_every_send(
    category: Category, purpose: Purpose
) -> None:
    lane = lane_of(Category.TRANSACTIONAL, purpose)
    assert Lane.CONFIRMATION < lane < lane_of(category)


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - {Purpose.SEND, *REPLIES}))
def test_answer_goes_before_everything_else(purpose: Purpose) -> None:
    assert lane_of(Category.TRANSACTIONAL, purpose) is Lane.CONFIRMATION


requests = st.lists(
    st.tuples(
        st.floats(0, 600, allow_nan=False),
        st.sampled_from(list(Lane)),
        st.integers(1, 120),
    ),
    min_size=1,
    max_size=25,
)


@given(requests=requests, per_minute=st.integers(1, 300))
def test_whatever_is_asked_the_limit_holds_and_everybody_is_served(
    requests: list[Request], per_minute: int
) -> None:
    granted = play(requests, Limits(units_per_minute=per_minute), until=10**7)

    assert most_in_a_minute(granted) <= max(1, per_minute * 0.995)
    assert sum(units for *_, units in granted) == sum(wanted for *_, wanted in requests)


@given(requests=requests)
def test_memory_of_a_pace_stays_small(requests: list[Request]) -> None:
    window = RateWindow()
    for at, lane, wanted in sorted(requests):
        window, _ = request_units(window, TOLL_FREE, lane, UnitDemand(wanted), after(at))

    assert len(window.grants) <= 64 / SLOT_SECONDS


@pytest.mark.parametrize("lane", [Lane.CONFIRMATION, Lane.REPLY, Lane.OTP])
def test_responses_and_codes_may_take_the_whole_limit_at_once(lane: Lane) -> None:
    _, grant = request_units(RateWindow(), TOLL_FREE, lane, UnitDemand(1000), after(0))

    assert grant.units == 199


@pytest.mark.parametrize("lane", [Lane.TRANSACTIONAL, Lane.MARKETING])
def test_campaigns_may_take_all_but_one_hundredth_of_the_limit(lane: Lane) -> None:
    granted = play([(0, lane, 1000)] * 10, TOLL_FREE, until=600)

    assert 195 <= most_in_a_minute(granted) <= 197


def test_demand_that_was_met_is_left_to_its_lane_no_longer() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(199), after(0))
    window, denied = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(5), after(50))
    window, met = request_units(
        window, TOLL_FREE, Lane.OTP, UnitDemand(5), after(50 + denied.wait_seconds)
    )

    assert (denied.units, met.units) == (0, 5)
    assert window.demands[Lane.OTP][0] == 0


def test_units_of_a_waiting_campaign_are_not_left_to_it_by_other_campaigns() -> None:
    window, _ = request_units(
        RateWindow(), TOLL_FREE, Lane.TRANSACTIONAL, UnitDemand(1000), after(0)
    )

    assert window.demands.get(Lane.TRANSACTIONAL, (0, 0))[0] == 0


def test_code_behind_replies_is_kept_a_unit_too() -> None:
    window = RateWindow(demands={Lane.REPLY: (199, after(10).timestamp())})
    window, denied = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(1), after(0))

    assert denied.units == 0
    assert window.demands[Lane.OTP][0] == 1


def test_long_code_that_replies_leave_too_little_for_asks_again_after_a_second() -> None:
    window = RateWindow(demands={Lane.REPLY: (195, after(10).timestamp())})
    demand = UnitDemand(8, smallest=8)

    _, grant = request_units(window, TOLL_FREE, Lane.OTP, demand, after(0))

    assert grant == UnitGrant(0, wait_seconds=1)
