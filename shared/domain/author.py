"""Who makes a change by API, as far as the app knows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

CALLER_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""The name that a caller may give itself."""


class ActorKind(StrEnum):
    """How an actor is known: signed in at the platform, or by the name that the caller gives."""

    PRINCIPAL = "principal"
    CALLER = "caller"


@dataclass(frozen=True, slots=True)
class Author:
    """
    Who made a request.

    Attributes
    ----------
    request_id : str
        As in the header `X-Request-Id` of the response.
    actor : str
        A name; empty: none is known.
    kind : ActorKind or None
        How the actor is known; None: there is none.
    action : str
        The `operationId` of the request where its send alone does not tell it; else empty.
    operator : str
        The name in the request's `actor`; empty: none.
    """

    request_id: str
    actor: str = ""
    kind: ActorKind | None = None
    action: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class ActorRules:
    """
    How actors are recognized.

    Attributes
    ----------
    trusts_principal : bool
        The platform checks who signs in, and removes such headers from requests.
    callers : frozenset of str
        The names that callers may give; empty: any.
    """

    trusts_principal: bool = False
    callers: frozenset[str] = frozenset()


def actor_rules_from(env: Mapping[str, str]) -> ActorRules:
    """
    Read `SMS_CALLERS`, and whether App Service authentication is on (`WEBSITE_AUTH_ENABLED`).

    Raises
    ------
    ValueError
        A name in `SMS_CALLERS` is none.
    """
    text = env.get("SMS_CALLERS", "").strip()
    callers = frozenset(one.strip() for one in text.split(",")) if text else frozenset()
    if not all(map(CALLER_NAME.fullmatch, callers)):
        message = (
            "SMS_CALLERS must be names of 1 to 64 letters, digits, points, hyphens and "
            "underscores, separated by commas"
        )
        raise ValueError(message)
    is_on = env.get("WEBSITE_AUTH_ENABLED", "").strip().lower() == "true"
    return ActorRules(is_on, callers)
