"""
Ask for a code that only the owner of a phone can know.

    export PALOMA_URL=http://127.0.0.1:7071
    python3 examples/two_factor_code.py +14255550123 --from +18335550100

The person has five attempts and five minutes. Exit code 0 means that the code was right. Paloma
makes the code, sends and checks it; this program never knows it.
"""

from __future__ import annotations

import argparse
import os

from paloma import Paloma, PalomaError

LIFETIME_SECONDS = 300
WORDS = {
    "pending": "That is not the code. Try again.",
    "exhausted": "That was the last attempt. Ask for a new code.",
    "expired": "This code is too old. Ask for a new one.",
    "approved": "This code was used already. Ask for a new one.",
}


def check(paloma: Paloma, sender: str, person: str) -> bool:
    """Tell whether the person at the keyboard reads what arrives on the phone."""
    started = paloma.verify_start(
        sender, person, purpose="example", lifetime_seconds=LIFETIME_SECONDS
    )
    print("A code is on its way, if the number can be reached.")
    while True:
        typed = input("Code: ")
        if not typed.strip():
            continue
        attempt = paloma.verify_check(started.verification_id, typed)
        print("That is right." if attempt.valid else WORDS[attempt.status])
        if attempt.valid or attempt.status != "pending":
            return attempt.valid


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


if __name__ == "__main__":
    main()
