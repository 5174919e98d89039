"""Buckets hold the opted-out numbers, however they are split."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from shared.domain.opt_out_bucket import (
    MAX_NUMBERS,
    Bucket,
    bucket_for,
    holds,
    with_number,
    without_number,
)

# Few digits, so that prefixes are shared and some numbers are the start of others.
DIGITS = st.text(alphabet="12", min_size=3, max_size=9)


class Buckets(RuleBasedStateMachine):
    """Buckets of two numbers beside a plain set of numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.buckets: dict[str, Bucket] = {}
        self.numbers: set[str] = set()

    @rule(digits=DIGITS)
    def add(self, digits: str) -> None:
        self.store(with_number(bucket_for(digits, self.buckets), digits, max_numbers=2))
        self.numbers.add(digits)

    @rule(digits=DIGITS)
    def remove(self, digits: str) -> None:
        self.store(without_number(bucket_for(digits, self.buckets), digits))
        self.numbers.discard(digits)

    def store(self, changed: list[Bucket]) -> None:
        prefixes = [bucket.prefix for bucket in changed]
        assert len(set(prefixes)) == len(prefixes), "one transaction writes a row once"
        self.buckets.update({bucket.prefix: bucket for bucket in changed})

    @rule(digits=DIGITS)
    def look_up(self, digits: str) -> None:
        assert holds(self.buckets, digits) == (digits in self.numbers)

    @invariant()
    def every_number_is_in_one_bucket_of_its_prefix(self) -> None:
        stored = [(b.prefix, digits) for b in self.buckets.values() for digits in b.numbers()]
        assert sorted(digits for _, digits in stored) == sorted(self.numbers)
        assert all(digits.startswith(prefix) for prefix, digits in stored)


Buckets.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestBucketsAgreeWithASet = Buckets.TestCase


def test_adding_a_number_twice_changes_nothing() -> None:
    (bucket,) = with_number(Bucket("1425"), "14255550101")
    assert with_number(bucket, "14255550101") == []


def test_taking_out_a_number_that_is_not_there_changes_nothing() -> None:
    assert without_number(Bucket("1425"), "14255550101") == []


def test_number_inside_another_number_is_another_number() -> None:
    (bucket,) = with_number(Bucket("1425"), "142555501011")
    assert not bucket.holds("14255550101")


def test_full_bucket_fits_into_a_text_property() -> None:
    bucket = Bucket("1425")
    for index in range(MAX_NUMBERS):
        (bucket,) = with_number(bucket, f"1425{index:011d}")
    assert len(bucket.packed) <= 32_768


def test_bucket_that_grows_too_big_moves_its_numbers_one_digit_down() -> None:
    (one,) = with_number(Bucket("1425"), "14255550101", max_numbers=1)
    marker, *children = with_number(one, "14256660101", max_numbers=1)
    assert marker == Bucket("1425", is_split=True)
    assert {child.prefix: child.numbers() for child in children} == {
        "14255": ["14255550101"],
        "14256": ["14256660101"],
    }
