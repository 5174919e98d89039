"""The commands; each returns the exit code."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paloma.cli import campaign as campaigns
from paloma.cli.output import (
    complain_of,
    entry_line,
    line_of,
    print_json,
    print_preview,
    print_send,
    say,
    status_line,
)
from paloma.cli.recipients_file import read_recipients
from paloma.errors import Unavailable
from paloma.models import FINAL_STATUSES, SendStatus
from paloma.watching import InboxWatch

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from paloma._operations.sends import SendOptions
    from paloma.client import Paloma
    from paloma.models import Message

DONE, REFUSED, WRONG_USE, UNAVAILABLE, FAILED, INTERRUPTED, READER_ENDED = 0, 1, 2, 3, 4, 130, 141
POLL_SECONDS = 1.0
_FAILURES = frozenset({"failed", "suppressed", "expired", "cancelled", "unknown"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a command works with."""

    paloma: Paloma
    given: argparse.Namespace
    sleep: Callable[[float], None]


def send(context: Context) -> int:
    """Send a text."""
    paloma, given = context.paloma, context.given
    key = given.idempotency_key = given.idempotency_key or str(uuid.uuid4())
    accepted = paloma.send(
        given.sender, given.to, given.message, idempotency_key=key, **send_options(given)
    )
    if given.json:
        print_json(accepted.to_dict())
    else:
        print_send(accepted)
    is_stopped = any(message.status in _FAILURES for message in accepted.messages)
    return FAILED if accepted.rejected or is_stopped else DONE


def preview(context: Context) -> int:
    """Show what a send would do."""
    paloma, given = context.paloma, context.given
    found = paloma.preview(given.sender, given.to, given.message, **send_options(given))
    if given.json:
        print_json(found.to_dict())
    else:
        print_preview(found)
    return DONE


def status(context: Context) -> int:
    """Show a send or a message; watched, until nothing is expected to change any more."""
    paloma, given = context.paloma, context.given
    shown = ""
    while True:
        found = paloma.get_message(given.id) if "-" in given.id else paloma.get_send(given.id)
        line = _status_line(found)
        if line != shown:
            if given.json:
                print_json(found.to_dict())
            else:
                say(line)
        shown = line
        statuses = _statuses(found)
        if not given.watch or statuses <= FINAL_STATUSES:
            return FAILED if statuses & _FAILURES else DONE
        context.sleep(POLL_SECONDS)


def _status_line(found: Message | SendStatus) -> str:
    return status_line(found) if isinstance(found, SendStatus) else line_of(found).strip()


def _statuses(found: Message | SendStatus) -> set[str]:
    if isinstance(found, SendStatus):
        return {name for name, count in found.counts.items() if count}
    return {found.status}


def inbox(context: Context) -> int:
    """Show unread messages; watched, until Ctrl-C."""
    paloma, given = context.paloma, context.given
    watch = InboxWatch(paloma, given.sender)
    while True:
        try:
            for user, entry in watch.new_messages():
                if given.json:
                    print_json({"user": user, **entry.to_dict()})
                else:
                    say(entry_line(user, entry))
        except Unavailable as error:
            if not given.watch:
                raise
            complain_of(error)
        if not given.watch:
            return DONE
        context.sleep(POLL_SECONDS)


def campaign(context: Context) -> int:
    """Send a text to the people of a file."""
    paloma, given = context.paloma, context.given
    file = read_recipients(given.file, given.message, given.number_column)
    campaigns.require_confirmation(file, is_confirmed=given.confirm)
    name = given.campaign or given.file.stem
    planned = campaigns.Campaign(given.sender, given.message, name, send_options(given))
    accepted = campaigns.send_campaign(paloma, planned, file)
    is_waiting = given.wait and given.send_at is None
    sends = campaigns.wait_for(paloma, accepted.send_ids, context.sleep) if is_waiting else []
    is_good = campaigns.summarize(accepted, file, sends, as_json=given.json)
    return DONE if is_good and not accepted.rejected else FAILED


def send_options(given: argparse.Namespace) -> SendOptions:
    """Collect the options of a send that were given."""
    options: SendOptions = {
        "campaign": given.campaign,
        "send_at": given.send_at,
        "ttl_seconds": given.ttl,
        "actor": given.actor,
    }
    if given.category is not None:
        options["category"] = given.category
    if getattr(given, "confirm", False):
        options["confirm"] = True
    return options
