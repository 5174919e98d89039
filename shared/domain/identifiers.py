"""
Identifiers that carry their own address.

A send id is a time-ordered random key followed by the sender; a message id adds the message's
number within its send. An id therefore names its table row without a look-up: a delivery report
finds its row by the tag alone.

    01kc3w9q2m5v8r4t6y1z0x7n00  fmytqmztge4damjqga  00307
    time (10), chance (14),     sender, base32      message 307: batch 00, block 3, place 07
    place in the round (2)

A round is a group of single sends stored as one batch. Its members share the key but for the place,
its last two characters. A send that is no member of a round has place 0.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from shared.domain.errors import InvalidSenderError
from shared.domain.sender import parse_sender

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, in lower case
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_AS_PYTHON_READS = bytes.maketrans(_ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstuv")
_TIME_LENGTH = 10
_CHANCE_LENGTH = 16  # with the place
_PLACE_LENGTH = 2
_PLACE_BITS = 5 * _PLACE_LENGTH
_CHANCE_MASK = (1 << 80) - (1 << _PLACE_BITS)
_LAST_TIME = "76ez91zpzz"  # the end of the year 9999, beyond which Python has no dates
_FORM = re.compile(r"([0-7][0-9a-hjkmnp-tv-z]{25})([a-z2-7]{2,40})(?:-([0-9]{3})([0-9]{2})?)?")
_KEY_OR_TIME = re.compile("[0-7][0-9a-hjkmnp-tv-z]{9}(?:[0-9a-hjkmnp-tv-z]{16})?")
RANDOM_BYTES = 10
MEMBERS_PER_BATCH = 1_000
MEMBERS_PER_BLOCK = 100
_BLOCKS_PER_BATCH = MEMBERS_PER_BATCH // MEMBERS_PER_BLOCK
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
        return _moment_of(self.key[:_TIME_LENGTH])

    @property
    def place(self) -> int:
        """The place in a round, from 1; 0 for a send that is no member of a round."""
        return _VALUES[self.key[-2]] * 32 + _VALUES[self.key[-1]]

    @property
    def stored_under(self) -> "SendAddress":
        """The address of the rows: the round's for its members, else the send's own."""
        return self if self.key.endswith("00") else self.at_place(0)

    def at_place(self, place: int) -> "SendAddress":
        """Give the address of the member of a round at a place."""
        digits = _ALPHABET[place >> 5] + _ALPHABET[place & 31]
        return SendAddress(self.sender, self.key[:-_PLACE_LENGTH] + digits)

    def __str__(self) -> str:
        return self.key + _pack_sender(self.sender)


@dataclass(frozen=True, slots=True)
class BatchAddress:
    """Where one batch is: send or round (place 0), and which thousand of a send's recipients."""

    send: SendAddress
    row: int = 0


@dataclass(frozen=True, slots=True)
class MessageAddress:
    """Where one message is; `number` is from 0, over all recipients. Its text is the message id."""

    send: SendAddress
    number: int

    @property
    def batch(self) -> BatchAddress:
        """The batch that the message is a member of."""
        return BatchAddress(self.send.stored_under, self.number // MEMBERS_PER_BATCH)

    @property
    def position(self) -> int:
        """The position in that batch."""
        if self.send.place:
            return self.send.place - 1
        return self.number % MEMBERS_PER_BATCH

    @property
    def block(self) -> "BlockAddress":
        """The block of 100 messages that it lies in."""
        return BlockAddress(self.send, self.number // MEMBERS_PER_BLOCK)

    def __str__(self) -> str:
        return f"{self.send}-{self.number:05d}"


@dataclass(frozen=True, slots=True)
class BlockAddress:
    """
    A hundred messages of a send: what one call to the carrier can hold.

    Its text is the tag of a call to several recipients; message ids begin with that of their block.
    """

    send: SendAddress
    number: int

    @property
    def batch(self) -> BatchAddress:
        """The batch that the block is a part of."""
        return BatchAddress(self.send.stored_under, self.number // _BLOCKS_PER_BATCH)

    @property
    def number_in_batch(self) -> int:
        """Which block of its batch it is, from 0."""
        return self.number % _BLOCKS_PER_BATCH

    def __str__(self) -> str:
        return f"{self.send}-{self.number:03d}"


def message_ids(send: SendAddress, numbers: Iterable[int]) -> tuple[str, ...]:
    """Write the ids of some messages of a send."""
    send_id = str(send)
    return tuple(f"{send_id}-{number:05d}" for number in numbers)


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
        `RANDOM_BYTES` bytes of chance, of which 70 bits are used.

    Returns
    -------
    SendAddress
        Of place 0.
    """
    chance = int.from_bytes(randomness, "big") << _PLACE_BITS & _CHANCE_MASK
    number = _milliseconds(now) << 80 | chance
    return SendAddress(sender, _digits(number, _TIME_LENGTH + _CHANCE_LENGTH))


def another_address(send: SendAddress, randomness: bytes) -> SendAddress:
    """Make another address of place 0 with the sender and the time of acceptance of a send."""
    return new_send_address(send.sender, send.accepted_at, randomness)


def derived_address(own_number: str, moment: datetime, cause: str) -> SendAddress:
    """Make the address of what follows from something: the same cause gives the same."""
    chance = hashlib.sha256(cause.encode()).digest()[:RANDOM_BYTES]
    return new_send_address(own_number, max(moment, _EPOCH), chance)


def day_partition(sender: str, day: date) -> str:
    """Give the partition of what an own number accepted on a UTC day."""
    return f"{sender}|{day.year:04}{day.month:02}{day.day:02}"


def first_key(moment: datetime) -> str:
    """Give a text that sorts before the key of every send from this moment on."""
    return _digits(_milliseconds(moment), _TIME_LENGTH)


def is_key_or_time(text: str) -> bool:
    """Tell whether a text is the key of a send, or what `first_key` gives."""
    return bool(_KEY_OR_TIME.fullmatch(text)) and text[:_TIME_LENGTH] <= _LAST_TIME


# All members of a round, and all parts of a send, have the same.
@lru_cache(maxsize=256)
def _moment_of(digits: str) -> datetime:
    milliseconds = int(digits.encode().translate(_AS_PYTHON_READS), 32)
    return _EPOCH + timedelta(milliseconds=milliseconds)


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
    return address if isinstance(address, MessageAddress) else None


# The reports of one call bring the same tag back.
@lru_cache(maxsize=1024)
def parse_tag(text: str) -> MessageAddress | BlockAddress | None:
    """Read the tag of a delivery report: a message, or a block of several; None if not ours."""
    parsed = _parse(text)
    if parsed is None or parsed[1] is None:
        return None
    send, block, place = parsed
    if place is None:
        return BlockAddress(send, int(block))
    return MessageAddress(send, int(block + place))


def _parse(
    text: str,
) -> tuple[SendAddress, str, str | None] | tuple[SendAddress, None, None] | None:
    form = _FORM.fullmatch(text)
    sender = form and _unpack_sender(form[2])
    if not form or not sender or form[1][:_TIME_LENGTH] > _LAST_TIME:
        return None
    send = SendAddress(sender, form[1])
    if send.place and form[3] and (form[3], form[4]) != ("000", "00"):
        return None
    return send, form[3], form[4]


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
