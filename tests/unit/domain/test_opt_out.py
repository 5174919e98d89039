"""Which change of consent becomes the state."""

from datetime import timedelta

import pytest

from shared.domain.opt_out import ConsentState, supersedes
from tests.support.samples import make_change
from tests.support.world import START

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize("state", [OUT, IN])
def test_first_change_becomes_the_state(state: ConsentState) -> None:
    assert supersedes(make_change(state, START), None)


@pytest.mark.parametrize("new", [OUT, IN])
@pytest.mark.parametrize("current", [OUT, IN])
def test_newer_change_wins(new: ConsentState, current: ConsentState) -> None:
    assert supersedes(make_change(new, START + TICK), make_change(current, START))
    assert not supersedes(make_change(new, START), make_change(current, START + TICK))


def test_opt_out_wins_at_equal_times() -> None:
    assert supersedes(make_change(OUT, START), make_change(IN, START))
    assert not supersedes(make_change(IN, START), make_change(OUT, START))


@pytest.mark.parametrize("state", [OUT, IN])
def test_repeat_does_not_become_the_state(state: ConsentState) -> None:
    assert not supersedes(make_change(state, START), make_change(state, START))
