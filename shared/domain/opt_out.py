"""
Opt-outs: what people and operators decided, and who may therefore not be written to.

Events arrive repeated and out of order. Of each kind of decision the newest by event time is
kept, at equal times the opt-out, because not sending is the mistake that can be mended. What is
blocked is a function of these alone, so any order of the same events ends in the same state.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.kinds import Category
from shared.domain.weight import Precedence

ALL_NUMBERS = "*"
"""Stands where an own number may stand: all numbers of the resource."""

MAX_OVERRIDES = 300
"""Exceptions kept of one opt-out from all numbers; what is forgotten stays opted out."""


class ConsentState(StrEnum):
    """Whether a person may be written to from an own number."""

    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"


class ChangeSource(StrEnum):
    """How we learnt of a change."""

    KEYWORD = "keyword"
    PHRASE = "phrase"
    REVIEW = "review"
    POSSIBLE = "possible"
    API = "api"
    IMPORT = "import"
    PROVIDER = "provider"
    OPERATOR = "operator"
    RECONCILIATION = "reconciliation"


class StopScope(StrEnum):
    """What a person's STOP to one own number covers."""

    SENDER = "sender"
    ALL = "all"


_BY_USER = frozenset({ChangeSource.KEYWORD, ChangeSource.PHRASE, ChangeSource.REVIEW})
_BY_OPERATOR = frozenset({ChangeSource.API, ChangeSource.OPERATOR})


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """
    One event that opts a person out or in.

    Attributes
    ----------
    own_number : str
        Of which of our numbers it speaks; `ALL_NUMBERS` for all.
    changed_at : datetime
        When it happened at its source: the event time.
    recorded_at : datetime
        When we stored it.
    evidence : str
        The words it rests on: the person's text, or the provider's.
    event_id : str
        The id it had at its source; a repeat has the same.
    category : Category or None
        The only category it speaks of; None for all.
    rule_id, rule_set_version : str
        By which rule the evidence was read.
    actor, reason : str
        The operator who decided it, and why; empty if none did.
    via : str
        The own number the person wrote to, where the change speaks of all.
    """

    own_number: str
    user_number: str
    state: ConsentState
    changed_at: datetime
    recorded_at: datetime
    source: ChangeSource
    evidence: str
    event_id: str
    category: Category | None = None
    rule_id: str = ""
    rule_set_version: str = ""
    actor: str = ""
    reason: str = ""
    via: str = ""

    @property
    def precedence(self) -> Precedence:
        """What it can lift, and what can lift it."""
        if self.source is ChangeSource.POSSIBLE:
            return Precedence.INFERRED
        return Precedence.OPERATOR if self.source in _BY_OPERATOR else Precedence.USER

    @property
    def is_by_user(self) -> bool:
        """Whether the person said so, in words."""
        return self.source in _BY_USER

    def covers(self, category: Category) -> bool:
        """Tell whether it speaks of a category."""
        return self.category in {None, category}


def for_all_numbers(change: ConsentChange) -> ConsentChange:
    """Widen what was said to one own number to all of them."""
    return replace(change, own_number=ALL_NUMBERS, via=change.own_number)


def supersedes(new: ConsentChange, current: ConsentChange | None) -> bool:
    """Tell whether `new` takes the place of a change of its kind; a repeat does not."""
    return current is None or _order(new) > _order(current)


def _order(change: ConsentChange) -> tuple[datetime, bool, str]:
    return change.changed_at, change.state is ConsentState.OPTED_OUT, change.event_id


@dataclass(frozen=True, slots=True)
class Override:
    """An opt-in to one own number, in so far as it lifts opt-outs."""

    own_number: str
    category: Category | None
    precedence: Precedence
    changed_at: datetime

    def overrides(self, opt_out: ConsentChange, category: Category) -> bool:
        """Tell whether it lifts an opt-out for a category."""
        is_later = self.changed_at > opt_out.changed_at
        return (
            is_later and self.precedence >= opt_out.precedence and self.category in {None, category}
        )


Kind = tuple[Category | None, Precedence]
"""Of which category a change speaks, and its weight; a newer one replaces its kind."""

OverrideKind = tuple[str, Category | None, Precedence]
"""Of which own number besides."""


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """
    What is known of one person for one own number, or for all.

    Attributes
    ----------
    own_number : str
        `ALL_NUMBERS` in the entry for all.
    changes : mapping
        The newest change of each kind.
    lifts : mapping
        Only in the entry for all: the newest opt-in to each single number, which lifts the
        opt-out from all for that number.
    """

    own_number: str
    user_number: str
    changes: Mapping[Kind, ConsentChange] = field(default_factory=dict)
    overrides: Mapping[OverrideKind, Override] = field(default_factory=dict)

    @property
    def state(self) -> ConsentState:
        """Opted out if any category is blocked."""
        return ConsentState.OPTED_OUT if self.blocked() else ConsentState.OPTED_IN

    @property
    def newest(self) -> ConsentChange:
        """The newest change of those that made the state."""
        state = self.state
        return max((c for c in self.changes.values() if c.state is state), key=_order)

    def blocked(self, own_number: str = "") -> frozenset[Category]:
        """
        Give the categories that must not be sent.

        Parameters
        ----------
        own_number : str
            Of which own number to say so, in the entry for all.
        """
        opt_outs = [c for c in self.changes.values() if c.state is ConsentState.OPTED_OUT]
        if not opt_outs:
            return frozenset()
        overrides = list(self._overrides_for(own_number))
        return frozenset(
            category
            for category in Category
            for opt_out in opt_outs
            if opt_out.covers(category)
            and not any(override.overrides(opt_out, category) for override in overrides)
        )

    def contains(self, change: ConsentChange) -> bool:
        """
        Tell whether an imported change is already contained, so that an import can be repeated.

        It is if the entry has its state since the very same time. Where the time is unknown (it
        is then the time of recording), it is if the entry has its state already.
        """
        same = [
            one
            for one in self.changes.values()
            if one.state is change.state and one.category in {None, change.category}
        ]
        if change.changed_at < change.recorded_at:
            return any(one.changed_at == change.changed_at for one in same)
        categories = {category for category in Category if change.covers(category)}
        is_out = change.state is ConsentState.OPTED_OUT
        open_ones = categories - self.blocked()
        return bool(same) and (not open_ones if is_out else open_ones == categories)

    def with_change(self, change: ConsentChange) -> "ConsentEntry":
        """Apply a change; returns an equal entry if the change is a no-op."""
        if change.own_number != self.own_number:
            return self._with_override(change)
        kind = (change.category, change.precedence)
        if not supersedes(change, self.changes.get(kind)):
            return self
        return replace(self, changes={**self.changes, kind: change})

    def _overrides_for(self, own_number: str) -> Iterator[Override]:
        for change in self.changes.values():
            if change.state is ConsentState.OPTED_IN:
                yield _override_of(change)
        for override in self.overrides.values():
            if override.own_number == own_number:
                yield override

    def _with_override(self, change: ConsentChange) -> "ConsentEntry":
        override = _override_of(change)
        kind = (override.own_number, override.category, override.precedence)
        known = self.overrides.get(kind)
        if known and known.changed_at >= override.changed_at:
            return self
        newest = sorted(
            {**self.overrides, kind: override}.items(), key=lambda one: one[1].changed_at
        )
        return replace(self, overrides=dict(newest[-MAX_OVERRIDES:]))


def _override_of(change: ConsentChange) -> Override:
    return Override(change.own_number, change.category, change.precedence, change.changed_at)
