"""A message that may be an opt-out: blocked as the policy says, with a review for an operator."""

from datetime import datetime

from opt_outs.changes import publish_opt_out
from opt_outs.domain.classifier.classification import Classification
from opt_outs.domain.review import changes_of, review_of
from shared.carriers.events import InboundMessage
from shared.services import Services


async def open_review(
    message: InboundMessage, classification: Classification, services: Services, now: datetime
) -> None:
    """
    Store a review and its provisional block, and publish the block.

    Three operations a category, and one; without subscribers.

    Idempotent, also when the review was decided in between: the decision is of a later moment.
    The block comes first, so that no crash leaves a review that seems to have blocked something.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    review = review_of(message, classification, services.settings.possible_policies)
    if review is None:
        return
    for change in changes_of(review, now):
        await services.opt_outs.apply(change)
        await publish_opt_out(change, services)
    await services.opt_out_reviews.add(review)
