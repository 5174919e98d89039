"""
How the registry and ACS's opt-out list may differ, and what may be done about it.

ACS's list has pairs of own number and person, without categories and times. In case of doubt,
nothing is sent.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from opt_outs.domain.consent import ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from senders.domain.profile import ConfirmationSource, requires_our_reply
from shared.domain.kinds import Category


class DifferenceKind(StrEnum):
    """How registry and list disagree about a pair."""

    OUT_AT_ACS = "opted_out_at_acs"
    IN_SINCE = "opted_in_since"
    MISSING_AT_ACS = "missing_at_acs"


class DifferenceAction(StrEnum):
    """What was done about a difference."""

    REPORTED = "reported"
    OPTED_OUT = "opted_out"
    ADDED = "added_to_acs"
    REMOVED = "removed_from_acs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair on which registry and list disagreed."""

    own_number: str
    user_number: str
    kind: DifferenceKind
    action: DifferenceAction = DifferenceAction.REPORTED


def is_wholly_out(entry: ConsentEntry) -> bool:
    """Tell whether nothing at all may be sent; only that can be said in ACS's list."""
    return len(entry.blocked()) == len(Category)


def disagrees(entry: ConsentEntry, *, is_on_list: bool) -> bool:
    """Tell whether an entry differs from ACS's list."""
    return is_on_list != is_wholly_out(entry)


def has_opted_in_since(entry: ConsentEntry, ledger: Sequence[ConsentChange]) -> bool:
    """
    Tell whether a person on ACS's list has opted in after the opt-out that put them there.

    Only if we know of an opt-out, which may be the one on the list, and of an opt-in to everything
    after it. Otherwise the list has an opt-out that the registry does not know.
    """
    return _opt_in_after_all(entry, ledger) is not None


def may_be_removed(
    entry: ConsentEntry,
    ledger: Sequence[ConsentChange],
    *,
    for_all_numbers: ConsentEntry | None,
    confirmation_source: ConfirmationSource,
) -> bool:
    """
    Tell whether a person may be taken off ACS's list, because they said so and ACS cannot know.

    Not where the carrier blocks, which only the person can lift. Not where ACS must have heard
    that START itself: it stands on the list then because of something newer. Not if an entry
    for all numbers blocks anything.
    """
    opt_in = _opt_in_after_all(entry, ledger)
    is_blocked = for_all_numbers is not None and for_all_numbers.blocked(entry.own_number)
    return (
        opt_in is not None
        and opt_in.is_by_user
        and not is_blocked
        and confirmation_source is not ConfirmationSource.CARRIER
        and requires_our_reply(confirmation_source, opt_in.evidence)
    )


def _opt_in_after_all(entry: ConsentEntry, ledger: Sequence[ConsentChange]) -> ConsentChange | None:
    """Find the newest opt-in to everything, if it came after every opt-out, and there is one."""
    opt_outs = [line.effective_at for line in ledger if line.state is ConsentState.OPTED_OUT]
    opt_ins = [
        change
        for change in entry.changes.values()
        if change.state is ConsentState.OPTED_IN and change.category is None
    ]
    if entry.blocked() or not opt_outs or not opt_ins:
        return None
    newest = max(opt_ins, key=lambda change: change.effective_at)
    return newest if newest.effective_at > max(opt_outs) else None


def counted(differences: Sequence[Difference]) -> Counter[str]:
    """Count differences by kind and by action."""
    return Counter(word.value for one in differences for word in (one.kind, one.action))
