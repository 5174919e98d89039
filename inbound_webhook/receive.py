"""
Process inbound messages: opt-outs, reviews, replies, conversations and events.

Event Grid may deliver events twice and in any order; the stores accept repeats and decide by event
time.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from inbound_webhook.inbound import Inbound
from inbound_webhook.link_reply import inbound_record_of, link_reply
from inbound_webhook.replies import confirm, reply_automatically, text_set_for
from opt_outs.changes import apply_change, publish_opt_out, record_change
from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.review import changes_of, review_of
from senders.domain.profile import SenderProfiles
from shared.carriers.events import InboundMessage, UnusableEventError
from shared.eventgrid.envelope import Event
from shared.runtime import run_all
from subscriptions.domain.event import AppEvent, EventKind, event_id_of

_STATES = {
    Intent.OPT_OUT: ConsentState.OPTED_OUT,
    Intent.OPT_IN: ConsentState.OPTED_IN,
}

CONCURRENCY = 32
"""Messages processed concurrently: a batch may have thousands, a process has fewer connections."""

_SOURCES = {Confidence.DEFINITIVE: ChangeSource.KEYWORD, Confidence.PHRASE: ChangeSource.PHRASE}

MAX_TEXT_CHARACTERS = 5_000
"""Of an inbound text in an event: with the rest of it, what one queue message can carry."""


async def receive_inbound(events: Sequence[Event], inbound: Inbound) -> None:
    """
    Store inbound messages and their changes, and publish them; on return all of it is durable.

    Events that cannot be read are parked, so that one bad event does not hold up a batch. A
    failure for one message affects no other.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    now = inbound.clock()
    messages: list[InboundMessage] = []
    unusable: list[tuple[Event, str]] = []
    for event in events:
        try:
            messages.append(inbound.carrier_events.inbound(event, now))
        except UnusableEventError as error:
            unusable.append((event, str(error)))
    places = asyncio.Semaphore(CONCURRENCY)
    classify_once = cache(partial(_classify, inbound.profiles))

    async def process(message: InboundMessage) -> None:
        async with places:
            classification = classify_once(message.own_number, message.body)
            await _process_consent(message, classification, inbound, now)

    await run_all(
        *(process(message) for message in messages),
        _store_messages(messages, classify_once, inbound, now),
        inbound.parked_events.park(unusable, now),
    )
    await inbound.registry.events.publish([inbound_event(message) for message in messages])


async def _store_messages(
    messages: Sequence[InboundMessage],
    classify_once: Callable[[str, str], Classification],
    inbound: Inbound,
    now: datetime,
) -> None:
    """Store messages with their reply links; a failure to link one delays no other."""
    results = await asyncio.gather(
        *(link_reply(message, inbound) for message in messages), return_exceptions=True
    )
    ready = [result for result in results if not isinstance(result, BaseException)]
    records = [
        inbound_record_of(one, classify_once(one.own_number, one.body), answered)
        for one, answered in ready
    ]
    await run_all(
        inbound.conversations.add_inbound([message for message, _ in ready]),
        inbound.records.add(records, now),
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _process_consent(
    message: InboundMessage, classification: Classification, inbound: Inbound, now: datetime
) -> None:
    """Process a request; the registry comes first, so that a confirmation is always true."""
    change = consent_change(message, classification, now)
    if change:
        await apply_change(change, inbound.registry.opt_outs, inbound.registry.stop_scope)
    text = await text_set_for(message, classification, inbound)
    await confirm(message, classification, change, inbound, own_text=text)
    if text and not (classification.is_decided and classification.intent is Intent.HELP):
        await reply_automatically(message, text, inbound)
    if classification.confidence is Confidence.POSSIBLE:
        await open_review(message, classification, inbound, now)
    if change:
        await publish_opt_out(change, inbound.registry)


def consent_change(
    message: InboundMessage, classification: Classification, now: datetime
) -> ConsentChange | None:
    """Make the change a message asks for; None if it asks for none, or only possibly."""
    if classification.intent not in _STATES or not classification.is_decided:
        return None
    return ConsentChange(
        own_number=message.own_number,
        user_number=message.user_number,
        state=_STATES[classification.intent],
        changed_at=message.received_at,
        recorded_at=now,
        source=_SOURCES[classification.confidence],
        evidence=message.body,
        event_id=message.provider_message_id,
        rule_id=classification.rule_id,
        rule_set_version=classification.rule_set,
        stated_at=message.stated_at,
    )


def _classify(profiles: SenderProfiles, own_number: str, text: str) -> Classification:
    """Classify a text with the profile of the own number that it was sent to."""
    profile = profiles.get(own_number)
    if profile is None:
        return classify(text)
    return classify(text, profile.languages, profile.extra_words)


async def open_review(
    message: InboundMessage, classification: Classification, inbound: Inbound, now: datetime
) -> None:
    """
    Store a review and its provisional block, and publish the block.

    Without subscribers it takes three operations a category, and one.

    Idempotent, also when the review was decided in between: the decision has a later time.
    The block comes first, so that no crash leaves a review that seems to have blocked something.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    review = review_of(message, classification, inbound.settings.possible_policies)
    if review is None:
        return
    for change in changes_of(review, now):
        await record_change(replace(change, stated_at=message.stated_at), inbound.registry)
    await inbound.review_queue.reviews.add(review)


def inbound_event(message: InboundMessage) -> AppEvent:
    """Make the event of an inbound message; a text of more than `MAX_TEXT_CHARACTERS` is cut."""
    data = {
        "from": message.user_number,
        "to": message.own_number,
        "message": message.body[:MAX_TEXT_CHARACTERS],
        "providerMessageId": message.provider_message_id,
    }
    parts = ("inbound", message.own_number, message.user_number, message.provider_message_id)
    return AppEvent(event_id_of(parts), EventKind.INBOUND, message.received_at, data)
