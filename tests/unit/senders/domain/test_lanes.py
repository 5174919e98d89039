"""Which lane a message takes, and whom the lanes serve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senders.domain.rate_limiter import (
    Lane,
    Limits,
    UnitDemand,
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
