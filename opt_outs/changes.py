"""Decisions of an operator: opt a person out or in, with a reason."""

import hashlib

from composition.services import Services
from opt_outs.contract import OptOutRemoval
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, Precedence
from shared.domain.times import time_to_text
from subscriptions.domain.event import AppEvent, EventKind, _id


async def decide(
    own_number: str,
    user_number: str,
    *,
    state: ConsentState,
    why: OptOutRemoval,
    services: Services,
) -> None:
    """
    Store a decision, with its line in the ledger, and publish it.

    Idempotent: the same decision again, with nothing decided in between, stores nothing, and is
    published with the same id.

    Raises
    ------
    StorageError
        It is not known to be stored.
    """
    entry = await services.opt_outs.get(own_number, user_number)
    current = entry.changes.get((why.category, Precedence.OPERATOR)) if entry else None
    now = services.clock()
    decided = f"{own_number}|{user_number}|{state}|{why.category}|{now.isoformat()}"
    change = ConsentChange(
        own_number=own_number,
        user_number=user_number,
        state=state,
        changed_at=now,
        recorded_at=now,
        source=ChangeSource.OPERATOR if why.actor else ChangeSource.API,
        evidence="",
        event_id=f"decision-{hashlib.sha256(decided.encode()).hexdigest()[:16]}",
        category=why.category,
        actor=why.actor or "",
        reason=why.reason,
    )
    is_repeat = current and _text(current) == _text(change)
    if current and entry and is_repeat and entry.state is state:
        change = current
    else:
        await services.opt_outs.apply(change)
    await publish_opt_out(change, services)


def _text(change: ConsentChange) -> tuple[ConsentState, str, str]:
    return change.state, change.reason, change.actor


def opt_out_event(change: ConsentChange) -> AppEvent:
    """Tell that a person was opted out or in."""
    data = {
        "sender": change.own_number,
        "recipient": change.user_number,
        "state": change.state.value,
        "source": change.source.value,
    }
    if change.category:
        data["category"] = change.category.value
    at = time_to_text(change.changed_at)
    parts = ("opt_out", *data.values(), at, change.event_id)
    return AppEvent(_id(parts), EventKind.OPT_OUT, change.changed_at, data)


async def publish_opt_out(change: ConsentChange, services: Services) -> None:
    """
    Publish a stored change, if it changed the effective state of its own number.

    Idempotent. Without a subscriber it costs nothing, with one two operations.

    Raises
    ------
    StorageError
        It is not known to be published; repeat the call that stored the change.
    """
    is_wanted = await services.events.has_subscribers(EventKind.OPT_OUT)
    if is_wanted and await services.opt_outs.has_changed_effective_state(change):
        await services.events.publish([opt_out_event(change)])
