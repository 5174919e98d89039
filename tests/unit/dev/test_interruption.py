"""Signals as exceptions, in a process of their own: handlers belong to the whole process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[3]
_BEGIN = """
import os, signal, time
from local.dev.interruption import StopRequestedError, held, turn_signals_into_exceptions
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests may run under nohup
turn_signals_into_exceptions()
"""


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program],
        capture_output=True,
        text=True,
        check=True,
        cwd=_ROOT,
        timeout=20,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("name", "exit_code", "is_from_keyboard"),
    [("SIGINT", 130, True), ("SIGTERM", 143, False), ("SIGHUP", 129, False)],
)
def test_signal_is_raised_with_shells_exit_code_when_it_arrives(
    name: str, exit_code: int, *, is_from_keyboard: bool
) -> None:
    said = _run(f"""
try:
    os.kill(os.getpid(), signal.{name})
    time.sleep(10)
except StopRequestedError as request:
    print(request.exit_code, request.is_from_keyboard)
""")

    assert said == f"{exit_code} {is_from_keyboard}\n"


def test_signal_waits_when_it_arrives_in_a_held_block() -> None:
    said = _run("""
try:
    with held():
        os.kill(os.getpid(), signal.SIGTERM)
        print("block done")
    print("not reached")
except StopRequestedError:
    print("then raised")
""")

    assert said == "block done\nthen raised\n"


def test_second_signal_is_ignored_when_one_was_raised() -> None:
    said = _run("""
try:
    os.kill(os.getpid(), signal.SIGINT)
except StopRequestedError:
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGTERM)
    print("went on")
""")

    assert said == "went on\n"


def test_hangup_stays_ignored_when_started_under_nohup() -> None:
    said = _run("""
signal.signal(signal.SIGHUP, signal.SIG_IGN)
turn_signals_into_exceptions()
os.kill(os.getpid(), signal.SIGHUP)
print("still here")
""")

    assert said == "still here\n"
