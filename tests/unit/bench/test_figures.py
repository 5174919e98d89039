"""Medians, goals, and the table and file they end up in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bench.figures import Figure, Goal, figure, number_text, table_text, write_json
from bench.measure import Measured

if TYPE_CHECKING:
    from pathlib import Path

from collections import Counter


def test_figure_is_the_median_of_its_rounds() -> None:
    assert figure("bulk", "end to end", [900, 12_000, 11_000], "messages/s").value == 11_000


@pytest.mark.parametrize(
    ("goal", "value", "reached"),
    [
        (Goal(least=500), 500, True),
        (Goal(least=500), 499.9, False),
        (Goal(greatest=0.3), 0.3, True),
        (Goal(greatest=0.3), 0.31, False),
        (Goal(greatest=0), 0, True),
        (Goal(greatest=0), 1, False),
    ],
)
def test_goal_is_reached_up_to_its_bound(goal: Goal, value: float, *, reached: bool) -> None:
    assert Figure("b", "n", (value,), "", goal).is_reached is reached


def test_table_says_what_was_reached_and_what_was_not() -> None:
    lines = table_text(
        [
            figure("bulk", "end to end", [12_345.6], "messages/s", goal=Goal(least=10_000)),
            figure("bulk", "CPU of the app", [0.25], "s per 1,000", goal=Goal(greatest=0.12)),
            figure("memory", "peak", [135.2], "MiB"),
        ]
    ).splitlines()

    assert lines[2].split("  ")[-1].strip() == "reached"
    assert "12,346" in lines[2]
    assert "at least 10,000" in lines[2]
    assert lines[3].endswith("NOT reached")
    assert lines[4].split() == ["memory", "peak", "135", "MiB"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(12_345.6, "12,346"), (1.234, "1.23"), (0.0084, "0.0084"), (0.0912, "0.091"), (0, "0")],
)
def test_number_keeps_the_digits_that_count(value: float, text: str) -> None:
    assert number_text(value) == text


def test_file_keeps_every_round_and_the_verdict(tmp_path: Path) -> None:
    path = tmp_path / "bench" / "one.json"

    write_json(path, [figure("a", "b", [1, 3], "s", goal=Goal(greatest=1))], is_quick=True)

    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["isQuick"] is True
    assert document["machine"]["cores"] >= 1
    [kept] = document["figures"]
    assert (kept["samples"], kept["value"], kept["isReached"]) == ([1, 3], 2, False)


def test_measured_divides_by_messages_and_by_thousands_of_them() -> None:
    run = Measured(2_000, 4.0, Counter({"transaction": 10, "get Journal": 6}), 0.5)

    assert run.messages_per_second == 500
    assert run.operations_per_message == 0.008
    assert run.cpu_seconds_per_thousand == 0.25
