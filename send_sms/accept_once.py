"""
Accept a send once, however often it is asked for with the same key.

The key's row is written first and names the send that is to be. Whoever finds it there looks for
that send: stored, it is answered again; not stored, and old enough that nobody can still be at it,
it is stored now under the same id. Nothing can be stored twice under one id, so there is no moment
at which a crash makes two sends or a key that is stuck (docs/adr/0016).
"""

import hashlib
from datetime import timedelta

from send_sms.accept import (
    AcceptedSend,
    SendTimeError,
    accepted_send,
    commit_plan,
    plan_again,
    plan_send,
)
from shared.contract.send_request import SendRequest
from shared.domain.accepting import as_accepted
from shared.domain.chunk import Chunk
from shared.domain.errors import NotStoredError, SmsError
from shared.domain.identifiers import SendAddress
from shared.services import Services
from shared.storage.acceptance import COMMIT_SECONDS
from shared.storage.idempotency_keys import KeyUse

TRUST = timedelta(seconds=COMMIT_SECONDS)
"""How long the first request is left to itself; afterwards a repeat takes its send over."""


class KeyReusedError(SmsError):
    """The key stands for another request."""

    code = "idempotency_key_reused"

    def __str__(self) -> str:
        return "This Idempotency-Key was used with another body in the last 24 hours."


class SendInFlightError(SmsError):
    """The first request with this key may still be under way."""

    code = "idempotency_key_in_use"

    def __str__(self) -> str:
        return "The first request with this Idempotency-Key is not answered yet; ask again."


async def accept_once(
    request: SendRequest, services: Services, *, key: str, body: bytes
) -> AcceptedSend:
    """
    Store a send, or give the answer of the request that did; as `accept_send`, one operation more.

    A repeat is answered as the first request was, whatever has become of the send since: three
    operations. A send that is stored late keeps the times of the first request, so that what its
    caller has given up on does not go out: it may have expired.

    Parameters
    ----------
    key : str
        The caller's; stands for this body for 24 hours.
    body : bytes
        What `request` was read from: the same means the same bytes.

    Raises
    ------
    KeyReusedError, SendInFlightError
        See there. Nothing was stored.
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError, StorageError
        As `accept_send`; where the request makes no sense the key stands for nothing yet.
    """
    now, request_hash = services.clock(), hashlib.sha256(body).hexdigest()
    try:
        plan = plan_send(request, services, now)
    except SendTimeError:
        # A repeat may come when its sendAt has passed: the first request's time counts.
        held = await services.idempotency_keys.get(key, now)
        if held is None or held.request_hash != request_hash:
            raise
    else:
        held = await services.idempotency_keys.hold(key, KeyUse(request_hash, plan.send))
        if held.send == plan.send:
            return accepted_send(plan, await commit_plan(plan, services))
    if held.request_hash != request_hash:
        raise KeyReusedError
    return await _again(request, services, held.send)


async def _again(request: SendRequest, services: Services, send: SendAddress) -> AcceptedSend:
    head = await _head(send, services)
    if head is None and services.clock() - send.accepted_at < TRUST:
        raise SendInFlightError
    plan = plan_again(request, services, send)
    if head:
        return accepted_send(plan, [as_accepted(head)], is_replay=True)
    await commit_plan(plan, services, alone=True)
    # Another request may have been faster, and have found others opted out.
    head = await _head(send, services)
    if head is None:
        raise NotStoredError
    return accepted_send(plan, [as_accepted(head)])


async def _head(send: SendAddress, services: Services) -> Chunk | None:
    chunks = await services.journal.read(send, 0, 0)
    return chunks[0] if chunks else None
