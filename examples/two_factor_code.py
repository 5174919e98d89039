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
import os
import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum

from paloma import Paloma, PalomaError

DIGIT_COUNT = 6
ATTEMPT_COUNT = 3
LIFETIME_SECONDS = 300
UNDELIVERABLE = {"failed", "suppressed", "expired", "cancelled", "simulated"}
WAIT_SECONDS = 5.0
"""How long to look whether the text left, before asking for the code all the same."""


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
    accepted = paloma.send(
        sender,
        person,
        f"{code} is your code. It is good for {LIFETIME_SECONDS // 60} minutes.",
        category="otp",
        ttl_seconds=LIFETIME_SECONDS,
    )
    return challenge, accepted.messages[0].message_id


def trouble_with(paloma: Paloma, message_id: str) -> str:
    """Look for a while whether the text is on its way; gives why it is not."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        message = paloma.get_message(message_id)
        if message.status in UNDELIVERABLE:
            return message.error.message if message.error else message.status
        if message.status in {"sent", "delivered"}:
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
        with Paloma(given.url, key=given.key) as paloma:
            is_right = check(paloma, given.sender, given.person)
    except PalomaError as error:
        raise SystemExit(error.detail) from None
    except EOFError:
        raise SystemExit("No code was given.") from None
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
