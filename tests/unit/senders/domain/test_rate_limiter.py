"""Units per minute, lanes, days and holds."""

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, cycle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from senders.domain.rate_limiter import (
    Lane,
    Limits,
    UnitDemand,
    UnitGrant,
    request_units,
    suspend,
)
from senders.domain.rate_window import WINDOW_SECONDS, RateWindow

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOLL_FREE = Limits(units_per_minute=200)

LATE = tuple(Random(7).uniform(0, 1.6) for _ in range(97))
"""Queues are polled once a second, and hide messages for whole seconds."""

Request = tuple[float, Lane, int]


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def play(
    requests: Sequence[Request],
    limits: Limits,
    until: float,
    late_seconds: Sequence[float] = (0,),
) -> list[tuple[float, Lane, float, int]]:
    """Ask as workers do, in turn so much too late; gives (first asked at, lane, at, units)."""
    lateness = cycle(late_seconds)
    window = RateWindow()
    granted = []
    waiting = [(at, at, lane, wanted) for at, lane, wanted in requests]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        at, first_asked, lane, wanted = heapq.heappop(waiting)
        window, grant = request_units(window, limits, lane, UnitDemand(wanted), after(at))
        if grant.units:
            granted.append((first_asked, lane, at, grant.units))
        if grant.units < wanted:
            assert grant.wait_seconds >= 1
            again = at + grant.wait_seconds + next(lateness)
            heapq.heappush(waiting, (again, first_asked, lane, wanted - grant.units))
    return granted


def most_in_a_minute(granted: Sequence[tuple[float, Lane, float, int]]) -> int:
    by_time = sorted((at, units) for _, _, at, units in granted)
    times = [at for at, _ in by_time]
    totals = list(accumulate((units for _, units in by_time), initial=0))
    return max(
        totals[bisect_left(times, start + 60)] - totals[bisect_left(times, start)]
        for start in times
    )


def test_ask_grants_all_when_there_is_room() -> None:
    _, grant = request_units(RateWindow(), TOLL_FREE, Lane.MARKETING, UnitDemand(15), START)

    assert grant == UnitGrant(15)


def test_ask_grants_everything_when_nothing_limits_the_sender() -> None:
    _, grant = request_units(RateWindow(), Limits(), Lane.MARKETING, UnitDemand(1000), START)

    assert grant == UnitGrant(1000)


def test_ask_gives_a_campaign_five_seconds_worth_at_a_time() -> None:
    window, grants = RateWindow(), []
    for second in (0, 1, 2, 3):
        window, grant = request_units(
            window, TOLL_FREE, Lane.MARKETING, UnitDemand(1000), after(second)
        )
        grants.append(grant.units)

    # One that begins may have half as much again, and then has what a second brings.
    assert grants == [16, 14, 4, 3]


@pytest.mark.parametrize(("pieces", "share"), [(1, 0.88), (3, 0.93), (10, 0.93)])
def test_campaign_uses_most_of_the_limit_though_its_pieces_come_late(
    pieces: int, share: float
) -> None:
    campaign: list[Request] = [(0, Lane.MARKETING, 10**6)] * pieces
    codes: list[Request] = [(5.5 + 7 * n, Lane.OTP, 1) for n in range(500)]

    granted = play([*campaign, *codes], TOLL_FREE, until=3600, late_seconds=LATE)

    assert sum(units for *_, units in granted) >= share * 200 * 60
    assert most_in_a_minute(granted) <= 199


def test_campaign_leaves_some_of_the_limit_to_codes() -> None:
    granted = play([(0, Lane.MARKETING, 1000)] * 10, TOLL_FREE, until=3600)

    assert most_in_a_minute(granted) <= 197


@given(
    way_seconds=st.lists(st.floats(0, WINDOW_SECONDS - 60), min_size=1, max_size=30),
    pieces=st.integers(1, 10),
)
def test_limit_holds_where_calls_arrive_though_some_take_longer_on_their_way(
    way_seconds: list[float], pieces: int
) -> None:
    campaign: list[Request] = [(0, Lane.MARKETING, 1000)] * pieces
    codes: list[Request] = [(0.5 + 3 * n, Lane.OTP, 5) for n in range(60)]
    granted = play([*campaign, *codes], TOLL_FREE, until=300, late_seconds=LATE)

    ways = cycle(way_seconds)
    arrived = [(asked, lane, at + next(ways), units) for asked, lane, at, units in granted]

    assert most_in_a_minute(arrived) <= 199


def test_code_behind_a_campaign_leaves_within_ten_seconds() -> None:
    campaign: list[Request] = [(0, Lane.TRANSACTIONAL, 1000)] * 10
    codes: list[Request] = [(5.5 + 7 * n, Lane.OTP, 1) for n in range(200)]

    granted = play([*campaign, *codes], TOLL_FREE, until=2000)

    waits = [at - asked for asked, lane, at, _ in granted if lane is Lane.OTP]
    assert len(waits) == 200
    assert max(waits) < 10


def test_burst_of_codes_goes_before_the_campaign_that_is_waiting() -> None:
    campaign: list[Request] = [(0, Lane.MARKETING, 1000)] * 10
    codes: list[Request] = [(100.5, Lane.OTP, 1)] * 40

    granted = play([*campaign, *codes], TOLL_FREE, until=400)

    assert max(at for _, lane, at, _ in granted if lane is Lane.OTP) < 100.5 + 30


