"""The calls of verifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from paloma import models
from paloma._calls import Call, Repeat, json_content
from paloma._requests import checked_key, day_or_time, present, segment
from paloma._responses import reader

if TYPE_CHECKING:
    from datetime import date

_NAMES = {
    "code_length": "codeLength",
    "lifetime_seconds": "lifetimeSeconds",
    "client_address": "clientAddress",
}


class VerificationOptions(TypedDict, total=False):
    """
    What a verification can have besides sender and recipient; None leaves it out.

    `purpose` such as `login`; `locale` such as `es-MX`; `code_length` 4 to 8; `lifetime_seconds` 60
    to 3,600; `brand` your name; `domain` your site's, for autofill; `client_address` the IP address
    from which your user asks for the code, which the app limits.
    """

    purpose: str | None
    locale: str | None
    code_length: int | None
    lifetime_seconds: int | None
    brand: str | None
    domain: str | None
    client_address: str | None


def start(
    from_: str, to: str, options: VerificationOptions, idempotency_key: str | None
) -> Call[models.StartedVerification]:
    """Make the call that requests a code; a refusal is final, so that no code comes late."""
    given = {_NAMES.get(name, name): value for name, value in options.items() if value is not None}
    return Call(
        "POST",
        "verifications",
        reader(models.StartedVerification),
        headers={"Idempotency-Key": checked_key(idempotency_key)},
        content=json_content({"from": from_, "to": to, **given}),
        repeat=Repeat.UNLESS_REFUSED,
    )


def check(
    verification_id: str, code: str, idempotency_key: str | None
) -> Call[models.VerificationCheck]:
    """Make the call that checks a code; with its key no retry uses up an attempt."""
    return Call(
        "POST",
        f"verifications/{segment(verification_id)}/check",
        reader(models.VerificationCheck),
        headers={"Idempotency-Key": checked_key(idempotency_key)},
        content=json_content({"code": code}),
    )


def get(verification_id: str) -> Call[models.Verification]:
    """Make the call that reads a verification."""
    path = f"verifications/{segment(verification_id)}"
    return Call("GET", path, reader(models.Verification))


def figures(since: date | None, until: date | None) -> Call[models.VerificationFigures]:
    """Make the call that counts codes."""
    given = {"from": day_or_time("since", since), "until": day_or_time("until", until)}
    return Call(
        "GET", "verification-figures", reader(models.VerificationFigures), params=present(given)
    )
