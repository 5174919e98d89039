"""The arguments of all commands, and which function each command runs."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from paloma.cli import administration, commands, look_up, subscriptions

if TYPE_CHECKING:
    from collections.abc import Callable

    Add: TypeAlias = Callable[..., argparse.ArgumentParser]
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

_SETTINGS = """settings:
  PALOMA_URL   the app's address (default: http://127.0.0.1:7071)
  PALOMA_KEY   a function key or host key of the app
  PALOMA_FROM  your own number (default for a local app: +18335550100)

exit codes: 0 done, 1 refused, 2 wrong use, 3 unavailable, 4 a message was not sent,
130 interrupted, 141 the reader of the output ended
"""
_CATEGORIES = ("transactional", "marketing", "otp")
_LISTED = 20


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all commands; each has its function in `run`."""
    parser = argparse.ArgumentParser(
        prog="paloma",
        description="Send SMS with Paloma and see what becomes of them.",
        epilog=_SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    everywhere, own_number, options = _everywhere(), _own_number(), _send_options()

    def add(name: str, does: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        return added.add_parser(
            name, help=does, description=does, parents=[*parents, everywhere], allow_abbrev=False
        )

    _add_texts(add("send", "send a text", own_number, options), commands.send)
    _add_texts(add("preview", "show what a send would do", own_number, options), commands.preview)
    status = add("status", "show a send or a message")
    status.add_argument("id", metavar="ID", help="of the send, or of a message")
    status.add_argument("--watch", action="store_true", help="until it is final")
    status.set_defaults(run=commands.status)
    _add_look_ups(add)
    inbox = add("inbox", "show unread messages", own_number)
    inbox.add_argument("--watch", action="store_true", help="until Ctrl-C")
    inbox.set_defaults(run=commands.inbox)
    _add_campaign(add("campaign", "send a text to the people of a file", own_number, options))
    _add_opt_outs(added, own_number, everywhere)
    _add_own_numbers(add, own_number)
    _add_subscriptions(added, everywhere)
    return parser


def _add_look_ups(add: Add) -> None:
    cancel = add("cancel", "cancel what was not submitted of a send")
    cancel.add_argument("id", metavar="ID", help="of the send")
    cancel.add_argument("--actor", metavar="NAME", help="who cancels it")
    cancel.set_defaults(run=look_up.cancel)
    lists, filters = _list_options(), _filters()
    sends = add("sends", "list sends, the newest first", lists, filters)
    sends.add_argument("--category", choices=_CATEGORIES)
    sends.add_argument("--min-recipients", type=int, metavar="N", help="to N people or more")
    sends.set_defaults(run=look_up.list_sends)
    messages = add("messages", "list messages, the newest first", lists, filters)
    messages.add_argument("--to", metavar="NUMBER", help="only to this person")
    messages.set_defaults(run=look_up.list_messages)
    person = add("person", "show a person's consent for your own numbers")
    person.add_argument("number", metavar="NUMBER", help="with + and country code")
    person.set_defaults(run=look_up.show_person)
    figures = add("figures", "show figures of the last seven days, or of others", filters)
    figures.add_argument("--category", choices=_CATEGORIES)
    figures.add_argument("--interval", choices=["day", "hour"], help="default: day")
    figures.add_argument("--tz", metavar="ZONE", help="such as Europe/Berlin; default: UTC")
    figures.add_argument("--csv", action="store_true", help="print CSV")
    figures.set_defaults(run=look_up.show_figures)


def _add_own_numbers(add: Add, own_number: argparse.ArgumentParser) -> None:
    senders = add("senders", "show your own numbers")
    senders.set_defaults(run=administration.show_senders)
    pause = add("pause", "hold back the messages of your own number", own_number)
    pause.add_argument("--reason", metavar="TEXT", help="shown until it is resumed")
    pause.add_argument("--actor", metavar="NAME", help="who pauses it")
    pause.set_defaults(run=administration.pause)
    resume = add("resume", "let your own number send again", own_number)
    resume.add_argument("--actor", metavar="NAME", help="who resumes it")
    resume.set_defaults(run=administration.resume)


def _add_texts(parser: argparse.ArgumentParser, command: object) -> None:
    parser.add_argument("to", metavar="NUMBER", nargs="+", help="with + and country code")
    parser.add_argument("message", metavar="TEXT")
    if command is commands.send:
        parser.add_argument("--idempotency-key", metavar="KEY", help="the same key sends once")
    parser.set_defaults(run=command)


def _add_campaign(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="with a header and a number")
    parser.add_argument("message", metavar="TEXT", help="may have {{column}}")
    parser.add_argument("--number-column", metavar="NAME", help="default: number, phone or to")
    parser.add_argument("--confirm", action="store_true", help="needed for more than 1,000 people")
    parser.add_argument(
        "--no-wait", dest="wait", action="store_false", help="end when all is accepted"
    )
    parser.set_defaults(run=commands.campaign)


def _add_opt_outs(
    added: Commands, own_number: argparse.ArgumentParser, everywhere: argparse.ArgumentParser
) -> None:
    parser = added.add_parser("opt-outs", help="the registry of opt-outs")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    parents = [own_number, everywhere]
    export = actions.add_parser("export", help="write it as CSV", parents=parents)
    export.add_argument(
        "--all", dest="is_of_all", action="store_true", help="of all your own numbers"
    )
    export.add_argument("--state", choices=["opted_out", "opted_in"])
    export.add_argument("--output", metavar="FILE", help="default: the terminal")
    export.set_defaults(run=administration.export_opt_outs)
    importing = actions.add_parser("import", help="read a file of opt-outs", parents=parents)
    importing.add_argument("file", type=Path, metavar="FILE", help="CSV, or a JSON list")
    importing.add_argument("--reason", metavar="TEXT", help="of lines without one")
    importing.add_argument("--recipient-column", metavar="NAME", help="with people's numbers")
    importing.add_argument(
        "--no-wait", dest="wait", action="store_false", help="end when it is accepted"
    )
    importing.set_defaults(run=administration.import_opt_outs, needs_sender=False)
    counts = actions.add_parser("counts", help="count reviews and opt-outs", parents=[everywhere])
    counts.set_defaults(run=administration.count_opt_outs)


def _add_subscriptions(added: Commands, everywhere: argparse.ArgumentParser) -> None:
    parser = added.add_parser("subscriptions", help="your webhooks for events")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, does: str, run: object) -> argparse.ArgumentParser:
        action = actions.add_parser(name, help=does, description=does, parents=[everywhere])
        action.set_defaults(run=run)
        if name not in {"list", "add"}:
            action.add_argument("id", metavar="ID", help="of the subscription")
        return action

    add("list", "show them", subscriptions.show)
    adding = add("add", "subscribe a webhook; shows its secret, once", subscriptions.add)
    adding.add_argument("subscribed_url", metavar="URL", help="of the webhook")
    adding.add_argument("events", metavar="EVENT", nargs="+", help="such as message.status")
    change = add("change", "change what is subscribed", subscriptions.change)
    change.add_argument("--to", dest="subscribed_url", metavar="URL", help="the new URL")
    change.add_argument("--events", metavar="EVENT", nargs="+", help="instead of the present ones")
    add("pause", "keep its events until it is resumed", subscriptions.pause)
    add("resume", "deliver again, also after it ended", subscriptions.resume)
    add("remove", "delete it", subscriptions.remove)
    add("rotate-secret", "replace its secret; shows the new one, once", subscriptions.rotate)
    add("test", "deliver a test event", subscriptions.test)


def _everywhere() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--url", metavar="URL", help="the app's address; or PALOMA_URL")
    options.add_argument("--json", action="store_true", help="print JSON")
    return options


def _own_number() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--from", dest="sender", metavar="NUMBER", help="your own number; or PALOMA_FROM"
    )
    return options


