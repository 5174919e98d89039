"""
Reviews: messages that may be opt-outs, until an operator has decided.

The law counts any reasonable wording and gives ten business days. Until then a policy for each
category says whether the person is opted out already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from opt_outs.domain.classifier.classification import Classification
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, Precedence
from opt_outs.domain.entry import ConsentEntry
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import SendAddress, derived_address
from shared.domain.kinds import Category
from shared.domain.times import add_business_days

BUSINESS_DAYS = 10
"""In which an opt-out must be honoured (47 CFR 64.1200(a)(10))."""

_EARLIEST_DAY = timezone(timedelta(hours=-11))
"""Where a US day begins last, American Samoa: counted from there, no review is due too late."""

_TICK = timedelta(microseconds=1)


class PossiblePolicy(StrEnum):
    """What a message that may be an opt-out does to a category at once."""

    AUTO = "auto"  # opted out until an operator rejects it
    REVIEW = "review"  # nothing, until an operator approves it
    IGNORE = "ignore"  # nothing, ever


PossiblePolicies = Mapping[Category, PossiblePolicy]

DEFAULT_POLICIES: PossiblePolicies = {
    Category.TRANSACTIONAL: PossiblePolicy.REVIEW,
    Category.MARKETING: PossiblePolicy.AUTO,
    Category.OTP: PossiblePolicy.REVIEW,
}


class ReviewState(StrEnum):
    """What was decided of a review."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """
    A message that may be an opt-out.

    Attributes
    ----------
    address : SendAddress
        Where it is kept: own number, and a key sorted by the message's time.
    held, covered : tuple of Category
        Categories that it blocks until the decision, and once approved.
    rule_id, rule_set_version : str
        The rule that made it uncertain.
    decided_at : datetime or None
        None while it is open.
    actor, note : str
        The operator who decided, and the note.
    version : str
        The row's ETag; empty before it is stored.
    """

    address: SendAddress
    user_number: str
    body: str
    event_id: str
    received_at: datetime
    rule_id: str
    rule_set_version: str
    held: tuple[Category, ...]
    covered: tuple[Category, ...]
    state: ReviewState = ReviewState.OPEN
    decided_at: datetime | None = None
    actor: str = ""
    note: str = ""
    version: str = ""

    @property
    def due_on(self) -> date:
        """The last day on which it may be decided."""
        return add_business_days(self.received_at.astimezone(_EARLIEST_DAY).date(), BUSINESS_DAYS)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the decision is overdue."""
        return self.state is ReviewState.OPEN and now.date() > self.due_on

    def decided(self, state: ReviewState, now: datetime, *, actor: str, note: str) -> "Review":
        """Decide it."""
        return replace(self, state=state, decided_at=now, actor=actor, note=note)


def review_of(
    message: InboundMessage, classification: Classification, policies: PossiblePolicies
) -> Review | None:
    """Make the review of an uncertain message; None if every category ignores it."""
    covered = tuple(c for c in Category if policies[c] is not PossiblePolicy.IGNORE)
    if not covered:
        return None
    stated_at = message.stated_at or message.received_at
    cause = f"review|{message.user_number}|{message.provider_message_id}"
    return Review(
        address=derived_address(message.own_number, stated_at, cause),
        user_number=message.user_number,
        body=message.body,
        event_id=message.provider_message_id,
        received_at=message.received_at,
        rule_id=classification.rule_id,
        rule_set_version=classification.rule_set,
        held=tuple(c for c in covered if policies[c] is PossiblePolicy.AUTO),
        covered=covered,
    )


def changes_of(review: Review, now: datetime) -> list[ConsentChange]:
    """Give the changes that an open or approved review makes, with the message's time."""
    if review.state is ReviewState.APPROVED:
        categories = (None,) if len(review.covered) == len(Category) else review.covered
        source = ChangeSource.REVIEW
        return [_opt_out(review, source, category=c, now=now) for c in categories]
    return [_opt_out(review, ChangeSource.POSSIBLE, category=c, now=now) for c in review.held]


def lifts_of(
    review: Review, others: Sequence[Review], entry: ConsentEntry | None, now: datetime
) -> list[ConsentChange]:
    """
    Give the changes that a rejected review makes: they lift what it had blocked itself.

    An entry has only the newest of such blocks of a category. So one that stands for the message of
    an open review, too, stays until that one is decided.

    Parameters
    ----------
    others : sequence of Review
        The other reviews of the person and own number.
    entry : ConsentEntry or None
        The person's.
    """
    found = []
    decided = {review.event_id, *(o.event_id for o in others if o.state is not ReviewState.OPEN)}
    for category in review.held:
        lifted = _opt_out(review, ChangeSource.POSSIBLE, category=category, now=now)
        until = lifted.changed_at
        block = entry.changes.get((category, Precedence.INFERRED)) if entry else None
        if block and block.state is ConsentState.OPTED_OUT and block.event_id in decided:
            until = max(until, block.effective_at)
        if not any(_blocks(one, category, until, entry) for one in others):
            changed_at = until + _TICK
            recorded_at = max(now, changed_at)
            found.append(
                replace(
                    lifted,
                    state=ConsentState.OPTED_IN,
                    changed_at=changed_at,
                    recorded_at=recorded_at,
                )
            )
    return found


def _blocks(
    review: Review, category: Category, until: datetime, entry: ConsentEntry | None
) -> bool:
    """Tell whether a review that is open blocks a category since a moment or before."""
    if review.state is not ReviewState.OPEN or category not in review.held:
        return False
    block = _opt_out(review, ChangeSource.POSSIBLE, category=category, now=until)
    return block.changed_at <= until and not (entry and entry.lifts(block, category))


def _opt_out(
    review: Review, source: ChangeSource, *, category: Category | None, now: datetime
) -> ConsentChange:
    changed_at = min(review.received_at, review.decided_at or now)
    return ConsentChange(
        own_number=review.address.sender,
        user_number=review.user_number,
        state=ConsentState.OPTED_OUT,
        changed_at=changed_at,
        recorded_at=max(now, changed_at),
        source=source,
        evidence=review.body,
        event_id=review.event_id,
        category=category,
        rule_id=review.rule_id,
        rule_set_version=review.rule_set_version,
        actor=review.actor,
        reason=review.note,
    )
