"""Build the responses of subscriptions and dead letters."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from shared.web.contract import next_page_url
from shared.web.problems import RequestError, problem
from shared.web.requests import field_problem, invalid_field
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


@contextmanager
def map_errors_to_problems() -> Iterator[None]:
    """Map errors of subscribing to problem documents that name the field."""
    try:
        yield
    except UnusableUrlError as error:
        raise invalid_field("url", error.code, str(error)) from None
    except UrlSubscribedError as error:
        raise field_problem(409, "url", error) from None
    except SubscriptionKeyReusedError as error:
        raise field_problem(422, "Idempotency-Key", error) from None
    except (TooManySubscriptionsError, TooManySecretsError, InactiveSubscriptionError) as error:
        raise RequestError(problem(409, error.code, str(error))) from None


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
