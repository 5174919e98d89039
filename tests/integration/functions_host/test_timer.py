"""Timers through the running host."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

from local.functions_host import HostSettings, start_host
from local.functions_host.timer_monitor import ScheduleStatus, TimerMonitor
from tests.unit.functions_host.apps import STORAGE, until, write_app

SOURCE = """
seen = []

@app.schedule(schedule="* * * * * *", arg_name="timer")
def often(timer: func.TimerRequest) -> None:
    seen.append("often")

@app.schedule(schedule="0 0 0 1 1 *", arg_name="timer", run_on_startup=True)
async def yearly(timer: func.TimerRequest) -> None:
    seen.append("past due" if timer.past_due else "at start")
"""


async def test_timers_run_in_the_host(tmp_path: Path) -> None:
    settings = HostSettings(write_app(tmp_path, SOURCE), port=0, environment=STORAGE)

    async with start_host(settings):
        seen: list[Any] = sys.modules["function_app"].seen
        await until(lambda: seen.count("often") >= 2)

    assert seen.count("at start") == 1


async def test_timer_is_past_due_when_the_monitor_of_the_last_host_says_so(tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=1)
    monitor = TimerMonitor({"yearly": ScheduleStatus(None, long_ago, long_ago)})
    settings = HostSettings(
        write_app(tmp_path, SOURCE), port=0, environment=STORAGE, timer_monitor=monitor
    )

    async with start_host(settings):
        seen: list[Any] = sys.modules["function_app"].seen
        await until(lambda: "past due" in seen)

    assert "at start" not in seen
    assert monitor.statuses["yearly"].next_at > datetime.now(UTC)


async def test_running_timer_may_end_when_the_host_ends(tmp_path: Path) -> None:
    source = """
    import asyncio
    seen = []

    @app.schedule(schedule="0 0 0 1 1 *", arg_name="timer", run_on_startup=True)
    async def yearly(timer: func.TimerRequest) -> None:
        seen.append("began")
        await asyncio.sleep(0.2)
        seen.append("ended")
    """
    settings = HostSettings(write_app(tmp_path, dedent(source)), port=0, environment=STORAGE)

    async with start_host(settings):
        seen: list[Any] = sys.modules["function_app"].seen
        await until(lambda: seen == ["began"])

    assert seen == ["began", "ended"]
