"""
Change the registry, and publish the changes.

`apply_change` stores what people, networks and operators decide, `apply_changes` the rows of files.
`record_change` also publishes, and `decide` makes the change that an operator asks for.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from opt_outs.contract import OptOutRemoval
from opt_outs.domain.consent import (
    ChangeSource,
    ConsentChange,
    ConsentState,
    Precedence,
    StopScope,
    reach_of,
)
from opt_outs.storage.registry import OptOuts
from shared.domain.times import time_to_text
from shared.log import log_event
from shared.runtime import Clock
from subscriptions.domain.event import AppEvent, EventKind, event_id_of
from subscriptions.outbox import EventOutbox


@dataclass(frozen=True, slots=True)
class OptOutRegistry:
    """
    The registry, and the dependencies of its changes.

    Attributes
    ----------
    stop_scope : StopScope
        What a person's STOP to one own number covers.
    """

    opt_outs: OptOuts
    events: EventOutbox
    clock: Clock
    stop_scope: StopScope = StopScope.SENDER


async def apply_change(
    change: ConsentChange, opt_outs: OptOuts, stop_scope: StopScope = StopScope.SENDER
) -> bool:
    """
    Store a change in every entry that it applies to. Idempotent; the order does not matter.

    Returns
    -------
    bool
        Whether the entry of its own number changed.

    Raises
    ------
    StorageError
        It is not known to be stored everywhere; repeat it.
    """
    first, *further = reach_of(change, stop_scope)
    has_changed = await opt_outs.add(*first)
    if further and not has_changed:
        # A repeat counts from where its first delivery did, also if that was cut off before this.
        _, *further = reach_of(await opt_outs.as_first_stored(change), stop_scope)
    for one in further:
        await opt_outs.add(*one)
    log_event(
        "opt_out_recorded",
        state=change.state.value,
        source=change.source.value,
        rule=change.rule_id or None,
        category=change.category.value if change.category else None,
        hasChanged=has_changed,
    )
    return has_changed


async def apply_changes(changes: Sequence[ConsentChange], opt_outs: OptOuts) -> int:
    """
    Store changes of one own number from a file or a list; gives how many changed its entries.

    Idempotent, and to be repeated if it fails half-way.
    """
    by_partition: dict[str, list[ConsentChange]] = {}
    for change in changes:
        for partition, one in reach_of(change, StopScope.SENDER):
            by_partition.setdefault(partition, []).append(one)
    counts = [await opt_outs.add_all(*one) for one in by_partition.items()]
    if not counts:
        return 0
    log_event(
        "opt_outs_recorded",
        source=changes[0].source.value,
        count=len(changes),
        changedCount=counts[0],
    )
    return counts[0]


async def record_change(change: ConsentChange, registry: OptOutRegistry) -> None:
    """
    Store a change in every entry that it applies to, and publish it. Idempotent.

    Raises
    ------
    StorageError
        It is not known to be stored and published; repeat it.
    """
    await apply_change(change, registry.opt_outs, registry.stop_scope)
    await publish_opt_out(change, registry)


async def decide(
    own_number: str,
    user_number: str,
    *,
    state: ConsentState,
    why: OptOutRemoval,
    registry: OptOutRegistry,
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
    entry = await registry.opt_outs.get(own_number, user_number)
    current = entry.changes.get((why.category, Precedence.OPERATOR)) if entry else None
    now = registry.clock()
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
    if current and entry and is_repeat and entry.state is state and entry.is_past(now):
        change = current
    else:
        await apply_change(change, registry.opt_outs, registry.stop_scope)
    await publish_opt_out(change, registry)


def _text(change: ConsentChange) -> tuple[ConsentState, str, str]:
    return change.state, change.reason, change.actor


def opt_out_event(change: ConsentChange) -> AppEvent:
    """Make the event that a person was opted out or in."""
    data = {
        "sender": change.own_number,
        "recipient": change.user_number,
        "state": change.state.value,
        "source": change.source.value,
    }
    if change.category:
        data["category"] = change.category.value
    at = time_to_text(change.stated_at or change.changed_at)
    parts = ("opt_out", *data.values(), at, change.event_id)
    return AppEvent(event_id_of(parts), EventKind.OPT_OUT, change.changed_at, data)


async def publish_opt_out(change: ConsentChange, registry: OptOutRegistry) -> None:
    """
    Publish a stored change, if it changed the effective state of its own number.

    Idempotent. Without a subscriber it costs nothing, with one two operations.

    Raises
    ------
    StorageError
        It is not known to be published; repeat the call that stored the change.
    """
    is_wanted = await registry.events.has_subscribers(EventKind.OPT_OUT)
    if is_wanted and await registry.opt_outs.has_changed_effective_state(change):
        await registry.events.publish([opt_out_event(change)])
