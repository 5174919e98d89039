"""
Ask for a code that only the owner of a phone can know.

    export PALOMA_URL=http://127.0.0.1:7071
    python3 examples/two_factor_code.py +14255550123 --from +18335550100

The person has three attempts and five minutes. Exit code 0 means that the code was right. The code
is never printed and never kept here, only what it takes to recognise it. It does stand in the text
that Paloma sends and keeps: everyone who may read conversations may read it.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import os
import secrets
import time
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

DIGIT_COUNT = 6
ATTEMPT_COUNT = 3
LIFETIME_SECONDS = 300
UNDELIVERABLE = {"failed", "suppressed", "expired", "cancelled"}
WAIT_SECONDS = 5.0
"""How long to look whether the text left, before asking for the code all the same."""


class RefusedError(Exception):
    """Paloma does not do it; says why."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail", "Paloma gave no reason."))
        self.code: str = problem.get("code", "")


class Paloma:
    """Paloma's HTTP API."""

    def __init__(self, url: str, access_key: str) -> None:
        self.url = url.rstrip("/")
        self.headers = {"Content-Type": "application/json", "x-functions-key": access_key}

    def get(self, path: str) -> dict[str, Any]:
        """Read something."""
        return self._ask(Request(f"{self.url}{path}", headers=self.headers))

    def post(self, path: str, body: object = None, *, once: str = "") -> dict[str, Any]:
        """Do something; with the same `once` it is done once, however often it is asked for."""
        headers = self.headers | ({"Idempotency-Key": once} if once else {})
        data = json.dumps(body).encode() if body else b""
        return self._ask(Request(f"{self.url}{path}", data, headers, method="POST"))

    def _ask(self, request: Request, tries: int = 5) -> dict[str, Any]:
        """Ask again where the answer is lost or not ready: `once` keeps that harmless."""
        try:
            with urlopen(request, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except HTTPError as error:
            refused = RefusedError(problem_in(error.read()))
            is_final = (
                error.code < HTTPStatus.INTERNAL_SERVER_ERROR and "Retry-After" not in error.headers
            )
        except (OSError, HTTPException) as error:
            refused, is_final = RefusedError({"detail": f"No answer: {error}"}), False
        if is_final or tries == 1:
            raise refused
        time.sleep(2.0)
        return self._ask(request, tries - 1)


def problem_in(content: bytes) -> dict[str, Any]:
    """Read a problem document; empty where there is none."""
    try:
        return dict(json.loads(content))
    except ValueError:
        return {}


class Verdict(StrEnum):
    """What comes of an attempt, in words for the person."""

    RIGHT = "That is right."
    WRONG = "That is not the code. Try again."
    USED_UP = "That was the last attempt. Ask for a new code."
    EXPIRED = "This code is too old. Ask for a new one."


@dataclass(slots=True)
class Challenge:
    """
    A code that was sent to a person, without the code itself.

    Attributes
    ----------
    ends_at_seconds : float
        On the monotonic clock, which cannot be set back.
    """

    digest: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    ends_at_seconds: float
    attempts_left: int = ATTEMPT_COUNT

    @classmethod
    def for_code(cls, code: str, now_seconds: float) -> Challenge:
        """Remember a code that is sent now."""
        secret = secrets.token_bytes(32)
        return cls(_digest(secret, code), secret, now_seconds + LIFETIME_SECONDS)

    def attempt(self, typed: str, now_seconds: float) -> Verdict:
        """Check a typed code; a right code counts once, and every attempt is used up."""
        if now_seconds >= self.ends_at_seconds:
            return Verdict.EXPIRED
        if self.attempts_left <= 0:
            return Verdict.USED_UP
        if hmac.compare_digest(self.digest, _digest(self.secret, typed)):
            self.attempts_left = 0
            return Verdict.RIGHT
        self.attempts_left -= 1
        return Verdict.WRONG if self.attempts_left else Verdict.USED_UP


def _digest(secret: bytes, code: str) -> bytes:
    return hmac.digest(secret, "".join(code.split()).encode(), hashlib.sha256)


def send_code(paloma: Paloma, sender: str, person: str) -> tuple[Challenge, str]:
    """Send a new code; gives what recognises it, and the id of the message."""
    code = "".join(secrets.choice("0123456789") for _ in range(DIGIT_COUNT))
    challenge = Challenge.for_code(code, time.monotonic())
    body = {
        "from": sender,
        "to": person,
        "message": f"{code} is your code. It is good for {LIFETIME_SECONDS // 60} minutes.",
        "category": "otp",
        "ttlSeconds": LIFETIME_SECONDS,
    }
    accepted = paloma.post("/api/sms", body, once=f"code-{uuid.uuid4()}")
    return challenge, str(accepted["messages"][0]["messageId"])


def trouble_with(paloma: Paloma, message_id: str) -> str:
    """Look for a while whether the text is on its way; gives why it is not."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        message = paloma.get(f"/api/messages/{quote(message_id)}")
        if message["status"] in UNDELIVERABLE:
            return str(message.get("error", {}).get("message") or message["status"])
        if message["status"] in {"sent", "delivered"}:
            return ""
        time.sleep(0.2)
    return ""


def ask(challenge: Challenge) -> Verdict:
    """Ask the person until the code is right or cannot become right any more."""
    verdict = Verdict.WRONG
    while verdict is Verdict.WRONG:
        verdict = challenge.attempt(input("Code: "), time.monotonic())
        print(verdict)
    return verdict


def main() -> None:
    """Send a code and ask for it; exit code 1 unless the person knows it."""
    options = argparse.ArgumentParser(description="Check that a person holds a phone.")
    options.add_argument("person")
    options.add_argument("--from", dest="sender", required=True)
    options.add_argument("--url", default=os.environ.get("PALOMA_URL", "http://127.0.0.1:7071"))
    options.add_argument("--key", default=os.environ.get("PALOMA_KEY", ""))
    given = options.parse_args()
    try:
        is_right = check(Paloma(given.url, given.key), given.sender, given.person)
    except (RefusedError, EOFError) as error:
        raise SystemExit(str(error) or "No code was given.") from None
    raise SystemExit(0 if is_right else 1)


def check(paloma: Paloma, sender: str, person: str) -> bool:
    """Tell whether the person at the keyboard reads what arrives on the phone."""
    challenge, message_id = send_code(paloma, sender, person)
    if trouble := trouble_with(paloma, message_id):
        print(f"The code could not be sent: {trouble}")
        return False
    print("A code is on its way.")
    return ask(challenge) is Verdict.RIGHT


if __name__ == "__main__":
    main()
