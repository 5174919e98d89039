import pytest

from local.functions_host.polling import PollingDelay


def middle(low: float, high: float) -> float:
    return (low + high) / 2


def test_delay_about_doubles_up_to_the_maximum_when_nothing_is_found() -> None:
    delay = PollingDelay(2.0, uniform=middle)

    seconds = [delay.next_seconds(has_found=False) for _ in range(8)]

    assert seconds == pytest.approx([0.1, 0.2, 0.3, 0.5, 0.9, 1.7, 2.0, 2.0])


def test_delay_starts_again_at_a_tenth_of_a_second_after_a_find() -> None:
    delay = PollingDelay(1.0, uniform=middle)
    for _ in range(6):
        delay.next_seconds(has_found=False)

    assert delay.next_seconds(has_found=True) == pytest.approx(0.1)
    assert delay.next_seconds(has_found=False) == pytest.approx(0.2)


def test_delay_varies_by_a_fifth() -> None:
    bounds: list[tuple[float, float]] = []

    def record(low: float, high: float) -> float:
        bounds.append((low, high))
        return low

    delay = PollingDelay(5.0, uniform=record)
    delay.next_seconds(has_found=True)

    assert delay.next_seconds(has_found=False) == pytest.approx(0.18)
    assert bounds == [(0.8, 1.2)]
