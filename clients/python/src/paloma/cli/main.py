"""
The command line: options, settings and exit codes.

Exit codes: 0 done; 1 the app refused it; 2 wrong use or settings; 3 the app is unavailable, try
again; 4 a message was not sent, or a recipient was rejected; 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from paloma.cli import administration, commands
from paloma.cli.output import complain, complain_of
from paloma.cli.recipients_file import FileError
from paloma.client import Paloma
from paloma.errors import PalomaError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOCAL_URL, LOCAL_SENDER = "http://127.0.0.1:7071", "+18335550100"
_LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
_SETTINGS = """settings:
  PALOMA_URL   the app's address (default: http://127.0.0.1:7071)
  PALOMA_KEY   a function key or host key of the app
  PALOMA_FROM  your own number (default for a local app: +18335550100)

exit codes: 0 done, 1 refused, 2 wrong use, 3 unavailable, 4 a message was not sent, 130 interrupted
"""


def run() -> None:
    """Run the command of this process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:], os.environ))


def main(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    connect: Callable[[str, str], Paloma] = lambda url, key: Paloma(url, key=key),
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Do what the arguments ask for; return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    _settle(given, environment, parser)
    try:
        paloma = connect(given.url, environment.get("PALOMA_KEY", "").strip())
    except ValueError as error:
        parser.error(str(error))
    try:
        with paloma:
            return int(given.run(commands.Context(paloma, given, sleep)))
    except Unavailable as error:
        complain_of(error)
        _advise(given)
        return commands.UNAVAILABLE
    except PalomaError as error:
        complain_of(error)
        return commands.REFUSED
    except FileError as error:
        complain(str(error))
        return commands.WRONG_USE
    except OSError as error:
        complain(f"Cannot read or write: {error.strerror}.")
        return commands.WRONG_USE
    except KeyboardInterrupt:
        _advise(given)
        return commands.INTERRUPTED


def _advise(given: argparse.Namespace) -> None:
    """Say how to give a command again whose response did not arrive."""
    if given.run is commands.send:
        complain(
            "It may have been accepted. To have it sent once, repeat the command with "
            f"--idempotency-key {given.idempotency_key}"
        )
    if given.run is commands.campaign:
        complain("Give the same command again within 24 hours: no person gets the text twice.")


def _settle(
    given: argparse.Namespace, environment: Mapping[str, str], parser: argparse.ArgumentParser
) -> None:
    """Complete what was given with the settings."""
    given.url = given.url or environment.get("PALOMA_URL") or LOCAL_URL
    if "sender" in given:
        given.sender = given.sender or environment.get("PALOMA_FROM")
        if not given.sender and urlsplit(given.url).hostname in _LOCAL_HOSTS:
            given.sender = LOCAL_SENDER
        if not given.sender:
            parser.error("say which number is yours: --from, or PALOMA_FROM")


def _parser() -> argparse.ArgumentParser:
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
    inbox = add("inbox", "show unread messages", own_number)
    inbox.add_argument("--watch", action="store_true", help="until Ctrl-C")
    inbox.set_defaults(run=commands.inbox)
    _add_campaign(add("campaign", "send a text to the people of a file", own_number, options))
    _add_opt_outs(added, [own_number, everywhere])
    senders = add("senders", "show your own numbers")
    senders.set_defaults(run=administration.show_senders)
    pause = add("pause", "hold back the messages of your own number", own_number)
    pause.add_argument("--reason", metavar="TEXT", help="shown until it is resumed")
    pause.add_argument("--actor", metavar="NAME", help="who pauses it")
    pause.set_defaults(run=administration.pause)
    resume = add("resume", "let your own number send again", own_number)
    resume.set_defaults(run=administration.resume)
    return parser


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
    added: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    parser = added.add_parser("opt-outs", help="the registry of opt-outs")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help="write it as CSV", parents=parents)
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
    importing.set_defaults(run=administration.import_opt_outs)


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


def _send_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--category", choices=["transactional", "marketing", "otp"])
    options.add_argument("--campaign", metavar="NAME", help="a name for figures")
    options.add_argument("--send-at", type=_moment, metavar="TIME", help="such as 2026-12-01T09:00")
    options.add_argument("--ttl", type=int, metavar="SECONDS", help="time to live")
    return options


def _moment(text: str) -> datetime:
    """Read a time; one without an offset is in the time zone of this machine."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone() if moment.tzinfo is None else moment
