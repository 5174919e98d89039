"""Times as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.times import credible_time, time_from_text, time_to_text

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
FIRST, LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
TIMES = st.builds(
    lambda age, offset: (FIRST + age).astimezone(offset),
    st.timedeltas(timedelta(0), LAST - FIRST),
    OFFSETS,
)


@given(TIMES)
def test_time_survives_as_text(moment: datetime) -> None:
    assert time_from_text(time_to_text(moment)) == moment


@given(TIMES, TIMES)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (time_to_text(one) < time_to_text(other)) == (one < other)


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("2026-11-22T09:15:36Z", 0),
        ("2026-11-22T09:15:36.3Z", 300_000),
        ("2026-11-22T09:15:36.32Z", 320_000),
        ("2026-11-22T09:15:36.321Z", 321_000),
        ("2026-11-22T09:15:36.3215Z", 321_500),
        ("2026-11-22T09:15:36.32159Z", 321_590),
        ("2026-11-22T09:15:36.321594Z", 321_594),
        ("2026-11-22T09:15:36.3215949Z", 321_594),
        ("2026-11-22T10:15:36+01:00", 0),
        ("2026-11-22T09:15:36", 0),
    ],
)
def test_times_of_every_precision_are_read(text: str, microseconds: int) -> None:
    expected = datetime(2026, 11, 22, 9, 15, 36, microseconds, tzinfo=UTC)
    assert time_from_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-13-01T00:00:00Z",
        "2026-11-22T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_what_is_no_time_is_refused_with_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        time_from_text(text)


@given(st.text())
def test_any_text_is_a_time_or_a_value_error(text: str) -> None:
    try:
        assert time_from_text(text).tzinfo is UTC
    except ValueError:
        return


NOW = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "credible"),
    [
        (NOW, NOW),
        (NOW + timedelta(microseconds=1), NOW),
        (datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)),
        (datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC), NOW),
        (datetime(1, 1, 1, tzinfo=UTC), NOW),
    ],
)
def test_time_of_the_future_or_before_2000_becomes_that_of_receipt(
    stated: datetime, credible: datetime
) -> None:
    assert credible_time(stated, NOW) == credible
