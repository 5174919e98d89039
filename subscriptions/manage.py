"""Create, change and delete subscriptions."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from shared.domain.errors import SmsError, StorageError
from shared.runtime import Clock, Ids
from shared.settings import is_allowed_url
from subscriptions.contract import SubscriptionChange, SubscriptionRequest
from subscriptions.domain.event import SubscriptionState
from subscriptions.domain.receiver import (
    SECRET_BYTES,
    comparable_url,
    is_refused_address,
    new_secret,
)
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.subscriptions import (
    MAX_SUBSCRIPTIONS,
    FormerSecret,
    Subscription,
    Subscriptions,
)

SECRET_OVERLAP = timedelta(hours=24)
"""How long a replaced secret signs beside the new one."""

_MAX_FORMER_SECRETS = 4


class UnusableUrlError(SmsError):
    """Events cannot be delivered to such a URL."""

    code = "unusable_url"

    def __str__(self) -> str:
        return "url must be https, with a host, without a user and a fragment."


class TooManySubscriptionsError(SmsError):
    """There are as many subscriptions as there may be."""

    code = "too_many_subscriptions"

    def __str__(self) -> str:
        return f"There are {MAX_SUBSCRIPTIONS} subscriptions: delete one that is not needed."


class UrlSubscribedError(SmsError):
    """There is a subscription of this URL: it would get every event twice."""

    code = "url_subscribed"

    def __init__(self, subscription_id: str) -> None:
        super().__init__(f"Subscription {subscription_id} has this URL; change or delete it.")


class TooManySecretsError(SmsError):
    """As many replaced secrets still sign as there may be."""

    code = "too_many_secrets"

    def __str__(self) -> str:
        return "The secret was replaced too often in 24 hours; wait until the oldest is over."


class SubscriptionKeyReusedError(SmsError):
    """The key was used with another request."""

    code = "idempotency_key_reused"

    def __str__(self) -> str:
        return "A subscription was made with this Idempotency-Key and another request."


@dataclass(frozen=True, slots=True)
class Caller:
    """
    The `Idempotency-Key` of a request, empty if there is none, and the request.

    Attributes
    ----------
    request : bytes
        Its fingerprint.
    body : bytes
        What it was read from, which is what earlier versions remembered.
    """

    key: str = ""
    request: bytes = b""
    body: bytes = b""

    @property
    def key_hash(self) -> str:
        """What is stored of the key."""
        return hashlib.sha256(self.key.encode()).hexdigest() if self.key else ""

    @property
    def request_hash(self) -> str:
        """What is stored of a request with a key."""
        return hashlib.sha256(self.request).hexdigest() if self.key else ""

    def made(self, one: Subscription) -> bool:
        """Tell whether a subscription with this key was made by this request."""
        return one.request_hash in {self.request_hash, hashlib.sha256(self.body).hexdigest()}


async def subscribe(
    wanted: SubscriptionRequest,
    caller: Caller,
    *,
    subscriptions: Subscriptions,
    ids: Ids,
    clock: Clock,
    allows_private: bool,
) -> tuple[Subscription, bool]:
    """
    Create a subscription; events are delivered from within 5 seconds on. Two operations.

    Idempotent with a key, as long as the subscription is there: a repeat gets the first one, with
    its secret.

    Returns
    -------
    tuple of Subscription and bool
        And whether an earlier request with the key had made it.

    Raises
    ------
    UnusableUrlError, TooManySubscriptionsError, UrlSubscribedError, SubscriptionKeyReusedError
        Nothing was stored.
    StorageError
        It is not known to be stored.
    """
    if not _is_usable(wanted.url, allows_private=allows_private):
        raise UnusableUrlError
    subscription = _new_subscription(wanted, caller, ids, clock())
    known = await subscriptions.all()
    if earlier := _same_request(subscription, caller, known):
        return earlier, True
    if len(known) >= MAX_SUBSCRIPTIONS:
        raise TooManySubscriptionsError
    if await subscriptions.add(subscription):
        return subscription, False
    if earlier := _same_request(subscription, caller, await subscriptions.all()):
        return earlier, earlier.subscription_id != subscription.subscription_id
    raise StorageError


def _new_subscription(
    wanted: SubscriptionRequest, caller: Caller, ids: Ids, now: datetime
) -> Subscription:
    return Subscription(
        subscription_id=ids.new_randomness().hex(),
        url=wanted.url,
        kinds=frozenset(wanted.events),
        created_at=now,
        secret=new_secret(ids.randomness(SECRET_BYTES)),
        key_hash=caller.key_hash,
        request_hash=caller.request_hash,
    )


def _same_request(
    wanted: Subscription, caller: Caller, known: Iterable[Subscription]
) -> Subscription | None:
    """Find what an earlier request with the same key has made, or this one; None if nothing."""
    for one in known:
        if one.subscription_id == wanted.subscription_id:
            return one
        if wanted.key_hash and one.key_hash == wanted.key_hash:
            if not caller.made(one):
                raise SubscriptionKeyReusedError
            return one
    for one in known:
        if comparable_url(one.url) == comparable_url(wanted.url):
            raise UrlSubscribedError(one.subscription_id)
    return None


async def change_subscription(
    subscription: Subscription,
    wanted: SubscriptionChange,
    *,
    subscriptions: Subscriptions,
    clock: Clock,
    allows_private: bool,
) -> Subscription:
    """
    Change URL, kinds or state; what is as wanted already stays. One operation, or none.

    Other processes deliver by it at once, and publish by it within `CACHE_TIME`.

    Raises
    ------
    UnusableUrlError, UrlSubscribedError
        Nothing was stored.
    StorageError
        It is not known to be stored, or another caller changed the subscription meanwhile.
    """
    if wanted.url and not _is_usable(wanted.url, allows_private=allows_private):
        raise UnusableUrlError
    changed = replace(
        subscription,
        url=wanted.url or subscription.url,
        kinds=frozenset(wanted.events or subscription.kinds),
    )
    if wanted.state and wanted.state != subscription.state:
        state = SubscriptionState(wanted.state)
        changed = replace(changed, state=state, state_reason="", state_changed_at=clock())
    if changed == subscription or await subscriptions.change(changed, subscription.url):
        return changed
    for one in await subscriptions.all():
        is_same = comparable_url(one.url) == comparable_url(changed.url)
        if is_same and one.subscription_id != changed.subscription_id:
            raise UrlSubscribedError(one.subscription_id)
    raise StorageError


async def rotate_secret(
    subscription: Subscription, subscriptions: Subscriptions, ids: Ids, clock: Clock
) -> Subscription:
    """
    Replace the secret; the previous one signs beside it for `SECRET_OVERLAP`. One operation.

    Not idempotent. If the response is lost, rotate again: the receiver's secret still signs.

    Raises
    ------
    TooManySecretsError
        Nothing was stored.
    StorageError
        It is not known to be stored, or another caller changed the subscription meanwhile.
    """
    now = clock()
    still_valid = subscription.valid_former_secrets(now)
    if len(still_valid) >= _MAX_FORMER_SECRETS:
        raise TooManySecretsError
    replaced = FormerSecret(subscription.secret, now + SECRET_OVERLAP)
    changed = replace(
        subscription,
        secret=new_secret(ids.randomness(SECRET_BYTES)),
        former_secrets=(replaced, *still_valid),
    )
    if not await subscriptions.change(changed):
        raise StorageError
    return changed


async def unsubscribe(
    subscription: Subscription, subscriptions: Subscriptions, dead_letters: DeadLetters
) -> None:
    """
    Delete a subscription and its dead letters; waiting deliveries are dropped.

    The letters go first: once the subscription is gone, the call cannot be repeated.
    """
    await dead_letters.remove_all(subscription.subscription_id)
    await subscriptions.remove(subscription)


def _is_usable(url: str, *, allows_private: bool) -> bool:
    """Judge the form; where a name leads is judged at each delivery, because that changes."""
    from yarl import URL

    if not is_allowed_url(url) or not (allows_private or urlsplit(url).scheme == "https"):
        return False
    try:
        place = URL(url)
        host = place.host or ""  # decoded when it is asked for
    except ValueError:
        return False
    is_plain = bool(host) and not (place.user or place.password or place.fragment)
    return is_plain and not _is_refused(host, allows_private=allows_private)


def _is_refused(host: str, *, allows_private: bool) -> bool:
    try:
        return is_refused_address(host, allows_private=allows_private)
    except ValueError:
        return False  # a name
