"""
Process inbound messages: opt-outs, reviews, replies, conversations and events.

Event Grid may deliver events twice and in any order; the stores accept repeats and decide by event
time.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from conversations.domain.conversation import Handling
from inbound_webhook.inbound import Inbound
from inbound_webhook.link_reply import inbound_record_of, is_credible, link_replies
from inbound_webhook.replies import (
    CONCURRENCY,
    PlannedReply,
    RoundPlaces,
    commit_replies,
    handling_of,
    is_about_consent,
    plan_automatic_reply,
    plan_confirmation,
    text_set_for,
)
from opt_outs.changes import apply_each, publish_opt_outs
from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.classifier.quotation import may_quote
from opt_outs.domain.consent import ConsentChange, consent_change
from opt_outs.domain.review import Review, changes_of, review_of
from opt_outs.storage.registry_changes import AddedChanges
from senders.domain.profile import SenderProfiles
from shared.carriers.events import InboundMessage, UnusableEventError
from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import CHANCE_BYTES
from shared.log import log_event
from shared.runtime import run_all
from subscriptions.domain.event import AppEvent, EventKind
from subscriptions.outbox import event_id_of

_Messages = list[tuple[InboundMessage, Event]]

_Classify = Callable[[InboundMessage], Classification]
"""Classifies a message with the profile of the own number that it was sent to."""

MAX_TEXT_CHARACTERS = 5_000
"""Of an inbound text in an event: with the rest of it, what one queue message can carry."""


async def receive_inbound(events: Sequence[Event], inbound: Inbound) -> None:
    """
    Store inbound messages and their changes, and publish them; on return all of it is durable.

    Events that cannot be read, and those to own numbers that are not known, are parked, so that
    one bad event does not hold up a batch. A failure for one message affects no other.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    sending, now = inbound.accepting.sending, inbound.accepting.clock()
    read, unusable = _read(events, inbound, now)
    classify_once = _classify_with(sending.rules.profiles)
    if not all(sending.knows(message.own_number) for message, _ in read):
        read = await _without_unknown(read, classify_once, inbound, now)
    messages = [message for message, _ in read]
    quoting = [one for one in messages if _may_quote_us(one, classify_once(one))]
    if quoting:
        from inbound_webhook.own_texts import classify_without_own_texts

        classify_once = await classify_without_own_texts(quoting, classify_once, inbound)
    if not all(is_about_consent(classify_once(one)) for one in messages):
        inbound = replace(inbound, auto_replies=inbound.auto_replies.for_batch())
    storing = asyncio.create_task(_store_messages(messages, classify_once, inbound, now))
    await run_all(
        _process_consent(messages, classify_once, inbound, now),
        storing,
        *([inbound.parked_events.park(unusable, now)] if unusable else []),
    )
    if messages:
        log_event("inbound_recorded", count=len(messages))
    await inbound.review_queue.registry.events.publish(
        [inbound_event(one) for one in storing.result()]
    )


def _read(
    events: Sequence[Event], inbound: Inbound, now: datetime
) -> tuple[_Messages, list[tuple[Event, str]]]:
    """Read events; gives those that can be read, and the others with the reason."""
    read: _Messages = []
    unusable: list[tuple[Event, str]] = []
    for event in events:
        try:
            read.append((inbound.carrier_events.inbound(event, now), event))
        except UnusableEventError as error:
            unusable.append((event, str(error)))
    return read, unusable


async def _without_unknown(
    read: _Messages, classify_once: _Classify, inbound: Inbound, now: datetime
) -> _Messages:
    """Set aside the messages to own numbers that are not known, and give the others."""
    from inbound_webhook.unknown_numbers import set_aside, unknown_among

    unknown = await unknown_among({message.own_number for message, _ in read}, inbound)
    parked = [one for one in read if one[0].own_number in unknown]
    if parked:
        changes = [consent_change(one, classify_once(one), now) for one, _ in parked]
        await set_aside(parked, [one for one in changes if one], inbound, now)
    return [one for one in read if one[0].own_number not in unknown]


async def join_parked_inbound(inbound: Inbound) -> None:
    """
    Process parked messages whose own number is known now, and forget that they were parked.

    Idempotent, also on two instances at once: a repeated event changes nothing, and its row is
    deleted afterwards. With none parked it costs two operations; else up to 50 more to look for
    own numbers that have sent since, and those of up to 100 messages.
    """
    from inbound_webhook.unknown_numbers import MAX_JOINED, unknown_among

    chance = inbound.accepting.ids.randomness(CHANCE_BYTES)
    waiting = await inbound.parked_events.waiting_numbers(inbound.accepting.clock(), chance)
    numbers = sorted(waiting)
    start = int.from_bytes(chance) % (len(numbers) or 1)  # each has its turn to be looked for
    unknown = await unknown_among([*numbers[start:], *numbers[:start]], inbound)
    keys = [key for number, some in waiting.items() if number not in unknown for key in some]
    found = await inbound.parked_events.waiting_inbound(keys[:MAX_JOINED])
    if found:
        await receive_inbound([one.event for one in found], inbound)
        await inbound.parked_events.remove(found)


