"""
Opt-out entries: the changes of one person for one own number, and the categories they block.

An entry is a function of its changes alone, so the same events in any order end in the same state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from opt_outs.domain.consent import (
    ConsentChange,
    ConsentState,
    Precedence,
    ledger_order,
    supersedes,
)
from shared.domain.kinds import Category

MAX_OVERRIDES = 300
"""Overrides kept of one opt-out from all numbers; without its override a number stays blocked."""


@dataclass(frozen=True, slots=True)
class Override:
    """An opt-in to one own number, in so far as it lifts opt-outs."""

    own_number: str
    category: Category | None
    precedence: Precedence
    changed_at: datetime

    def overrides(self, opt_out: ConsentChange, category: Category) -> bool:
        """Tell whether it lifts an opt-out for a category."""
        is_later = self.changed_at > opt_out.effective_at
        return (
            is_later and self.precedence >= opt_out.precedence and self.category in {None, category}
        )


Kind = tuple[Category | None, Precedence]
"""Of which category a change speaks, and its precedence; a newer one replaces its kind."""

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
    overrides : mapping
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
        """The change that decided the state."""
        return self.decided_by()

    def decided_by(self, own_number: str = "") -> ConsentChange:
        """
        Give the newest of the opt-outs that still block something, else the newest change.

        Parameters
        ----------
        own_number : str
            For which own number to say so, in the entry for all.
        """
        overrides = list(self._overrides_for(own_number))
        changes = self.changes.values()
        blocking = [one for one in changes if _blocked_by(one, overrides)]
        return max(blocking or changes, key=ledger_order)

    def is_past(self, now: datetime) -> bool:
        """Tell whether every stored time lies in the past."""
        return all(change.changed_at <= now for change in self.changes.values())

    def blocked(self, own_number: str = "") -> frozenset[Category]:
        """
        Give the categories that must not be sent.

        Parameters
        ----------
        own_number : str
            Of which own number to say so, in the entry for all.
        """
        return self._blocked_by(self.changes.values(), own_number)

    def _blocked_by(
        self, changes: Iterable[ConsentChange], own_number: str = ""
    ) -> frozenset[Category]:
        overrides = list(self._overrides_for(own_number))
        return frozenset(category for one in changes for category in _blocked_by(one, overrides))

    def contains(self, change: ConsentChange) -> bool:
        """
        Tell whether an imported change is already contained, so that an import can be repeated.

        It is if the entry has its state since the very same time. Where the time is unknown (it
        is then the time of recording), it is if the entry has its state already. A weaker change
        contains no stronger one: it may still be lifted alone.
        """
        same = [
            one
            for one in self.changes.values()
            if one.state is change.state
            and one.category in {None, change.category}
            and one.precedence >= change.precedence
        ]
        if change.changed_at < change.recorded_at:
            return any(one.changed_at == change.changed_at for one in same)
        categories = {category for category in Category if change.covers(category)}
        if change.state is ConsentState.OPTED_OUT:
            own_numbers = ("", *(override.own_number for override in self.overrides.values()))
            return all(categories <= self._blocked_by(same, one) for one in own_numbers)
        return bool(same) and categories.isdisjoint(self.blocked())

    def is_opposed_since(self, change: ConsentChange) -> bool:
        """Tell whether a change of this entry was followed by one of another state."""
        opposing = [
            (one.category, one.effective_at)
            for one in self.changes.values()
            if one.state is not change.state
        ]
        if change.state is ConsentState.OPTED_OUT:
            opposing += [(one.category, one.changed_at) for one in self.overrides.values()]
        return any(
            at >= change.effective_at and (category is None or change.category in {None, category})
            for category, at in opposing
        )

    def lifts(self, opt_out: ConsentChange, category: Category) -> bool:
        """Tell whether an opt-in of the entry lifts an opt-out for a category."""
        return any(override.overrides(opt_out, category) for override in self._overrides_for(""))

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


def _blocked_by(opt_out: ConsentChange, overrides: Sequence[Override]) -> list[Category]:
    """Give the categories that an opt-out blocks and no opt-in lifts; none for an opt-in."""
    if opt_out.state is not ConsentState.OPTED_OUT:
        return []
    return [
        category
        for category in Category
        if opt_out.covers(category)
        and not any(override.overrides(opt_out, category) for override in overrides)
    ]


def _override_of(change: ConsentChange) -> Override:
    return Override(change.own_number, change.category, change.precedence, change.effective_at)
