"""
Remind people of their appointments, and hear who comes.

    export PALOMA_URL=http://127.0.0.1:7071
    python3 examples/appointment_reminders.py tomorrow.csv --from +18335550100 --wait-minutes 60

The file has the columns number (with country code), name and time. Each person gets one text and
answers C or R; what else they write waits unread in the inbox. Run it again whenever you like:
no person is reminded twice in 24 hours by the same file. `--wait-minutes 0` says how it stands.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

REMINDER = (
    "Hi {{name}}, your appointment is {{time}}. "
    "Answer C to confirm, R for another time, STOP for no more reminders."
)
CAMPAIGN = "reminders"
ANSWERS = {"c": "confirmed", "confirm": "confirmed", "yes": "confirmed", "r": "another time"}
THANKS = {"confirmed": "Thank you, see you then.", "another time": "We will call you."}
LIFETIME_SECONDS = 4 * 3600
"""A reminder that could not leave for so long comes too late to help."""
PAUSE_SECONDS = 1.0


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


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who comes when; `time` is what the person reads."""

    number: str
    name: str
    time: str


def read_appointments(path: Path) -> list[Appointment]:
    """Read the file; each number once, because each person gets one text."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        found = [
            Appointment(row["number"].replace(" ", ""), row["name"].strip(), row["time"].strip())
            for row in csv.DictReader(lines)
        ]
    if len({one.number for one in found}) < len(found):
        raise SystemExit("A number is there twice: put both times into one line.")
    return found


def remind(paloma: Paloma, sender: str, appointments: list[Appointment]) -> list[Appointment]:
    """Send all reminders at once; gives those whose numbers can be written to."""
    body = {
        "from": sender,
        "to": [
            {"number": one.number, "values": {"name": one.name, "time": one.time}}
            for one in appointments
        ],
        "message": REMINDER,
        "campaign": CAMPAIGN,
        "ttlSeconds": LIFETIME_SECONDS,
    }
    digest = hashlib.sha256(json.dumps(body).encode()).hexdigest()
    rejected = paloma.post("/api/sms", body, once=f"reminders-{digest}")["rejected"]
    for one in rejected:
        print(f"{appointments[one['position']].number}: {one['reason']}")
    positions = {one["position"] for one in rejected}
    return [one for i, one in enumerate(appointments) if i not in positions]


def answer_people(paloma: Paloma, sender: str, waiting: set[str]) -> None:
    """Thank the people who have answered, and stop waiting for them."""
    for user in unread_people(paloma, sender) & waiting:
        path = thread_path(sender, user)
        for newest in paloma.get(path)["entries"][:1]:
            meaning = meaning_of(newest)
            if meaning:
                thank(paloma, path, meaning, once=f"thanks-{newest['messageId']}")
                waiting.discard(user)


def unread_people(paloma: Paloma, sender: str) -> set[str]:
    """Return the people with unread messages; they come first in the list."""
    found: set[str] = set()
    path: str | None = f"/api/conversations?{urlencode({'sender': sender})}"
    while path:
        page = paloma.get(path)
        unread = [one["user"] for one in page["conversations"] if one["unreadCount"]]
        found.update(unread)
        path = page.get("nextUrl") if len(unread) == len(page["conversations"]) else None
    return found


def thank(paloma: Paloma, path: str, meaning: str, *, once: str) -> None:
    """Answer a person; a request for another time stays unread, so that staff can call."""
    try:
        paloma.post(f"{path}/replies", {"message": THANKS[meaning]}, once=once)
    except RefusedError as error:
        if error.code != "recipient_opted_out":
            raise
    if meaning == "confirmed":
        paloma.post(f"{path}/read")


def outcome(thread: dict[str, Any]) -> str:
    """Say how it stands with a person: the newest thing they wrote since the reminder counts."""
    if thread.get("optOutState") == "opted_out":
        return "has opted out, call them"
    for entry in thread["entries"]:
        if entry["direction"] == "inbound":
            return meaning_of(entry) or "wrote something else, see the inbox"
        if entry.get("campaign") == CAMPAIGN:
            return f"no answer ({entry['status']})"
    return "no reminder"


def meaning_of(entry: dict[str, Any]) -> str:
    """Read an answer; empty where it is none of ours to read."""
    is_inbound = entry["direction"] == "inbound"
    return ANSWERS.get(entry["text"].strip(" .!\n").casefold(), "") if is_inbound else ""


def thread_path(sender: str, user: str) -> str:
    """Name the conversation with a person."""
    return f"/api/conversations/{quote(sender)}/{quote(user)}"


def main() -> None:
    """Remind, wait for answers, and print a line for each person."""
    options = argparse.ArgumentParser(description="Send appointment reminders by SMS.")
    options.add_argument("file", type=Path)
    options.add_argument("--from", dest="sender", required=True)
    options.add_argument("--wait-minutes", type=float, default=10.0)
    options.add_argument("--url", default=os.environ.get("PALOMA_URL", "http://127.0.0.1:7071"))
    options.add_argument("--key", default=os.environ.get("PALOMA_KEY", ""))
    given = options.parse_args()
    try:
        run(Paloma(given.url, given.key), given)
    except RefusedError as error:
        raise SystemExit(str(error)) from None


def run(paloma: Paloma, given: argparse.Namespace) -> None:
    """Do what was asked for."""
    end = time.monotonic() + given.wait_minutes * 60
    reminded = remind(paloma, given.sender, read_appointments(given.file))
    waiting = {one.number for one in reminded}
    answer_people(paloma, given.sender, waiting)
    while waiting and time.monotonic() < end:
        time.sleep(PAUSE_SECONDS)
        answer_people(paloma, given.sender, waiting)
    for one in reminded:
        thread = paloma.get(thread_path(given.sender, one.number))
        print(f"{one.number}  {one.name}, {one.time}: {outcome(thread)}")


if __name__ == "__main__":
    main()
