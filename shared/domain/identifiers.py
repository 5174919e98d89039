"""
Identifiers that carry their own address.

A send id is a time-ordered random part followed by the sender; a message id adds the
chunk and the position in it. Whoever holds an id can therefore name the table row without
a look-up: this is what lets a delivery report find its chunk by the tag alone.

    01kc3w9q2m5v8r4t6y1z0x7n3b  fmytqmztge4damjqga  000307
    time (10) and chance (16)   sender, base32      chunk 0003, position 07
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from shared.domain.errors import InvalidSenderError
from shared.domain.sender import parse_sender

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, in lower case
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_TIME_LENGTH = 10
_CHANCE_LENGTH = 16
_LAST_TIME = "76ez91zpzz"  # the end of the year 9999, beyond which Python has no dates
_FORM = re.compile(r"([0-7][0-9a-hjkmnp-tv-z]{25})([a-z2-7]{2,40})(?:-([0-9]{4})([0-9]{2})?)?")
_KEY_OR_TIME = re.compile("[0-7][0-9a-hjkmnp-tv-z]{9}(?:[0-9a-hjkmnp-tv-z]{16})?")
RANDOM_BYTES = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SendAddress:
    """
    Where the rows of one send are.

    Attributes
    ----------
    sender : str
        The own number, short code or name the send goes out from.
    key : str
        26 characters, sorted by time of acceptance: the row key's first part.
    """

    sender: str
    key: str

    @property
    def accepted_at(self) -> datetime:
        """The moment of acceptance, UTC, to the millisecond."""
        milliseconds = 0
        for character in self.key[:_TIME_LENGTH]:
            milliseconds = milliseconds * 32 + _VALUES[character]
        return _EPOCH + timedelta(milliseconds=milliseconds)

    def __str__(self) -> str:
        return self.key + _pack_sender(self.sender)


@dataclass(frozen=True, slots=True)
class MessageAddress:
    """
    Where one message is: a position in a chunk, or a whole chunk when `position` is None.

    Its text form is the message id, which is also the tag given to ACS. One ACS call has
    one tag, so a call to several recipients carries the address of their chunk.
    """

    send: SendAddress
    chunk_number: int
    position: int | None = None

    def __str__(self) -> str:
        position = "" if self.position is None else f"{self.position:02d}"
        return f"{self.send}-{self.chunk_number:04d}{position}"


def new_send_address(sender: str, now: datetime, randomness: bytes) -> SendAddress:
    """
    Make the address of a new send.

    Parameters
    ----------
    sender : str
        A sender address that `parse_sender` accepts.
    now : datetime
        Aware time of acceptance.
    randomness : bytes
        `RANDOM_BYTES` bytes of chance.
    """
    number = _milliseconds(now) << 80 | int.from_bytes(randomness, "big")
    return SendAddress(sender, _digits(number, _TIME_LENGTH + _CHANCE_LENGTH))


def derived_address(own_number: str, moment: datetime, cause: str) -> SendAddress:
    """Make the address of what follows from something: the same cause gives the same."""
    chance = hashlib.sha256(cause.encode()).digest()[:RANDOM_BYTES]
    return new_send_address(own_number, max(moment, _EPOCH), chance)


def first_key(moment: datetime) -> str:
    """Give a text that sorts before the key of every send accepted from this moment on."""
    return _digits(_milliseconds(moment), _TIME_LENGTH)


def is_key_or_time(text: str) -> bool:
    """Tell whether a text is the key of a send, or what `first_key` gives."""
    return bool(_KEY_OR_TIME.fullmatch(text)) and text[:_TIME_LENGTH] <= _LAST_TIME


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _digits(number: int, length: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * length - 5, -1, -5))


def parse_send_id(text: str) -> SendAddress | None:
    """Read a send id; None if it is not one."""
    parsed = _parse(text)
    return parsed[0] if parsed and parsed[1] is None else None


def parse_message_id(text: str) -> MessageAddress | None:
    """Read the id of one message; None if it is not one."""
    address = parse_tag(text)
    return address if address and address.position is not None else None


def parse_tag(text: str) -> MessageAddress | None:
    """Read the tag of a delivery report: a message, or a chunk of several; None if not ours."""
    parsed = _parse(text)
    if parsed is None or parsed[1] is None:
        return None
    send, chunk_number, position = parsed
    return MessageAddress(send, int(chunk_number), None if position is None else int(position))


def _parse(
    text: str,
) -> tuple[SendAddress, str, str | None] | tuple[SendAddress, None, None] | None:
    form = _FORM.fullmatch(text)
    sender = form and _unpack_sender(form[2])
    if not form or not sender or form[1][:_TIME_LENGTH] > _LAST_TIME:
        return None
    return SendAddress(sender, form[1]), form[3], form[4]


# Ten thousand reports name a handful of senders.
@lru_cache(maxsize=256)
def _pack_sender(sender: str) -> str:
    packed = base64.b32encode(sender.encode("ascii")).decode("ascii")
    return packed.rstrip("=").lower()


@lru_cache(maxsize=256)
def _unpack_sender(packed: str) -> str | None:
    """Only what `parse_sender` accepts gets through: the result becomes part of a table key."""
    try:
        padded = packed.upper() + "=" * (-len(packed) % 8)
        sender = base64.b32decode(padded).decode("ascii")
        return sender if parse_sender(sender).address == sender else None
    except (binascii.Error, ValueError, InvalidSenderError):
        return None
