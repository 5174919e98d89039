"""Create and delete subscriptions."""

from urllib.parse import urlsplit

from shared.domain.errors import SmsError
from shared.runtime import Clock, Ids
from shared.settings import is_allowed_url
from subscriptions.contract import SubscriptionRequest
from subscriptions.domain.receiver import SECRET_BYTES, is_refused_address, new_secret
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.subscriptions import MAX_SUBSCRIPTIONS, Subscription, Subscriptions


class UnusableUrlError(SmsError):
    """Events cannot be delivered to such a URL."""


class TooManySubscriptionsError(SmsError):
    """There are as many subscriptions as there may be."""


async def subscribe(
    wanted: SubscriptionRequest,
    *,
    subscriptions: Subscriptions,
    ids: Ids,
    clock: Clock,
    allows_private: bool,
) -> Subscription:
    """
    Create a subscription; events are delivered from within 30 seconds on. Two operations.

    Raises
    ------
    UnusableUrlError, TooManySubscriptionsError
        Nothing was stored.
    StorageError
        It is not known to be stored.
    """
    if not _is_usable(wanted.url, allows_private=allows_private):
        raise UnusableUrlError
    if len(await subscriptions.all()) >= MAX_SUBSCRIPTIONS:
        raise TooManySubscriptionsError
    subscription = Subscription(
        subscription_id=ids.new_randomness().hex(),
        url=wanted.url,
        kinds=frozenset(wanted.events),
        created_at=clock(),
        secret=new_secret(ids.randomness(SECRET_BYTES)),
    )
    await subscriptions.add(subscription)
    return subscription


async def unsubscribe(
    subscription: Subscription, subscriptions: Subscriptions, dead_letters: DeadLetters
) -> None:
    """
    Delete a subscription and its dead letters; waiting deliveries are dropped.

    The letters go first: once the subscription is gone, the call cannot be repeated.
    """
    await dead_letters.remove_all(subscription.subscription_id)
    await subscriptions.remove(subscription.subscription_id)


def _is_usable(url: str, *, allows_private: bool) -> bool:
    """Judge the form; where a name leads is judged at each delivery, because that changes."""
    from yarl import URL

    if not is_allowed_url(url) or not (allows_private or urlsplit(url).scheme == "https"):
        return False
    try:
        place = URL(url)
    except ValueError:
        return False
    is_plain = bool(place.host) and not (place.user or place.password or place.fragment)
    return is_plain and not _is_refused(place.host or "", allows_private=allows_private)


def _is_refused(host: str, *, allows_private: bool) -> bool:
    try:
        return is_refused_address(host, allows_private=allows_private)
    except ValueError:
        return False  # a name
