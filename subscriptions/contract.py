"""The request and response bodies of subscriptions and dead letters."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from shared.web.contract import PageModel, RequestModel, ResponseModel
from subscriptions.domain.event import EventKind, SubscriptionState


class SubscriptionRequest(RequestModel):
    """The URL and the kinds of events to subscribe to."""

    url: Annotated[
        str,
        Field(
            min_length=9,
            max_length=2_000,
            pattern=r"^[!-~]+$",
            description="https, without credentials; must respond with 2xx within 10 seconds",
            examples=["https://example.com/paloma-events"],
        ),
    ]
    events: Annotated[
        tuple[EventKind, ...],
        Field(strict=False, min_length=1, max_length=len(EventKind), description="Which kinds"),
    ]


class SubscriptionAnswer(ResponseModel):
    """A subscribed system."""

    subscription_id: str
    url: str
    events: list[EventKind]
    created_at: datetime
    state: Annotated[
        SubscriptionState, Field(description="`ended`: its URL responded 410; it gets no events")
    ] = SubscriptionState.ACTIVE
    state_reason: Annotated[
        str | None, Field(description="Why it is not active", examples=["http_410"])
    ] = None
    state_changed_at: Annotated[
        datetime | None,
        Field(description="Absent: its state never changed"),
    ] = None


class NewSubscription(SubscriptionAnswer):
    """A new subscription, with its secret."""

    secret: Annotated[str, Field(description="Signs every delivery; shown this once")]


class RotatedSecret(NewSubscription):
    """A subscription with its new secret; the previous one signs too for a while."""

    previous_secret_expires_at: Annotated[
        datetime, Field(description="Until then deliveries are signed with both secrets")
    ]


class TestEventAnswer(ResponseModel):
    """The test event that is delivered."""

    subscription_id: str
    event_id: Annotated[str, Field(description="As the subscriber gets it")]


class SubscriptionList(PageModel):
    """All subscriptions, oldest first."""

    subscriptions: list[SubscriptionAnswer]


class DeadLetterAnswer(ResponseModel):
    """A delivery that failed for 24 hours, or whose subscription ended."""

    dead_letter_id: str
    reason: Annotated[
        str,
        Field(
            description="http_ and a status, no_answer, address_refused, gave_up, or "
            "subscription_ended"
        ),
    ]
    attempt_count: int
    first_tried_at: datetime
    died_at: datetime
    events: Annotated[list[dict[str, Any]], Field(description="As they were to be delivered")]


class DeadLetterPage(PageModel):
    """Some dead letters of a subscription, oldest first."""

    dead_letters: list[DeadLetterAnswer]


class Replayed(ResponseModel):
    """The number of dead letters that are delivered again."""

    subscription_id: str
    replayed_count: int
    is_more: Annotated[bool, Field(description="More are left; call again")]
