"""
Bearer tokens of Microsoft Entra on Event Grid's deliveries (`WEBHOOK_ENTRA_AUDIENCE`).

Event Grid gets a token for the application that the event subscription names, and sends it with
every delivery; checking it is the receiver's part ("Deliver events to Microsoft Entra protected
endpoints", azure-docs, read 2026-11). Imported only where the setting is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from shared.settings import is_allowed_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from jwt.types import Options

    from shared.runtime import Clock

EVENT_GRID_APPLICATION_ID = "4962773b-9cdb-44cf-a8bf-237846a00ab7"
"""Microsoft.EventGrid in the public cloud (azure-docs, scripts of "Secure WebHook delivery")."""

CLOCK_SKEW_SECONDS = 60
"""How far the clocks of Entra and of this machine may differ."""

_PREFIX = "WEBHOOK_ENTRA_"
_OTHERS = ("TENANT_ID", "APPLICATION_ID", "AUTHORITY")
_DEFAULT_AUTHORITY = "https://login.microsoftonline.com"
_ALGORITHM = "RS256"
_MAX_TOKEN_CHARACTERS = 16_384
_GUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AUDIENCE = re.compile("[!-~]{1,512}")
_BEARER = re.compile(r"bearer ([\w-]+\.[\w-]+\.[\w-]+)", re.IGNORECASE | re.ASCII)


class TokenRefusedError(Exception):
    """
    A token is missing or wrong.

    Attributes
    ----------
    reason : str
        Which check failed, in snake_case; for the log.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeysUnavailableError(Exception):
    """The published keys could not be read, so nothing is known of a token."""


@dataclass(frozen=True, slots=True)
class EntraSettings:
    """
    What a token must say.

    Attributes
    ----------
    tenant_id : str
        The tenant that issues the tokens, lower case.
    audiences : frozenset of str
        Any of them is right.
    application_id : str
        Of Event Grid, lower case.
    authority : str
        The origin of the issuer's documents.
    """

    tenant_id: str
    audiences: frozenset[str]
    application_id: str = EVENT_GRID_APPLICATION_ID
    authority: str = _DEFAULT_AUTHORITY


class Keys(Protocol):
    """The published keys."""

    async def find(self, issuer: str, key_id: str) -> RSAPublicKey | None:
        """Give a key of an issuer; raises `KeysUnavailableError`."""


def read_entra_settings(env: Mapping[str, str]) -> EntraSettings | None:
    """
    Read the settings; None if none of them is there.

    Raises
    ------
    ValueError
        One is missing or cannot be used. Without the audience the others would protect nothing.
    """
    audience, *others = (env.get(_PREFIX + name, "").strip() for name in ("AUDIENCE", *_OTHERS))
    if not audience:
        if any(others):
            message = f"{_PREFIX}AUDIENCE is not set, but other settings of its kind are"
            raise ValueError(message)
        return None
    return EntraSettings(
        tenant_id=_guid("TENANT_ID", others[0]),
        audiences=_audiences(audience),
        application_id=_guid("APPLICATION_ID", others[1] or EVENT_GRID_APPLICATION_ID),
        authority=_authority(others[2] or _DEFAULT_AUTHORITY),
    )


def _audiences(text: str) -> frozenset[str]:
    audiences = frozenset(one.strip() for one in text.split(","))
    if not all(map(_AUDIENCE.fullmatch, audiences)):
        message = f"{_PREFIX}AUDIENCE must be application IDs or their URIs, separated by commas"
        raise ValueError(message)
    return audiences


def _guid(name: str, text: str) -> str:
    if not _GUID.fullmatch(text.lower()):
        message = f"{_PREFIX}{name} must be an ID such as 00000000-0000-4000-8000-000000000000"
        raise ValueError(message)
    return text.lower()


def _authority(text: str) -> str:
    parts = urlsplit(text) if is_allowed_url(text) else urlsplit("")
    if not parts.netloc or "@" in parts.netloc or parts.path.strip("/") or parts.query:
        message = f"{_PREFIX}AUTHORITY must have the form https://HOST"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc.lower()}"


class TokenCheck:
    """
    Checks the tokens of deliveries.

    Parameters
    ----------
    keys : Keys
        Where the issuers' keys are found.
    """

    def __init__(self, settings: EntraSettings, keys: Keys, clock: Clock) -> None:
        self._settings = settings
        self._keys = keys
        self._clock = clock

    async def check(self, authorization: str) -> None:
        """
        Check the header `Authorization` of a delivery.

        The signature must be of RS256 and a published key of the tenant; then its claims count.

        Raises
        ------
        TokenRefusedError
            The token is missing or wrong.
        KeysUnavailableError
            The keys could not be read.
        """
        token = _token_of(authorization)
        issuer, key_id = _signer_of(token)
        key = await self._keys.find(issuer, key_id)
        if key is None:
            raise TokenRefusedError("unknown_key")
        self._check_claims(_verified(token, key), self._clock())

    def _check_claims(self, claims: Mapping[str, Any], now: datetime) -> None:
        """The issuer is the one whose key verified the signature."""
        moment = now.timestamp()
        begin: Any = claims.get("nbf", 0)
        end: Any = claims.get("exp")
        if not _is_time(begin) or not _is_time(end):
            raise TokenRefusedError("no_lifetime")
        if moment >= end + CLOCK_SKEW_SECONDS:
            raise TokenRefusedError("expired")
        if moment < begin - CLOCK_SKEW_SECONDS:
            raise TokenRefusedError("not_valid_yet")
        audience = claims.get("aud")
        if not isinstance(audience, str) or audience not in self._settings.audiences:
            raise TokenRefusedError("wrong_audience")
        # The claim is `appid` in tokens of version 1.0 and `azp` in those of 2.0.
        applications = [claims[name] for name in ("appid", "azp") if name in claims]
        expected = self._settings.application_id
        if not applications or any(str(one).lower() != expected for one in applications):
            raise TokenRefusedError("wrong_application")


def _token_of(authorization: str) -> str:
    if not authorization.strip():
        raise TokenRefusedError("no_token")
    found = _BEARER.fullmatch(authorization.strip())
    if not found or len(authorization) > _MAX_TOKEN_CHARACTERS:
        raise TokenRefusedError("malformed")
    return found[1]


def _signer_of(token: str) -> tuple[str, str]:
    """Name the issuer and the key that a token says it is signed with; nothing is verified yet."""
    import jwt

    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, RecursionError):
        raise TokenRefusedError("malformed") from None
    issuer, key_id = claims.get("iss"), header.get("kid")
    if header.get("alg") != _ALGORITHM:
        raise TokenRefusedError("wrong_algorithm")
    if not isinstance(issuer, str) or not isinstance(key_id, str):
        raise TokenRefusedError("malformed")
    return issuer, key_id


def _verified(token: str, key: RSAPublicKey) -> dict[str, Any]:
    """Verify the signature; the claims are checked by our own clock."""
    import jwt

    options: Options = {
        "verify_signature": True,
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
        "verify_aud": False,
    }
    try:
        claims: dict[str, Any] = jwt.decode(token, key, algorithms=[_ALGORITHM], options=options)
    except jwt.PyJWTError:
        raise TokenRefusedError("wrong_signature") from None
    return claims


def _is_time(value: object) -> bool:
    """A number of seconds; JSON's true is an `int` of Python, and NaN compares with nothing."""
    return type(value) in {int, float} and value == value  # noqa: PLR0124 - not NaN
