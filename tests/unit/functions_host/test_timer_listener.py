import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from azure.functions.timer import TimerRequest

from local.functions_host.invocation import Invoker
from local.functions_host.model import TimerTrigger
from local.functions_host.timer_listener import TimerListener
from local.functions_host.timer_monitor import ScheduleStatus, TimerMonitor
from tests.unit.functions_host.apps import index

START = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)


class SteppedClock:
    """Goes on only by sleeping, and ends the listener after some sleeps."""

    def __init__(self, sleeps: int) -> None:
        self.now_at = START
        self._sleeps_left = sleeps

    def now(self) -> datetime:
        return self.now_at

    async def sleep(self, seconds: float) -> None:
        if not self._sleeps_left:
            raise asyncio.CancelledError
        self._sleeps_left -= 1
        self.now_at += timedelta(seconds=seconds)


class TimerRuns:
    """Runs one timer function on a stepped clock and keeps what the handler saw."""

    def __init__(self, folder: Path, *, schedule: str = "0 * * * * *") -> None:
        self.seen: list[tuple[datetime, TimerRequest]] = []
        self.seconds_of_first_run = 0.0
        self.fails = False
        self.monitor = TimerMonitor()
        self._folder = folder
        self._schedule = schedule

    async def play(self, *, sleeps: int, arguments: str = "") -> None:
        source = (
            f"@app.schedule(schedule={self._schedule!r}, arg_name='timer', {arguments})\n"
            "async def tick(timer: func.TimerRequest) -> None:\n"
            "    tick.handler(timer)\n"
        )
        function = index(self._folder, source).functions[0]
        clock = SteppedClock(sleeps)
        function.handler.__globals__["tick"].handler = lambda timer: self._handle(clock, timer)
        trigger = function.trigger
        assert isinstance(trigger, TimerTrigger)
        listener = TimerListener(
            function,
            trigger,
            invoker=Invoker(None),
            monitor=self.monitor,
            now=clock.now,
            sleep=clock.sleep,
        )
        with pytest.raises(asyncio.CancelledError):
            await listener.run()

    def _handle(self, clock: SteppedClock, timer: TimerRequest) -> None:
        self.seen.append((clock.now_at, timer))
        if len(self.seen) == 1:
            clock.now_at += timedelta(seconds=self.seconds_of_first_run)
        if self.fails:
            raise ValueError

    @property
    def times(self) -> list[str]:
        return [at.strftime("%H:%M:%S") for at, _ in self.seen]


async def test_timer_runs_at_each_of_its_times(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path)

    await runs.play(sleeps=3)

    assert runs.times == ["09:31:00", "09:32:00", "09:33:00"]
    assert [timer.past_due for _, timer in runs.seen] == [False, False, False]


async def test_timer_runs_once_for_all_times_missed_during_a_long_run(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path)
    runs.seconds_of_first_run = 150

    await runs.play(sleeps=2)

    assert runs.times == ["09:31:00", "09:33:30", "09:34:00"]


async def test_failed_run_is_not_repeated_and_the_schedule_goes_on(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path)
    runs.fails = True

    await runs.play(sleeps=2)

    assert runs.times == ["09:31:00", "09:32:00"]


@pytest.mark.parametrize(("missed_minutes", "expected"), [(1, True), (180, True), (-1, False)])
async def test_timer_runs_past_due_once_when_times_were_missed(
    tmp_path: Path, missed_minutes: int, *, expected: bool
) -> None:
    runs = TimerRuns(tmp_path)
    next_at = START - timedelta(minutes=missed_minutes)
    runs.monitor.statuses["tick"] = ScheduleStatus(None, next_at, next_at)

    await runs.play(sleeps=1)

    assert [timer.past_due for _, timer in runs.seen] == ([True, False] if expected else [False])


async def test_timer_of_a_new_host_is_past_due_when_the_last_one_ended_long_ago(
    tmp_path: Path,
) -> None:
    runs = TimerRuns(tmp_path)
    await runs.play(sleeps=0)
    status = runs.monitor.statuses["tick"]
    assert status.next_at == START.replace(minute=31, second=0)

    runs.monitor.statuses["tick"] = ScheduleStatus(None, START - timedelta(hours=1), START)
    await runs.play(sleeps=0)

    assert [timer.past_due for _, timer in runs.seen] == [True]


async def test_timer_runs_at_start_when_it_is_told_to(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path)

    await runs.play(sleeps=1, arguments="run_on_startup=True")

    assert runs.times == ["09:30:15", "09:31:00"]


async def test_handler_sees_last_and_next_times(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path)

    await runs.play(sleeps=2)

    first, second = (timer.schedule_status for _, timer in runs.seen)
    assert first["Last"] == "0001-01-01T00:00:00+00:00"
    assert second["Last"] == "2026-11-22T09:31:00+00:00"
    assert second["Next"] == "2026-11-22T09:32:00+00:00"


async def test_schedule_status_is_empty_when_the_timer_is_not_monitored(tmp_path: Path) -> None:
    runs = TimerRuns(tmp_path, schedule="*/20 * * * * *")

    await runs.play(sleeps=2)

    assert runs.times == ["09:30:20", "09:30:40"]
    assert [timer.schedule_status for _, timer in runs.seen] == [{}, {}]
    assert runs.monitor.statuses == {}
