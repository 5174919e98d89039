"""
Change the registry, and publish the changes.

`apply_each` stores what people, networks and operators say, `apply_changes` the rows of files.
`record_changes` also publishes, and `decide` makes the change that an operator asks for.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from opt_outs.contract import OptOutRemoval
from opt_outs.domain.consent import (
    ChangeSource,
    ConsentChange,
    ConsentState,
    Precedence,
    StopScope,
    change_order,
    reach_of,
)
from opt_outs.storage.registry import OptOuts
from opt_outs.storage.registry_changes import AddedChanges
from shared.domain.errors import StorageError
from shared.domain.times import time_to_text
from shared.log import log_event
from shared.runtime import Clock, run_all
from subscriptions.domain.event import AppEvent, EventKind
from subscriptions.outbox import EventOutbox, event_id_of


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


def _log_recorded(change: ConsentChange, *, has_changed: bool) -> None:
    log_event(
        "opt_out_recorded",
        state=change.state.value,
        source=change.source.value,
        rule=change.rule_id or None,
        category=change.category.value if change.category else None,
        hasChanged=has_changed,
    )


async def apply_each(
    changes: Sequence[ConsentChange], opt_outs: OptOuts, stop_scope: StopScope
) -> AddedChanges:
    """
    Store changes of any numbers in every entry that they apply to, neighbours together.

    Idempotent; the order does not matter, and a failure affects no other group. At most a few
    operations for each person.
    """
    own: defaultdict[str, list[ConsentChange]] = defaultdict(list)
    for change in dict.fromkeys(changes):
        own[change.own_number].append(change)
    added = AddedChanges()

    async def add(own_number: str) -> None:
        added.include(await opt_outs.add_each(own_number, own[own_number]))

    await run_all(*map(add, own))
    further = await _further_reach(dict.fromkeys(changes), added, opt_outs, stop_scope)
    for partition, widened in further.items():
        one = await opt_outs.add_each(partition, list(widened))
        added.failures.update({widened[change]: error for change, error in one.failures.items()})
    for change in dict.fromkeys(changes):
        if change not in added.failures:
            _log_recorded(change, has_changed=change in added.stored)
    return added


async def _further_reach(
    changes: Iterable[ConsentChange],
    added: AddedChanges,
    opt_outs: OptOuts,
    stop_scope: StopScope,
) -> dict[str, dict[ConsentChange, ConsentChange]]:
    """Give by partition what stored changes are beyond their own number, and of which change."""
    further: defaultdict[str, dict[ConsentChange, ConsentChange]] = defaultdict(dict)
    for change in changes:
        if change in added.failures or len(reach_of(change, stop_scope)) == 1:
            continue
        try:
            # A repeat counts from where its first delivery did, also if that was cut off.
            is_new = change in added.stored
            first = change if is_new else await opt_outs.as_first_stored(change)
        except StorageError as error:
            added.failures[change] = error
            continue
        for partition, widened in reach_of(first, stop_scope)[1:]:
            further[partition][widened] = change
    return further


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


async def record_changes(changes: Sequence[ConsentChange], registry: OptOutRegistry) -> None:
    """
    Store changes in every entry that they apply to, and publish them; see `apply_each`.

    Raises
    ------
    StorageError
        Not all are known to be stored and published; repeat them.
    """
    added = await apply_each(changes, registry.opt_outs, registry.stop_scope)
    await publish_opt_outs(added, registry)
    for error in added.failures.values():
        raise error


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
    change = _decision(own_number, user_number, state, why, now)
    is_same = entry and current and _text(current) == _text(change) and entry.is_past(now)
    if current and is_same and not await _is_opposed_since(current, registry):
        change = current
    await record_changes([change], registry)


def _decision(
    own_number: str, user_number: str, state: ConsentState, why: OptOutRemoval, now: datetime
) -> ConsentChange:
    decided = f"{own_number}|{user_number}|{state}|{why.category}|{now.isoformat()}"
    return ConsentChange(
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


async def _is_opposed_since(decided: ConsentChange, registry: OptOutRegistry) -> bool:
    """Tell whether anything of another state was stored where a decision counts, after it."""
    for partition, _ in reach_of(decided, StopScope.SENDER):
        entry = await registry.opt_outs.get(partition, decided.user_number)
        if entry and entry.is_opposed_since(decided):
            return True
    return False


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


async def publish_opt_outs(added: AddedChanges, registry: OptOutRegistry) -> None:
    """
    Publish stored changes that changed the effective state of their own number.

    Idempotent. Without a subscriber it costs nothing.

    Raises
    ------
    StorageError
        They are not known to be published; repeat the call that stored them.
    """
    stored = sorted(added.state_changes - added.failures.keys(), key=change_order)
    await registry.events.publish([opt_out_event(change) for change in stored])
