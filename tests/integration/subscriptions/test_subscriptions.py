"""Subscriptions, the largest deliveries and dead letters on Azurite."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbound_webhook.receive import inbound_event
from shared.carriers.events import InboundMessage
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from shared.storage.azure_table import AzureTable
from subscriptions.domain.event import EventKind, SubscriptionState
from subscriptions.storage.dead_letters import DEAD_LETTER_RETENTION, DeadLetters
from subscriptions.storage.event_queue import (
    EVENT_QUEUE,
    Delivery,
    delivery_from_text,
    delivery_texts,
    delivery_to_text,
)
from subscriptions.storage.subscriptions import FormerSecret, Subscription, Subscriptions
from tests.support.world import PERSON, START, TOLL_FREE

NAME = "0123456789abcdef0123"
ONE = Subscription(
    NAME, "https://example.com/?a=b#", frozenset({EventKind.INBOUND}), START, "whsec_c2VjcmV0"
)


def large_deliveries() -> list[Delivery]:
    """Give deliveries that are as large as they get, of texts that are."""
    texts = ["\x01" * 5_000, "\N{PILE OF POO}" * 5_000, '"\\' * 2_500, "x" * 5_000]
    events = [
        inbound_event(InboundMessage(TOLL_FREE, PERSON, text, f"Incoming_{turn}{text[0]}", START))
        for turn in range(10)
        for text in texts
    ]
    return list(map(delivery_from_text, delivery_texts(NAME, events, START)))


async def test_subscription_is_kept_whole_until_it_is_removed(azure_table: AzureTable) -> None:
    store = Subscriptions(azure_table)
    other = replace(
        ONE,
        subscription_id="f" * 20,
        url="https://example.com/other",
        key_hash="a" * 64,
        request_hash="b" * 64,
        created_at=START - timedelta(days=1),
    )
    assert await store.all() == []
    assert await store.add(ONE)
    assert await store.add(other)
    assert not await store.add(replace(ONE, subscription_id="e" * 20))
    assert not await store.add(replace(other, subscription_id="e" * 20, url="https://e.example/"))
    assert await store.find(NAME) == ONE
    assert await store.cached(START) == [other, ONE]
    await store.remove(ONE)
    await store.remove(ONE)
    assert await store.all() == [other]


async def test_changed_subscription_is_kept_whole_and_its_former_url_is_free(
    azure_table: AzureTable,
) -> None:
    store = Subscriptions(azure_table)
    assert await store.add(ONE)
    found = await store.find(NAME)
    assert found
    changed = replace(
        found,
        url="https://example.com/new",
        kinds=frozenset(EventKind),
        state=SubscriptionState.ENDED,
        state_reason="http_410",
        state_changed_at=START,
        former_secrets=(FormerSecret("whsec_YQ==", START), FormerSecret("whsec_Yg==", START)),
    )
    assert await store.change(changed, ONE.url)
    assert not await store.change(changed, ONE.url)
    assert await store.find(NAME) == changed
    other = replace(ONE, subscription_id="e" * 20)
    assert not await store.add(replace(other, url=changed.url))
    assert await store.add(other)
    now = await store.find(NAME)
    assert now
    assert not await store.change(replace(now, url=ONE.url), now.url)
    assert await store.find(NAME) == changed


async def test_largest_deliveries_fit_into_the_queue(account: StorageAccount) -> None:
    queue = AzureQueue(account, EVENT_QUEUE)
    deliveries = large_deliveries()
    assert len(deliveries) > 10
    for delivery in deliveries:
        await queue.put(delivery_to_text(delivery), delay_seconds=3_600)


async def test_dead_letters_are_kept_whole_paged_and_purged(azure_table: AzureTable) -> None:
    letters = DeadLetters(azure_table)
    deliveries = large_deliveries()
    for delivery in deliveries:
        await letters.add(delivery, "no_answer", START)
        await letters.add(delivery, "no_answer", START)
    first = await letters.page(NAME, after="", limit=5)
    rest = await letters.page(NAME, after=first[-1].dead_letter_id, limit=1_000)
    found = {one.delivery.delivery_id: one.delivery for one in [*first, *rest]}
    assert found == {one.delivery_id: one for one in deliveries}
    await letters.remove(first)
    assert len(await letters.page(NAME, after="", limit=1_000)) == len(rest)
    await letters.purge(NAME, START + DEAD_LETTER_RETENTION)
    assert len(await letters.page(NAME, after="", limit=1_000)) == len(rest)
    await letters.purge(NAME, START + DEAD_LETTER_RETENTION + timedelta(days=1))
    assert await letters.page(NAME, after="", limit=1) == []


@pytest.mark.parametrize("name", [NAME, "f" * 20])
async def test_unknown_subscription_has_no_letters(azure_table: AzureTable, name: str) -> None:
    assert await DeadLetters(azure_table).page(name, after="", limit=1) == []
