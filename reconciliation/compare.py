"""Compare a page of the registry with ACS's opt-out list, and act on differences."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from opt_outs.changes import apply_changes
from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from reconciliation.domain.reconciliation import (
    Difference,
    DifferenceAction,
    DifferenceKind,
    disagrees,
    has_opted_in_since,
    is_wholly_out,
    may_be_removed,
)
from reconciliation.reconciling import Reconciling
from reconciliation.storage.reconciliations import ReconciliationIssue, Run
from senders.domain.profile import confirmation_source_of
from shared.carriers.opt_out_list import OptOutListError

_Entries = Sequence[ConsentEntry]

EVIDENCE = "ACS's list of opt-outs has this number."

_Change = Callable[[str, Sequence[str]], Awaitable[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a page; `call_count` says how often ACS was called for it."""

    differences: Sequence[Difference]
    checked_count: int
    troubles: Sequence[ReconciliationIssue]
    call_count: int


async def compare(run: Run, entries: _Entries, reconciling: Reconciling) -> Compared:
    """
    Compare up to 100 entries of the run's own number.

    Idempotent. Once an opt-out is stored the two agree: a page that is done again after a crash
    does not report it a second time, only the ledger has it.

    Raises
    ------
    OptOutListError
        ACS did not say who is on its list.
    StorageError
        The page must be done again.
    """
    asked_at = reconciling.clock()
    # What wrote to us from a short code is no number that ACS's list can hold.
    people = {one.user_number: one for one in entries if one.user_number.startswith("+")}
    if not people:
        return Compared((), 0, (), 0)
    known = await reconciling.carrier_list.check(run.own_number, list(people))
    different = [
        entry
        for user, entry in people.items()
        if user in known and disagrees(entry, is_on_list=known[user])
    ]
    missing = [entry for entry in different if is_wholly_out(entry)]
    returned, unheard = await _split_by_origin(different, reconciling)
    pushes = ListUpdates(run, reconciling)
    added = await pushes.add(missing)
    removed = await pushes.remove(returned)
    await _opt_out(unheard, asked_at, reconciling)
    differences = [
        *_differences(missing, DifferenceKind.MISSING_AT_ACS, added, DifferenceAction.ADDED),
        *_differences(returned, DifferenceKind.IN_SINCE, removed, DifferenceAction.REMOVED),
        *_differences(unheard, DifferenceKind.OUT_AT_ACS, people, DifferenceAction.OPTED_OUT),
    ]
    return Compared(differences, len(known), pushes.troubles, 1 + pushes.call_count)


async def _split_by_origin(
    different: _Entries, reconciling: Reconciling
) -> tuple[_Entries, _Entries]:
    """Split people who are only on ACS's list: some opted in since, of others no STOP arrived."""
    listed = [entry for entry in different if not is_wholly_out(entry)]
    ledger = reconciling.opt_outs.ledger
    ledgers = await asyncio.gather(*(ledger(e.own_number, e.user_number) for e in listed))
    known = list(zip(listed, ledgers, strict=True))
    returned = [entry for entry, lines in known if has_opted_in_since(entry, lines)]
    unheard = [entry for entry, lines in known if not has_opted_in_since(entry, lines)]
    return returned, unheard


async def _opt_out(entries: _Entries, asked_at: datetime, reconciling: Reconciling) -> None:
    """Opt out as of the moment at which ACS was asked: a START after it is newer and stays."""
    now = reconciling.clock()
    changes = [
        ConsentChange(
            own_number=entry.own_number,
            user_number=entry.user_number,
            state=ConsentState.OPTED_OUT,
            changed_at=asked_at,
            recorded_at=now,
            source=ChangeSource.RECONCILIATION,
            evidence=EVIDENCE,
            event_id=f"reconciliation-{_digest(entry, asked_at)}",
        )
        for entry in entries
    ]
    if changes:
        await apply_changes(changes, reconciling.opt_outs)


def _digest(entry: ConsentEntry, asked_at: datetime) -> str:
    what = f"{entry.own_number}|{entry.user_number}|{asked_at.isoformat()}"
    return hashlib.sha256(what.encode()).hexdigest()[:16]


def _differences(
    entries: _Entries, kind: DifferenceKind, done: Collection[str], action: DifferenceAction
) -> Iterator[Difference]:
    for entry in entries:
        is_done = entry.user_number in done
        own_number, user_number = entry.own_number, entry.user_number
        yield Difference(
            own_number, user_number, kind, action if is_done else DifferenceAction.REPORTED
        )


@dataclass(slots=True)
class ListUpdates:
    """The changes of a page; what ACS does not do now waits for the next run."""

    run: Run
    reconciling: Reconciling
    troubles: list[ReconciliationIssue] = field(default_factory=list)
    call_count: int = 0

    async def add(self, entries: Sequence[ConsentEntry]) -> frozenset[str]:
        """Put people on the list; give those for whom it was done."""
        if not self.run.is_pushing:
            return frozenset()
        users = [entry.user_number for entry in entries]
        return await self._change_carrier_list(self.reconciling.carrier_list.add, users)

    async def remove(self, entries: Sequence[ConsentEntry]) -> frozenset[str]:
        """Take those off the list who may be; give those for whom it was done."""
        if not self.run.is_pushing:
            return frozenset()
        users = [entry.user_number for entry in entries]
        may = await asyncio.gather(*(self._may_be_removed(user) for user in users))
        wanted = [user for user, is_wanted in zip(users, may, strict=True) if is_wanted]
        return await self._change_carrier_list(self.reconciling.carrier_list.remove, wanted)

    async def _may_be_removed(self, user: str) -> bool:
        """All is read anew, and last: a STOP may have come."""
        registry, own_number = self.reconciling.opt_outs, self.run.own_number
        confirmation_source = confirmation_source_of(own_number, self.reconciling.profiles)
        ledger = await registry.ledger(own_number, user)
        entry = await registry.get(own_number, user)
        for_all = await registry.get(ALL_NUMBERS, user)
        return (
            entry is not None
            and confirmation_source is not None
            and may_be_removed(
                entry, ledger, for_all_numbers=for_all, confirmation_source=confirmation_source
            )
        )

    async def _change_carrier_list(self, change: _Change, users: Sequence[str]) -> frozenset[str]:
        if not users:
            return frozenset()
        self.call_count += 1
        own_number = self.run.own_number
        try:
            return await change(own_number, users)
        except OptOutListError as error:
            text = f"ACS did not change its list: {error.provider_text or 'no reason given.'}"
            self.troubles.append(ReconciliationIssue(own_number, error.provider_code, text))
            return frozenset()
