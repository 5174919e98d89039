"""Checks the HMAC-SHA256 signature of a request, or its token, from documentation alone."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache

from local.acs_simulator.wire import AcsError, JsonObject, envelope

_AUDIENCE = "https://communication.azure.com"
_AUTHORIZATION = re.compile(
    r"HMAC-SHA256 SignedHeaders=(?P<headers>[A-Za-z0-9;-]+)"
    r"&Signature=(?P<signature>[A-Za-z0-9+/=]+)"
)
_RFC1123 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
)


class Denial(StrEnum):
    """What a 401 says; ACS documents its form, but no texts."""

    NOT_HMAC = "The Authorization header is missing or not HMAC-SHA256."
    SIGNED_HEADERS = "SignedHeaders must be x-ms-date;host;x-ms-content-sha256."
    NO_DATE = "The date header is missing or not in RFC 1123 form."
    SKEW = "The date of the request is too far from the server's time."
    CONTENT_HASH = "The content hash does not fit the body."
    SIGNATURE = "The signature does not fit the request."
    TOKEN_FORM = "The bearer token is no JSON Web Token."  # noqa: S105 - a sentence
    TOKEN_AUDIENCE = "The bearer token is for another service."  # noqa: S105 - a sentence
    TOKEN_EXPIRED = "The bearer token has expired or is not valid yet."  # noqa: S105 - a sentence


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """The parts of a request that its signature covers; header names in lower case."""

    method: str
    path_and_query: str
    headers: Mapping[str, str]
    body: bytes


@lru_cache(maxsize=256)
def parse_rfc1123(text: str) -> datetime | None:
    """Return the aware UTC time of ``Tue, 26 Mar 2019 16:06:51 GMT``, or None for another form."""
    if not _RFC1123.fullmatch(text):
        return None
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None


def content_hash(body: bytes) -> str:
    """Return the value that ``x-ms-content-sha256`` must have."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode("ascii")


def signature(access_key: str, string_to_sign: str) -> str:
    """Return the base64 signature; the key is base64 too."""
    digest = hmac.digest(base64.b64decode(access_key), string_to_sign.encode(), "sha256")
    return base64.b64encode(digest).decode("ascii")


class SignatureChecker:
    """
    Refuses what is not signed with the resource's key.

    Parameters
    ----------
    access_key : str
        Base64 key of the resource.
    skew_seconds : float
        Largest difference between the request's date and ours.

    Raises
    ------
    ValueError
        If the key is not base64.
    """

    def __init__(self, access_key: str, *, skew_seconds: float) -> None:
        try:
            base64.b64decode(access_key, validate=True)
        except binascii.Error as error:
            message = "The access key must be base64."
            raise ValueError(message) from error
        self._access_key = access_key
        self._skew_seconds = skew_seconds

    def check(self, request: SignedRequest, now: datetime) -> None:
        """
        Return if the request is properly signed, or comes with a token of the right form.

        Raises
        ------
        AcsError
            401 whose message is a `Denial`.
        """
        authorization = request.headers.get("authorization", "")
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() == "bearer":
            check_token(token, now)
            return
        match = _AUTHORIZATION.fullmatch(authorization)
        if match is None:
            raise _denied(Denial.NOT_HMAC)
        date_header, *others = match["headers"].lower().split(";")
        if date_header not in {"x-ms-date", "date"} or others != ["host", "x-ms-content-sha256"]:
            raise _denied(Denial.SIGNED_HEADERS)
        self._check_date(request.headers.get(date_header, ""), now)
        if request.headers.get("x-ms-content-sha256") != content_hash(request.body):
            raise _denied(Denial.CONTENT_HASH)
        expected = signature(self._access_key, _string_to_sign(request, date_header))
        if not hmac.compare_digest(expected, match["signature"]):
            raise _denied(Denial.SIGNATURE)

    def _check_date(self, text: str, now: datetime) -> None:
        date = parse_rfc1123(text)
        if date is None:
            raise _denied(Denial.NO_DATE)
        if abs((now - date).total_seconds()) > self._skew_seconds:
            raise _denied(Denial.SKEW)


def _string_to_sign(request: SignedRequest, date_header: str) -> str:
    headers = request.headers
    values = (headers[date_header], headers.get("host", ""), headers["x-ms-content-sha256"])
    return f"{request.method.upper()}\n{request.path_and_query}\n{';'.join(values)}"


def check_token(token: str, now: datetime) -> None:
    """
    Check the form of a token of Microsoft Entra ID: audience and times, but not its signature.

    Raises
    ------
    AcsError
        401 whose message is a `Denial`.
    """
    claims = _claims_of(token)
    if str(claims.get("aud", "")).rstrip("/") != _AUDIENCE:
        raise _denied(Denial.TOKEN_AUDIENCE)
    begins, ends = claims.get("nbf", 0), claims.get("exp")
    if not isinstance(begins, int) or not isinstance(ends, int):
        raise _denied(Denial.TOKEN_FORM)
    if not begins <= now.timestamp() < ends:
        raise _denied(Denial.TOKEN_EXPIRED)


def _claims_of(token: str) -> JsonObject:
    header, *rest = parts = token.split(".")
    if len(parts) != len(("header", "claims", "signature")) or not all(parts):
        raise _denied(Denial.TOKEN_FORM)
    documents = [_json_of(part) for part in (header, rest[0])]
    if not all(isinstance(one, dict) for one in documents) or "alg" not in documents[0]:
        raise _denied(Denial.TOKEN_FORM)
    return documents[1]


def _json_of(part: str) -> JsonObject:
    try:
        padded = part + "=" * (-len(part) % 4)
        document: JsonObject = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise _denied(Denial.TOKEN_FORM) from None
    return document


def _denied(denial: Denial) -> AcsError:
    return envelope(401, "Unauthorized", denial)
