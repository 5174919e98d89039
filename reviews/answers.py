"""From reviews to the answers of the API."""

from datetime import datetime
from urllib.parse import urlencode

from reviews.look_up import ReviewPage, ReviewQuery
from shared.contract.reviews import ReviewAnswer, ReviewPageAnswer
from shared.domain.review import Review


def review_response(review: Review, now: datetime) -> ReviewAnswer:
    """Answer one review."""
    return ReviewAnswer(
        review_id=str(review.address),
        sender=review.address.sender,
        recipient=review.user_number,
        message=review.body,
        received_at=review.received_at,
        due_on=review.due_on,
        overdue=review.is_overdue(now),
        state=review.state,
        blocked_meanwhile=list(review.held),
        rule_id=review.rule_id,
        rule_set_version=review.rule_set_version,
        decided_at=review.decided_at,
        actor=review.actor or None,
        note=review.note or None,
    )


def page_response(query: ReviewQuery, page: ReviewPage, now: datetime) -> ReviewPageAnswer:
    """Answer `GET /opt-out-reviews`."""
    next_url = None
    if page.next_after:
        given = {"sender": query.own_number, "after": page.next_after, "limit": query.limit}
        state = {"state": query.state} if query.state else {}
        next_url = f"/api/opt-out-reviews?{urlencode({**given, **state})}"
    return ReviewPageAnswer(
        reviews=[review_response(review, now) for review in page.reviews], next_url=next_url
    )
