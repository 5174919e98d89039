"""The command line of ``dev.py``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from local.dev import commands
from local.dev.console import prepare_output
from local.dev.errors import DevError
from local.dev.interruption import StopRequestedError, turn_signals_into_exceptions
from local.dev.paths import AZURITE_DATA
from local.dev.world_settings import HostKind, WorldSettings

_MEMORY = "memory"


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
    options = _parser().parse_args(arguments)
    if options.command == "check":
        return commands.check()
    if options.command == "simulator":
        return commands.simulator(options.simulator_port)
    command = commands.run if options.command == "run" else commands.demo
    return command(_settings(options))


def _settings(options: argparse.Namespace) -> WorldSettings:
    return WorldSettings(
        functions_port=options.functions_port,
        azurite_port=options.azurite_port,
        simulator_port=options.simulator_port,
        data=None if options.data == _MEMORY else Path(options.data).resolve(),
        host=options.host,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Paloma on your own machine.")
    commands_of = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    simulator = [_simulator_options()]
    world = [*simulator, _world_options()]
    for name, does, parents in (
        ("run", "start Azurite, the ACS simulator and the app; Ctrl-C ends them", world),
        ("demo", "the same, and play the main job with every step checked", world),
        ("simulator", "only the ACS simulator with its phone page", simulator),
        (
            "test",
            "all tests, those of a room, or as pytest is told; --campaign, --load",
            [],
        ),
        ("check", "lint, format, types, and known vulnerabilities of packages", []),
        ("bench", "the benchmarks: all, or those named; see bench --help", []),
    ):
        commands_of.add_parser(
            name, help=does, description=does, parents=parents, allow_abbrev=False
        )
    return parser


def _simulator_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--simulator-port", type=int, default=8080, metavar="PORT", help="default: %(default)s"
    )
    return options


def _world_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument(
        "--functions-port", type=int, default=7071, metavar="PORT", help="default: %(default)s"
    )
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
