"""What the words after `dev.py bench` mean."""

from __future__ import annotations

import pytest

from bench.options import NAMES, Options, read_options
from bench.progress import left_text


def test_options_are_all_benchmarks_when_nothing_is_said() -> None:
    assert read_options([]) == Options(NAMES, is_quick=False)


def test_options_leave_pacing_out_when_it_must_be_quick() -> None:
    options = read_options(["--quick"])

    assert set(NAMES) - set(options.names) == {"pacing"}
    assert (options.round_count, options.send_count) == (1, 2)


def test_options_keep_pacing_when_it_is_named() -> None:
    assert read_options(["pacing", "--quick", "bulk"]).names == ("bulk", "pacing")


def test_options_refuse_a_benchmark_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        read_options(["bulk", "warp"])

    assert "no such benchmark: warp" in capsys.readouterr().err


def test_full_bulk_is_a_hundred_thousand_messages_and_five_thousand_singles() -> None:
    options = read_options([])

    assert options.send_count * 10_000 == 100_000
    assert options.single_count == 5_000
    assert options.busy_day_count * 10_000 == 1_000_000
    assert options.round_count > 1


@pytest.mark.parametrize(
    ("count", "passed", "text"), [(0, 3.0, ""), (25, 2.0, ", 6 s left"), (100, 2.0, ", 0 s left")]
)
def test_time_left_goes_by_the_pace_so_far(count: int, passed: float, text: str) -> None:
    assert left_text(count, 100, passed) == text
