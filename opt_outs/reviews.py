"""List and decide reviews."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from opt_outs.changes import OptOutRegistry, record_changes
from opt_outs.contract import ReviewDecision
from opt_outs.domain.review import Review, ReviewState, changes_of, lifts_of
from opt_outs.storage.reviews import OptOutReviews
from shared.domain.errors import ConflictError, SmsError, StorageError
from shared.domain.identifiers import SendAddress

MAX_OWN_NUMBERS = 50
"""Own numbers that are read together."""

_ATTEMPTS = 3
_ROWS = 1_000
_MAX_READS = 10


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """
    The queue of reviews, and the registry that their decisions change.

    Attributes
    ----------
    end_waiting : callable or None
        Called with own number, person and time of an approved message, which needs no reply then.
        Conversations implement it.
    """

    reviews: OptOutReviews
    registry: OptOutRegistry
    end_waiting: Callable[[str, str, datetime], Awaitable[None]] | None = None


class DecidedOtherwiseError(SmsError):
    """An earlier decision says the opposite."""

    code = "decided_otherwise"

    def __init__(self, state: ReviewState) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return f"This review was {self.state}; change the opt-out itself."


class TooManyOwnNumbersError(SmsError):
    """More own numbers have reviews than may be read together."""

    code = "sender_required"

    def __str__(self) -> str:
        return f"More than {MAX_OWN_NUMBERS} own numbers have reviews: name one as sender."


async def decide_review(
    address: SendAddress, state: ReviewState, *, why: ReviewDecision, review_queue: ReviewQueue
) -> Review | None:
    """
    Approve or reject a review.

    Idempotent: a repeated decision returns the first one, and completes what a crash may have left
    undone.

    Returns
    -------
    Review or None
        None if there is none.

    Raises
    ------
    DecidedOtherwiseError
        It was decided the other way.
    StorageError
        It is not known to be stored; retry.
    """
    for _ in range(_ATTEMPTS):
        review = await review_queue.reviews.find(address)
        if review is None:
            return None
        try:
            return await _decide(review, state, why, review_queue)
        except ConflictError:
            continue  # a concurrent call has decided it
    message = "the review kept changing while it was being decided"
    raise StorageError(message)


async def _decide(
    review: Review, state: ReviewState, why: ReviewDecision, review_queue: ReviewQueue
) -> Review:
    """Block before it is called approved, and lift after it is called rejected."""
    if review.state not in {ReviewState.OPEN, state}:
        raise DecidedOtherwiseError(review.state)
    decided = review
    if review.state is ReviewState.OPEN:
        decided = review.decided(
            state, review_queue.registry.clock(), actor=why.actor, note=why.note
        )
    if state is ReviewState.APPROVED:
        await _apply(decided, review_queue)
        if review_queue.end_waiting:
            own_number = review.address.sender
            await review_queue.end_waiting(own_number, review.user_number, review.received_at)
    if decided != review:
        await review_queue.reviews.decide(decided)
    if state is ReviewState.REJECTED:
        await _apply(decided, review_queue)
    return decided


async def _apply(review: Review, review_queue: ReviewQueue) -> None:
    registry, now = review_queue.registry, review_queue.registry.clock()
    if review.state is ReviewState.REJECTED:
        others, entry = await asyncio.gather(
            review_queue.reviews.others_of_person(review),
            registry.opt_outs.get(review.address.sender, review.user_number),
        )
        changes = lifts_of(review, others, entry, now)
    else:
        changes = changes_of(review, now)
    await record_changes(changes, registry)


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """
    Which reviews are wanted.

    Attributes
    ----------
    own_number : str
        Empty: all own numbers.
    state : ReviewState or None
        None: all.
    after : str
        The key of the last review of the previous page, or empty.
    """

    own_number: str
    state: ReviewState | None
    after: str
    limit: int

    @property
    def only_open(self) -> bool:
        """Whether only open reviews are wanted, which have a list of their own."""
        return self.state is ReviewState.OPEN

    def wants(self, review: Review) -> bool:
        """Tell whether a review is wanted."""
        return self.state in {None, review.state}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Reviews, the oldest first; `next_after` is empty on the last page."""

    reviews: Sequence[Review]
    next_after: str


async def page_of_reviews(query: ReviewQuery, reviews: OptOutReviews) -> ReviewPage:
    """
    Read reviews; one operation, up to ten for those that were decided one way.

    A page may therefore hold less than `limit` although there are more. Over all own numbers that
    is for each of them, and two operations more.

    Raises
    ------
    TooManyOwnNumbersError
        More than `MAX_OWN_NUMBERS` own numbers have reviews, and none is named.
    """
    if query.own_number:
        return await _page_of_number(query, reviews)
    own_numbers = await reviews.own_numbers(MAX_OWN_NUMBERS + 1)
    if len(own_numbers) > MAX_OWN_NUMBERS:
        raise TooManyOwnNumbersError
    pages = await asyncio.gather(
        *(_page_of_number(replace(query, own_number=one), reviews) for one in own_numbers)
    )
    return _merged(pages, query.limit)


def _merged(pages: Sequence[ReviewPage], limit: int) -> ReviewPage:
    """Join pages of several own numbers, as far as all of them reach."""
    reach = min((page.next_after for page in pages if page.next_after), default="")
    found = sorted(
        (one for page in pages for one in page.reviews if not reach or one.address.key <= reach),
        key=lambda one: one.address.key,
    )
    if len(found) > limit:
        return ReviewPage(found[:limit], found[limit - 1].address.key)
    return ReviewPage(found, reach)


async def _page_of_number(query: ReviewQuery, reviews: OptOutReviews) -> ReviewPage:
    is_filtered = query.state not in {None, ReviewState.OPEN}
    rows = _ROWS if is_filtered else query.limit + 1
    found: list[Review] = []
    after = query.after
    for _ in range(_MAX_READS):
        read = await reviews.page(
            query.own_number, only_open=query.only_open, after=after, limit=rows
        )
        for review in read:
            if len(found) == query.limit:
                return ReviewPage(found, after)
            after = review.address.key
            if query.wants(review):
                found.append(review)
        if len(read) < rows:
            return ReviewPage(found, "")
    return ReviewPage(found, after)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """
    How many reviews are open, of all own numbers.

    Attributes
    ----------
    due_count : int
        Those whose last day is today or over.
    overdue_count : int
        Those whose last day is over.
    is_complete : bool
        Whether all were counted.
    """

    open_count: int
    due_count: int
    overdue_count: int
    is_complete: bool


async def count_open_reviews(reviews: OptOutReviews, now: datetime) -> ReviewCounts:
    """
    Count open reviews; two operations for each own number that has reviews, and one more.

    The oldest 1,000 of each of the first `MAX_OWN_NUMBERS` are counted.
    """
    own_numbers = await reviews.own_numbers(MAX_OWN_NUMBERS + 1)
    pages = await asyncio.gather(
        *(
            reviews.page(one, only_open=True, after="", limit=_ROWS)
            for one in own_numbers[:MAX_OWN_NUMBERS]
        )
    )
    found = [review for page in pages for review in page]
    return ReviewCounts(
        open_count=len(found),
        due_count=sum(one.due_on <= now.date() for one in found),
        overdue_count=sum(one.is_overdue(now) for one in found),
        is_complete=len(own_numbers) <= MAX_OWN_NUMBERS
        and all(len(page) < _ROWS for page in pages),
    )
