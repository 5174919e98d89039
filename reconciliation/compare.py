"""Compare a page of the registry with ACS's list, and do what may be done about differences."""

import asyncio
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from reconciliation.push import ListUpdates
from shared.domain.reconciliation import (
    Difference,
    DifferenceAction,
    DifferenceKind,
    disagrees,
    has_opted_in_since,
    is_wholly_out,
)
from shared.services import Services
from shared.storage.reconciliations import ReconciliationIssue, Run

_Entries = Sequence[ConsentEntry]

EVIDENCE = "ACS's list of opt-outs has this number."


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a page; `call_count` says how often ACS was called for it."""

    differences: Sequence[Difference]
    checked_count: int
    troubles: Sequence[ReconciliationIssue]
    call_count: int


async def compare(run: Run, entries: _Entries, services: Services) -> Compared:
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
    asked_at = services.clock()
    # What wrote to us from a short code is no number that ACS's list can hold.
    people = {one.user_number: one for one in entries if one.user_number.startswith("+")}
    if not people:
        return Compared((), 0, (), 0)
    known = await services.opt_out_list.check(run.own_number, list(people))
    different = [
        entry
        for user, entry in people.items()
        if user in known and disagrees(entry, is_on_list=known[user])
    ]
    missing = [entry for entry in different if is_wholly_out(entry)]
    returned, unheard = await _split_by_origin(different, services)
    pushes = ListUpdates(run, services)
    added = await pushes.add(missing)
    removed = await pushes.remove(returned)
    await _opt_out(unheard, asked_at, services)
    differences = [
        *_differences(missing, DifferenceKind.MISSING_AT_ACS, added, DifferenceAction.ADDED),
        *_differences(returned, DifferenceKind.IN_SINCE, removed, DifferenceAction.REMOVED),
        *_differences(unheard, DifferenceKind.OUT_AT_ACS, people, DifferenceAction.OPTED_OUT),
    ]
    return Compared(differences, len(known), pushes.troubles, 1 + pushes.call_count)


async def _split_by_origin(different: _Entries, services: Services) -> tuple[_Entries, _Entries]:
    """Part people who are only on ACS's list: who has opted in since, and who we did not hear."""
    listed = [entry for entry in different if not is_wholly_out(entry)]
    ledger = services.opt_outs.ledger
    ledgers = await asyncio.gather(*(ledger(e.own_number, e.user_number) for e in listed))
    known = list(zip(listed, ledgers, strict=True))
    returned = [entry for entry, lines in known if has_opted_in_since(entry, lines)]
    unheard = [entry for entry, lines in known if not has_opted_in_since(entry, lines)]
    return returned, unheard


async def _opt_out(entries: _Entries, asked_at: datetime, services: Services) -> None:
    """Opt out as of the moment at which ACS was asked: a START after it is newer and stays."""
    now = services.clock()
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
        await services.opt_outs.apply_all(changes)


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