def test_waiting_pieces_are_called_back_one_after_the_other() -> None:
    window, waits = RateWindow(), []
    for _ in range(10):
        window, grant = request_units(window, TOLL_FREE, Lane.MARKETING, UnitDemand(1000), START)
        waits.append(grant.wait_seconds)

    assert waits == sorted(waits)
    assert len(set(waits)) == 10


def test_long_piece_is_served_though_it_is_larger_than_a_minute_allows() -> None:
    granted = play([(0, Lane.MARKETING, 500)], TOLL_FREE, until=400)

    assert sum(units for *_, units in granted) == 500


def test_long_text_goes_though_it_is_larger_than_its_lane_gives_at_a_time() -> None:
    window, grants = RateWindow(), []
    for second in (0, 1, 10):
        window, grant = request_units(
            window, TOLL_FREE, Lane.MARKETING, UnitDemand(310, smallest=31), after(second)
        )
        grants.append(grant.units)

    assert grants == [31, 0, 31]


def test_long_text_of_a_slow_sender_waits_for_an_empty_window_and_goes() -> None:
    slow, demand = Limits(units_per_minute=10), UnitDemand(20, smallest=20)
    window, _ = request_units(RateWindow(), slow, Lane.OTP, UnitDemand(5), START)
    window, refused = request_units(window, slow, Lane.TRANSACTIONAL, demand, after(1))
    _, granted = request_units(
        window, slow, Lane.TRANSACTIONAL, demand, after(1 + refused.wait_seconds)
    )

    assert refused.units == 0
    assert granted.units == 20


def test_units_that_are_of_no_use_are_not_spent() -> None:
    window, first = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(193), START)
    window, useless = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(8, smallest=8), START)
    _, useful = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(6, smallest=6), START)

    assert (first.units, useless.units, useful.units) == (193, 0, 6)


def test_daily_cap_too_small_for_the_next_text_waits_for_tomorrow() -> None:
    limits = Limits(units_per_day=100)
    window, _ = request_units(RateWindow(), limits, Lane.MARKETING, UnitDemand(98), START)
    _, grant = request_units(window, limits, Lane.MARKETING, UnitDemand(3, smallest=3), START)

    assert grant == UnitGrant(0, wait_seconds=15 * 3600)


def test_daily_cap_stops_until_the_next_day_in_utc() -> None:
    limits = Limits(units_per_day=100)
    window, first = request_units(RateWindow(), limits, Lane.MARKETING, UnitDemand(150), START)
    window, second = request_units(window, limits, Lane.OTP, UnitDemand(1), after(61.5))
    _, third = request_units(
        window, limits, Lane.OTP, UnitDemand(1), datetime(2026, 11, 23, tzinfo=UTC)
    )

    assert first == UnitGrant(100, wait_seconds=15 * 3600)
    assert second == UnitGrant(0, wait_seconds=15 * 3600 - 61)
    assert third == UnitGrant(1)


def test_daily_cap_has_room_for_a_text_of_exactly_what_is_left() -> None:
    limits = Limits(units_per_day=100)
    window, _ = request_units(RateWindow(), limits, Lane.MARKETING, UnitDemand(97), START)
    _, grant = request_units(window, limits, Lane.MARKETING, UnitDemand(3, smallest=3), START)

    assert grant == UnitGrant(3)


def test_what_a_daily_cap_cuts_off_waits_for_tomorrow_though_the_minute_has_room() -> None:
    limits = Limits(units_per_minute=200, units_per_day=20)

    _, grant = request_units(RateWindow(), limits, Lane.OTP, UnitDemand(25), START)

    assert grant == UnitGrant(20, wait_seconds=15 * 3600)


def test_hold_stops_every_lane_for_the_time() -> None:
    held = suspend(RateWindow(), 30, START)

    assert request_units(held, TOLL_FREE, Lane.CONFIRMATION, UnitDemand(1), after(29))[
        1
    ] == UnitGrant(0, 1)
    assert request_units(held, TOLL_FREE, Lane.CONFIRMATION, UnitDemand(1), after(30))[
        1
    ] == UnitGrant(1)


def test_demand_of_one_unit_is_left_to_its_code_too() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(199), START)
    window, denied = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(1), after(1))
    assert denied.units == 0

    later, _ = request_units(window, TOLL_FREE, Lane.MARKETING, UnitDemand(1), after(2))
    assert later.demands[Lane.OTP][0] == 1


def test_units_of_a_denied_code_are_left_to_it_for_fifteen_seconds() -> None:
    window, _ = request_units(RateWindow(), TOLL_FREE, Lane.OTP, UnitDemand(190), START)
    window, denied = request_units(window, TOLL_FREE, Lane.OTP, UnitDemand(16), after(1))
    assert denied.units == 9
    assert window.demands[Lane.OTP] == (7, after(16).timestamp())

    for seconds, held in ((14.9, 7), (15, 0)):
        later, _ = request_units(window, TOLL_FREE, Lane.REPLY, UnitDemand(1), after(1 + seconds))
        assert later.demands.get(Lane.OTP, (0, 0))[0] == held


def test_lanes_keep_the_numbers_that_rows_hold() -> None:
    assert {lane.name: lane.value for lane in Lane} == {
        "CONFIRMATION": 0,
        "REPLY": 1,
        "OTP": 2,
        "TRANSACTIONAL": 3,
        "MARKETING": 4,
    }


def test_shorter_hold_does_not_end_a_longer_one() -> None:
    held = suspend(suspend(RateWindow(), 30, START), 5, START)

    assert request_units(held, TOLL_FREE, Lane.OTP, UnitDemand(1), after(10))[1].units == 0
