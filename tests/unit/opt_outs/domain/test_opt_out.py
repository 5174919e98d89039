"""Which change of consent counts, and what is blocked by those that do."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opt_outs.domain.bucket import blocks, bucket_entry_of
from opt_outs.domain.consent import (
    ALL_NUMBERS,
    ChangeSource,
    ConsentChange,
    ConsentState,
    Precedence,
    for_all_numbers,
    supersedes,
)
from opt_outs.domain.entry import ConsentEntry
from shared.domain.kinds import Category
from tests.support.samples import make_change
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
TICK = timedelta(microseconds=1)
ALL = frozenset(Category)
SHORT_CODE, NAME = "77001", "MY SHOP"


def change_at(
    tick: int, state: ConsentState, source: str = "keyword", **members: object
) -> ConsentChange:
    return make_change(state, START + tick * TICK, source=ChangeSource(source), **members)


def entry_after(changes: Sequence[ConsentChange], own_number: str = TOLL_FREE) -> ConsentEntry:
    entry = ConsentEntry(own_number, PERSON)
    for change in changes:
        entry = entry.with_change(change)
    return entry


@pytest.mark.parametrize("state", [OUT, IN])
def test_first_change_supersedes_nothing_known(state: ConsentState) -> None:
    assert supersedes(make_change(state, START), None)


@pytest.mark.parametrize("new", [OUT, IN])
@pytest.mark.parametrize("current", [OUT, IN])
def test_newer_change_supersedes_an_older_one(new: ConsentState, current: ConsentState) -> None:
    assert supersedes(change_at(1, new), change_at(0, current))
    assert not supersedes(change_at(0, new), change_at(1, current))


def test_opt_out_wins_at_equal_times() -> None:
    assert supersedes(change_at(0, OUT), change_at(0, IN))
    assert not supersedes(change_at(0, IN), change_at(0, OUT))


@pytest.mark.parametrize("state", [OUT, IN])
def test_repeat_supersedes_nothing(state: ConsentState) -> None:
    assert not supersedes(change_at(0, state), change_at(0, state))


@pytest.mark.parametrize(
    "source", ["keyword", "phrase", "review", "provider", "import", "reconciliation"]
)
def test_start_lifts_what_came_from_the_person(source: str) -> None:
    assert not entry_after([change_at(0, OUT, source), change_at(1, IN)]).blocked()


@pytest.mark.parametrize("source", ["api", "operator"])
def test_start_does_not_lift_an_operators_decision(source: str) -> None:
    entry = entry_after([change_at(0, OUT, source), change_at(1, IN)])
    assert entry.blocked() == ALL
    assert entry.with_change(change_at(2, IN, "operator")).blocked() == frozenset()


def test_stop_after_an_operators_opt_in_counts() -> None:
    assert entry_after([change_at(0, IN, "operator"), change_at(1, OUT)]).blocked() == ALL


def test_opt_out_of_one_category_blocks_that_one_alone() -> None:
    entry = entry_after([change_at(0, OUT, category=Category.MARKETING)])
    assert entry.blocked() == {Category.MARKETING}
    assert entry.state is OUT
    assert entry.with_change(change_at(1, IN)).blocked() == frozenset()


def test_opt_in_of_one_category_lifts_that_one_alone() -> None:
    entry = entry_after([change_at(0, OUT), change_at(1, IN, category=Category.OTP)])
    assert entry.blocked() == {Category.TRANSACTIONAL, Category.MARKETING}


def test_start_to_one_number_lifts_what_is_blocked_for_all_for_that_number_alone() -> None:
    stop = for_all_numbers(change_at(0, OUT, own_number=SHORT_CODE))
    entry = entry_after([stop, change_at(1, IN)], ALL_NUMBERS)
    assert stop.via == SHORT_CODE
    assert entry.blocked(TOLL_FREE) == frozenset()
    assert entry.blocked(SHORT_CODE) == ALL
    assert entry.blocked() == ALL


CHANGES = st.builds(
    change_at,
    st.integers(0, 5),
    st.sampled_from([OUT, IN]),
    st.sampled_from(["keyword", "import", "operator", "possible"]),
    category=st.sampled_from([None, *Category]),
    own_number=st.just(TOLL_FREE),
)
CHANGES_FOR_ALL = CHANGES.map(for_all_numbers) | st.builds(
    change_at,
    st.integers(0, 5),
    st.just(IN),
    st.sampled_from(["keyword", "operator", "possible"]),
    category=st.sampled_from([None, *Category]),
    own_number=st.sampled_from([TOLL_FREE, SHORT_CODE, NAME]),
)


@given(st.lists(CHANGES_FOR_ALL, max_size=14), st.randoms(use_true_random=False))
def test_any_order_and_repetition_blocks_the_same(
    changes: list[ConsentChange], chance: random.Random
) -> None:
    shuffled = changes * 2
    chance.shuffle(shuffled)
    one, other = entry_after(changes, ALL_NUMBERS), entry_after(shuffled, ALL_NUMBERS)
    assert [one.blocked(n) for n in NUMBERS] == [other.blocked(n) for n in NUMBERS]


NUMBERS = ["", TOLL_FREE, SHORT_CODE, NAME, "+18335550101"]


@given(st.lists(CHANGES, min_size=1, max_size=10))
def test_newest_event_of_each_weight_or_more_decides_a_category(
    changes: list[ConsentChange],
) -> None:
    entry = entry_after(changes)
    for category in Category:
        covering = [change for change in changes if change.covers(category)]
        heavier = [[c for c in covering if c.precedence >= precedence] for precedence in Precedence]
        deciding = [max(each, key=_by_time).state for each in heavier if each]
        assert (category in entry.blocked()) == (OUT in deciding)


def _by_time(change: ConsentChange) -> tuple[object, bool]:
    return change.changed_at, change.state is OUT


@given(st.lists(CHANGES_FOR_ALL, max_size=14), st.sampled_from(Category))
def test_mark_says_what_the_entry_says(changes: list[ConsentChange], category: Category) -> None:
    entry = entry_after(changes, ALL_NUMBERS)
    mark = bucket_entry_of(entry)
    assert (mark is None) == (not entry.blocked())
    for number in NUMBERS[1:]:
        is_blocked = mark is not None and blocks(mark, number, category)
        assert is_blocked == (category in entry.blocked(number))


@given(st.lists(CHANGES_FOR_ALL, max_size=14))
def test_mark_can_stand_in_a_bucket(changes: list[ConsentChange]) -> None:
    mark = bucket_entry_of(entry_after(changes, ALL_NUMBERS)) or ""
    assert " " not in mark
    assert not mark[:1].isdecimal()


@pytest.mark.parametrize(("ticks", "is_past"), [(-1, False), (0, True), (1, True)])
def test_entry_is_past_from_its_own_time_on(ticks: int, is_past: bool) -> None:
    assert entry_after([change_at(0, OUT)]).is_past(START + ticks * TICK) is is_past


@pytest.mark.parametrize(("state", "contained"), [(OUT, True), (IN, False)])
def test_entry_contains_an_imported_change_of_its_state_and_time(
    state: ConsentState, contained: bool
) -> None:
    known = change_at(0, OUT)
    imported = replace(change_at(0, state), recorded_at=START + TICK)
    assert entry_after([known]).contains(imported) is contained


@pytest.mark.parametrize(
    ("source", "reason", "contained"),
    [
        ("possible", "", False),
        ("possible", "Source: crm", False),
        ("possible", "Source: possible", False),
        ("keyword", "", True),
        ("operator", "", True),
    ],
)
@pytest.mark.parametrize("is_timed", [True, False])
def test_weaker_opt_out_does_not_contain_an_import_because_it_may_be_lifted_alone(
    source: str, reason: str, *, contained: bool, is_timed: bool
) -> None:
    known = change_at(0, OUT, source, category=Category.MARKETING)
    later = START + TICK
    imported = replace(
        known,
        source=ChangeSource.IMPORT,
        changed_at=START if is_timed else later,
        recorded_at=later,
        reason=reason,
    )
    assert entry_after([known]).contains(imported) is contained


@pytest.mark.parametrize(
    ("known", "state", "contained"),
    [
        ([(OUT, None)], OUT, True),
        ([(OUT, None)], IN, False),
        ([(IN, None)], IN, True),
        ([(IN, None)], OUT, False),
        ([(OUT, None), (IN, Category.MARKETING)], OUT, False),
        ([(IN, None), (OUT, Category.MARKETING)], IN, False),
        ([], OUT, False),
        ([], IN, False),
    ],
)
def test_entry_contains_an_import_of_an_unknown_time_if_all_its_categories_have_the_state(
    known: list[tuple[ConsentState, Category | None]], state: ConsentState, contained: bool
) -> None:
    changes = [change_at(tick, one, category=of) for tick, (one, of) in enumerate(known)]
    assert entry_after(changes).contains(change_at(9, state, "import")) is contained


def test_opt_out_that_still_blocks_decides_although_a_category_was_lifted_later() -> None:
    out, lifted = change_at(0, OUT), change_at(1, IN, category=Category.MARKETING)
    assert entry_after([out, lifted]).newest == out
    assert entry_after([out, lifted, change_at(2, IN)]).newest.state is IN


def test_entry_for_all_numbers_keeps_the_newest_three_hundred_overrides() -> None:
    """A number whose opt-in is dropped stays blocked."""
    numbers = [f"+1833555{n:04d}" for n in range(301)]
    entry = entry_after([for_all_numbers(change_at(0, OUT))], ALL_NUMBERS)
    for tick, number in enumerate(numbers, start=1):
        entry = entry.with_change(change_at(tick, IN, own_number=number))
    assert [number for number in numbers if entry.blocked(number)] == numbers[:1]
