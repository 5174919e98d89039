"""What ``dev.py test`` asks of pytest."""

import os

import pytest

from local.dev import command_line, commands


@pytest.fixture(autouse=True)
def _output_and_signals_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "prepare_output", lambda: None)
    monkeypatch.setattr(command_line, "turn_signals_into_exceptions", lambda: None)


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


CORES = os.cpu_count() or 1


def on_every_core(workers: int) -> list[str]:
    return ["-n", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]


def test_tiers_that_compute_have_a_process_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = _pytest_arguments(monkeypatch, "unit", "simulation")
    assert arguments == [*on_every_core(CORES), "tests/unit", "tests/simulation"]


def test_room_stands_for_its_folders_in_every_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [f"tests/{tier}/opt_outs" for tier in ("unit", "simulation", "integration", "e2e")]
    assert _pytest_arguments(monkeypatch, "opt_outs") == [*on_every_core(CORES + 1), *folders]


def test_room_without_some_tier_stands_for_the_folders_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = ["tests/unit/analytics", "tests/e2e/analytics"]
    folders += ["tests/unit/conversations", "tests/e2e/conversations"]
    arguments = _pytest_arguments(monkeypatch, "analytics", "conversations")
    assert arguments == [*on_every_core(CORES + 1), *folders]


def test_all_tests_run_on_every_core_and_the_campaign_alone_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[str]] = []

    def note(command: list[str], _: object) -> int:
        seen.append(command[3:])
        return 0

    monkeypatch.setattr(commands, "ensure_everything", lambda: "node/bin/node")
    monkeypatch.setattr(commands, "run_in_foreground", note)

    assert command_line.main(["test"]) == 0

    assert seen == [[*on_every_core(CORES + 1), "--ignore=tests/campaign"], ["tests/campaign"]]


@pytest.mark.parametrize("arguments", [["tests/e2e"], ["tests/unit/", "tests/e2e"]])
def test_whole_folders_run_on_every_core(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    assert _pytest_arguments(monkeypatch, *arguments) == [*on_every_core(CORES + 1), *arguments]


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


def test_programs_of_tests_keep_their_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []

    def note(_: list[str], environment: dict[str, str]) -> int:
        seen.append(environment)
        return 0

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(commands, "ensure_everything", lambda: "node/bin/node")
    monkeypatch.setattr(commands, "run_in_foreground", note)

    assert command_line.main(["test", "unit"]) == 0

    assert "PYTHONDONTWRITEBYTECODE" not in seen[0]
    assert seen[0]["PATH"].startswith(f"node/bin{os.pathsep}")
