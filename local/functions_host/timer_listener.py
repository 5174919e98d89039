"""Runs a function when the clock says so."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from azure.functions.meta import Datum

from local.functions_host.cron import parse_schedule
from local.functions_host.invocation import Invoker, no_result
from local.functions_host.model import Function, TimerTrigger
from local.functions_host.running import RunningHandlers
from local.functions_host.timer_monitor import ScheduleStatus, TimerMonitor


def utc_now() -> datetime:
    """Give the time, aware and in UTC."""
    return datetime.now(UTC)


class TimerListener:
    """
    Runs one timer function, never twice at a time.

    Parameters
    ----------
    function : Function
        What to run.
    trigger : TimerTrigger
        Its trigger.
    invoker : Invoker
        Runs the handler.
    monitor : TimerMonitor
        Knows the times that were missed while no host ran.
    now, sleep
        The clock, and the wait for it.
    """

    def __init__(
        self,
        function: Function,
        trigger: TimerTrigger,
        *,
        invoker: Invoker,
        monitor: TimerMonitor,
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._function = function
        self._trigger = trigger
        self._schedule = parse_schedule(trigger.schedule)
        self._invoker = invoker
        self._statuses = monitor.statuses
        self._handlers = RunningHandlers()
        self._now = now
        self._sleep = sleep

    async def run(self) -> None:
        """Run the function at its times until cancelled."""
        if self._has_missed_a_time():
            await self._run_once(is_past_due=True)
        elif self._trigger.runs_on_startup:
            await self._run_once()
        while True:
            due_at = self._schedule.next_after(self._now())
            self._remember(next_at=due_at)
            await self._wait_until(due_at)
            # A run that lasts past the next times is followed by one for all of them.
            while due_at <= self._now():
                due_at = self._schedule.next_after(self._now())
                await self._run_once()

    async def drain(self, grace_seconds: float) -> None:
        """Let a running handler end within the grace."""
        await self._handlers.drain(grace_seconds)

    async def _run_once(self, *, is_past_due: bool = False) -> None:
        # Shielded: the end of the schedule is not the end of the handler.
        await asyncio.shield(self._handlers.start(self._call(is_past_due=is_past_due)))

    async def _wait_until(self, due_at: datetime) -> None:
        await self._sleep(max(0.0, (due_at - self._now()).total_seconds()))

    def _has_missed_a_time(self) -> bool:
        status = self._statuses.get(self._function.name)
        return status is not None and status.next_at < self._now()

    async def _call(self, *, is_past_due: bool) -> None:
        datum = Datum(json.dumps(self._timer_info(is_past_due=is_past_due)), "json")
        try:
            await self._invoker.call(self._function, datum, then=no_result)
        except Exception:  # noqa: BLE001 - logged by the invoker; the schedule goes on
            return
        finally:
            now = self._now()
            self._remember(next_at=self._schedule.next_after(now), last_at=now)

    def _remember(self, *, next_at: datetime, last_at: datetime | None = None) -> None:
        if not self._trigger.uses_monitor:
            return
        before = self._statuses.get(self._function.name)
        known_last_at = before.last_at if before and last_at is None else last_at
        self._statuses[self._function.name] = ScheduleStatus(known_last_at, next_at, self._now())

    def _timer_info(self, *, is_past_due: bool) -> dict[str, object]:
        status = self._statuses.get(self._function.name)
        return {
            "Schedule": {"AdjustForDST": True},
            "ScheduleStatus": _status_info(status),
            "IsPastDue": is_past_due,
        }


def _status_info(status: ScheduleStatus | None) -> dict[str, str] | None:
    if status is None:
        return None
    never = datetime.min.replace(tzinfo=UTC)
    return {
        "Last": (status.last_at or never).isoformat(),
        "Next": status.next_at.isoformat(),
        "LastUpdated": status.updated_at.isoformat(),
    }
