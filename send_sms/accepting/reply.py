"""Accept a reply to a person: a send that may be rejected."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from conversations.domain.reply import Author as ReplyAuthor
from conversations.domain.reply import Reply
from conversations.storage.conversations import Conversations
from opt_outs.storage.registry import OptOuts
from send_sms.accepting.accept import AcceptedSend, accept_send, plan_again
from send_sms.accepting.accept_once import accept_once
from send_sms.contract.requests import ReplyRequest, ReplySend, SendRequest
from send_sms.domain.countries import CountryRefusal, Refusal, policy_of, refusal_of
from send_sms.sending import Accepting, Rules
from shared.carriers.sending import SUPPRESSED_TEXT
from shared.domain.author import Author
from shared.domain.errors import SmsError, StorageError
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category


class RecipientOptedOutError(SmsError):
    """The person has opted out."""

    code = "recipient_opted_out"

    def __str__(self) -> str:
        return SUPPRESSED_TEXT


class LoopStoppedError(SmsError):
    """The same text went to the person too often in a short time."""

    code = "loop_stopped"

    def __str__(self) -> str:
        return "The same text went to this person 20 times in 5 minutes; this looks like a loop."


class SpecialRecipientError(SmsError):
    """The number is of a premium-rate or other special service."""

    code = CountryRefusal.SPECIAL.value


@dataclass(frozen=True, slots=True)
class Caller:
    """
    The request of a caller, by which a repeat is recognized.

    Attributes
    ----------
    key : str
        The `Idempotency-Key`; empty: none.
    body : bytes
        What the request was read from.
    author : Author or None
        Who made the request; None: it is not known.
    """

    key: str
    body: bytes
    author: Author | None = None


async def accept_reply(
    own_number: str,
    user_number: str,
    *,
    request: ReplyRequest,
    caller: Caller,
    accepting: Accepting,
    conversations: Conversations,
) -> AcceptedSend:
    """
    Store a reply and have it sent; four table operations more than a send, for the two checks.

    One more where caps are set: they refuse no reply to a person who has written.

    Raises
    ------
    RecipientOptedOutError, SpecialRecipientError, HasNotWrittenError, LoopStoppedError,
    ColleagueRepliedError
        See there. Nothing was stored but the loop guard's note.
    SmsError
        As `accept_send` and `accept_once`.
    """
    # The body names no person, and the same text to another one is another request.
    caller = replace(caller, body=f"{own_number}|{user_number}|".encode() + caller.body)
    members = _members_of_send(own_number, user_number, request)
    send = ReplySend.model_validate(members)
    if await _is_known(caller, accepting):
        return await _accept_send(send, caller, accepting)
    refusal = _refusal(own_number, user_number, accepting.sending.rules)
    await _refuse_opted_out(own_number, user_number, accepting.sending.opt_outs)
    reply = _reply(own_number, user_number, request, caller, accepting)

    async def accept(accepting: Accepting) -> AcceptedSend:
        if not await conversations.add_reply(reply, must_have_written=refusal is not None):
            raise LoopStoppedError
        return await _accept_send(send, caller, accepting)

    if accepting.caps and refusal is None:
        thread = await conversations.find(own_number, user_number)
        if not (thread and thread.has_inbound):
            return await _count_as_send(SendRequest.model_validate(members), accepting, accept)
    return await accept(accepting)


async def _accept_send(send: ReplySend, caller: Caller, accepting: Accepting) -> AcceptedSend:
    if not caller.key:
        return await accept_send(send, accepting, caller.author)
    return await accept_once(
        send, accepting, key=caller.key, body=caller.body, author=caller.author
    )


async def _count_as_send(
    request: SendRequest,
    accepting: Accepting,
    accept: Callable[[Accepting], Awaitable[AcceptedSend]],
) -> AcceptedSend:
    """
    Accept a reply to a person who has not written, if the caps have room for it as for any send.

    Otherwise replies would be a way around the caps.
    """
    send = new_send_address(request.sender, accepting.clock(), accepting.ids.new_randomness())
    async with accepting.counting(plan_again(request, send, None, None).batches) as counted:
        try:
            accepted = await accept(replace(accepting, caps=None))
        except StorageError:  # whether it stays counted depends on whether it may be stored
            raise
        except SmsError:
            if counted:
                counted.give_back()
            raise
        if counted and accepted.is_replay:
            counted.give_back()
        return accepted


async def _is_known(caller: Caller, accepting: Accepting) -> bool:
    """A repeated request gets the first result, whatever has happened since."""
    keys = accepting.idempotency_keys
    return bool(caller.key and await keys.get(caller.key, accepting.clock()))


def _refusal(own_number: str, user_number: str, rules: Rules) -> Refusal | None:
    """Tell why only a person who wrote first may be replied to; None: there is no such limit."""
    own_numbers = rules.own_numbers.union(rules.profiles)
    refusal = refusal_of(user_number, policy_of(own_number, rules.countries, own_numbers))
    if refusal and refusal.code is CountryRefusal.SPECIAL:
        raise SpecialRecipientError(refusal.reason)
    return refusal


async def _refuse_opted_out(own_number: str, user_number: str, opt_outs: OptOuts) -> None:
    if await opt_outs.opted_out_among(own_number, [user_number], Category.TRANSACTIONAL):
        raise RecipientOptedOutError


def _reply(
    own_number: str,
    user_number: str,
    request: ReplyRequest,
    caller: Caller,
    accepting: Accepting,
) -> Reply:
    chance = caller.key.encode() or accepting.ids.new_randomness()
    cause = hashlib.sha256(chance).hexdigest()[:12]
    author = ReplyAuthor(request.actor or "", request.version, request.is_done)
    return Reply(own_number, user_number, request.message, cause, accepting.clock(), author)


def _members_of_send(own_number: str, user_number: str, request: ReplyRequest) -> dict[str, Any]:
    members = {"from": own_number, "to": user_number, "message": request.message}
    options = {
        "ttlSeconds": request.ttl_seconds,
        "reference": request.reference,
        "confirm": True,  # it goes to one person, whatever sends need
    }
    return {**members, **options}
