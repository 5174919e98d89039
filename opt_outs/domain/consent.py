"""
Changes of consent: who opted a person out or in, when, and which change takes precedence.

Events arrive repeated and out of order. Of each kind of change the newest by event time is kept; at
equal times the opt-out, because a message that was not sent can still be sent. An event time counts
up to the time of recording: a clock that is ahead must not outweigh what comes later.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from shared.domain.kinds import Category

if TYPE_CHECKING:
    from shared.carriers.events import InboundMessage

ALL_NUMBERS = "*"
"""In the place of an own number: all numbers of the resource."""


IMPORTED = "import-"
"""What the event ids of changes begin with that came with a file."""


class ConsentState(StrEnum):
    """The state of a person for an own number."""

    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"


class ChangeSource(StrEnum):
    """The source of a change."""

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


class Precedence(IntEnum):
    """
    The precedence of a change: an opt-in lifts opt-outs of its own precedence and lower.

    `INFERRED`: inferred from a message that may be an opt-out, until an operator decides. `USER`:
    by the person or the network. `OPERATOR`: by an operator; a person's START does not lift it.
    """

    INFERRED = 0
    USER = 1
    OPERATOR = 2


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """
    One event that opts a person out or in.

    Attributes
    ----------
    own_number : str
        The own number that it applies to; `ALL_NUMBERS` for all.
    changed_at : datetime
        When it happened at its source: the event time.
    recorded_at : datetime
        When we stored it.
    evidence : str
        The text that it is based on: the person's, or the provider's.
    event_id : str
        The id it had at its source; a repeat has the same.
    category : Category or None
        The only category that it applies to; None for all.
    rule_id, rule_set_version : str
        By which rule the evidence was read.
    actor, reason : str
        The operator who decided it, and why; empty if none did.
    via : str
        The own number that the person wrote to, if the change applies to all numbers.
    stated_at : datetime or None
        The time that the event stated, if that cannot be true; it identifies a repeat of the event
        and is stored in the ledger's key only.
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
    stated_at: datetime | None = field(default=None, compare=False)

    @property
    def effective_at(self) -> datetime:
        """The time that it counts from: that of the event, at most that of recording."""
        return min(self.changed_at, self.recorded_at)

    @property
    def precedence(self) -> Precedence:
        """Its rank: an opt-in lifts opt-outs of its own precedence and lower."""
        if self.source is ChangeSource.POSSIBLE:
            return Precedence.INFERRED
        return Precedence.OPERATOR if self.source in _BY_OPERATOR else Precedence.USER

    @property
    def is_by_user(self) -> bool:
        """Whether the person said so, in words."""
        return self.source in _BY_USER

    @property
    def is_imported(self) -> bool:
        """Whether it came with a file, also as a line of an export that keeps its source."""
        return self.source is ChangeSource.IMPORT or self.event_id.startswith(IMPORTED)

    def covers(self, category: Category) -> bool:
        """Tell whether it applies to a category."""
        return self.category in {None, category}


def for_all_numbers(change: ConsentChange) -> ConsentChange:
    """Widen a change for one own number to all numbers."""
    return replace(change, own_number=ALL_NUMBERS, via=change.own_number)


def reach_of(change: ConsentChange, stop_scope: StopScope) -> list[tuple[str, ConsentChange]]:
    """
    Tell where a change counts: its own number first, then all numbers where it reaches them.

    A person's STOP reaches all numbers if the setting says so; an opt-in to one number lifts what
    is blocked for all, for that number.
    """
    reach = [(change.own_number, change)]
    if change.own_number != ALL_NUMBERS:
        if change.state is ConsentState.OPTED_IN:
            reach.append((ALL_NUMBERS, change))
        elif stop_scope is StopScope.ALL and change.is_by_user:
            reach.append((ALL_NUMBERS, for_all_numbers(change)))
    return reach


def supersedes(new: ConsentChange, current: ConsentChange | None) -> bool:
    """Tell whether `new` takes the place of a change of its kind; a repeat does not."""
    return current is None or change_order(new) > change_order(current)


def change_order(change: ConsentChange) -> tuple[datetime, bool, str]:
    """Give the sort key of a change: its time, then the opt-out, then the event's id."""
    return change.effective_at, change.state is ConsentState.OPTED_OUT, change.event_id


def ledger_order(change: ConsentChange) -> tuple[datetime, datetime, Precedence]:
    """Give the sort key of the ledger: of two changes of one time the one recorded first leads."""
    return change.effective_at, change.recorded_at, change.precedence


_STATES = {
    Intent.OPT_OUT: ConsentState.OPTED_OUT,
    Intent.OPT_IN: ConsentState.OPTED_IN,
}

_SOURCES = {Confidence.DEFINITIVE: ChangeSource.KEYWORD, Confidence.PHRASE: ChangeSource.PHRASE}


def consent_change(
    message: "InboundMessage", classification: Classification, now: datetime
) -> ConsentChange | None:
    """Make the change a message asks for; None if it asks for none, or only possibly."""
    if classification.intent not in _STATES or not classification.is_decided:
        return None
    return ConsentChange(
        own_number=message.own_number,
        user_number=message.user_number,
        state=_STATES[classification.intent],
        changed_at=message.received_at,
        recorded_at=now,
        source=_SOURCES[classification.confidence],
        evidence=message.body,
        event_id=message.provider_message_id,
        rule_id=classification.rule_id,
        rule_set_version=classification.rule_set,
        stated_at=message.stated_at,
    )
