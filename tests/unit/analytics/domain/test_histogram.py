from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.day_count import bucket_of, seconds_at

SECONDS = st.floats(0.001, 40_000_000)


@given(st.lists(SECONDS, min_size=1), st.sampled_from([0.01, 0.5, 0.95, 1.0]))
def test_percentile_is_at_most_4_5_percent_off(samples: list[float], share: float) -> None:
    rank = max(1, -(-int(share * 100) * len(samples) // 100))
    exact = sorted(samples)[rank - 1]
    found = seconds_at(Counter(map(bucket_of, samples)), share)
    assert found == pytest.approx(exact, rel=0.045)


@given(st.lists(st.lists(SECONDS)))
def test_percentiles_of_parts_are_those_of_the_whole(parts: list[list[float]]) -> None:
    together = Counter(bucket_of(one) for part in parts for one in part)
    added: Counter[int] = Counter()
    for part in parts:
        added.update(Counter(map(bucket_of, part)))
    assert seconds_at(added, 0.5) == seconds_at(together, 0.5)


@pytest.mark.parametrize("seconds", [-5.0, 0.0, 0.0005])
def test_what_is_shorter_than_a_millisecond_counts_as_nothing(seconds: float) -> None:
    assert seconds_at({bucket_of(seconds): 1}, 0.5) == 0.0


def test_nothing_has_no_median() -> None:
    assert seconds_at({}, 0.5) is None
