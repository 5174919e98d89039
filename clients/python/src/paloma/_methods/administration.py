"""Own numbers, figures, webhooks and health: the methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import administration, analytics
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from typing import Unpack

    from paloma._operations.administration import SubscriptionChange
    from paloma._operations.analytics import SummaryOptions
    from paloma.models import (
        Health,
        NewSubscription,
        QueuedTestEvent,
        RotatedSecret,
        Sender,
        Subscription,
        Summary,
    )


class AdministrationMethods(SyncTransport):
    """Own numbers, figures, webhooks and health."""

    def senders(self) -> Iterator[Sender]:
        """Yield the own numbers with their limits, pauses and holds."""
        return self._iterate(administration.list_senders())

    def get_sender(self, sender: str) -> Sender:
        """Return the limits, pause and hold of an own number."""
        return self._run(administration.get_sender(sender))

    def pause(self, sender: str, *, reason: str | None = None, actor: str | None = None) -> Sender:
        """Hold back all messages of an own number that were not submitted, within a second."""
        return self._run(administration.pause(sender, reason, actor))

    def resume(self, sender: str, *, actor: str | None = None) -> Sender:
        """Resume sending; not retried if the first attempt may have been received."""
        return self._run(administration.resume(sender, actor))

    def summary(self, **options: Unpack[SummaryOptions]) -> Summary:
        """Return figures of a range of days: by default of the last seven days of UTC."""
        return self._run(analytics.summary(options))

    def summary_csv(self, **options: Unpack[SummaryOptions]) -> str:
        """Return the same figures as CSV: a line for each period, sender, campaign, category."""
        return self._run(analytics.summary_csv(options))

    def subscribe(
        self, url: str, events: Iterable[str], *, idempotency_key: str | None = None
    ) -> NewSubscription:
        """Subscribe a webhook of yours; the result has the secret, which is shown only once."""
        return self._run(administration.subscribe(url, events, idempotency_key))

    def subscriptions(self) -> Iterator[Subscription]:
        """Yield the webhooks."""
        return self._iterate(administration.list_subscriptions())

    def unsubscribe(self, subscription_id: str) -> Subscription:
        """Delete a webhook."""
        return self._run(administration.unsubscribe(subscription_id))

    def change_subscription(
        self, subscription_id: str, **change: Unpack[SubscriptionChange]
    ) -> Subscription:
        """Change, pause or resume a webhook; not retried if it may have been received."""
        return self._run(administration.change_subscription(subscription_id, change))

    def rotate_secret(self, subscription_id: str) -> RotatedSecret:
        """Replace a webhook's secret; not retried if the first attempt may have been received."""
        return self._run(administration.rotate_secret(subscription_id))

    def test_subscription(self, subscription_id: str) -> QueuedTestEvent:
        """Deliver a test event to a webhook."""
        return self._run(administration.test_subscription(subscription_id))

    def health(self) -> Health:
        """Return whether the app runs; needs no key."""
        return self._run(administration.health())


class AsyncAdministrationMethods(AsyncTransport):
    """Own numbers, figures, webhooks and health."""

    def senders(self) -> AsyncIterator[Sender]:
        """Yield the own numbers with their limits, pauses and holds."""
        return self._iterate(administration.list_senders())

    async def get_sender(self, sender: str) -> Sender:
        """Return the limits, pause and hold of an own number."""
        return await self._run(administration.get_sender(sender))

    async def pause(
        self, sender: str, *, reason: str | None = None, actor: str | None = None
    ) -> Sender:
        """Hold back all messages of an own number that were not submitted, within a second."""
        return await self._run(administration.pause(sender, reason, actor))

    async def resume(self, sender: str, *, actor: str | None = None) -> Sender:
        """Resume sending; not retried if the first attempt may have been received."""
        return await self._run(administration.resume(sender, actor))

    async def summary(self, **options: Unpack[SummaryOptions]) -> Summary:
        """Return figures of a range of days: by default of the last seven days of UTC."""
        return await self._run(analytics.summary(options))

    async def summary_csv(self, **options: Unpack[SummaryOptions]) -> str:
        """Return the same figures as CSV: a line for each period, sender, campaign, category."""
        return await self._run(analytics.summary_csv(options))

    async def subscribe(
        self, url: str, events: Iterable[str], *, idempotency_key: str | None = None
    ) -> NewSubscription:
        """Subscribe a webhook of yours; the result has the secret, which is shown only once."""
        return await self._run(administration.subscribe(url, events, idempotency_key))

    def subscriptions(self) -> AsyncIterator[Subscription]:
        """Yield the webhooks."""
        return self._iterate(administration.list_subscriptions())

    async def unsubscribe(self, subscription_id: str) -> Subscription:
        """Delete a webhook."""
        return await self._run(administration.unsubscribe(subscription_id))

    async def change_subscription(
        self, subscription_id: str, **change: Unpack[SubscriptionChange]
    ) -> Subscription:
        """Change, pause or resume a webhook; not retried if it may have been received."""
        return await self._run(administration.change_subscription(subscription_id, change))

    async def rotate_secret(self, subscription_id: str) -> RotatedSecret:
        """Replace a webhook's secret; not retried if the first attempt may have been received."""
        return await self._run(administration.rotate_secret(subscription_id))

    async def test_subscription(self, subscription_id: str) -> QueuedTestEvent:
        """Deliver a test event to a webhook."""
        return await self._run(administration.test_subscription(subscription_id))

    async def health(self) -> Health:
        """Return whether the app runs; needs no key."""
        return await self._run(administration.health())
