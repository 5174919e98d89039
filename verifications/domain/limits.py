"""
How often codes may be requested: for a person, and from a client address.

The pause and the limits are the same whether a number exists, has opted out or was verified before,
so that a refusal tells nothing about a person but that codes were requested.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import ClassVar

from shared.domain.errors import SmsError

RESEND_PAUSE = timedelta(seconds=30)
"""Between two codes for a person and a purpose."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SITE_BITS = 64


class VerificationRefusedError(SmsError):
    """
    No code is sent now.

    Attributes
    ----------
    retry_after_seconds : int
        When one may be, at least 1.
    """

    text: ClassVar[str] = ""

    def __init__(self, retry_after_seconds: float) -> None:
        super().__init__(self.text)
        self.retry_after_seconds = max(1, ceil(retry_after_seconds))


class ResendTooSoonError(VerificationRefusedError):
    """The pause since the last code for this person and purpose is not over."""

    code = "resend_too_soon"
    text = "A code was requested for this number a moment ago."


class RecipientLimitError(VerificationRefusedError):
    """Too many codes were requested for a person."""

    code = "recipient_limit_reached"
    text = "Too many codes were requested for this number."


class ClientLimitError(VerificationRefusedError):
    """Too many codes were requested from a client address."""

    code = "client_limit_reached"
    text = "Too many codes were requested from this client address."


@dataclass(frozen=True, slots=True)
class Limit:
    """How many codes may be requested in an hour and in a day, each counted back from now."""

    per_hour: int
    per_day: int

    def wait(self, times: Iterable[datetime], now: datetime) -> timedelta:
        """Tell how long it takes until one more is allowed; zero: it is now."""
        newest_first = sorted(times, reverse=True)
        bounds = ((self.per_hour, _HOUR), (self.per_day, _DAY))
        waits = (
            newest_first[count - 1] + span - now
            for count, span in bounds
            if len(newest_first) >= count
        )
        return max(timedelta(), *waits, timedelta())


PERSON_LIMIT = Limit(per_hour=5, per_day=10)
CLIENT_LIMIT = Limit(per_hour=20, per_day=60)


@dataclass(frozen=True, slots=True)
class SentCode:
    """
    A code that was requested for a person.

    Attributes
    ----------
    start : str
        The id of the request, by which its repetition is recognized.
    key : str
        Of the verification's id.
    """

    at: datetime
    start: str
    key: str
    purpose: str


def of_last_day(times: Iterable[datetime], now: datetime) -> list[datetime]:
    """Leave out what no limit counts any more."""
    return [at for at in times if now - at < _DAY]


def codes_of_last_day(codes: Iterable[SentCode], now: datetime) -> tuple[SentCode, ...]:
    """Leave out what no limit counts any more."""
    return tuple(one for one in codes if now - one.at < _DAY)


def last_for(codes: Sequence[SentCode], purpose: str) -> SentCode | None:
    """Give the last code for a purpose."""
    return next((one for one in reversed(codes) if one.purpose == purpose), None)


def refuse_person(codes: Sequence[SentCode], purpose: str, now: datetime) -> None:
    """
    Hold a request against the pause and the limits of a person.

    Raises
    ------
    ResendTooSoonError, RecipientLimitError
        See there.
    """
    last = last_for(codes, purpose)
    # One that is dated much later than now came from a worker whose clock was ahead.
    if last and -RESEND_PAUSE < now - last.at < RESEND_PAUSE:
        raise ResendTooSoonError((last.at + RESEND_PAUSE - now).total_seconds())
    if wait := PERSON_LIMIT.wait((one.at for one in codes), now):
        raise RecipientLimitError(wait.total_seconds())


def refuse_client(times: Iterable[datetime], now: datetime) -> None:
    """
    Hold a request against the limits of a client address.

    Raises
    ------
    ClientLimitError
        See there.
    """
    if wait := CLIENT_LIMIT.wait(times, now):
        raise ClientLimitError(wait.total_seconds())


def site_of_address(text: str) -> str:
    """
    Give what is counted for a client address: itself, or the /64 that one site has (RFC 6177).

    Raises
    ------
    ValueError
        It is no IP address.
    """
    address = ip_address(text)
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _SITE_BITS), strict=False))