async def _store_messages(
    messages: Sequence[InboundMessage], classify_once: _Classify, inbound: Inbound, now: datetime
) -> Sequence[InboundMessage]:
    """
    Store messages with their reply links, and give them; a failure to link some delays no others.

    Those of people who were erased since are left out.
    """
    messages = await inbound.review_queue.registry.events.without_erased(messages)
    (linked, failures), handling = await asyncio.gather(
        link_replies(messages, inbound), _handling_of(messages, classify_once, inbound)
    )
    records = [
        inbound_record_of(one, classify_once(one), replied_to)
        for one, replied_to in linked
        if is_credible(one, now)
    ]
    await run_all(
        inbound.conversations.add_inbound([message for message, _ in linked], handling),
        inbound.records.add(records),
    )
    for failure in failures:
        raise failure
    return messages


async def _handling_of(
    messages: Sequence[InboundMessage], classify_once: _Classify, inbound: Inbound
) -> dict[str, Handling]:
    kinds = await asyncio.gather(
        *(handling_of(one, classify_once(one), inbound) for one in messages)
    )
    return {one.provider_message_id: kind for one, kind in zip(messages, kinds, strict=True)}


@dataclass(frozen=True, slots=True)
class _Request:
    """A message, what it asks for, and the changes that follow."""

    message: InboundMessage
    classification: Classification
    change: ConsentChange | None
    review: Review | None
    changes: Sequence[ConsentChange]


async def _process_consent(
    messages: Sequence[InboundMessage], classify_once: _Classify, inbound: Inbound, now: datetime
) -> None:
    """
    Process what messages ask for.

    The registry comes first: so a confirmation is always true, and no crash leaves a review that
    seems to have blocked something. All of it is idempotent, also when a review was decided in
    between: the decision has a later time.
    """
    requests = [_request(one, classify_once(one), inbound, now) for one in messages]
    changes = [change for request in requests for change in request.changes]
    registry = inbound.review_queue.registry
    added = await apply_each(changes, registry.opt_outs, registry.stop_scope)
    await run_all(_finish_all(requests, added, inbound), publish_opt_outs(added, registry))


async def _finish_all(requests: Sequence[_Request], added: AddedChanges, inbound: Inbound) -> None:
    """Reply to messages whose changes are stored, and add their reviews."""
    places = RoundPlaces(inbound.accepting) if len(requests) > 1 else None
    slots, replies = asyncio.Semaphore(CONCURRENCY), list[PlannedReply]()

    async def finish(request: _Request) -> None:
        async with slots:
            replies.extend(await _finish(request, added, inbound, places))

    results = await asyncio.gather(*map(finish, requests), return_exceptions=True)
    await commit_replies(replies, inbound.accepting)
    for error in filter(None, results):
        raise error


def _request(
    message: InboundMessage, classification: Classification, inbound: Inbound, now: datetime
) -> _Request:
    change = consent_change(message, classification, now)
    review = None
    if classification.confidence is Confidence.POSSIBLE:
        review = review_of(message, classification, inbound.settings.possible_policies)
    blocks = changes_of(review, now) if review else []
    changes = [
        *([change] if change else []),
        *(replace(block, stated_at=message.stated_at) for block in blocks),
    ]
    return _Request(message, classification, change, review, changes)


async def _finish(
    request: _Request, added: AddedChanges, inbound: Inbound, places: RoundPlaces | None
) -> list[PlannedReply]:
    """Plan the replies to a message whose changes are stored, and add its review."""
    for change in request.changes:
        if change in added.failures:
            raise added.failures[change]
    message, classification = request.message, request.classification
    text = await text_set_for(message, classification, inbound)
    has_changed = request.change in added.state_changes if request.change else None
    replies = [
        await plan_confirmation(
            message, classification, inbound, has_changed=has_changed, places=places, own_text=text
        )
    ]
    if text and not (classification.is_decided and classification.intent is Intent.HELP):
        replies.append(await plan_automatic_reply(message, text, inbound, places))
    if request.review:
        await inbound.review_queue.reviews.add(request.review)
    return [one for one in replies if one]


def _classify_with(profiles: SenderProfiles) -> _Classify:
    @cache
    def classify_text(own_number: str, text: str) -> Classification:
        profile = profiles.get(own_number)
        if profile is None:
            return classify(text)
        return classify(text, profile.languages, profile.extra_words)

    return lambda message: classify_text(message.own_number, message.body)


def _may_quote_us(message: InboundMessage, classification: Classification) -> bool:
    """Tell whether an opt-out may be words that the message quotes; a keyword is none."""
    is_sentence = classification.confidence is not Confidence.DEFINITIVE
    return classification.intent is Intent.OPT_OUT and is_sentence and may_quote(message.body)


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
