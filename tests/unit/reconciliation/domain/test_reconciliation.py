"""What a disagreement with ACS's list means."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from reconciliation.domain.reconciliation import disagrees, has_opted_in_since, may_be_removed
from senders.domain.profile import ConfirmationSource
from shared.domain.kinds import Category
from tests.support.samples import make_change
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
API = ChangeSource.API


def change(state: ConsentState, minute: int, **members: object) -> ConsentChange:
    return make_change(state, START + timedelta(minutes=minute), **members)


def entry_of(*changes: ConsentChange, own_number: str = TOLL_FREE) -> ConsentEntry:
    entry = ConsentEntry(own_number, PERSON)
    for one in changes:
        entry = entry.with_change(one)
    return entry


STOP_START = (change(OUT, 0), change(IN, 1, evidence="INICIO"))


@pytest.mark.parametrize(
    ("changes", "is_out"),
    [
        ((change(OUT, 0),), True),
        ((change(OUT, 0), change(IN, 1)), False),
        ((change(OUT, 0, category=Category.MARKETING),), False),
        (tuple(change(OUT, 0, category=category) for category in Category), True),
        ((change(IN, 0),), False),
    ],
)
def test_entry_disagrees_unless_it_is_out_for_everything_as_the_list_says(
    changes: Sequence[ConsentChange], *, is_out: bool
) -> None:
    assert disagrees(entry_of(*changes), is_on_list=True) is not is_out
    assert disagrees(entry_of(*changes), is_on_list=False) is is_out


@pytest.mark.parametrize(
    ("changes", "has"),
    [
        (STOP_START, True),
        ((change(OUT, 0), change(IN, 1, source=API)), True),
        ((change(IN, 1),), False),  # of what is on the list we know nothing
        ((change(OUT, 0), change(IN, 1, category=Category.OTP)), False),
        ((change(IN, 0), change(OUT, 1, category=Category.MARKETING)), False),
        ((change(OUT, 0), change(IN, 1), change(OUT, 2)), False),
        (
            (
                *STOP_START,
                change(OUT, 2, category=Category.MARKETING),
                change(IN, 3, category=Category.MARKETING),
            ),
            False,
        ),
        (
            (
                change(IN, 0),
                change(OUT, 1, category=Category.MARKETING),
                change(IN, 2, category=Category.MARKETING),
            ),
            False,
        ),
    ],
)
def test_person_has_opted_in_since_only_after_an_opt_out_that_is_known(
    changes: Sequence[ConsentChange], *, has: bool
) -> None:
    assert has_opted_in_since(entry_of(*changes), changes) is has


@pytest.mark.parametrize(
    ("confirmation_source", "words", "may"),
    [
        (ConfirmationSource.PALOMA, "START", True),
        (ConfirmationSource.PALOMA, "INICIO", True),
        (ConfirmationSource.ACS, "INICIO", True),
        (
            ConfirmationSource.ACS,
            "START",
            False,
        ),  # ACS heard it, and has it on its list all the same
        (ConfirmationSource.ACS, "unstop please", False),
        (ConfirmationSource.CARRIER, "INICIO", False),
    ],
)
def test_person_is_removed_only_where_acs_cannot_have_heard(
    confirmation_source: ConfirmationSource, words: str, *, may: bool
) -> None:
    changes = (change(OUT, 0), change(IN, 1, evidence=words))
    found = may_be_removed(
        entry_of(*changes), changes, for_all_numbers=None, confirmation_source=confirmation_source
    )
    assert found is may


@pytest.mark.parametrize(
    "changes",
    [
        (change(OUT, 0), change(IN, 1, source=API)),
        (change(IN, 1),),
        (*STOP_START, change(OUT, 2, category=Category.MARKETING)),
        (change(OUT, 0, source=API), *STOP_START),
    ],
)
def test_only_a_person_who_opted_in_last_is_removed(changes: Sequence[ConsentChange]) -> None:
    entry = entry_of(*changes)
    assert not may_be_removed(
        entry, changes, for_all_numbers=None, confirmation_source=ConfirmationSource.PALOMA
    )


def test_a_person_blocked_by_an_entry_for_all_numbers_is_not_removed() -> None:
    entry = entry_of(*STOP_START)
    for_all = entry_of(change(OUT, 3, own_number=ALL_NUMBERS), own_number=ALL_NUMBERS)
    confirmation_source = ConfirmationSource.PALOMA
    assert may_be_removed(
        entry, STOP_START, for_all_numbers=None, confirmation_source=confirmation_source
    )
    assert not may_be_removed(
        entry, STOP_START, for_all_numbers=for_all, confirmation_source=confirmation_source
    )
    lifted = for_all.with_change(change(IN, 4))
    assert may_be_removed(
        entry, STOP_START, for_all_numbers=lifted, confirmation_source=confirmation_source
    )
