"""The commands of ``dev.py``; each returns the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from local.dev.activity import Activity, takes_colours
from local.dev.audit import audit
from local.dev.demo import play_demo
from local.dev.environment import app_environment
from local.dev.errors import DevError, as_quotation
from local.dev.install import ensure_everything, ensure_packages, ensure_tools
from local.dev.interruption import StopRequestedError
from local.dev.paths import ROOT, VENV_PYTHON
from local.dev.ports import check_ports
from local.dev.process_group import ProcessGroup
from local.dev.send import send_and_follow
from local.dev.welcome import print_welcome
from local.dev.world import running_world, start_simulator
from local.dev.world_settings import simulator_port_need

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from local.dev.environment import AppEnvironment
    from local.dev.world import World
    from local.dev.world_settings import WorldSettings

_SHOWN_LINES_COUNT = 20
_PATIENCE_SECONDS = 30.0
_TIERS = ("unit", "simulation", "integration", "e2e")
_CAMPAIGN = "tests/campaign"
_IN_MEMORY = ("tests/unit", "tests/simulation")
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
_CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", _LINT_IMPORTS),  # the package cannot be run as a module
    ("-m", "tests.support.infra.project"),  # azure.yaml, Bicep and workflows
)


def run(settings: WorldSettings, *, is_verbose: bool = False, has_sample: bool = False) -> int:
    """
    Run all programs until they are asked to end or one of them ends.

    Shows one line for each send, report, inbound message and failure, or with `is_verbose` every
    line of the Functions host. `has_sample` fills an empty storage with the sample first.
    """
    began = time.monotonic()
    environment = app_environment(os.environ, settings)
    if has_sample:
        _refuse_sample_elsewhere(environment)
    activity = Activity(sys.stdout, is_coloured=takes_colours(sys.stdout, os.environ))
    with running_world(
        settings,
        environment=environment,
        is_host_echoed=is_verbose,
        on_host_line=None if is_verbose else activity.show,
        before_host=lambda: _fill_with_sample(environment) if has_sample else None,
    ) as world:
        print_welcome(world, ready_seconds=time.monotonic() - began)
        world.process_group.watch()
    return 0


def _refuse_sample_elsewhere(environment: AppEnvironment) -> None:
    """What waits in the sample is sent once the app runs: never to a real carrier."""
    if not (environment.uses_azurite and environment.uses_simulator):
        message = (
            "The sample is for the simulator and Azurite only, but your settings lead elsewhere. "
            "Leave AzureWebJobsStorage and the ACS settings as the sample settings have them."
        )
        raise DevError(message)


def _fill_with_sample(environment: AppEnvironment) -> None:
    command = [str(VENV_PYTHON), "-m", "local.sample"]
    if run_in_foreground(command, environment.variables):
        message = "The sample could not be made."
        raise DevError(message)


def demo(settings: WorldSettings) -> int:
    """Play the main job; 0 only if every step happened."""
    environment = app_environment(os.environ, settings)
    if not (environment.uses_azurite and environment.uses_simulator):
        message = (
            "The demo plays on the simulator and Azurite only, but your settings lead elsewhere. "
            "Leave AzureWebJobsStorage and the ACS settings as the sample has them."
        )
        raise DevError(message)
    began = time.monotonic()
    with running_world(settings, environment=environment) as world:
        print(f"Everything is ready ({time.monotonic() - began:.1f} s).")
        _play_with_hosts_words(world)
    print(f"Every step happened ({time.monotonic() - began:.1f} s).")
    return 0


def _play_with_hosts_words(world: World) -> None:
    try:
        play_demo(world)
    except DevError as error:
        said = as_quotation(world.host.lines()[-_SHOWN_LINES_COUNT:])
        message = f"{error}\nThe last lines of the Functions host:\n{said}"
        raise DevError(message) from error


def send(app_url: str, body: dict[str, str]) -> int:
    """Send one message through a running app and follow it; 0 only if it was delivered."""
    return send_and_follow(app_url, body, patience_seconds=_PATIENCE_SECONDS, sleep=time.sleep)


def simulator(port: int) -> int:
    """Run the ACS simulator alone until it is asked to end."""
    check_ports([simulator_port_need(port)])
    ensure_packages()
    with ProcessGroup() as process_group:
        start_simulator(process_group, port, is_echoed=True)
        process_group.watch()
    return 0


def test(arguments: Sequence[str]) -> int:
    """
    Run pytest and return its exit code.

    Parameters
    ----------
    arguments : sequence of str
        Arguments of pytest. Names of tiers and rooms may stand before the first option: a room is
        its folders in all tiers. Whole folders run on every core, and so do all tests if there are
        no arguments, but for the campaign, which has the machine to itself afterwards.
    """
    if not arguments:
        code = _run_module("pytest", [*_on_every_core([]), f"--ignore={_CAMPAIGN}"])
        return _run_module("pytest", [_CAMPAIGN]) or code
    names = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    paths = [path for name in names for path in _test_paths(name)]
    rest = arguments[len(names) :]
    is_folders_only = not rest and all((ROOT / path).is_dir() for path in paths)
    return _run_module(
        "pytest", [*(_on_every_core(paths) if is_folders_only else ()), *paths, *rest]
    )


def _on_every_core(paths: Sequence[str]) -> list[str]:
    """
    Give the options for folders, or for all tests: a process for each core.

    Where tests wait for programs there is one process more. A module's tests share a process, and
    so what it starts.
    """
    are_in_memory = paths and all(path.startswith(_IN_MEMORY) for path in paths)
    workers = (os.cpu_count() or 1) + (0 if are_in_memory else 1)
    return ["-n", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]


def _test_paths(name: str) -> list[str]:
    """Give the folders of a tier or a room; anything else is as it was."""
    if name in _TIERS:
        return [f"tests/{name}"]
    folders = [f"tests/{tier}/{name}" for tier in _TIERS if name.isidentifier()]
    return [folder for folder in folders if (ROOT / folder).is_dir()] or [name]


def campaign(arguments: Sequence[str]) -> int:
    """Play the long fault campaign (``--campaign``) or the load run (``--load``)."""
    return _run_module("tests.campaign", arguments)


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks with these arguments and return their exit code."""
    return _run_module("bench", arguments)


def _run_module(name: str, arguments: Sequence[str]) -> int:
    # It starts Node itself: it finds the same one.
    node_folder = str(Path(ensure_everything()).parent)
    path = os.pathsep.join((node_folder, os.environ.get("PATH", "")))
    command = [str(VENV_PYTHON), "-m", name, *arguments]
    # Tests start Paloma's programs some hundred times: without bytecode each compiles it anew.
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return run_in_foreground(command, {**inherited, "PATH": path})


def check() -> int:
    """Run every check, show all that fails; 1 if any does."""
    ensure_tools()
    commands = [[str(VENV_PYTHON), *check] for check in _CHECKS]
    codes = [run_in_foreground(command, os.environ) for command in commands]
    return int(any([*codes, audit()]))


def run_in_foreground(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program that has the terminal to itself, and return its exit code."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        return process.wait()
    except StopRequestedError as request:
        # The terminal gives Ctrl-C to it as well; any other signal came to us alone.
        if not request.is_from_keyboard:
            process.terminate()
        process.wait()
        raise
