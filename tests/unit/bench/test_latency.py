"""Percentiles of waits, and which storage requests a single on an idle app is charged with."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.alone import counted
from bench.latency import percentile


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100), (0.5, 1)])
def test_percentile_is_the_least_value_that_so_many_percent_do_not_exceed(
    percent: float, value: int
) -> None:
    assert percentile(range(1, 101), percent) == value


def test_percentile_of_one_value_is_that_value() -> None:
    assert [percentile([7], percent) for percent in (50, 99, 100)] == [7, 7, 7]


def test_single_is_not_charged_with_polls_and_looks_for_subscriptions() -> None:
    seen = Counter(
        {
            "queue put sms-dispatch": 1,
            "queue receive sms-dispatch": 1,
            "queue empty receive events": 12,
            "table get Subscriptions": 1,
            "table get Journal": 2,
        }
    )

    assert counted(seen) == {"queue put sms-dispatch": 1, "table get Journal": 2}