def _list_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--status", metavar="STATUS", help="such as failed,unknown")
    options.add_argument(
        "--limit", type=_count, default=_LISTED, metavar="N", help=f"default: {_LISTED}"
    )
    return options


def _filters() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--from", dest="own_number", metavar="NUMBER", help="only of this number")
    options.add_argument("--since", type=_day, metavar="DAY", help="first UTC day")
    options.add_argument("--until", type=_day, metavar="DAY", help="last UTC day")
    options.add_argument("--campaign", metavar="NAME")
    return options


def _count(text: str) -> int:
    """Read a count, which is at least 1."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2026-12-01") from None


def _send_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--category", choices=_CATEGORIES)
    options.add_argument("--campaign", metavar="NAME", help="a name for figures")
    options.add_argument("--send-at", type=_moment, metavar="TIME", help="such as 2026-12-01T09:00")
    options.add_argument("--ttl", type=int, metavar="SECONDS", help="time to live")
    options.add_argument("--actor", metavar="NAME", help="who sends it")
    return options


def _moment(text: str) -> datetime:
    """Read a time; one without an offset is in the time zone of this machine."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text} is not a time such as 2026-12-01T09:00"
        raise argparse.ArgumentTypeError(message) from None
    return moment.astimezone() if moment.tzinfo is None else moment
