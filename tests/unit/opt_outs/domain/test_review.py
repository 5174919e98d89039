"""Reviews: what is due when, and what a review does to the registry as it stands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ChangeSource, ConsentState
from opt_outs.domain.entry import ConsentEntry
from opt_outs.domain.review import (
    DEFAULT_POLICIES,
    PossiblePolicy,
    Review,
    ReviewState,
    changes_of,
    lifts_of,
    review_of,
)
from shared.carriers.events import InboundMessage
from shared.domain.kinds import Category
from tests.support.samples import make_change
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
UNCERTAIN = "why did you stop texting me"
MARKETING = frozenset({Category.MARKETING})


def make_review(received_at: datetime = START, **policies: PossiblePolicy) -> Review:
    event_id = f"Incoming_{received_at:%H%M}"
    message = InboundMessage(TOLL_FREE, PERSON, UNCERTAIN, event_id, received_at)
    given = {Category(name): policy for name, policy in policies.items()}
    review = review_of(message, classify(UNCERTAIN), {**DEFAULT_POLICIES, **given})
    assert review
    return review


def entry_after(
    review: Review, entry: ConsentEntry | None = None, others: Sequence[Review] = ()
) -> ConsentEntry:
    entry = entry or ConsentEntry(TOLL_FREE, PERSON)
    now = START + timedelta(hours=2)
    is_rejected = review.state is ReviewState.REJECTED
    changes = lifts_of(review, others, entry, now) if is_rejected else changes_of(review, now)
    for change in changes:
        entry = entry.with_change(change)
    return entry


def rejected(review: Review) -> Review:
    return review.decided(ReviewState.REJECTED, START + timedelta(hours=2), actor="Ana", note="")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # A Sunday; Thanksgiving lies between.
        (datetime(2026, 11, 22, 20, tzinfo=UTC), date(2026, 12, 7)),
        # A Friday; Christmas, a Friday too, and New Year's Day lie between.
        (datetime(2026, 12, 18, 20, tzinfo=UTC), date(2027, 1, 5)),
        # Independence Day 2027 is a Sunday, observed on the Monday.
        (datetime(2027, 6, 25, 20, tzinfo=UTC), date(2027, 7, 12)),
        # In UTC it is Tuesday already, in American Samoa still Monday.
        (datetime(2026, 9, 15, 5, tzinfo=UTC), date(2026, 9, 28)),
    ],
)
def test_review_is_due_after_ten_business_days(received: datetime, due: date) -> None:
    review = make_review(received)
    assert review.due_on == due
    last = datetime(due.year, due.month, due.day, 23, 59, tzinfo=UTC)
    assert not review.is_overdue(last)
    assert review.is_overdue(last + timedelta(minutes=1))
    decided = review.decided(ReviewState.REJECTED, last, actor="Ana", note="")
    assert not decided.is_overdue(last + timedelta(days=9))


def test_open_review_blocks_marketing_alone_by_the_usual_policy() -> None:
    assert entry_after(make_review()).blocked() == MARKETING


def test_approved_review_blocks_everything_from_the_time_of_the_message() -> None:
    approved = make_review().decided(
        ReviewState.APPROVED, START + timedelta(days=3), actor="Ana", note="Clear enough."
    )
    (change,) = changes_of(approved, START + timedelta(days=3))
    assert (change.source, change.changed_at, change.category) == (
        ChangeSource.REVIEW,
        START,
        None,
    )
    assert (change.evidence, change.actor, change.reason) == (UNCERTAIN, "Ana", "Clear enough.")
    assert entry_after(approved).blocked() == frozenset(Category)


def test_approved_review_leaves_out_what_the_policy_ignores() -> None:
    review = make_review(otp=PossiblePolicy.IGNORE)
    approved = review.decided(ReviewState.APPROVED, START, actor="Ana", note="")
    assert entry_after(approved).blocked() == {Category.MARKETING, Category.TRANSACTIONAL}


def test_rejected_review_lifts_what_it_had_blocked() -> None:
    review = make_review()
    assert entry_after(rejected(review), entry_after(review)).blocked() == frozenset()


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize("source", [ChangeSource.KEYWORD, ChangeSource.API, ChangeSource.IMPORT])
def test_rejected_review_lifts_no_other_opt_out_older_or_newer(
    hours: int, source: ChangeSource
) -> None:
    other = make_change(OUT, START + timedelta(hours=hours), source=source)
    review = make_review()
    entry = entry_after(review).with_change(other)
    assert entry_after(rejected(review), entry).blocked() == frozenset(Category)
    assert entry_after(rejected(review)).with_change(other).blocked() == frozenset(Category)


def test_rejected_review_leaves_what_a_later_doubtful_message_blocks() -> None:
    review, later = make_review(), make_review(START + timedelta(hours=1))
    entry = entry_after(later, entry_after(review))
    assert entry_after(rejected(review), entry, [later]).blocked() == MARKETING
    # The review of a message is stored after its block.
    assert entry_after(rejected(review), entry).blocked() == MARKETING


@pytest.mark.parametrize("is_later_first", [True, False])
def test_block_stays_until_the_last_of_the_doubtful_messages_is_rejected(
    *, is_later_first: bool
) -> None:
    review, later = make_review(), make_review(START + timedelta(hours=1))
    first, last = (later, review) if is_later_first else (review, later)
    entry = entry_after(later, entry_after(review))
    entry = entry_after(rejected(first), entry, [last])
    assert entry.blocked() == MARKETING
    entry = entry_after(rejected(last), entry, [rejected(first)])
    assert entry.blocked() == frozenset()
    assert entry_after(rejected(last), entry, [rejected(first)]) == entry


def test_rejection_does_not_keep_a_block_for_a_message_that_was_followed_by_a_start() -> None:
    review, later = make_review(), make_review(START + timedelta(hours=1))
    start = make_change(IN, START + timedelta(minutes=30))
    entry = entry_after(later, entry_after(review).with_change(start))
    assert entry.blocked() == MARKETING
    assert entry_after(rejected(later), entry, [review]).blocked() == frozenset()


def test_start_after_the_message_lifts_what_it_blocks_even_once_approved() -> None:
    start = make_change(IN, START + timedelta(hours=1))
    review = make_review()
    approved = review.decided(ReviewState.APPROVED, START, actor="Ana", note="")
    assert entry_after(review).with_change(start).blocked() == frozenset()
    entry = entry_after(review).with_change(start)
    assert entry_after(approved, entry).blocked() == frozenset()


def test_doubtful_message_that_every_category_ignores_is_no_review() -> None:
    message = InboundMessage(TOLL_FREE, PERSON, UNCERTAIN, "Incoming_1", START)
    assert (
        review_of(message, classify(UNCERTAIN), dict.fromkeys(Category, PossiblePolicy.IGNORE))
        is None
    )


def test_same_message_is_the_same_review_and_another_is_another() -> None:
    assert make_review() == make_review()
    assert make_review().address != make_review(START + timedelta(seconds=1)).address
