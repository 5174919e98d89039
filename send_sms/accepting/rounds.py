"""
Rounds: concurrent single sends are stored as one batch.

One queue message, one check of the registry and one row serve all members of a round. A member's
id is the round's with its place; it is chosen when the round closes, before anything is written, so
that the row of an `Idempotency-Key` can name it.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from send_sms.accepting.commit import Committed, HeldKey, commit_at_once
from send_sms.domain.batch import Batch, SendOptions, Terms
from send_sms.domain.dispatching import as_accepted
from send_sms.sending import Accepting
from send_sms.storage.idempotency_keys import KeyUse
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress, SendAddress, new_send_address

MAX_WAIT = timedelta(seconds=5)
"""How long a member may wait for its round to begin; after it the caller should ask again."""


@dataclass(frozen=True, slots=True)
class WantedKey:
    """An `Idempotency-Key`, and the hash of the request it came with."""

    key: str
    request_hash: str


@dataclass(slots=True, eq=False)
class RoundMember:
    """
    A single send on its way into a round.

    Attributes
    ----------
    batch : Batch
        The send as it was planned, alone; its address gives way to the round's.
    send : SendAddress or None
        Its address once it is stored.
    stored : Batch or None
        The round as it was accepted, once it is stored.
    held : KeyUse or None
        What its key stands for, where that is another send.
    error : StorageError or None
        Why it could not be stored, where others of its round could.
    is_abandoned : bool
        Whether its caller got a 503 before the member was known to be stored.
    """

    batch: Batch
    joined_at: datetime
    key: WantedKey | None = None
    send: SendAddress | None = None
    stored: Batch | None = None
    held: KeyUse | None = None
    error: StorageError | None = None
    is_abandoned: bool = False


async def join_round(
    batch: Batch, accepting: Accepting, key: WantedKey | None = None
) -> RoundMember:
    """
    Store a single send together with the concurrent ones of its own number and category.

    Where the caller is cancelled the round goes on, without the member if it has no key.

    Raises
    ------
    StorageError
        It is not known to be stored.
    """
    member = RoundMember(batch, accepting.clock(), key)
    lane = batch.sender, batch.shared_options.category
    commit = partial(_commit_round, accepting=accepting)
    try:
        await accepting.sending.runtime.rounds.join(lane, member, commit)
    except asyncio.CancelledError:
        if member.stored is None:
            member.is_abandoned = True
            raise
    if member.error:
        member.error.may_be_stored = False
        raise member.error
    return member


async def _commit_round(members: Sequence[RoundMember], accepting: Accepting) -> None:
    now = accepting.clock()
    timely = []
    for member in members:
        if member.is_abandoned:
            continue
        if now - member.joined_at > MAX_WAIT:
            member.error = StorageError("the round began too late")
        else:
            timely.append(member)
    while timely:
        timely = await _commit_together(timely, accepting)


async def _commit_together(
    members: Sequence[RoundMember], accepting: Accepting
) -> list[RoundMember]:
    """
    Commit members as one round; gives those that need another one.

    Where the row is there already, a repeated request made it for its own key alone, or another
    round drew the same id. Members without a key go into another round. A member with a key is
    looked for by its caller.
    """
    address = new_send_address(
        members[0].batch.sender, accepting.clock(), accepting.ids.new_randomness()
    )
    round_batch = make_round([member.batch for member in members], address)
    keys = {
        position: HeldKey(
            member.key.key, KeyUse(member.key.request_hash, address.at_place(position + 1))
        )
        for position, member in enumerate(members)
        if member.key
    }
    callers = _RoundCallers(members)
    committed = await commit_at_once(round_batch, accepting, keys, callers=callers)
    return _settle_members(members, committed, keys)


def _settle_members(
    members: Sequence[RoundMember], committed: Committed, keys: Mapping[int, HeldKey]
) -> list[RoundMember]:
    """Tell members what became of them; gives those that need another round."""
    again = []
    for position, member in enumerate(members):
        taken = committed.excluded.get(position)
        if isinstance(taken, StorageError):
            member.error = taken
        elif taken:
            member.held = taken
        elif committed.is_ours:
            continue
        elif position in keys:
            member.held = keys[position].use
        elif not member.is_abandoned:
            again.append(member)
    return again


class _RoundCallers:
    """The callers of a round's members."""

    def __init__(self, members: Sequence[RoundMember]) -> None:
        self._members = members

    def on_stored(self, stored: Batch) -> Collection[int]:
        """See `send_sms.accepting.withdrawal.Callers`."""
        withdrawn, accepted = [], as_accepted(stored)
        for position in stored.positions():
            member = self._members[position]
            if member.is_abandoned and not member.key:
                withdrawn.append(position)
            else:
                member.send, member.stored = stored.send_of(position), accepted
        return withdrawn

    def without_key(self, batch: Batch) -> Collection[int]:
        """See `send_sms.accepting.withdrawal.Callers`."""
        return [position for position in batch.positions() if not self._members[position].key]


def make_round(singles: Sequence[Batch | None], address: SendAddress) -> Batch:
    """Put single sends of one own number, category and purpose in one batch; None: unused."""
    terms: dict[Terms, int] = {}
    index = []
    for single in singles:
        if single is None:
            index.append(0)
            continue
        later = address.accepted_at - single.accepted_at
        moved = replace(single.terms[0], options=_moved(single.terms[0].options, later))
        index.append(terms.setdefault(moved, len(terms)))
    values = tuple(one.values[0] if one and one.values else () for one in singles)
    send_references = tuple(one.send_reference_of(0) if one else "" for one in singles)
    references = tuple(one.references[0] if one and one.references else "" for one in singles)
    authors = tuple(one.authors[0] if one and one.authors else None for one in singles)
    return Batch(
        BatchAddress(address),
        recipients=tuple(one.recipients[0] if one else "" for one in singles),
        terms=tuple(terms),
        terms_index=tuple(index) if len(terms) > 1 else (),
        values=values if any(values) else (),
        is_round=True,
        send_references=send_references if any(send_references) else (),
        references=references if any(references) else (),
        authors=authors if any(authors) else (),
    )


def _moved(options: SendOptions, later: timedelta) -> SendOptions:
    """All members are accepted at the round's time; each keeps its time to live."""
    return replace(options, expires_at=options.expires_at + later)
