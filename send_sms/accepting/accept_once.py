"""
Accept a send once, although requests with the same key are repeated.

The key's row is written before the send is stored, and names it. A repeated request that finds the
row looks for that send. If it is stored, the first response is returned again. If not, and the
first request is too old to be still in progress, the send is stored now under the same id. Nothing
can be stored twice under one id, so a crash never makes two sends or a stuck key (docs/adr/0016).

A single send is a member of a round, whose row is written once with all its members. So a repeated
request that finds no such row stores it with its own member alone, and one that finds the row
without its member moves the key to a new send.
"""

import asyncio
import hashlib
from contextlib import suppress
from datetime import timedelta

from send_sms.accepting.accept import (
    AcceptedSend,
    PlannedSend,
    accepted_send,
    commit_plan,
    plan_again,
    plan_confirmed,
    with_lookup,
)
from send_sms.accepting.commit import COMMIT_TIME, commit_at_once
from send_sms.accepting.refusals import (
    NoRecipientError,
    NotAsPreviewedError,
    SendTimeError,
    UnconfirmedSendError,
    UnknownSenderError,
)
from send_sms.accepting.rounds import WantedKey, join_round, make_round
from send_sms.contract.requests import SendRequest
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import as_accepted
from send_sms.domain.status import count_by_status
from send_sms.sending import Accepting, NotCountedError
from send_sms.storage.dispatch_queue import Work
from send_sms.storage.idempotency_keys import KeyUse
from shared.domain.author import Author
from shared.domain.errors import NotStoredError, SmsError, StorageError
from shared.domain.identifiers import BatchAddress, SendAddress, another_address
from shared.domain.kinds import UNDECIDED

TAKEOVER_AFTER = COMMIT_TIME + timedelta(seconds=10)
"""How long the first request may take; afterwards a repeat takes its send over."""

_TIME_DEPENDENT = (
    SendTimeError,
    UnknownSenderError,
    UnconfirmedSendError,
    NotAsPreviewedError,
    NoRecipientError,
    NotCountedError,
)
"""Refusals that a request may meet although the same one was accepted before."""


class KeyReusedError(SmsError):
    """The key was used with another request."""

    code = "idempotency_key_reused"

    def __str__(self) -> str:
        return "This Idempotency-Key was used with another request in the last 24 hours."


class SendInFlightError(SmsError):
    """The first request with this key may still be in progress."""

    code = "idempotency_key_in_use"

    def __str__(self) -> str:
        return "The first request with this Idempotency-Key is still in progress; try again."


async def accept_once(
    request: SendRequest,
    accepting: Accepting,
    *,
    key: str,
    body: bytes,
    author: Author | None = None,
) -> AcceptedSend:
    """
    Store a send, or return the first result again; one operation more than `accept_send`.

    A repeated request gets the first result, whatever has happened to the send since: two or three
    operations more. A send that is stored late keeps the times of the first request, so that a send
    that its caller has given up on expires.

    Parameters
    ----------
    key : str
        The caller's; remembered with this request for 24 hours.
    body : bytes
        What `request` was read from. Requests are equal if they mean the same, or if their bytes
        are equal, which is what earlier versions remembered.

    Raises
    ------
    KeyReusedError, SendInFlightError
        See there. Nothing was stored.
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError, UnconfirmedSendError,
    NotAsPreviewedError, NotCountedError, StorageError
        As `accept_send`; an invalid request does not use the key up.
    """
    now = accepting.clock()
    wanted = WantedKey(key, _hash(request.fingerprint()))
    try:
        plan = plan_confirmed(request, accepting.sending, now, author)
        accepted = await _first(plan, wanted, accepting)
    except _TIME_DEPENDENT:
        # A repeat may come when its sendAt has passed, a cap is reached, or the settings have
        # changed: what was true of the first request counts.
        held = await accepting.idempotency_keys.get(key, now)
        if held is None or not _is_of(held, request, body):
            raise
    else:
        if isinstance(accepted, AcceptedSend):
            return accepted
        held = accepted
    if not _is_of(held, request, body):
        raise KeyReusedError
    return await _again(request, accepting, key, held, author)


