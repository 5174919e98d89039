"""
The command line: settings and exit codes.

Exit codes: 0 done; 1 the app refused it; 2 wrong use or settings; 3 the app is unavailable, try
again; 4 a message was not sent, or a recipient was rejected; 130 interrupted; 141 the reader of the
output ended, as `head` does.
"""

from __future__ import annotations

import io
import os
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from paloma.cli import commands
from paloma.cli.arguments import make_parser
from paloma.cli.output import complain, complain_of
from paloma.cli.recipients_file import FileError
from paloma.client import Paloma
from paloma.errors import PalomaError, Unavailable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence

LOCAL_URL, LOCAL_SENDER = "http://127.0.0.1:7071", "+18335550100"
_LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


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
    parser = make_parser()
    if not arguments:
        parser.print_help()
        return commands.WRONG_USE
    given = parser.parse_args(arguments)
    try:
        _settle(given, environment, parser)
        paloma = connect(given.url, environment.get("PALOMA_KEY", "").strip())
    except ValueError as error:
        parser.error(str(error))
    try:
        with paloma:
            return int(given.run(commands.Context(paloma, given, sleep)))
    except KeyboardInterrupt:
        _advise(given)
        return commands.INTERRUPTED
    except (PalomaError, FileError, OSError) as error:
        return _failure(error, given)


def _failure(error: PalomaError | FileError | OSError, given: argparse.Namespace) -> int:
    """Say what went wrong; return the exit code."""
    if isinstance(error, BrokenPipeError):
        # Else the interpreter complains when it flushes the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return commands.READER_ENDED
    if isinstance(error, PalomaError):
        complain_of(error)
        if not isinstance(error, Unavailable):
            return commands.REFUSED
        _advise(given)
        return commands.UNAVAILABLE
    if isinstance(error, OSError):
        complain(f"Cannot read or write: {error.strerror}.")
    else:
        complain(str(error))
    return commands.WRONG_USE


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
    given.url = (given.url or environment.get("PALOMA_URL") or LOCAL_URL).strip()
    if "sender" in given and not getattr(given, "is_of_all", False):
        given.sender = given.sender or environment.get("PALOMA_FROM")
        if not given.sender and urlsplit(given.url).hostname in _LOCAL_HOSTS:
            given.sender = LOCAL_SENDER
        if not given.sender and getattr(given, "needs_sender", True):
            parser.error("say which number is yours: --from, or PALOMA_FROM")
