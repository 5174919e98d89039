"""Any history of what may happen to two workers that accept: an id is one text, delivered once."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.send_sms.test_fast_path_interrupted import begin, mixed_round
from tests.support.virtual_time import run_in_virtual_time
from tests.unit.send_sms.accept_simulation import Caller, assert_answers_are_right, play
from tests.unit.send_sms.accept_world import Plan, Worker
from tests.unit.send_sms.faults import HARSH, MILD

DISTURBANCES = {**MILD, **HARSH}
plans = st.dictionaries(st.integers(1, 30), st.sampled_from(sorted(DISTURBANCES)), max_size=3)


async def play_history(plans: list[dict[int, str]], *, limited: bool) -> None:
    host = await begin(limited=limited)
    workers = [Worker(host, _plan(plan)) for plan in plans]
    callers: list[Caller] = [*mixed_round(), *mixed_round()[1:4]]
    await play(host, workers, callers)
    await assert_answers_are_right(host, callers, may_be_unknown=True)


def _plan(names: dict[int, str]) -> Plan:
    return {moment: DISTURBANCES[name] for moment, name in names.items()}


@settings(max_examples=150)
@given(st.lists(plans, min_size=1, max_size=2), st.booleans())
def test_any_history_delivers_once_and_answers_alike(
    plans: list[dict[int, str]], limited: bool
) -> None:
    run_in_virtual_time(partial(play_history, plans, limited=limited))
