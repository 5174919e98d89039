"""Build the responses of subscriptions and dead letters, and the problem documents of errors."""

from collections.abc import Sequence

import azure.functions as func

from shared.domain.errors import SmsError
from shared.web.contract import next_page_url
from shared.web.problems import problem_of_error
from subscriptions.contract import (
    DeadLetterAnswer,
    DeadLetterPage,
    NewSubscription,
    RotatedSecret,
    SubscriptionAnswer,
    SubscriptionList,
)
from subscriptions.manage import (
    SubscriptionKeyReusedError,
    TooManySecretsError,
    TooManySubscriptionsError,
    UnusableUrlError,
    UrlSubscribedError,
)
from subscriptions.replay import InactiveSubscriptionError
from subscriptions.storage.dead_letters import DeadLetter
from subscriptions.storage.subscriptions import Subscription

_KINDS: dict[type[SmsError], tuple[int, str]] = {
    UnusableUrlError: (400, "url"),
    UrlSubscribedError: (409, "url"),
    SubscriptionKeyReusedError: (422, "Idempotency-Key"),
    TooManySubscriptionsError: (409, ""),
    TooManySecretsError: (409, ""),
    InactiveSubscriptionError: (409, ""),
}


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error of a use case to a problem document; None if it is the app's."""
    return problem_of_error(error, _KINDS)


def subscription_response(one: Subscription) -> SubscriptionAnswer:
    """Build the response to `GET /subscriptions/{subscriptionId}`: everything but the secret."""
    return SubscriptionAnswer(
        subscription_id=one.subscription_id,
        url=one.url,
        events=sorted(one.kinds),
        created_at=one.created_at,
        state=one.state,
        state_reason=one.state_reason or None,
        state_changed_at=one.state_changed_at,
    )


def new_subscription_response(one: Subscription) -> NewSubscription:
    """Build the response to `POST /subscriptions`."""
    return NewSubscription(**dict(subscription_response(one)), secret=one.secret)


def rotated_response(one: Subscription) -> RotatedSecret:
    """Build the response to `POST /subscriptions/{subscriptionId}/rotate-secret`."""
    shown = dict(new_subscription_response(one))
    return RotatedSecret(**shown, previous_secret_expires_at=one.former_secrets[0].until)


def list_response(found: Sequence[Subscription]) -> SubscriptionList:
    """Build the response to `GET /subscriptions`."""
    return SubscriptionList(subscriptions=[subscription_response(one) for one in found])


def dead_letters_response(
    subscription_id: str, letters: Sequence[DeadLetter], limit: int
) -> DeadLetterPage:
    """
    Build the response to `GET /subscriptions/{subscriptionId}/dead-letters`.

    Parameters
    ----------
    letters : sequence of DeadLetter
        One more than `limit` where there are more.
    """
    page, path = letters[:limit], f"subscriptions/{subscription_id}/dead-letters"
    after = page[-1].dead_letter_id if len(letters) > limit else ""
    next_url = next_page_url(path, after, {"limit": limit})
    return DeadLetterPage(dead_letters=[_letter(one) for one in page], next_url=next_url)


def _letter(one: DeadLetter) -> DeadLetterAnswer:
    return DeadLetterAnswer(
        dead_letter_id=one.dead_letter_id,
        reason=one.reason,
        attempt_count=one.delivery.attempt_count,
        first_tried_at=one.delivery.since,
        died_at=one.died_at,
        events=list(one.delivery.events),
    )
