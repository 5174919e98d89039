"""Programs that live and end together, tried on tiny Python children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local.dev.errors import ChildEndedError, DevError
from local.dev.process_group import ProcessGroup

_ROOT = Path(__file__).resolve().parents[3]
_FOREVER = "import time; print('ready', flush=True); time.sleep(600)"
_STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + _FOREVER
_PARENT = (
    "import subprocess, sys;"
    f"child = subprocess.Popen([sys.executable, '-c', {_FOREVER!r}]);"
    "print(child.pid, flush=True); child.wait()"
)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return _state_of(pid) != "Z"


def _state_of(pid: int) -> str:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()[:1] or "Z"


def _until_gone(pid: int, *, timeout_seconds: float = 5) -> bool:
    deadline = time.monotonic() + timeout_seconds
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _is_alive(pid)


def test_process_group_ends_every_program_when_left() -> None:
    with ProcessGroup() as process_group:
        children = [process_group.start(name, [sys.executable, "-c", _FOREVER]) for name in "ab"]
        process_group.wait_until(
            lambda: all(child.lines() == ["ready"] for child in children), what="ready"
        )

    assert [child.exit_code for child in children] == [-15, -15]


def test_process_group_ends_every_program_when_left_by_an_error() -> None:
    process_group = ProcessGroup()
    child = process_group.start("a", [sys.executable, "-c", _FOREVER])

    with pytest.raises(ZeroDivisionError), process_group:
        _ = 1 / 0

    assert child.exit_code is not None


def test_process_group_ends_grandchildren_when_their_parent_is_stopped() -> None:
    with ProcessGroup() as process_group:
        child = process_group.start("parent", [sys.executable, "-c", _PARENT])
        process_group.wait_until(lambda: len(child.lines()) == 2, what="two lines")
        grandchild = next(int(line) for line in child.lines() if line.isdigit())

    assert _until_gone(grandchild)


def test_process_group_ends_stubborn_program_when_it_ignores_sigterm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("local.dev.process.GRACE_SECONDS", 0.2)
    with ProcessGroup() as process_group:
        child = process_group.start("stubborn", [sys.executable, "-c", _STUBBORN])
        process_group.wait_until(lambda: child.lines() == ["ready"], what="ready")

    assert child.exit_code == -9


def test_process_group_names_child_exit_code_and_last_words_when_child_crashes() -> None:
    crash = "import sys; print('the disk is full'); sys.exit(3)"

    with ProcessGroup() as process_group:
        process_group.start("healthy", [sys.executable, "-c", _FOREVER])
        process_group.start("Azurite", [sys.executable, "-c", crash])
        with pytest.raises(ChildEndedError) as caught:
            process_group.watch()

    assert caught.value.exit_code == 3
    assert "Azurite ended with exit code 3" in str(caught.value)
    assert "the disk is full" in str(caught.value)


def test_process_group_says_what_it_waited_for_when_time_is_up() -> None:
    with pytest.raises(DevError, match="in vain: the moon"), ProcessGroup() as process_group:
        process_group.wait_until(lambda: False, what="the moon", timeout_seconds=0.05)


def test_process_group_says_which_program_is_missing_when_it_cannot_be_started(
    tmp_path: Path,
) -> None:
    with (
        pytest.raises(DevError, match="Azurite could not be started"),
        ProcessGroup() as process_group,
    ):
        process_group.start("Azurite", [str(tmp_path / "none")])


def test_process_group_keeps_only_last_lines_when_child_talks_much() -> None:
    with ProcessGroup() as process_group:
        child = process_group.start("a", [sys.executable, "-c", "for n in range(1000): print(n)"])
        with pytest.raises(ChildEndedError):
            process_group.watch()

    assert child.lines()[-1] == "999"
    assert len(child.lines()) == 200


def test_process_group_is_ended_by_watchdog_when_its_process_is_killed_outright() -> None:
    program = (
        "import sys, time;"
        "from local.dev.process_group import ProcessGroup;"
        "group = ProcessGroup();"
        f"print(group.start('a', [sys.executable, '-c', {_FOREVER!r}]).pid, flush=True);"
        "time.sleep(600)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=_ROOT
    )
    with owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        assert _is_alive(child)
        owner.kill()

    assert _until_gone(child)


def test_process_group_still_ends_its_programs_when_watchdog_was_killed() -> None:
    before = _children_named("local.dev.watchdog")
    with ProcessGroup() as process_group:
        child = process_group.start("a", [sys.executable, "-c", _FOREVER])
        (watchdog,) = _children_named("local.dev.watchdog") - before
        os.kill(watchdog, signal.SIGKILL)
        assert _until_gone(watchdog)
        second = process_group.start("b", [sys.executable, "-c", _FOREVER])

    assert child.exit_code is not None
    assert second.exit_code is not None


def _children_named(part_of_command: str) -> set[int]:
    listing = subprocess.run(
        ["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=2) for line in listing.stdout.splitlines())
    return {
        int(pid)
        for pid, parent, command in rows
        if int(parent) == os.getpid() and part_of_command in command
    }
