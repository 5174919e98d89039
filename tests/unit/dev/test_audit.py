"""The audit: what counts as a failure, and what is said."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from local.dev import audit, commands

GOOD = {"name": "idna", "version": "3.20", "vulns": []}
BAD = {
    "name": "aiohttp",
    "version": "3.14.5",
    "vulns": [
        {"id": "GHSA-0000-0000-0001", "fix_versions": ["3.14.6", "4.0"]},
        {"id": "GHSA-0000-0000-0002", "fix_versions": []},
    ],
}
UNKNOWN = {"name": "yarl", "skip_reason": "Dependency not found on PyPI"}


def answering(monkeypatch: pytest.MonkeyPatch, stdout: str) -> list[list[str]]:
    """Let the audit's program answer so; gives the commands that were run."""
    commands_run: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands_run.append(command)
        return subprocess.CompletedProcess(command, 1, stdout=stdout)

    monkeypatch.setattr(subprocess, "run", run)
    return commands_run


def report(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_audit_fails_and_names_package_and_remedy_when_something_is_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, report(GOOD, BAD))

    assert audit.audit() == 1

    assert capsys.readouterr().out.splitlines() == [
        "aiohttp 3.14.5: GHSA-0000-0000-0001 (fixed in 3.14.6, 4.0); "
        "GHSA-0000-0000-0002 (fixed in no version yet)",
        "Audit: 2 packages, 1 of them vulnerable.",
    ]


@pytest.mark.parametrize(
    ("stdout", "line"),
    [
        (report(GOOD, GOOD), "Audit: 2 packages, nothing known against them."),
        (
            report(GOOD, UNKNOWN),
            "Audit: 1 packages, nothing known against them; 1 could not be looked up.",
        ),
        *(
            (stdout, "Audit: not done, the data about vulnerabilities could not be had.")
            for stdout in (report(UNKNOWN, UNKNOWN), report(), "", "Traceback", "{}")
        ),
    ],
)
def test_audit_says_in_one_line_how_much_was_looked_up_when_nothing_is_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stdout: str, line: str
) -> None:
    answering(monkeypatch, stdout)

    assert audit.audit() == 0

    assert capsys.readouterr().out.splitlines() == [line]


def test_audit_gives_up_when_its_program_takes_too_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], *, timeout: float, **_: Any) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", run)

    assert audit.audit() == 0
    assert "not done" in capsys.readouterr().out


def test_audit_reads_the_pins_and_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    run = answering(monkeypatch, report(GOOD))

    audit.audit()

    (command,) = run
    assert {"--disable-pip", "--require-hashes"} <= set(command)
    assert command[-1].endswith("requirements-dev.txt")


@pytest.mark.parametrize(("audit_code", "expected"), [(0, 0), (1, 1)])
def test_check_fails_when_the_audit_does(
    monkeypatch: pytest.MonkeyPatch, audit_code: int, expected: int
) -> None:
    monkeypatch.setattr(commands, "ensure_tools", lambda: None)
    monkeypatch.setattr(commands, "run_in_foreground", lambda *_: 0)
    monkeypatch.setattr(commands, "audit", lambda: audit_code)

    assert commands.check() == expected
