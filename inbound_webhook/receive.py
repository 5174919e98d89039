"""
Take what people wrote: opt-outs into the registry, answers to them, all of it into conversations.

All of it may come twice or in any order; the stores take repeats and decide by event time.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime

from composition.services import Services
from inbound_webhook.auto_reply import reply_automatically, text_set_for
from inbound_webhook.confirmation import confirm
from inbound_webhook.link_reply import inbound_record_of, link_reply
from opt_outs.changes import publish_opt_out
from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.review import changes_of, review_of
from senders.domain.profile import SenderProfiles
from shared.carriers.acs.events import inbound_from_event
from shared.carriers.events import InboundMessage, UnusableEventError
from shared.eventgrid.envelope import Event
from subscriptions.domain.event import AppEvent, EventKind, _id

_STATES = {
    Intent.OPT_OUT: ConsentState.OPTED_OUT,
    Intent.OPT_IN: ConsentState.OPTED_IN,
}

CONCURRENCY = 32
"""Messages heeded side by side: a batch may have thousands, and a process some connections."""

_SOURCES = {Confidence.DEFINITIVE: ChangeSource.KEYWORD, Confidence.PHRASE: ChangeSource.PHRASE}


async def receive_inbound(events: Sequence[Event], services: Services) -> None:
    """
    Store inbound messages and what they change, and publish them; then all of it is durable.

    Events that cannot be read are parked, so that one bad event does not hold up a batch. What
    fails for one message fails for no other.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    now = services.clock()
    messages: list[InboundMessage] = []
    unusable: list[tuple[Event, str]] = []
    for event in events:
        try:
            messages.append(inbound_from_event(event, now))
        except UnusableEventError as error:
            unusable.append((event, str(error)))
    places = asyncio.Semaphore(CONCURRENCY)

    async def heed(message: InboundMessage) -> None:
        async with places:
            await _process_consent(message, services, now)

    await _run_all(
        *(heed(message) for message in messages),
        _store_messages(messages, services, now),
        services.parked_events.park(unusable, now),
    )
    await services.events.publish([inbound_event(message) for message in messages])


async def _run_all(*tasks: Awaitable[None]) -> None:
    """Do all of it, whatever fails; then raise the first failure."""
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


async def _store_messages(
    messages: Sequence[InboundMessage], services: Services, now: datetime
) -> None:
    """Store messages with what they answer; one that cannot be linked delays no other."""
    results = await asyncio.gather(
        *(link_reply(message, services) for message in messages), return_exceptions=True
    )
    ready = [result for result in results if not isinstance(result, BaseException)]
    profiles = services.settings.sender_profiles
    records = [inbound_record_of(one, _read(one, profiles), answered) for one, answered in ready]
    await _run_all(
        services.conversations.add_inbound([message for message, _ in ready]),
        services.day_journal.add_inbound_records(records, now),
    )
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _process_consent(message: InboundMessage, services: Services, now: datetime) -> None:
    """Do what a message asks for; the registry first, so that nothing is confirmed untruly."""
    classification = _read(message, services.settings.sender_profiles)
    change = consent_change(message, classification, now)
    if change:
        await services.opt_outs.apply(change)
    text = await text_set_for(message, classification, services)
    await confirm(message, classification, change, services, own_text=text)
    if text and not (classification.is_decided and classification.intent is Intent.HELP):
        await reply_automatically(message, text, services)
    if classification.confidence is Confidence.POSSIBLE:
        await open_review(message, classification, services, now)
    if change:
        await publish_opt_out(change, services)


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
    )


def _read(message: InboundMessage, configured: SenderProfiles) -> Classification:
    """Read a message as one to its own number, whatever form that has."""
    profile = configured.get(message.own_number)
    if profile is None:
        return classify(message.body)
    return classify(message.body, profile.languages, profile.extra_words)


async def open_review(
    message: InboundMessage, classification: Classification, services: Services, now: datetime
) -> None:
    """
    Store a review and its provisional block, and publish the block.

    Three operations a category, and one; without subscribers.

    Idempotent, also when the review was decided in between: the decision is of a later moment.
    The block comes first, so that no crash leaves a review that seems to have blocked something.

    Raises
    ------
    StorageError
        The event must be delivered again.
    """
    review = review_of(message, classification, services.settings.possible_policies)
    if review is None:
        return
    for change in changes_of(review, now):
        await services.opt_outs.apply(change)
        await publish_opt_out(change, services)
    await services.opt_out_reviews.add(review)


MAX_TEXT_CHARACTERS = 5_000
"""Of an inbound text in an event: with the rest of it, what one queue message can carry."""


def inbound_event(message: InboundMessage) -> AppEvent:
    """Tell what a person wrote; a text of more than `MAX_TEXT_CHARACTERS` is cut."""
    data = {
        "from": message.user_number,
        "to": message.own_number,
        "message": message.body[:MAX_TEXT_CHARACTERS],
        "providerMessageId": message.provider_message_id,
    }
    parts = ("inbound", message.own_number, message.user_number, message.provider_message_id)
    return AppEvent(_id(parts), EventKind.INBOUND, message.received_at, data)
