"""What the words after ``dev.py`` lead to."""

from __future__ import annotations

import ast
import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from local.dev import command_line, commands
from local.dev.errors import DevError
from local.dev.paths import ROOT
from local.dev.ports import PortNeed, check_ports
from local.dev.world_settings import HostKind, WorldSettings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _output_and_signals_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "prepare_output", lambda: None)
    monkeypatch.setattr(command_line, "turn_signals_into_exceptions", lambda: None)


def _settings_for(monkeypatch: pytest.MonkeyPatch, name: str, *options: str) -> WorldSettings:
    seen: list[WorldSettings] = []

    def note(settings: WorldSettings, **_: bool) -> int:
        seen.append(settings)
        return 7

    monkeypatch.setattr(commands, name, note)
    assert command_line.main([name, *options]) == 7
    return seen[0]


def test_run_has_the_documented_ports_and_folder_when_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = _settings_for(monkeypatch, "run")

    data = ROOT / ".local" / "azurite-data"
    assert settings == WorldSettings(7071, 10000, 8080, data, HostKind.STAND_IN)
    assert [need.port for need in settings.port_needs()] == [7071, 8080, 10000, 10001, 10002]


def test_demo_takes_every_option_when_given(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = ["--functions-port=1", "--azurite-port", "2", "--simulator-port=3"]

    settings = _settings_for(monkeypatch, "demo", *ports, "--data", "memory", "--host", "func")

    assert settings == WorldSettings(1, 2, 3, None, HostKind.FUNC)


def test_data_folder_is_seen_from_where_the_person_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _settings_for(monkeypatch, "run", "--data", "here").data == tmp_path / "here"


def test_test_command_hands_everything_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        given.append(arguments)
        return 5

    monkeypatch.setattr(commands, "test", note)

    assert command_line.main(["test", "-x", "tests/unit", "--help"]) == 5
    assert given == [["-x", "tests/unit", "--help"]]


@pytest.mark.parametrize(
    ("codes", "audited", "expected"),
    [([0] * 5, 0, 0), ([1, 0, 2, 0, 0], 0, 1), ([0, 0, 0, 0, 1], 0, 1), ([0] * 5, 1, 1)],
)
def test_check_runs_everything_and_fails_when_anything_does(
    monkeypatch: pytest.MonkeyPatch, codes: list[int], audited: int, expected: int
) -> None:
    left = iter([*codes, audited])
    monkeypatch.setattr(commands, "ensure_tools", lambda: None)
    monkeypatch.setattr(commands, "run_in_foreground", lambda *_: next(left))
    monkeypatch.setattr(commands, "audit", lambda: next(left))

    assert commands.check() == expected
    assert list(left) == []


def test_error_is_shown_as_one_message_when_something_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise DevError("The disk is full.")

    monkeypatch.setattr(commands, "check", fail)

    assert command_line.main(["check"]) == 1
    assert capsys.readouterr().err == "\nThe disk is full.\n"


@pytest.mark.parametrize(
    ("needs", "complaint"),
    [
        pytest.param([PortNeed(0, "A", "--a")], "A cannot have port 0; change --a", id="zero"),
        pytest.param([PortNeed(65536, "A", "--a")], "A cannot have port 65536", id="too high"),
    ],
)
def test_port_is_refused_when_there_is_no_such_port(needs: list[PortNeed], complaint: str) -> None:
    with pytest.raises(DevError, match=complaint):
        check_ports(needs)


def test_dev_script_parses_when_python_is_old() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")

    assert ast.parse(source, feature_version=(3, 8))


def test_dev_script_names_the_python_it_needs_when_run_by_an_older_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        runpy.run_path(str(ROOT / "dev.py"), run_name="__main__")


def test_bench_hands_on_all_that_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        seen.append(arguments)
        return 3

    monkeypatch.setattr(commands, "bench", note)

    assert command_line.main(["bench", "bulk", "--quick"]) == 3
    assert seen == [["bulk", "--quick"]]


@pytest.mark.parametrize("which", ["--campaign", "--load"])
def test_campaign_and_load_are_no_business_of_pytest(
    monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    seen: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        seen.append(arguments)
        return 3

    monkeypatch.setattr(commands, "campaign", note)

    assert command_line.main(["test", which, "--seed", "7"]) == 3
    assert seen == [[which, "--seed", "7"]]


def test_help_says_where_to_begin_when_no_command_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command_line.main([]) == 0

    said = capsys.readouterr().out
    places = [said.index(f"python3 dev.py {name}") for name in ("demo", "run", "send")]
    assert places == sorted(places)
    assert places[-1] < said.index("COMMAND\n")


@pytest.mark.parametrize(
    ("options", "told"),
    [([], (False, False)), (["--verbose"], (True, False)), (["--sample"], (False, True))],
)
def test_run_is_quiet_and_empty_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, options: list[str], told: tuple[bool, bool]
) -> None:
    seen: list[tuple[bool, bool]] = []

    def note(_: WorldSettings, *, is_verbose: bool, has_sample: bool) -> int:
        seen.append((is_verbose, has_sample))
        return 0

    monkeypatch.setattr(commands, "run", note)

    assert command_line.main(["run", *options]) == 0
    assert seen == [told]


def test_send_goes_to_the_app_of_run_with_the_numbers_of_the_readme_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, dict[str, str]]] = []

    def note(app_url: str, body: dict[str, str]) -> int:
        seen.append((app_url, body))
        return 5

    monkeypatch.setattr(commands, "send", note)
    options = ["Hi", "--to", "+14255550124", "--from=12345", "--functions-port=7072"]

    assert [command_line.main(["send"]), command_line.main(["send", *options])] == [5, 5]
    assert seen == [
        (
            "http://127.0.0.1:7071",
            {"from": "+18335550100", "to": "+14255550123", "message": "Hello from Paloma"},
        ),
        ("http://127.0.0.1:7072", {"from": "12345", "to": "+14255550124", "message": "Hi"}),
    ]
