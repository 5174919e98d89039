"""Decide reviews."""

from shared.contract.reviews import ReviewDecision
from shared.domain.errors import ConflictError, SmsError, StorageError
from shared.domain.identifiers import SendAddress
from shared.domain.review import Review, ReviewState, changes_of
from shared.opt_out_news import publish_opt_out
from shared.services import Services

_ATTEMPTS = 3


class DecidedOtherwiseError(SmsError):
    """An earlier decision says the opposite."""

    code = "decided_otherwise"

    def __init__(self, state: ReviewState) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return f"This review was {self.state}; change the opt-out itself."


async def decide_review(
    address: SendAddress, state: ReviewState, *, why: ReviewDecision, services: Services
) -> Review | None:
    """
    Approve or reject a review.

    Idempotent: the same again gives what was decided first, and makes up for what a crash may
    have left out.

    Returns
    -------
    Review or None
        None if there is none.

    Raises
    ------
    DecidedOtherwiseError
        It was decided, and not so.
    StorageError
        It is not known to be stored; ask again.
    """
    for _ in range(_ATTEMPTS):
        review = await services.opt_out_reviews.find(address)
        if review is None:
            return None
        try:
            return await _decide(review, state, why, services)
        except ConflictError:
            continue  # a concurrent call has decided it
    message = "the review kept changing while it was being decided"
    raise StorageError(message)


async def _decide(
    review: Review, state: ReviewState, why: ReviewDecision, services: Services
) -> Review:
    """Block before it is called approved, and lift after it is called rejected."""
    if review.state not in {ReviewState.OPEN, state}:
        raise DecidedOtherwiseError(review.state)
    decided = review
    if review.state is ReviewState.OPEN:
        decided = review.decided(state, services.clock(), actor=why.actor, note=why.note)
    if state is ReviewState.APPROVED:
        await _apply(decided, services)
    if decided != review:
        await services.opt_out_reviews.decide(decided)
    if state is ReviewState.REJECTED:
        await _apply(decided, services)
    return decided


async def _apply(review: Review, services: Services) -> None:
    for change in changes_of(review, services.clock()):
        await services.opt_outs.apply(change)
        await publish_opt_out(change, services)
