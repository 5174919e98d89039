"""What ``dev.py test`` runs, and beside what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.dev import command_line, commands
from local.dev.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def _output_and_signals_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "prepare_output", lambda: None)
    monkeypatch.setattr(command_line, "turn_signals_into_exceptions", lambda: None)


def test_test_command_hands_everything_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        given.append(arguments)
        return 5

    monkeypatch.setattr(commands, "test", note)

    assert command_line.main(["test", "-x", "tests/unit", "--help"]) == 5
    assert given == [["-x", "tests/unit", "--help"]]


def _pytest_arguments(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    seen: list[list[str]] = []

    def note(command: list[str], _: object) -> int:
        seen.append(command)
        return 5

    monkeypatch.setattr(commands, "ensure_everything", lambda: "node/bin/node")
    monkeypatch.setattr(commands, "run_in_foreground", note)
    assert command_line.main(["test", *arguments]) == 5
    assert seen[0][1:3] == ["-m", "pytest"]
    return seen[0][3:]


_ON_EVERY_CORE = ["-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder"]


def test_room_stands_for_its_folders_in_every_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [f"tests/{tier}/opt_outs" for tier in ("unit", "simulation", "integration", "e2e")]
    assert _pytest_arguments(monkeypatch, "opt_outs") == [*_ON_EVERY_CORE, *folders]


def test_room_without_some_tier_stands_for_the_folders_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = ["tests/unit/analytics", "tests/e2e/analytics"]
    folders += ["tests/unit/conversations", "tests/e2e/conversations"]
    arguments = _pytest_arguments(monkeypatch, "analytics", "conversations")
    assert arguments == [*_ON_EVERY_CORE, *folders]


class _Beside:
    """What a process group starts: a program that says two lines and ends with an exit code."""

    exit_code = 0

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def __call__(self) -> _Beside:
        return self

    def __enter__(self) -> _Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self.seen.append("end")

    def start(
        self, _: str, command: list[str], *, on_line: Callable[[str], None], **__: object
    ) -> _Beside:
        self.seen.append(f"beside: {' '.join(command[3:])}")
        for line in ("....\n", "4 passed\n"):
            on_line(line)
        return self

    def give_way(self) -> None:
        self.seen.append("gives way")

    def wait(self) -> int:
        self.seen.append("wait")
        return self.exit_code


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> _Beside:
    beside = _Beside([])
    monkeypatch.setattr(commands, "ensure_everything", lambda: "node/bin/node")
    monkeypatch.setattr(commands, "ProcessGroup", beside)
    return beside


def test_tests_in_memory_run_beside_those_with_programs_and_the_campaign(
    monkeypatch: pytest.MonkeyPatch, beside: _Beside, capsys: pytest.CaptureFixture[str]
) -> None:
    def note(command: list[str], _: object) -> int:
        beside.seen.append(" ".join(command[3:]))
        return 0

    monkeypatch.setattr(commands, "run_in_foreground", note)

    assert command_line.main(["test"]) == 0

    on_every_core = " ".join(_ON_EVERY_CORE)
    assert beside.seen == [
        f"beside: {on_every_core} tests/unit tests/simulation",
        "gives way",
        f"{on_every_core} tests/e2e tests/integration",
        "tests/campaign",
        "wait",
        "end",
    ]
    assert capsys.readouterr().out == "....\n4 passed\n"
    tiers = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").is_file()}
    assert tiers - {"support"} == {"unit", "simulation", "e2e", "integration", "campaign"}


@pytest.mark.parametrize("codes", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)])
def test_tests_fail_when_any_run_of_them_fails(
    monkeypatch: pytest.MonkeyPatch, beside: _Beside, codes: tuple[int, int, int]
) -> None:
    *left, beside.exit_code = codes
    monkeypatch.setattr(commands, "run_in_foreground", lambda *_: left.pop(0))

    assert command_line.main(["test"]) == 1
    assert left == []


@pytest.mark.parametrize("arguments", [["tests/unit"], ["tests/unit/", "tests/e2e"]])
def test_whole_folders_run_on_every_core(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    assert _pytest_arguments(monkeypatch, *arguments) == [*_ON_EVERY_CORE, *arguments]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-x", "tests/unit", "--pdb"],
        ["opt_out"],
        ["tests/unit/dev/test_audit.py"],
        ["no_such_file.py"],
        ["-k", "senders"],
        ["tests/unit/dev/test_audit.py::test_nothing", "-k", ".."],
    ],
)
def test_anything_else_is_left_to_pytest(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    assert _pytest_arguments(monkeypatch, *arguments) == arguments


def test_options_may_follow_a_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pytest_arguments(monkeypatch, "housekeeping", "-x") == [
        "tests/unit/housekeeping",
        "-x",
    ]
