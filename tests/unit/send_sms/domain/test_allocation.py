"""Which members may go when the units granted are not enough for all."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.calls import allocate, units_wanted
from send_sms.domain.progress import Progress
from senders.domain.profile import SenderProfile, Unit
from senders.domain.rate_limiter import Limits, UnitDemand
from shared.carriers.sending import UNCERTAIN, Outcome, OutcomeKind
from tests.support.samples import make_batch, make_round, people
from tests.support.world import TOLL_FREE

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
BY_SEGMENT = SenderProfile(TOLL_FREE, Limits(), Unit.SEGMENTS)
BY_RECIPIENT = SenderProfile(TOLL_FREE, Limits(), Unit.RECIPIENTS)
TWO_SEGMENTS = "a" * 161


def batch_of(count: int, **changes: Any) -> Batch:
    return make_batch(people(count), **changes)


def allocated(batch: Batch, units: int, profile: SenderProfile = BY_SEGMENT) -> Sequence[int]:
    return allocate(batch, batch.waiting_positions(), units, profile)


def wanted(batch: Batch, profile: SenderProfile = BY_SEGMENT) -> UnitDemand:
    return units_wanted(batch, batch.waiting_positions(), profile)


def test_units_go_to_the_first_members_first() -> None:
    assert allocated(batch_of(5), 3) == (0, 1, 2)


def test_enough_units_are_for_all_and_no_units_for_none() -> None:
    assert allocated(batch_of(3), 9) == (0, 1, 2)
    assert allocated(batch_of(3), 0) == ()


def test_only_members_that_were_named_are_served() -> None:
    assert allocate(batch_of(9), (2, 5, 7), 2, BY_SEGMENT) == (2, 5)


def test_uncertain_members_are_served_first_and_all_are_given_in_order() -> None:
    progress = Progress(outcomes={0: SENT, 2: UNCERTAIN, 3: UNCERTAIN})
    batch = batch_of(5, progress=progress)
    assert allocated(batch, 2) == (2, 3)
    assert allocated(batch, 3) == (1, 2, 3)


@pytest.mark.parametrize(
    ("profile", "positions"), [(BY_SEGMENT, (0, 1)), (BY_RECIPIENT, (0, 1, 2, 3))]
)
def test_long_text_costs_its_segments_or_counts_once(
    profile: SenderProfile, positions: tuple[int, ...]
) -> None:
    assert allocated(batch_of(5, text=TWO_SEGMENTS), 4, profile) == positions


def test_each_personal_text_costs_its_own_segments() -> None:
    values = (("a",), (TWO_SEGMENTS,), ("a",))
    batch = batch_of(3, text="{{x}}", values=values)
    assert wanted(batch) == UnitDemand(4, smallest=1)
    assert wanted(batch, BY_RECIPIENT) == UnitDemand(3, smallest=1)
    assert allocated(batch, 2) == (0,)
    assert allocated(batch, 3) == (0, 1)


def test_each_send_of_a_round_costs_the_segments_of_its_own_text() -> None:
    ana, ben, cem = people(3)
    batch = make_round([(ana, TWO_SEGMENTS), ("", ""), (ben, "a"), (cem, TWO_SEGMENTS)])
    assert wanted(batch) == UnitDemand(5, smallest=2)
    assert allocated(batch, 4) == (0, 2)


def test_wish_is_for_who_still_waits_and_the_first_of_them() -> None:
    progress = Progress(outcomes={0: SENT, 2: UNCERTAIN})
    values = (("a",), ("a",), (TWO_SEGMENTS,))
    batch = batch_of(3, text="{{x}}", values=values, progress=progress)
    assert wanted(batch) == UnitDemand(3, smallest=2)


@given(st.lists(st.sampled_from(["a", TWO_SEGMENTS]), min_size=1, max_size=20), st.integers(0, 45))
def test_what_is_allocated_costs_no_more_than_was_granted(texts: list[str], units: int) -> None:
    batch = batch_of(len(texts), text="{{x}}", values=tuple((text,) for text in texts))
    positions = allocated(batch, units)
    cost = sum(BY_SEGMENT.units_of(texts[position]) for position in positions)
    assert cost <= units
    assert positions == tuple(range(len(positions)))
    if len(positions) < len(texts):
        assert cost + BY_SEGMENT.units_of(texts[len(positions)]) > units


@given(st.lists(st.sampled_from(["a", TWO_SEGMENTS]), min_size=1, max_size=20))
def test_units_that_were_wanted_suffice_for_all(texts: list[str]) -> None:
    batch = batch_of(len(texts), text="{{x}}", values=tuple((text,) for text in texts))
    assert allocated(batch, wanted(batch).units) == tuple(range(len(texts)))
    assert allocated(batch, wanted(batch).smallest)[:1] == (0,)
