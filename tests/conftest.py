"""Fixtures for every tier."""

from __future__ import annotations

import gc
import logging
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from local.dev.azurite import Azurite, start_azurite
from local.dev.install import ensure_azurite
from local.dev.process_group import ProcessGroup
from shared.log import minute_log
from tests.support.log_privacy import LogCapture, assert_no_personal_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Examples take as long as the machine happens to need.
settings.register_profile("paloma", deadline=None)
settings.load_profile("paloma")

# Python's 700 spends a fifth of the unit tier on looking through thousands of collected tests.
gc.set_threshold(10_000)

_UNIT_TESTS = Path(__file__).parent / "unit"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Say what shares a process where tests run on several cores (``--dist loadgroup``)."""
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("the running app"))
        elif not item.path.is_relative_to(_UNIT_TESTS):
            # What a module starts is started once.
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.fixture(scope="session")
def azurite() -> Iterator[Azurite]:
    """Run the real Azurite in memory on free ports: ``.connection_string``, ``.queue_url`` …"""
    with ProcessGroup() as process_group:
        yield start_azurite(process_group, ensure_azurite())


@pytest.fixture(autouse=True)
def log_lines(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Listen to every logger; no line may show a phone number, a message's text or a key."""
    root, capture = logging.getLogger(), LogCapture()
    level = root.level
    root.addHandler(capture)
    # The worker logs from INFO up; lower levels matter to the unit tests only.
    minute_log.clear()
    root.setLevel(logging.DEBUG if _is_unit_test(request) else logging.INFO)
    yield capture.lines
    root.removeHandler(capture)
    root.setLevel(level)
    assert_no_personal_data(capture.lines)


@pytest.fixture(autouse=True)
def _sockets_closed_in_unit_tests(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if _is_unit_test(request):
        _refuse_connections(monkeypatch)


def _is_unit_test(request: pytest.FixtureRequest) -> bool:
    return request.path.is_relative_to(_UNIT_TESTS)


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
            pytest.fail(f"A unit test connects to {address}: use a fake, or move the test.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "socketpair", make_pair_openly)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
