"""
Inbound messages to own numbers that are not known to be the resource's.

Known are numbers in `SMS_SENDERS` and those of which the carrier took a message. A caller with the
key of the webhook can name any number, and each own number costs every list and figure an
operation. So an event to an unknown number is parked, and processed when the number becomes known.
Its STOP counts at once, because the number may be new: for up to `MAX_UNKNOWN_NUMBERS` numbers,
and for every number that a send was accepted from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opt_outs.changes import record_changes
from opt_outs.domain.consent import ConsentState
from shared.eventgrid.parked_events import MAX_LOOKS
from shared.runtime import run_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from inbound_webhook.inbound import Inbound
    from opt_outs.domain.consent import ConsentChange
    from shared.carriers.events import InboundMessage
    from shared.eventgrid.envelope import Event

MAX_JOINED = 100
"""Parked messages that one run of the timer processes."""


async def unknown_among(own_numbers: Collection[str], inbound: Inbound) -> frozenset[str]:
    """
    Tell which own numbers are not known; one operation for each that this process does not know.

    Where `SMS_SENDERS` lists all senders, none.
    """
    sending = inbound.accepting.sending
    unknown = [number for number in own_numbers if not sending.knows(number)]
    if sending.rules.own_numbers:
        return frozenset(unknown)
    return frozenset(await sending.journal.not_reached_among(unknown, MAX_LOOKS))


async def set_aside(
    parked: Sequence[tuple[InboundMessage, Event]],
    changes: Sequence[ConsentChange],
    inbound: Inbound,
    now: datetime,
) -> None:
    """
    Park events to unknown own numbers, and record the STOPs among them; nothing else of them.

    Two operations for each hundred events; and for STOPs one, one more for new numbers, one for
    each number beyond the bound, and those of the registry.

    Raises
    ------
    StorageError
        The events must be delivered again.
    """
    stops = [one for one in changes if one.state is ConsentState.OPTED_OUT]
    if stops:
        numbers = {one.own_number for one in stops}
        accepted = await inbound.parked_events.accept_unknown_numbers(numbers, now)
        for number in sorted(numbers - accepted)[:MAX_LOOKS]:
            if await inbound.accepting.sending.journal.has_sends(number):
                accepted.add(number)
        stops = [one for one in stops if one.own_number in accepted]
    recording = [record_changes(stops, inbound.review_queue.registry)] if stops else []
    await run_all(_park(parked, inbound, now), *recording)


async def _park(
    parked: Sequence[tuple[InboundMessage, Event]], inbound: Inbound, now: datetime
) -> None:
    events = inbound.review_queue.registry.events
    kept = set(await events.without_erased([message for message, _ in parked]))
    rest = [(message.own_number, event) for message, event in parked if message in kept]
    if rest:
        await inbound.parked_events.park_inbound(rest, now)
