"""What ``run`` prints when it is ready."""

from __future__ import annotations

import json
import shlex
import sys

import pytest

from local.dev.azurite import azurite_at
from local.dev.environment import AppEnvironment
from local.dev.paths import ROOT
from local.dev.process_group import ProcessGroup
from local.dev.welcome import print_welcome
from local.dev.world import World
from local.dev.world_settings import HostKind, WorldSettings


def _printed(
    capsys: pytest.CaptureFixture[str],
    *,
    uses_azurite: bool = True,
    uses_simulator: bool = True,
    ports: tuple[int, int, int] = (17071, 17000, 18080),
) -> str:
    settings = WorldSettings(*ports, None, HostKind.STAND_IN)
    environment = AppEnvironment({}, uses_azurite, uses_simulator)
    with ProcessGroup() as process_group:
        host = process_group.start("host", [sys.executable, "-c", "import time; time.sleep(600)"])
        world = World(process_group, settings, environment, azurite_at(ports[1]), host)
        print_welcome(world, ready_seconds=1.25)
    return capsys.readouterr().out


def test_welcome_names_every_address_of_this_run(capsys: pytest.CaptureFixture[str]) -> None:
    said = _printed(capsys)

    assert "http://127.0.0.1:17071\n" in said
    assert "http://127.0.0.1:17071/api/docs" in said
    assert "python3 dev.py send --functions-port 17071" in said
    for place in ("home", "sends/new", "inbox", "dashboard"):
        assert f"http://127.0.0.1:17071/api/ui/{place}\n" in said
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


def test_readme_shows_the_addresses_that_a_first_run_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("$ python3 dev.py run\n")[2].partition("```")[0]
    addresses = [line for line in block.splitlines() if "http://" in line]

    said = _printed(capsys, ports=(7071, 10000, 8080)).splitlines()

    assert len(addresses) >= 5
    assert [line for line in addresses if line not in said] == []
    assert "Send a first message with python3 dev.py send, or:" in said
