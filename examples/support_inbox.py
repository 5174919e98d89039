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
from typing import TYPE_CHECKING

from paloma import Paloma, PalomaError
from paloma.watching import InboxWatch

if TYPE_CHECKING:
    from paloma import ConversationEntry

PAUSE_SECONDS = 1.0
BADGES = {"opted_out": " [opted out]"}


def reply(paloma: Paloma, sender: str, user: str, text: str) -> None:
    """Answer a person; the same text goes out once for each message of theirs."""
    entries = paloma.conversation(sender, user).entries
    theirs = (one.message_id for one in entries if one.direction == "inbound")
    content = json.dumps([sender, user, next(theirs, ""), text])
    key = f"support-{hashlib.sha256(content.encode()).hexdigest()}"
    paloma.reply(sender, user, text, idempotency_key=key)


def show_unread(paloma: Paloma, sender: str) -> None:
    """Print a line for each person who waits."""
    for one in InboxWatch(paloma, sender).unread():
        badge = BADGES.get(one.opt_out_state or "", "")
        print(f"{one.user}{badge}  {one.unread_count} new: {one.last_text}")


def show_thread(paloma: Paloma, sender: str, user: str) -> None:
    """Print a conversation, oldest message first, with what became of ours."""
    thread = paloma.conversation(sender, user)
    print(f"{thread.user}{BADGES.get(thread.opt_out_state or '', '')}")
    for entry in reversed(thread.entries):
        print(line_of(entry))


def line_of(entry: ConversationEntry) -> str:
    """Write a message as a line: when, whose, what, and how it fared."""
    arrow = "<" if entry.direction == "inbound" else ">"
    fate = f"  ({entry.status})" if entry.status else ""
    return f"{entry.at.astimezone():%Y-%m-%d %H:%M} {arrow} {entry.text}{fate}"


def watch(paloma: Paloma, sender: str) -> None:
    """Print each unread message once, until Ctrl-C."""
    inbox = InboxWatch(paloma, sender)
    while True:
        for user, entry in inbox.new_messages():
            print(f"{user}  {line_of(entry)}", flush=True)
        time.sleep(PAUSE_SECONDS)


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


def run(paloma: Paloma, given: argparse.Namespace) -> None:
    """Do one command."""
    if given.command == "watch":
        return watch(paloma, given.sender)
    if given.command == "list":
        return show_unread(paloma, given.sender)
    if given.command == "reply":
        reply(paloma, given.sender, given.user, given.text)
    if given.command in {"reply", "done"}:
        paloma.mark_read(given.sender, given.user)
    return show_thread(paloma, given.sender, given.user)


def main() -> None:
    """Do what was asked for, or say why not."""
    given = read_options()
    try:
        with Paloma(given.url, key=given.key) as paloma:
            run(paloma, given)
    except PalomaError as error:
        raise SystemExit(error.detail) from None
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
