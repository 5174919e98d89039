"""
Answer the people who write to a number, from a terminal.

    export PALOMA_URL=http://127.0.0.1:7071 PALOMA_SENDER=+18335550100
    python3 examples/support_inbox.py watch                        prints what people write
    python3 examples/support_inbox.py list                         who waits for an answer
    python3 examples/support_inbox.py show +14255550123            the conversation
    python3 examples/support_inbox.py reply +14255550123 "Yes."    answers, and marks it read
    python3 examples/support_inbox.py done +14255550123            marks it read

The same answer to the same message leaves once, even if two colleagues give it at the same time.
`reply` and `done` show the conversation afterwards, with what came in the meantime.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE_SECONDS = 1.0
BADGES = {"opted_out": " [opted out]", "opted_in": ""}


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


class Inbox:
    """The conversations of one own number."""

    def __init__(self, paloma: Paloma, sender: str) -> None:
        self.paloma = paloma
        self.sender = sender

    def unread(self) -> Iterator[dict[str, Any]]:
        """Yield the unread conversations; they come first in the list."""
        path: str | None = f"/api/conversations?{urlencode({'sender': self.sender})}"
        while path:
            page = self.paloma.get(path)
            unread = [one for one in page["conversations"] if one["unreadCount"]]
            yield from unread
            path = page.get("nextUrl") if len(unread) == len(page["conversations"]) else None

    def thread(self, user: str) -> dict[str, Any]:
        """Give the newest messages of a conversation, newest first."""
        return self.paloma.get(self._path(user))

    def reply(self, user: str, text: str) -> None:
        """Answer a person; the same text goes out once for each message of theirs."""
        theirs = (one for one in self.thread(user)["entries"] if one["direction"] == "inbound")
        answered = next((one["messageId"] for one in theirs), "")
        digest = hashlib.sha256(json.dumps([self.sender, user, answered, text]).encode())
        once = f"support-{digest.hexdigest()}"
        self.paloma.post(f"{self._path(user)}/replies", {"message": text}, once=once)

    def mark_read(self, user: str) -> None:
        """Mark a conversation read until the person writes again."""
        self.paloma.post(f"{self._path(user)}/read")

    def _path(self, user: str) -> str:
        return f"/api/conversations/{quote(self.sender)}/{quote(user)}"


def show_unread(inbox: Inbox) -> None:
    """Print a line for each person who waits."""
    for one in inbox.unread():
        badge = BADGES[one["optOutState"]]
        print(f"{one['user']}{badge}  {one['unreadCount']} new: {one['lastText']}")


def show_thread(inbox: Inbox, user: str) -> None:
    """Print a conversation, oldest message first, with what became of ours."""
    thread = inbox.thread(user)
    print(f"{thread['user']}{BADGES[thread['optOutState']]}")
    for entry in reversed(thread["entries"]):
        print(line_of(entry))


def line_of(entry: dict[str, Any]) -> str:
    """Write a message as a line: when, whose, what, and how it fared."""
    arrow = "<" if entry["direction"] == "inbound" else ">"
    fate = f"  ({entry['status']})" if "status" in entry else ""
    here = datetime.fromisoformat(entry["at"]).astimezone()
    return f"{here:%Y-%m-%d %H:%M} {arrow} {entry['text']}{fate}"


def watch(inbox: Inbox) -> None:
    """Print each unread message once, until Ctrl-C."""
    seen: set[str] = set()
    while True:
        for one in inbox.unread():
            for entry in unseen_entries(inbox, one, seen):
                print(f"{one['user']}  {line_of(entry)}", flush=True)
        time.sleep(PAUSE_SECONDS)


def unseen_entries(inbox: Inbox, summary: dict[str, Any], seen: set[str]) -> list[dict[str, Any]]:
    """Give a person's unread messages that were not seen before, oldest first."""
    stand = f"{summary['user']} {summary['lastAt']} {summary['unreadCount']}"
    if stand in seen:
        return []
    entries = inbox.thread(summary["user"])["entries"]
    theirs = [one for one in entries if one["direction"] == "inbound"][: summary["unreadCount"]]
    found = [one for one in reversed(theirs) if one["messageId"] not in seen]
    seen.update([stand, *(one["messageId"] for one in found)])
    return found


def read_options() -> argparse.Namespace:
    """Read what was asked for."""
    options = argparse.ArgumentParser(description="A support inbox in a terminal.")
    options.add_argument("--from", dest="sender", default=os.environ.get("PALOMA_SENDER"))
    options.add_argument("--url", default=os.environ.get("PALOMA_URL", "http://127.0.0.1:7071"))
    options.add_argument("--key", default=os.environ.get("PALOMA_KEY", ""))
    commands = options.add_subparsers(dest="command", required=True)
    for name in ("watch", "list", "show", "reply", "done"):
        command = commands.add_parser(name)
        if name in {"show", "reply", "done"}:
            command.add_argument("user")
        if name == "reply":
            command.add_argument("text")
    given = options.parse_args()
    if not given.sender:
        options.error("say which number is yours: --from, or PALOMA_SENDER")
    return given


def run(inbox: Inbox, given: argparse.Namespace) -> None:
    """Do one command."""
    if given.command == "watch":
        return watch(inbox)
    if given.command == "list":
        return show_unread(inbox)
    if given.command == "reply":
        inbox.reply(given.user, given.text)
    if given.command in {"reply", "done"}:
        inbox.mark_read(given.user)
    return show_thread(inbox, given.user)


def main() -> None:
    """Do what was asked for, or say why not."""
    given = read_options()
    try:
        run(Inbox(Paloma(given.url, given.key), given.sender), given)
    except RefusedError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
