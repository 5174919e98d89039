"""The bodies of the review queue's API."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from shared.domain.kinds import Category
from shared.domain.review import ReviewState
from shared.web.contract import RequestModel, ResponseModel, Text


class ReviewDecision(RequestModel):
    """Who decides a review, and what they have to say; the ledger keeps both."""

    actor: Annotated[Text, Field(min_length=1, max_length=100, pattern=r"\S")]
    note: Annotated[Text, Field(max_length=500)] = ""


class ReviewAnswer(ResponseModel):
    """A message that may be an opt-out."""

    review_id: str
    sender: str
    recipient: str
    message: str
    received_at: datetime
    due_on: Annotated[date, Field(description="Ten business days after the message")]
    overdue: bool
    state: ReviewState
    blocked_meanwhile: Annotated[
        list[Category], Field(description="What was blocked at once, until it is rejected")
    ]
    rule_id: str
    rule_set_version: str
    decided_at: datetime | None = None
    actor: str | None = None
    note: str | None = None


class ReviewPageAnswer(ResponseModel):
    """Some reviews, the oldest first."""

    reviews: list[ReviewAnswer]
    next_url: str | None = None