def _is_of(held: KeyUse, request: SendRequest, body: bytes) -> bool:
    """Tell whether a key was used with this request; earlier versions remembered other forms."""
    forms = (request.fingerprint, request.former_fingerprint, lambda: body)
    return any(held.request_hash == _hash(form()) for form in forms)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def _first(
    plan: PlannedSend, wanted: WantedKey, accepting: Accepting
) -> AcceptedSend | KeyUse:
    """Store the send if its key is new; else give what the key stands for."""
    lookup = accepting.lookups.begin(plan.batches[0])
    async with accepting.counting(plan.batches) as counted:
        accepted = await _store(plan, wanted, accepting)
        if counted and not isinstance(accepted, AcceptedSend):
            counted.give_back()
    if isinstance(accepted, AcceptedSend):
        return await with_lookup(accepted, lookup)
    return accepted


async def _store(
    plan: PlannedSend, wanted: WantedKey, accepting: Accepting
) -> AcceptedSend | KeyUse:
    if plan.joins_round:
        member = await join_round(plan.batches[0], accepting, wanted)
        if member.held:
            return member.held
        if member.send is None or member.stored is None:
            raise NotStoredError
        return accepted_send(plan, [member.stored], send=member.send)
    use = KeyUse(wanted.request_hash, plan.send)
    try:
        held = await accepting.idempotency_keys.hold(wanted.key, use)
    except StorageError as error:
        error.may_be_stored = False
        raise
    if held != use:
        return held
    return accepted_send(plan, await commit_plan(plan, accepting, can_repeat=True))


async def _again(
    request: SendRequest, accepting: Accepting, key: str, held: KeyUse, author: Author | None
) -> AcceptedSend:
    send, stored = held.send, await _stored(held.send, accepting)
    is_old = accepting.clock() - held.began_at >= TAKEOVER_AFTER
    if stored and not stored.positions_of(send):
        # The members of a round never change, so no response contained this id.
        new = another_address(send, accepting.ids.new_randomness())
        moved = await accepting.idempotency_keys.move(key, held, new)
        if moved.request_hash != held.request_hash:
            raise KeyReusedError
        send, stored = moved.send, await _stored(moved.send, accepting)
    elif stored is None and not is_old:
        raise SendInFlightError
    plan = _planned(request, send, stored, accepting, author)
    if stored:
        if is_old:
            await _restore_dropped_work(stored, send, accepting)
        accepted = accepted_send(plan, [as_accepted(stored)], send=send, is_replay=True)
        return await with_lookup(accepted, accepting.lookups.begin(plan.batches[0]))
    async with accepting.counting(plan.batches):
        await _store_late(plan, send, accepting)
    # Another request may have been faster, and have found others opted out.
    stored = await _stored(send, accepting)
    if stored is None or not stored.positions_of(send):
        raise NotStoredError
    return accepted_send(plan, [as_accepted(stored)], send=send)


def _planned(
    request: SendRequest,
    send: SendAddress,
    stored: Batch | None,
    accepting: Accepting,
    author: Author | None,
) -> PlannedSend:
    """What is stored was allowed: it is shown, although the settings may refuse it by now."""
    rules = accepting.sending.rules
    if stored is None:
        return plan_again(request, send, rules, author)
    rejected_count = stored.terms_of(stored.positions_of(send)[0]).totals.rejected_count
    with suppress(NoRecipientError):
        plan = plan_again(request, send, rules, author)
        if len(plan.recipients.rejected) == rejected_count:
            return plan
    return plan_again(request, send, None, author)


async def _stored(send: SendAddress, accepting: Accepting) -> Batch | None:
    """
    Read the row that a send is in if it is stored: its first, or that of its round.

    One read tells both whether there is a round and whether it has the member: between two reads
    another request may store the round with it.
    """
    return await accepting.sending.journal.get(BatchAddress(send.stored_under))


async def _store_late(plan: PlannedSend, send: SendAddress, accepting: Accepting) -> None:
    """Store what the first request did not; a member of a round alone, at its place."""
    if not send.place:
        await commit_plan(plan, accepting, can_repeat=True)
        return
    places = [*[None] * (send.place - 1), *plan.batches]
    await commit_at_once(make_round(places, send.stored_under), accepting)


async def _restore_dropped_work(head: Batch, send: SendAddress, accepting: Accepting) -> None:
    """Enqueue again what may have been dropped because its row was missing; else harmless."""
    counts = count_by_status(head, accepting.clock(), head.positions_of(send))
    if any(counts[status] for status in UNDECIDED):
        rows = range(head.terms[0].totals.batch_count)
        works = (Work(BatchAddress(head.address.send, row), is_recovery=True) for row in rows)
        await asyncio.gather(*(accepting.sending.queue.put(work) for work in works))
