"""The main job, played by ``dev.py demo`` on real Azurite, the simulator and the app."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.e2e.dev_process import free_ports, running_dev

if TYPE_CHECKING:
    from pathlib import Path

_STEPS = (
    r"Everything is ready",
    r"1  Send from \+18335550100 to \+14255550123",
    r"✓ accepted: 202, send \S+, message queued",
    r"✓ the phone shows: Hello from Paloma\.",
    r"✓ the message is delivered",
    r"2  \+14255550123 texts STOP",
    r"✓ the phone shows: NETWORK MSG: You replied with the word STOP",
    r"✓ the registry says opted_out",
    r"3  Send from",
    r"✓ accepted: 202, send \S+, message (queued|suppressed)",
    r"✓ refused as (suppressed|failed): Sender blocked for given recipient\.",
    r"✓ the phone did not get: This one must not arrive\.",
    r"4  \+14255550123 texts START",
    r"✓ the phone shows: NETWORK MSG: You have replied UNSTOP",
    r"✓ the registry says opted_in",
    r"5  Send from",
    r"✓ accepted: 202, send \S+, message queued",
    r"✓ the phone shows: Welcome back\.",
    r"✓ the message is delivered",
    r"✓ the phone did not get: This one must not arrive\.",
)


def test_demo_plays_every_step_and_leaves_nothing_when_run_in_memory() -> None:
    ports = free_ports()
    with running_dev("demo", "--data", "memory", *ports.options()) as dev:
        exit_code = dev.wait_for_end()

    assert exit_code == 0, dev.output()
    assert re.search(".*".join(_STEPS), dev.output(), re.DOTALL), dev.output()
    closing = re.fullmatch(r"Every step happened \(([\d.]+) s\)\.", dev.lines[-1])
    assert closing
    assert float(closing[1]) < 20
    assert ports.are_free()


def test_demo_can_be_repeated_when_its_data_is_kept(tmp_path: Path) -> None:
    ports = free_ports()
    for _ in range(2):
        with running_dev("demo", "--data", str(tmp_path), *ports.options()) as dev:
            assert dev.wait_for_end() == 0, dev.output()

    assert ports.are_free()


def test_demo_refuses_to_play_when_settings_lead_elsewhere() -> None:
    real = "endpoint=https://real.communication.azure.com/;accesskey=c2VjcmV0"
    with running_dev("demo", "--data", "memory", ACS_CONNECTION_STRING=real) as dev:
        assert dev.wait_for_end() == 1

    assert "your settings lead elsewhere" in dev.output()
    assert "c2VjcmV0" not in dev.output()
