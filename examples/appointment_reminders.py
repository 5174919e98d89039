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
from pathlib import Path
from typing import TYPE_CHECKING

from paloma import Paloma, PalomaError, Recipient, RecipientOptedOut
from paloma.watching import InboxWatch

if TYPE_CHECKING:
    from paloma import Conversation, ConversationEntry

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


def remind(
    paloma: Paloma, sender: str, appointments: list[Appointment], *, is_confirmed: bool = False
) -> list[Appointment]:
    """Send all reminders at once; gives those whose numbers can be written to."""
    people = [Recipient(one.number, {"name": one.name, "time": one.time}) for one in appointments]
    content = [sender, REMINDER, [[one.number, one.name, one.time] for one in appointments]]
    send = paloma.send(
        sender,
        people,
        REMINDER,
        campaign=CAMPAIGN,
        ttl_seconds=LIFETIME_SECONDS,
        confirm=is_confirmed,
        idempotency_key=f"reminders-{hashlib.sha256(json.dumps(content).encode()).hexdigest()}",
    )
    for one in send.rejected:
        print(f"{appointments[one.position].number}: {one.reason}")
    positions = {one.position for one in send.rejected}
    return [one for i, one in enumerate(appointments) if i not in positions]


def answer_people(paloma: Paloma, sender: str, waiting: set[str]) -> None:
    """Thank the people who have answered, and stop waiting for them."""
    unread = InboxWatch(paloma, sender).unread()
    for user in {one.user for one in unread} & waiting:
        for newest in paloma.conversation(sender, user).entries[:1]:
            meaning = meaning_of(newest)
            if meaning:
                thank(paloma, sender, user, newest)
                waiting.discard(user)


def thank(paloma: Paloma, sender: str, user: str, answer: ConversationEntry) -> None:
    """Answer a person; a request for another time stays unread, so that staff can call."""
    meaning = meaning_of(answer)
    try:
        key = f"thanks-{answer.message_id}"
        paloma.reply(sender, user, THANKS[meaning], idempotency_key=key)
    except RecipientOptedOut:
        pass
    if meaning == "confirmed":
        paloma.mark_read(sender, user)


def outcome(thread: Conversation) -> str:
    """Say how it stands with a person: the newest thing they wrote since the reminder counts."""
    if thread.opt_out_state == "opted_out":
        return "has opted out, call them"
    for entry in thread.entries:
        if entry.direction == "inbound":
            return meaning_of(entry) or "wrote something else, see the inbox"
        if entry.campaign == CAMPAIGN:
            return f"no answer ({entry.status})"
    return "no reminder"


def meaning_of(entry: ConversationEntry) -> str:
    """Read an answer; empty where it is none of ours to read."""
    is_inbound = entry.direction == "inbound"
    return ANSWERS.get(entry.text.strip(" .!\n").casefold(), "") if is_inbound else ""


def main() -> None:
    """Remind, wait for answers, and print a line for each person."""
    options = argparse.ArgumentParser(description="Send appointment reminders by SMS.")
    options.add_argument("file", type=Path)
    options.add_argument("--from", dest="sender", required=True)
    options.add_argument("--wait-minutes", type=float, default=10.0)
    options.add_argument("--confirm", action="store_true", help="needed above 1,000 people")
    options.add_argument("--url", default=os.environ.get("PALOMA_URL", "http://127.0.0.1:7071"))
    options.add_argument("--key", default=os.environ.get("PALOMA_KEY", ""))
    given = options.parse_args()
    try:
        with Paloma(given.url, key=given.key) as paloma:
            run(paloma, given)
    except PalomaError as error:
        raise SystemExit(error.detail) from None


def run(paloma: Paloma, given: argparse.Namespace) -> None:
    """Do what was asked for."""
    end = time.monotonic() + given.wait_minutes * 60
    appointments = read_appointments(given.file)
    reminded = remind(paloma, given.sender, appointments, is_confirmed=given.confirm)
    waiting = {one.number for one in reminded}
    answer_people(paloma, given.sender, waiting)
    while waiting and time.monotonic() < end:
        time.sleep(PAUSE_SECONDS)
        answer_people(paloma, given.sender, waiting)
    for one in reminded:
        thread = paloma.conversation(given.sender, one.number)
        print(f"{one.number}  {one.name}, {one.time}: {outcome(thread)}")


if __name__ == "__main__":
    main()
