"""The programs of ``dev.py run``: beside those of another run, and ended in every way."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from local.dev.lock import only_one
from local.dev.web import call
from tests.e2e.dev_process import Ports, are_gone, free_ports, running_dev, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.dev_process import DevProcess

_READY = "Paloma is running"


def _is_healthy(ports: Ports) -> bool:
    with urlopen(f"http://127.0.0.1:{ports.functions}/api/health", timeout=5) as answer:
        return bool(answer.status == 200)


def test_two_runs_live_side_by_side_and_end_independently() -> None:
    one, two = free_ports(), free_ports()
    with (
        running_dev("run", "--data", "memory", *one.options()) as first,
        running_dev("run", "--data", "memory", *two.options()) as second,
    ):
        first.wait_for(_READY)
        second.wait_for(_READY)
        children = [*first.children(), *second.children()]
        assert _is_healthy(one)

        first.process.send_signal(signal.SIGINT)
        assert first.wait_for_end() == 130
        assert one.are_free()
        assert _is_healthy(two)

        second.process.send_signal(signal.SIGTERM)
        assert second.wait_for_end() == 143

    assert two.are_free()
    assert are_gone(children)
    assert second.lines[-1] == "Everything has ended."


@pytest.mark.parametrize(
    ("part_of_command", "name", "options"),
    [
        ("azurite.js", "Azurite", []),
        ("local.acs_simulator", "ACS simulator", []),
        ("local.functions_host", "Functions host", ["--verbose"]),
    ],
)
def test_run_ends_and_names_the_child_when_one_is_killed(
    part_of_command: str, name: str, options: list[str]
) -> None:
    ports = free_ports()
    with running_dev("run", *options, "--data", "memory", *ports.options()) as dev:
        dev.wait_for(_READY)
        children = dev.children()
        (victim,) = (pid for pid, command in children.items() if part_of_command in command)
        os.kill(victim, signal.SIGKILL)
        exit_code = dev.wait_for_end()

    assert exit_code == 1
    assert f"{name} ended with exit code -9. Its last lines:" in dev.output()
    is_listed = "Functions host |         health: [GET]" in dev.output()
    assert is_listed == ("--verbose" in options), "a verbose run lists the functions"
    assert ports.are_free()
    assert are_gone(children)


def test_children_end_when_dev_itself_is_killed_outright() -> None:
    ports = free_ports()
    with running_dev("run", "--data", "memory", *ports.options()) as dev:
        dev.wait_for(_READY)
        children = dev.children()
        assert len(children) == 4
        dev.process.kill()
        dev.wait_for_end()

        assert are_gone(children)
    assert ports.are_free()


def test_run_says_who_needs_the_port_and_what_changes_it_when_it_is_taken() -> None:
    ports = free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports.azurite + 1))
        other.listen()
        with running_dev("run", "--data", "memory", *ports.options()) as dev:
            assert dev.wait_for_end() == 1

    assert f"Port {ports.azurite + 1} is taken" in dev.output()
    assert "Azurite (queues)" in dev.output()
    assert "--azurite-port" in dev.output()


def test_run_says_so_when_another_run_uses_its_data_folder(tmp_path: Path) -> None:
    options = ["--data", str(tmp_path), *free_ports().options()]
    with (
        only_one(tmp_path / "paloma.lock", busy="", waits=False),
        running_dev("run", *options) as dev,
    ):
        assert dev.wait_for_end() == 1

    assert "choose another folder with --data" in dev.output()


@pytest.mark.skipif(sys.platform == "win32", reason="makes a program with a hash-bang line")
def test_run_starts_core_tools_when_asked_for_them(tmp_path: Path) -> None:
    ports = free_ports()
    said = tmp_path / "arguments"
    stand_in = "exec python -m local.functions_host --app-root . --port"
    func = tmp_path / "func"
    func.write_text(f"#!/bin/sh\necho $* > {said}\n{stand_in} $3\n", encoding="utf-8")
    func.chmod(0o755)
    path = os.pathsep.join((str(tmp_path), os.environ["PATH"]))
    options = ["--host", "func", "--data", "memory", *ports.options()]

    with running_dev("run", *options, PATH=path) as dev:
        dev.wait_for(_READY)

    assert said.read_text(encoding="utf-8") == f"start --port {ports.functions}\n"
    assert ports.are_free()


def test_run_says_so_when_core_tools_are_asked_for_and_absent(tmp_path: Path) -> None:
    if shutil.which("func"):
        pytest.skip("Core Tools are installed here")
    options = ["--host", "func", "--data", str(tmp_path), *free_ports().options()]
    with running_dev("run", *options) as dev:
        assert dev.wait_for_end() == 1

    assert "there is no 'func' on the PATH" in dev.output()


def test_simulator_runs_alone_until_it_is_ended() -> None:
    ports = free_ports()
    with running_dev("simulator", "--simulator-port", str(ports.simulator)) as dev:
        dev.wait_for(f"ready at http://127.0.0.1:{ports.simulator}")
        assert ports.listening() == [ports.simulator]
        dev.process.send_signal(signal.SIGTERM)
        assert dev.wait_for_end() == 143

    assert ports.are_free()


def test_test_command_keeps_exit_code_of_pytest_when_arguments_are_given() -> None:
    with running_dev("test", "no_such_file.py") as dev:
        assert dev.wait_for_end() == 4

    with running_dev("test", "--version") as dev:
        assert dev.wait_for_end() == 0
    assert dev.output().startswith("pytest ")


def test_run_ends_at_once_and_names_every_setting_that_cannot_be_used() -> None:
    settings = {"SMS_QUIET_HOURS": "offf", "SMS_RECONCILE": "perhaps"}
    with running_dev("run", "--data", "memory", *free_ports().options(), **settings) as dev:
        assert dev.wait_for_end() == 1
    said = dev.output()
    assert [said.count(name) for name in settings] == [1, 1]
    assert "Paloma is running" not in said


@pytest.fixture(scope="module")
def shown() -> Iterator[tuple[DevProcess, Ports]]:
    """A run that tests only look at, and its ports."""
    ports = free_ports()
    with running_dev("run", "--data", "memory", *ports.options()) as dev:
        dev.wait_for("A line follows")
        yield dev, ports


def test_run_shows_a_line_for_what_happens_and_neither_functions_nor_numbers(
    shown: tuple[DevProcess, Ports],
) -> None:
    dev, ports = shown
    banner_length = len(dev.lines)
    with running_dev("send", f"--functions-port={ports.functions}") as send:
        assert send.wait_for_end() == 0, send.output()
    dev.wait_for("report    1 message delivered")
    reply: dict[str, object] = {"from": "+14255550123", "to": "+18335550100", "message": "STOP"}
    inbound = f"http://127.0.0.1:{ports.simulator}/_simulator/inbound"
    assert call("POST", inbound, reply).status == HTTPStatus.ACCEPTED
    dev.wait_for("opt-out   opted out by keyword")
    dev.wait_for("inbound   1 message")
    lines = dev.lines[banner_length:]

    assert [line.strip() for line in send.lines][-1] == "delivered"
    assert any("send      1 recipient, transactional" in line for line in lines)
    assert "health: [GET]" not in dev.output()
    assert "failure" not in "".join(lines)
    assert "555" not in "".join(lines)
    assert "\x1b" not in dev.output()


def test_run_prints_a_first_request_and_a_reply_that_work_when_pasted(
    shown: tuple[DevProcess, Ports],
) -> None:
    dev, _ = shown
    assert wait_until(lambda: sum("curl" in line for line in dev.lines) == 2, 5)
    for line in [line for line in dev.lines if "curl" in line]:
        url, body = (shlex.split(line)[place] for place in (3, -1))
        headers = {"Content-Type": "application/json"}
        request = Request(url, data=body.encode(), headers=headers, method="POST")
        with urlopen(request, timeout=10) as answer:
            assert answer.status == 202
            assert json.load(answer)

    phone_page = next(line.split()[-1] for line in dev.lines if "Phone page" in line)
    with urlopen(phone_page, timeout=10) as page:
        assert page.headers.get_content_type() == "text/html"
