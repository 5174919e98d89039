"""The calls of own numbers, webhooks and health."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from paloma import models
from paloma._calls import Call, Repeat, json_content
from paloma._requests import checked_key, number_headers, present, segment
from paloma._responses import Page, list_call, reader

if TYPE_CHECKING:
    from collections.abc import Iterable


class SubscriptionChange(TypedDict, total=False):
    """
    What to change of a webhook; what is left out or None stays as it is.

    `state` is `paused`: its events are kept as dead letters, or `active`, also after it ended.
    """

    url: str | None
    events: Iterable[str] | None
    state: str | None


def list_senders() -> Call[Page[models.Sender]]:
    """Make the call that lists the own numbers."""
    return list_call("senders", "senders", models.Sender, {})


def get_sender(sender: str) -> Call[models.Sender]:
    """Make the call that reads an own number."""
    return Call("GET", "senders/-", reader(models.Sender), headers=number_headers(sender=sender))


def pause(sender: str, reason: str | None, actor: str | None) -> Call[models.Sender]:
    """Make the call that holds back the messages of an own number."""
    return Call(
        "POST",
        "senders/-/pause",
        reader(models.Sender),
        headers=number_headers(sender=sender),
        content=json_content(present({"reason": reason, "actor": actor})),
    )


def resume(sender: str, actor: str | None) -> Call[models.Sender]:
    """
    Make the call that lets an own number send again.

    It is not repeated if it may have been done: a pause that came in between would be lifted.
    """
    return Call(
        "POST",
        "senders/-/resume",
        reader(models.Sender),
        headers=number_headers(sender=sender),
        content=json_content({"actor": actor}) if actor else None,
        repeat=Repeat.UNLESS_RECEIVED,
    )


def subscribe(
    url: str, events: Iterable[str], idempotency_key: str | None
) -> Call[models.NewSubscription]:
    """Make the call that subscribes a webhook; without a key it gets a new one."""
    return Call(
        "POST",
        "subscriptions",
        reader(models.NewSubscription),
        headers={"Idempotency-Key": checked_key(idempotency_key)},
        content=json_content({"url": url, "events": list(events)}),
    )


def list_subscriptions() -> Call[Page[models.Subscription]]:
    """Make the call that lists the webhooks."""
    return list_call("subscriptions", "subscriptions", models.Subscription, {})


def unsubscribe(subscription_id: str) -> Call[models.Subscription]:
    """Make the call that deletes a webhook."""
    path = f"subscriptions/{segment(subscription_id)}"
    return Call("DELETE", path, reader(models.Subscription))


def change_subscription(
    subscription_id: str, change: SubscriptionChange
) -> Call[models.Subscription]:
    """
    Make the call that changes a webhook.

    It is not repeated if it may have been done: a change that came in between would be undone.
    """
    events = change.get("events")
    body = {**change, "events": None if events is None else list(events)}
    return Call(
        "PATCH",
        f"subscriptions/{segment(subscription_id)}",
        reader(models.Subscription),
        content=json_content({name: value for name, value in body.items() if value is not None}),
        repeat=Repeat.UNLESS_RECEIVED,
    )


def rotate_secret(subscription_id: str) -> Call[models.RotatedSecret]:
    """Make the call that replaces a secret; a repeat would replace it again."""
    path = f"subscriptions/{segment(subscription_id)}/rotate-secret"
    return Call("POST", path, reader(models.RotatedSecret), repeat=Repeat.UNLESS_RECEIVED)


def test_subscription(subscription_id: str) -> Call[models.QueuedTestEvent]:
    """Make the call that delivers a test event; a repeat would deliver another."""
    path = f"subscriptions/{segment(subscription_id)}/test"
    return Call("POST", path, reader(models.QueuedTestEvent), repeat=Repeat.UNLESS_RECEIVED)


def health() -> Call[models.Health]:
    """Make the call that asks whether the app runs."""
    return Call("GET", "health", reader(models.Health))
