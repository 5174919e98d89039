"""Accept a reply to a person: a send that may be rejected."""

import hashlib
from dataclasses import dataclass

from conversations.domain.reply import Author as ReplyAuthor
from conversations.domain.reply import Reply
from conversations.storage.conversations import Conversations
from opt_outs.storage.registry import OptOuts
from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import accept_once
from send_sms.contract.requests import ReplyRequest, ReplySend
from send_sms.domain.countries import CountryRefusal, Refusal, policy_of, refusal_of
from send_sms.sending import Accepting, Rules
from shared.carriers.sending import SUPPRESSED_TEXT
from shared.domain.author import Author
from shared.domain.errors import SmsError
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

    Raises
    ------
    RecipientOptedOutError, SpecialRecipientError, HasNotWrittenError, LoopStoppedError,
    ColleagueRepliedError
        See there. Nothing was stored but the loop guard's note.
    SmsError
        As `accept_send` and `accept_once`.
    """
    if not await _is_known(caller, accepting):
        refusal = _refusal(own_number, user_number, accepting.sending.rules)
        await _refuse_opted_out(own_number, user_number, accepting.sending.opt_outs)
        reply = _reply(own_number, user_number, request, caller, accepting)
        is_far = refusal is not None
        if not await conversations.add_reply(reply, must_have_written=is_far):
            raise LoopStoppedError
    send = _send_of(own_number, user_number, request)
    if not caller.key:
        return await accept_send(send, accepting, caller.author)
    # The body names no person, and the same text to another one is another request.
    body = f"{own_number}|{user_number}|".encode() + caller.body
    return await accept_once(send, accepting, key=caller.key, body=body, author=caller.author)


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


def _send_of(own_number: str, user_number: str, request: ReplyRequest) -> ReplySend:
    members = {"from": own_number, "to": user_number, "message": request.message}
    options = {
        "ttlSeconds": request.ttl_seconds,
        "reference": request.reference,
        "confirm": True,  # it goes to one person, whatever sends need
    }
    return ReplySend.model_validate({**members, **options})
