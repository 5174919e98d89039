"""
A verification: its id, its code, its states, and what an attempt changes.

A code is never stored. It is derived from the app's key, the id and a salt in the verification's
row, so a row alone tells nothing about it, and sending it again needs no copy.

A code is accepted once (RFC 6238, section 5.2, says why): afterwards only a repetition of the
attempt that used it gets the same result.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

MAX_ATTEMPTS = 5
MAX_SENDS = 3
"""How often a code is sent: once, and twice again."""

LEAST_REMAINING = timedelta(seconds=60)
"""A code that expires sooner is not sent again: a new one is."""

TAG_LENGTH = 20
_ID = re.compile("[0-9a-f]{20}[0-7][0-9a-hjkmnp-tv-z]{25}")
_SEPARATORS = re.compile(r"[\s-]")


class VerificationStatus(StrEnum):
    """What became of a verification."""

    PENDING = "pending"
    APPROVED = "approved"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class VerificationId:
    """
    The id of a verification, which says where its row is.

    Attributes
    ----------
    tag : str
        The keyed hash of the person's number.
    key : str
        26 characters in the order of time, of which 70 bits are random.
    """

    tag: str
    key: str

    def __str__(self) -> str:
        return self.tag + self.key


def parse_verification_id(text: str) -> VerificationId | None:
    """Read an id; None if it is not one."""
    if not _ID.fullmatch(text):
        return None
    return VerificationId(text[:TAG_LENGTH], text[TAG_LENGTH:])


@dataclass(frozen=True, slots=True)
class Counted:
    """
    Where a code is counted, so that it counts as entered in the same place.

    Attributes
    ----------
    hour : int
        Since 1970.
    cohort : int
        See `Cohort` of `verifications.domain.brake`.
    is_new_country : bool
        Whether it also counts to the countries where no code was entered.
    """

    prefix: str
    country: str
    hour: int
    cohort: int
    is_new_country: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """
    A verification as it is stored.

    Attributes
    ----------
    last_attempt : str
        The id of the last attempt, by which its repetition is recognized.
    last_was_right : bool
        What that attempt came to.
    """

    verification_id: VerificationId
    purpose: str
    salt: str
    code_length: int
    created_at: datetime
    expires_at: datetime
    counted: Counted
    send_count: int = 1
    attempt_count: int = 0
    approved_at: datetime | None = None
    last_attempt: str = ""
    last_was_right: bool = False

    @property
    def attempts_left(self) -> int:
        """How many attempts are left."""
        return MAX_ATTEMPTS - self.attempt_count

    def status(self, now: datetime) -> VerificationStatus:
        """Tell what became of it."""
        if self.approved_at:
            return VerificationStatus.APPROVED
        if self.attempts_left <= 0:
            return VerificationStatus.EXHAUSTED
        return VerificationStatus.EXPIRED if now >= self.expires_at else VerificationStatus.PENDING

    def can_be_sent_again(self, code_length: int, now: datetime) -> bool:
        """Tell whether a request after the pause gets this code once more."""
        return (
            self.status(now) is VerificationStatus.PENDING
            and self.send_count < MAX_SENDS
            and self.code_length == code_length
            and self.expires_at - now >= LEAST_REMAINING
        )

    def after_attempt(self, attempt: str, now: datetime, *, is_right: bool) -> "Verification":
        """
        Count an attempt; unchanged if it is repeated, or if the verification is not pending.

        Parameters
        ----------
        attempt : str
            The attempt's id.
        """
        if attempt == self.last_attempt or self.status(now) is not VerificationStatus.PENDING:
            return self
        return replace(
            self,
            attempt_count=self.attempt_count + (not is_right),
            approved_at=now if is_right else None,
            last_attempt=attempt,
            last_was_right=is_right,
        )

    def approves(self, attempt: str) -> bool:
        """Tell whether an attempt is the one that was right."""
        return self.last_was_right and hmac.compare_digest(self.last_attempt, attempt)


def person_tag(key: bytes, number: str) -> str:
    """Give what stands for a number where it must not be shown; nothing leads back without key."""
    return keyed_hash(key, "person", number)[:TAG_LENGTH]


def keyed_hash(key: bytes, kind: str, text: str) -> str:
    """Hash a text of one kind with the app's key; hexadecimal digits."""
    return hmac.digest(key, f"{kind}|{text}".encode(), hashlib.sha256).hex()


def code_of(key: bytes, verification: Verification) -> str:
    """Derive the code of a verification, always the same; digits."""
    text = f"{verification.verification_id}|{verification.salt}"
    number = int(keyed_hash(key, "code", text), 16)
    return str(number % 10**verification.code_length).zfill(verification.code_length)


def is_code_of(key: bytes, verification: Verification, typed: str) -> bool:
    """Compare what a person typed, in constant time: digits of any script, without separators."""
    compact = _SEPARATORS.sub("", typed)
    plain = "".join(str(unicodedata.decimal(one, one)) for one in compact)
    return hmac.compare_digest(code_of(key, verification).encode(), plain.encode())
