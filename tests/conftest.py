"""
Fixtures for every tier.

What only tests need is imported inside functions: the process that hands tests out runs none.
"""

from __future__ import annotations

import gc
import logging
import socket
from contextlib import ExitStack
from logging import StreamHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from local.dev.azurite import Azurite
    from tests.support.function_index import IndexedFunction
    from tests.support.world import Serve, World

# Examples take as long as the machine happens to need.
settings.register_profile("paloma", deadline=None)
settings.load_profile("paloma")

# Python's 700 spends a fifth of the unit tier on looking through thousands of collected tests.
gc.set_threshold(50_000)

_WORTH_SHOWING = 0.005
"""Seconds of a set-up or a teardown that `--durations` shows."""

_IN_MEMORY = tuple(Path(__file__).parent / tier for tier in ("unit", "simulation"))


@pytest.fixture(scope="session")
def azurite() -> Iterator[Azurite]:
    """Run the real Azurite in memory on free ports: ``.connection_string``, ``.queue_url`` …"""
    from local.dev.azurite import start_azurite
    from local.dev.install import ensure_azurite
    from local.dev.process_group import ProcessGroup

    with ProcessGroup() as process_group:
        yield start_azurite(process_group, ensure_azurite())


@pytest.fixture(scope="session")
def indexed_functions() -> dict[str, IndexedFunction]:
    from tests.support.function_index import index_functions

    return index_functions()


@pytest.fixture
def world() -> World:
    from tests.support.world import World

    return World()


@pytest.fixture
def served(world: World) -> Iterator[World]:
    """Let the app's functions find an app on the world."""
    from composition.app import run_as

    with run_as(world.app()):
        yield world


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Let the app's functions find other worlds, until the test ends."""
    from composition.app import run_as

    with ExitStack() as stack:

        def serve(world: World) -> None:
            stack.enter_context(run_as(world.app()))

        yield serve


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Where workers send reports, send one of a test that passes: five messages take longer."""
    if not hasattr(item.config, "workerinput"):
        return None
    hook = item.ihook
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed or report.duration >= _WORTH_SHOWING:
            hook.pytest_runtest_logreport(report=report)
    if nextitem is None:  # "100%" is shown when the last test has finished
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let pytest write out errors only, unless a test reads that: `log_lines` hears everything."""
    if "caplog" in getattr(item, "fixturenames", ()):
        yield
        return
    streams = [one for one in logging.getLogger().handlers if isinstance(one, StreamHandler)]
    for stream in streams:
        stream.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for stream in streams:
            stream.setLevel(logging.NOTSET)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Show beside a failure what `log_lines` heard."""
    report = yield
    lines = getattr(item, "funcargs", {}).get("log_lines")
    if report.failed and lines:
        report.sections.append(("Log lines", "\n".join(lines)))
    return report


@pytest.fixture(autouse=True)
def log_lines(_log_level: None) -> Iterator[list[str]]:
    """Listen to every logger; no line may show a phone number, a message's text or a key."""
    from shared.log import minute_log
    from tests.support.log_privacy import LogCapture, assert_no_personal_data

    root, capture = logging.getLogger(), LogCapture()
    level = root.level
    root.addHandler(capture)
    minute_log.clear()
    yield capture.lines
    root.removeHandler(capture)
    root.setLevel(level)
    assert_no_personal_data(capture.lines)


@pytest.fixture(autouse=True, scope="module")
def _log_level(request: pytest.FixtureRequest) -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    # The worker logs from INFO up; lower levels matter to the tests in memory only.
    root.setLevel(logging.DEBUG if _runs_in_memory(request.path) else logging.INFO)
    yield
    root.setLevel(level)


@pytest.fixture(autouse=True, scope="module")
def _sockets_closed_in_memory(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if _runs_in_memory(request.path):
            _refuse_connections(patch)
        yield


def _runs_in_memory(path: Path) -> bool:
    return any(path.is_relative_to(tier) for tier in _IN_MEMORY)


def _refuse_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, make_pair = socket.socket.connect, socket.socketpair
    is_pairing = False

    def make_pair_openly(*arguments: int) -> tuple[socket.socket, socket.socket]:
        nonlocal is_pairing
        is_pairing = True
        try:
            return make_pair(*arguments)
        finally:
            is_pairing = False

    def refuse(self: socket.socket, address: object) -> None:
        # An event loop's own pair is a real connection where the system has no socketpair.
        if not is_pairing:
            pytest.fail(f"A test in memory connects to {address}: use a fake, or move the test.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "socketpair", make_pair_openly)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
