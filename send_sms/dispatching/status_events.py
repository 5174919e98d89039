"""
Publish status events of messages, and log outcomes.

Results of the carrier are published when they are recorded; if the worker dies in between, the
worker that takes over publishes them. The same holds for outcomes that time decides. A repeated
event has the same id.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from send_sms.domain.batch import Batch
from send_sms.sending import Sending
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.kinds import Purpose
from shared.log import log_event, loggable_code
from subscriptions.domain.event import AppEvent, EventKind, message_members
from subscriptions.outbox import event_id_of

_NOT_ARRIVING = {OutcomeKind.FAILED, OutcomeKind.EXPIRED}
_ALARMING = {OutcomeKind.FAILED, OutcomeKind.UNCERTAIN, OutcomeKind.UNKNOWN}


async def publish_outcomes(batch: Batch, positions: Iterable[int], sending: Sending) -> None:
    """
    Publish the outcomes of some members; costs nothing without subscribers.

    A reply that failed is noted in its conversation first.

    Raises
    ------
    StorageError
        Not all of them are known to be published.
    """
    if batch.shared_options.purpose is Purpose.REPLY:
        await _note_failed_reply(batch, sending)
    if await sending.events.has_subscribers(EventKind.MESSAGE_STATUS):
        await sending.events.publish(list(outcome_events(batch, positions, sending.clock())))


async def _note_failed_reply(batch: Batch, sending: Sending) -> None:
    """A reply is the one member of its batch."""
    outcome, conversations = batch.progress.outcomes.get(0), sending.runtime.conversations
    if outcome is None or outcome.kind not in _NOT_ARRIVING or conversations is None:
        return
    from conversations.work import note_failed_reply

    await note_failed_reply(
        batch.sender,
        batch.recipients[0],
        batch.address.send.accepted_at,
        conversations=conversations(),
        now=sending.clock(),
    )


async def publish_all_outcomes(batch: Batch, sending: Sending) -> None:
    """Publish all outcomes so far: an earlier worker may have published none."""
    await publish_outcomes(batch, sorted(batch.progress.outcomes), sending)


async def publish_changed(before: Batch, after: Batch, sending: Sending) -> None:
    """Publish the outcomes that a batch has now and did not have before."""
    if positions := sorted(changed_positions(before, after)):
        await publish_outcomes(after, positions, sending)


def changed_positions(before: Batch, after: Batch) -> set[int]:
    """Give the members whose outcome has changed."""
    known = before.progress.outcomes
    return {n for n, one in after.progress.outcomes.items() if known.get(n) != one}


def log_outcomes(batch: Batch, positions: Iterable[int]) -> None:
    """
    Log how members of a batch ended without leaving, and which may have left.

    One line for each status and reason, whatever the number of members.
    """
    counts: Counter[tuple[OutcomeKind, str]] = Counter()
    for position in positions:
        outcome = batch.progress.outcomes.get(position)
        if outcome and outcome.kind is not OutcomeKind.SENT:
            counts[outcome.kind, outcome.code] += 1
    send, category = str(batch.address.send), batch.shared_options.category.value
    for (kind, code), count in counts.items():
        level = logging.WARNING if kind in _ALARMING else logging.INFO
        if kind is OutcomeKind.UNCERTAIN:
            log_event(
                "messages_uncertain", level=level, sendId=send, category=category, count=count
            )
        else:
            log_event(
                "messages_ended",
                level=level,
                sendId=send,
                category=category,
                status=kind.value,
                reason=loggable_code(code),
                count=count,
            )


def outcome_events(batch: Batch, positions: Iterable[int], at: datetime) -> Iterator[AppEvent]:
    """
    Make the status events of outcomes of a batch's messages.

    A message without an outcome, or with an uncertain one, has no event yet.
    """
    for position in positions:
        outcome = batch.progress.outcomes.get(position)
        if outcome and outcome.kind is not OutcomeKind.UNCERTAIN:
            yield _outcome_event(batch, position, outcome, at)


def _outcome_event(batch: Batch, position: int, outcome: Outcome, at: datetime) -> AppEvent:
    """A repeated event has the same id although its time differs: the time is not part of it."""
    address, recipient = batch.message_address(position), batch.recipients[position]
    reference = batch.reference_of(position)
    data = message_members(address, recipient, outcome.kind.value, reference)
    if outcome.code:
        data["error"] = {"code": outcome.code, "message": outcome.text}
    turn = str(len(batch.resends_of(position)))
    parts = ("outcome", str(address.send), recipient, outcome.kind.value, turn)
    return AppEvent(event_id_of(parts), EventKind.MESSAGE_STATUS, at, data)
