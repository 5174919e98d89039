"""Buckets hold the opted-out numbers with their entries, however they are split."""

import re

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from opt_outs.domain.bucket import MAX_CHARACTERS, Bucket, bucket_for, with_bucket_entry

# Few digits, so that prefixes are shared and some numbers are the start of others.
DIGITS = st.text(alphabet="12", min_size=3, max_size=9)
ENTRIES = st.sampled_from(["", "m", "mt", ",77001=", "m,+121=", ",12=t"])


def entries_of(bucket: Bucket) -> dict[str, str]:
    """Give all numbers in a bucket with their entries."""
    return dict(re.findall("([0-9]+)([^ ]*) ", bucket.packed))


class Buckets(RuleBasedStateMachine):
    """Small buckets beside a plain mapping of numbers to entries."""

    def __init__(self) -> None:
        super().__init__()
        self.buckets: dict[str, Bucket] = {}
        self.bucket_entries: dict[str, str] = {}

    @rule(digits=DIGITS, bucket_entry=ENTRIES)
    def put(self, digits: str, bucket_entry: str) -> None:
        self.store(
            with_bucket_entry(
                bucket_for(digits, self.buckets), digits, bucket_entry, max_characters=20
            )
        )
        self.bucket_entries[digits] = bucket_entry

    @rule(digits=DIGITS)
    def remove(self, digits: str) -> None:
        self.store(with_bucket_entry(bucket_for(digits, self.buckets), digits, None))
        self.bucket_entries.pop(digits, None)

    def store(self, changed: list[Bucket]) -> None:
        prefixes = [bucket.prefix for bucket in changed]
        assert len(set(prefixes)) == len(prefixes), "one transaction writes a row once"
        self.buckets.update({bucket.prefix: bucket for bucket in changed})

    @rule(digits=DIGITS)
    def look_up(self, digits: str) -> None:
        assert bucket_for(digits, self.buckets).bucket_entry(digits) == self.bucket_entries.get(
            digits
        )

    @invariant()
    def every_number_is_in_one_bucket_of_its_prefix(self) -> None:
        stored = [(b.prefix, *one) for b in self.buckets.values() for one in entries_of(b).items()]
        assert sorted((digits, bucket_entry) for _, digits, bucket_entry in stored) == sorted(
            self.bucket_entries.items()
        )
        assert all(digits.startswith(prefix) for prefix, digits, _ in stored)


Buckets.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestBucketsAgreeWithAMapping = Buckets.TestCase


def test_putting_a_number_in_twice_changes_nothing() -> None:
    (bucket,) = with_bucket_entry(Bucket("1425"), "14255550101", "")
    assert with_bucket_entry(bucket, "14255550101", "") == []


def test_taking_out_a_number_that_is_not_there_changes_nothing() -> None:
    assert with_bucket_entry(Bucket("1425"), "14255550101", None) == []


def test_number_inside_another_number_is_another_number() -> None:
    (bucket,) = with_bucket_entry(Bucket("1425"), "142555501011", "")
    assert bucket.bucket_entry("14255550101") is None
    (bucket,) = with_bucket_entry(bucket, "14255550101", "m")
    assert bucket.bucket_entry("14255550101") == "m"


def test_full_bucket_fits_into_a_text_property() -> None:
    changed = [Bucket("1425")]
    for index in range(MAX_CHARACTERS):
        changed = with_bucket_entry(changed[0], f"1425{index:011d}", "m")
        if len(changed) > 1:
            break
        assert len(changed[0].packed) <= MAX_CHARACTERS < 32_768
    assert len(changed) > 1


def test_bucket_that_grows_too_big_moves_its_numbers_one_digit_down() -> None:
    (one,) = with_bucket_entry(Bucket("1425"), "14255550101", "m")
    marker, *children = with_bucket_entry(one, "14256660101", "", max_characters=14)
    assert marker == Bucket("1425", is_split=True)
    assert {child.prefix: entries_of(child) for child in children} == {
        "14255": {"14255550101": "m"},
        "14256": {"14256660101": ""},
    }


def test_first_bucket_of_a_number_is_that_of_country_and_area_code() -> None:
    """Rows are stored under it: with another length no stored number would be found."""
    assert bucket_for("14255550123", {}).prefix == "1425"


def test_bucket_is_split_only_when_it_is_longer_than_allowed_and_grew() -> None:
    (one,) = with_bucket_entry(Bucket("1425"), "14255550101", "")
    (two,) = with_bucket_entry(one, "14265550102", "")
    length = len(two.packed)
    assert with_bucket_entry(one, "14265550102", "", max_characters=length) == [two]
    split = with_bucket_entry(one, "14265550102", "", max_characters=length - 1)
    assert [bucket.is_split for bucket in split] == [True, False, False]
    assert with_bucket_entry(two, "14265550102", None, max_characters=1) == [one]


def test_bucket_holds_two_thousand_numbers_less_one() -> None:
    """A property of a table holds 32,768 characters."""
    packed = " " + "".join(f"1425{number:07d} " for number in range(1_998))
    (full,) = with_bucket_entry(Bucket("1425", packed), "14259999998", "")
    assert len(entries_of(full)) == 1_999
    assert len(with_bucket_entry(full, "14259999999", "")) > 1
