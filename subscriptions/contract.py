"""The request and response bodies of subscriptions and dead letters."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.web.contract import PageModel, RequestModel, ResponseModel
from subscriptions.domain.event import EventKind, SubscriptionState

_Url = Annotated[
    str,
    Field(
        min_length=9,
        max_length=2_000,
        pattern=r"^[!-~]+$",
        description="https, without credentials; must respond with 2xx within 10 seconds",
        examples=["https://example.com/paloma-events"],
    ),
]
_Kinds = Annotated[
    tuple[EventKind, ...],
    Field(strict=False, min_length=1, max_length=len(EventKind), description="Which kinds"),
]


class SubscriptionRequest(RequestModel):
    """The URL and the kinds of events to subscribe to."""

    url: _Url
    events: _Kinds


class SubscriptionChange(RequestModel):
    """What to change of a subscription; members that are left out stay as they are."""

    url: Annotated[_Url | None, Field(description="The new URL; the secret stays")] = None
    events: Annotated[_Kinds | None, Field(description="The kinds from now on")] = None
    state: Annotated[
        Literal["active", "paused"] | None,
        Field(
            description="`paused`: events are kept as dead letters; `active`: they are delivered "
            "again, also of a subscription that ended"
        ),
    ] = None


class SubscriptionAnswer(ResponseModel):
    """A subscribed system."""

    subscription_id: str
    url: str
    events: list[EventKind]
    created_at: datetime
    state: Annotated[
        SubscriptionState,
        Field(
            description="`paused`: its events are kept as dead letters; `ended`: its URL responded "
            "410, and it gets no events"
        ),
    ] = SubscriptionState.ACTIVE
    state_reason: Annotated[
        str | None, Field(description="Why it ended", examples=["http_410"])
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
    """A delivery that failed for 24 hours, or whose subscription was not active."""

    dead_letter_id: str
    reason: Annotated[
        str,
        Field(
            description="http_ and a status, no_answer, address_refused, gave_up, "
            "subscription_paused, or subscription_ended"
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
