"""The command line of ``dev.py``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from local.dev import commands
from local.dev.console import prepare_output
from local.dev.demo import OWN_NUMBER, PERSON
from local.dev.errors import DevError
from local.dev.interruption import StopRequestedError, turn_signals_into_exceptions
from local.dev.paths import AZURITE_DATA
from local.dev.ports import ADDRESS
from local.dev.world_settings import DEFAULT_PORT, HostKind, WorldSettings

if TYPE_CHECKING:
    from collections.abc import Callable

_MEMORY = "memory"
_DESCRIPTION = """\
Paloma on your own machine: an SMS backend on Azure Functions.

Begin here:
  python3 dev.py demo     a send, an opt-out, a suppressed send; takes a few seconds
  python3 dev.py run      starts everything, and prints where the pages and the API are
  python3 dev.py send     in another terminal: sends a message; see it on the phone page

The first command installs what it needs, in .venv and .local beside this file. README.md goes on
from there.
"""


def main(arguments: list[str]) -> int:
    """Do what the arguments (without the program's name) ask for; return the exit code."""
    prepare_output()
    turn_signals_into_exceptions()
    try:
        return _dispatch(arguments)
    except DevError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except StopRequestedError as request:
        print("\nEverything has ended.")
        return request.exit_code


def _dispatch(arguments: list[str]) -> int:
    # All that follows belongs to pytest or the benchmarks, also what looks like an option of ours.
    if arguments[:2] in (["test", "--campaign"], ["test", "--load"]):
        return commands.campaign(arguments[1:])
    if arguments[:1] == ["test"]:
        return commands.test(arguments[1:])
    if arguments[:1] == ["bench"]:
        return commands.bench(arguments[1:])
    parser = _parser()
    if not arguments:
        parser.print_help()
        return 0
    return _COMMANDS[(options := parser.parse_args(arguments)).command](options)


def _send(options: argparse.Namespace) -> int:
    app_url = f"http://{ADDRESS}:{options.functions_port}"
    body = {"from": options.sender, "to": options.to, "message": options.message}
    return commands.send(app_url, body)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": lambda options: commands.run(
        _settings(options), is_verbose=options.verbose, has_sample=options.sample
    ),
    "demo": lambda options: commands.demo(_settings(options)),
    "send": _send,
    "simulator": lambda options: commands.simulator(options.simulator_port),
    "check": lambda _: commands.check(),
}


def _settings(options: argparse.Namespace) -> WorldSettings:
    return WorldSettings(
        functions_port=options.functions_port,
        azurite_port=options.azurite_port,
        simulator_port=options.simulator_port,
        data=None if options.data == _MEMORY else Path(options.data).resolve(),
        host=options.host,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands_of = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    simulator = [_simulator_options()]
    world = [*simulator, _functions_options(), _world_options()]
    for name, does, parents in (
        (
            "demo",
            "send, STOP, a suppressed send, START: the main job, with every step checked",
            world,
        ),
        (
            "run",
            "start Azurite, the ACS simulator and the app; Ctrl-C ends them",
            [*world, _run_options()],
        ),
        (
            "send",
            "send a message through the app that run started",
            [_functions_options(), _send_options()],
        ),
        ("simulator", "only the ACS simulator with its phone page", simulator),
        ("test", "all tests, those of tiers or rooms, or as pytest is told; --campaign", []),
        ("check", "lint, format, types, deployment files, and known vulnerabilities", []),
        ("bench", "the benchmarks: all, or those named; see bench --help", []),
    ):
        commands_of.add_parser(
            name, help=does, description=does, parents=parents, allow_abbrev=False
        )
    return parser


def _run_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--verbose", action="store_true", help="list the functions, and show every log line"
    )
    options.add_argument(
        "--sample",
        action="store_true",
        help="fill an empty storage with 30 days of made-up sends, conversations and opt-outs",
    )
    return options


def _send_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "message", nargs="?", default="Hello from Paloma", help="its text; default: %(default)s"
    )
    options.add_argument("--to", default=PERSON, metavar="NUMBER", help="default: %(default)s")
    options.add_argument(
        "--from",
        dest="sender",
        default=OWN_NUMBER,
        metavar="SENDER",
        help="your own number; default: %(default)s",
    )
    return options


def _simulator_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--simulator-port", type=int, default=8080, metavar="PORT", help="default: %(default)s"
    )
    return options


def _functions_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--functions-port",
        type=int,
        default=DEFAULT_PORT,
        metavar="PORT",
        help="the app's; default: %(default)s",
    )
    return options


def _world_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--azurite-port",
        type=int,
        default=10000,
        metavar="PORT",
        help="and the next two; default: %(default)s",
    )
    options.add_argument(
        "--data",
        default=str(AZURITE_DATA),
        metavar="DIR",
        help="where Azurite keeps its files; 'memory' for none; default: %(default)s",
    )
    options.add_argument(
        "--host",
        type=HostKind,
        choices=list(HostKind),
        default=HostKind.STAND_IN,
        help="what runs the app; func is Azure Functions Core Tools; default: %(default)s",
    )
    return options
