"""What ``run`` prints when it is ready."""

from __future__ import annotations

import json
import shlex
import sys

import pytest

from local.dev.azurite import azurite_at
from local.dev.environment import AppEnvironment
from local.dev.process_group import ProcessGroup
from local.dev.welcome import print_welcome
from local.dev.world import World
from local.dev.world_settings import HostKind, WorldSettings


def _printed(
    capsys: pytest.CaptureFixture[str], *, uses_azurite: bool = True, uses_simulator: bool = True
) -> str:
    settings = WorldSettings(17071, 17000, 18080, None, HostKind.STAND_IN)
    environment = AppEnvironment({}, uses_azurite, uses_simulator)
    with ProcessGroup() as process_group:
        host = process_group.start("host", [sys.executable, "-c", "import time; time.sleep(600)"])
        world = World(process_group, settings, environment, azurite_at(17000), host)
        print_welcome(world, ready_seconds=1.25)
    return capsys.readouterr().out


def test_welcome_names_every_address_of_this_run(capsys: pytest.CaptureFixture[str]) -> None:
    said = _printed(capsys)

    assert "http://127.0.0.1:17071\n" in said
    assert "http://127.0.0.1:17071/api/docs" in said
    assert "python3 dev.py send --functions-port 17071" in said
    assert "http://127.0.0.1:17071/api/dashboard" in said
    assert "http://127.0.0.1:17071/api/inbox?sender=%2B18335550100" in said
    assert "http://127.0.0.1:18080/phone" in said
    assert "http://127.0.0.1:17000/devstoreaccount1 (queues: 17001, tables: 17002)" in said
    assert "Your settings" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell's quoting")
def test_welcome_gives_requests_that_a_shell_takes_apart_rightly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, reply = (
        json.loads(shlex.split(line)[-1])
        for line in _printed(capsys).splitlines()
        if "curl" in line
    )

    assert (first["from"], first["to"]) == ("+18335550100", "+14255550123")
    assert (reply["from"], reply["to"], reply["message"]) == (first["to"], first["from"], "STOP")


def test_welcome_warns_when_settings_lead_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = _printed(capsys, uses_azurite=False, uses_simulator=False)

    assert "another ACS than the simulator: messages are real" in said
    assert "another storage than Azurite" in said
