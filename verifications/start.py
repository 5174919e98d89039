"""
Start a verification: send a code, or send it again.

The person's row is written before the code is sent, with the ETag it was read with: of concurrent
requests, on any instance, one sends a code. What was written and not sent, because the process
ended, is sent by the next request; the send has a key of its own, so nothing is sent twice. Limits
and counts are taken before: what fails in between counts as sent.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from send_sms.accepting.accept import plan_send
from send_sms.accepting.accept_once import KeyReusedError, SendInFlightError, accept_once
from send_sms.contract.requests import SendRequest
from send_sms.sending import NotCountedError
from send_sms.storage.idempotency_keys import KeyUse
from shared.domain.author import Author
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category
from verifications.contract import VerificationRequest
from verifications.domain.limits import (
    ResendTooSoonError,
    SentCode,
    last_for,
    refuse_person,
)
from verifications.domain.texts import code_text
from verifications.domain.verification import Counted, Verification, VerificationId, code_of
from verifications.guard import take_limits
from verifications.storage.verifications import Person
from verifications.verifying import Verifying

ACTION = "start_verification"
"""By this the audit log tells codes from other sends."""

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class StartedVerification:
    """A verification whose code was sent, and when; `is_replay`: by an earlier request."""

    verification: Verification
    sent: SentCode
    is_replay: bool = False


@dataclass(slots=True)
class _Wanted:
    """
    A valid request.

    Attributes
    ----------
    key : str
        The caller's Idempotency-Key; empty: none.
    use : KeyUse
        What the key stands for, or would.
    counted : Counted or None
        Set once the limits were taken.
    author : Author or None
        Who made the request; None: it is not known.
    """

    request: VerificationRequest
    number: str
    tag: str
    key: str
    use: KeyUse
    counted: Counted | None = None
    author: Author | None = None

    @property
    def start(self) -> str:
        return self.use.send.key


async def start_verification(
    request: VerificationRequest,
    verifying: Verifying,
    key: str = "",
    author: Author | None = None,
) -> StartedVerification:
    """
    Send a code to a person; when this returns, its send is stored.

    Beside the send: two operations for the person, one or two for the counts, two for a client
    address, two for a key. A repetition with the same key sends nothing.

    Raises
    ------
    InvalidSenderError, NoRecipientError
        As `accept_send`; nothing was stored.
    VerificationRefusedError
        No code is sent now; one of its subclasses.
    KeyReusedError, SendInFlightError
        See there.
    NotCountedError
        A cap is reached; the code counts for no limit but that of its client address.
    StorageError
        A code may have been sent: a repetition, or a request within the pause, sends it if not.
    """
    wanted = await _wanted(request, verifying, key)
    wanted.author = author
    claim = verifying.turns.change(wanted.tag, lambda: _claim(wanted, verifying))
    try:
        started = await claim
    except ResendTooSoonError:
        return await _send_what_was_left(wanted, verifying)
    try:
        await _send(started, wanted, verifying)
    except NotCountedError:
        if not started.is_replay:
            await _take_back(started, wanted, verifying)
        raise
    return started


async def _take_back(started: StartedVerification, wanted: _Wanted, verifying: Verifying) -> None:
    """A code that a cap refused must not count as one that was not entered."""
    now = verifying.now()
    with suppress(StorageError):
        await verifying.verifications.drop_code(wanted.tag, started.sent, now)
    if wanted.counted:
        with suppress(StorageError):
            await verifying.counts.give_back(wanted.counted, now)


async def _wanted(request: VerificationRequest, verifying: Verifying, key: str) -> _Wanted:
    accepting, now = verifying.accepting, verifying.now()
    send = _send_request(request, _text(request, "0" * request.code_length, 1, verifying), 60)
    plan = plan_send(send, accepting.sending, now)
    [number] = plan.recipients.values
    hashed = hashlib.sha256(request.fingerprint(verifying.brand)).hexdigest()
    address = new_send_address(plan.send.sender, now, accepting.ids.new_randomness())
    use = KeyUse(hashed, address)
    if key and (held := await accepting.idempotency_keys.get(key, now)):
        use = _same_request(held, use, request)
    return _Wanted(request, number, await verifying.verifications.tag_of(number), key, use)


def _same_request(held: KeyUse, use: KeyUse, request: VerificationRequest) -> KeyUse:
    """Earlier versions remembered another form of the same request."""
    former = hashlib.sha256(request.former_fingerprint()).hexdigest()
    if held.request_hash not in {use.request_hash, former}:
        raise KeyReusedError
    return held


async def _claim(wanted: _Wanted, verifying: Verifying) -> StartedVerification:
    """Store that this request sends a code; again after a conflict, with what was read anew."""
    now, verifications = verifying.now(), verifying.verifications
    person = await verifications.person(wanted.tag, now)
    if found := _stored(person, wanted.start):
        return found
    refuse_person(person.codes, wanted.request.purpose, now)
    if wanted.counted is None:
        address = wanted.request.client_address
        wanted.counted = await take_limits(wanted.number, address, verifying)
    if wanted.key:
        await _hold_key(wanted, verifying)
    verification = _verification(person, wanted, wanted.counted, verifying)
    key = verification.verification_id.key
    sent = SentCode(now, wanted.start, key, wanted.request.purpose)
    await verifications.add_code(person, sent, verification, now)
    return StartedVerification(verification, sent)


def _stored(person: Person, start: str) -> StartedVerification | None:
    sent = person.code_of(start)
    verification = person.verification(sent.key) if sent else None
    return StartedVerification(verification, sent, True) if sent and verification else None


async def _hold_key(wanted: _Wanted, verifying: Verifying) -> None:
    held = await verifying.accepting.idempotency_keys.hold(wanted.key, wanted.use)
    if held != wanted.use:
        wanted.use = _same_request(held, wanted.use, wanted.request)
        raise ConflictError  # a concurrent request was first: look for what it stored


def _verification(
    person: Person, wanted: _Wanted, counted: Counted, verifying: Verifying
) -> Verification:
    """Take the one that is pending once more, or make a new one."""
    request, now = wanted.request, verifying.now()
    last = last_for(person.codes, request.purpose)
    pending = person.verification(last.key) if last else None
    if pending and pending.can_be_sent_again(request.code_length, now):
        return replace(pending, send_count=pending.send_count + 1)
    return Verification(
        verification_id=VerificationId(wanted.tag, wanted.start),
        purpose=request.purpose,
        salt=verifying.accepting.ids.randomness(_SALT_BYTES).hex(),
        code_length=request.code_length,
        created_at=now,
        expires_at=now + timedelta(seconds=request.lifetime_seconds),
        counted=counted,
    )


async def _send_what_was_left(wanted: _Wanted, verifying: Verifying) -> StartedVerification:
    """
    Within the pause, send what an earlier request stored and did not send.

    Raises
    ------
    ResendTooSoonError
        It was sent.
    """
    now = verifying.now()
    person = await verifying.verifications.person(wanted.tag, now)
    last = last_for(person.codes, wanted.request.purpose)
    found = _stored(person, last.start) if last else None
    if found:
        with suppress(SendInFlightError):
            if not await _send(found, wanted, verifying):
                return found
    refuse_person(person.codes, wanted.request.purpose, now)
    raise ResendTooSoonError(1)


async def _send(started: StartedVerification, wanted: _Wanted, verifying: Verifying) -> bool:
    """Send the code under a key of its own; tells whether an earlier request had done it."""
    verification, request, author = started.verification, wanted.request, wanted.author
    remaining = (verification.expires_at - started.sent.at).total_seconds()
    code = code_of(await verifying.verifications.key(), verification)
    text = _text(request, code, ceil(remaining / 60), verifying)
    send = _send_request(request, text, ceil(remaining))
    key = f"verification:{wanted.tag}{started.sent.start}"
    try:
        accepted = await accept_once(
            send,
            verifying.accepting,
            key=key,
            body=b"",
            author=replace(author, action=ACTION) if author else None,
        )
    except KeyReusedError:  # it was sent with another text: a setting has changed since
        return True
    return accepted.is_replay


def _text(request: VerificationRequest, code: str, minutes: int, verifying: Verifying) -> str:
    return code_text(
        code,
        minutes,
        locale=request.locale,
        brand=request.brand or verifying.brand,
        domain=request.domain or "",
    )


def _send_request(request: VerificationRequest, text: str, ttl_seconds: int) -> SendRequest:
    members = {"from": request.sender, "to": request.to, "message": text}
    options = {"category": Category.OTP, "ttlSeconds": ttl_seconds, "confirm": True}
    return SendRequest.model_validate({**members, **options})
