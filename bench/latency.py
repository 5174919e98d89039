"""
From `POST /api/sms` to the carrier, and from a report to the status that people read.

Sends and reports arrive at a fixed rate, whatever is waiting. A send begins when its request does,
and ends when the simulator has the call: both are times of one machine's clock. A report begins
when its POST does, and ends when `GET /api/messages/{messageId}` has said `delivered`. How late the
arrivals themselves were is a figure of its own: it says how far the machine can be trusted.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bench.alone import alone
from bench.bulk import RECIPIENT_COUNT, TEXT, warmed_up
from bench.figures import Figure, Goal, figure
from bench.measure import until_reported
from bench.progress import Progress, say
from bench.recipients import recipients
from bench.reports import post_report, report_events
from bench.world import SENDER, World, running_world

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.options import Options

_SLOWEST_SHOWN = 5
_IDLE_RATE = 4
"""Singles a second that leave the app idle in between: each takes some 20 ms."""

_STATUS_POLL_SECONDS = 0.01
_REPORTS_PER_LOOK = 5
"""Asking for a status costs the app more than its report does."""
_BEHIND_RATE, _BEHIND_SECONDS = 20, 5.0
"""How many singles a second arrive behind each campaign, and for how long."""


@dataclass(frozen=True, slots=True)
class Wait:
    """
    How long one send took to the carrier.

    Attributes
    ----------
    at_seconds : float
        When its request began, since the arrivals began.
    late_seconds : float
        How much later than planned that was.
    """

    at_seconds: float
    seconds: float
    late_seconds: float


async def latency(options: Options) -> list[Figure]:
    """Measure singles on an idle app, at two rates, behind campaigns and alone, and reports."""
    seconds = 5.0 if options.is_quick else 20.0
    idle: list[list[Wait]] = []
    reported: list[list[Wait]] = []
    slow: list[list[Wait]] = []
    fast: list[list[Wait]] = []
    behind: list[list[Wait]] = []
    for number in range(options.round_count):
        say(f"latency, round {number + 1} of {options.round_count}")
        async with running_world() as world:
            await warmed_up(world)
            idle.append(await _alone_at(world, _IDLE_RATE, 25.0))
            slow.append(await _alone_at(world, 20, seconds))
            fast.append(await _alone_at(world, 100, seconds))
            behind.append(await _behind_campaigns(world, 1 if options.is_quick else 4))
        async with running_world() as world:
            reported.append(await _reports_at(world, 100, seconds))
    return [
        *_figures("idle app", idle, p99=300),
        *_figures("20/s", slow, p50=40, p99=150),
        *_figures("100/s", fast, p99=400),
        *_figures("behind 10,000", behind, p99=400, slowest=1_000),
        *_figures("report to status, 100/s", reported, p99=100),
        *await alone(),
    ]


@dataclass(slots=True)
class Arrivals:
    """Singles by their texts: when the request of each began, and how late that was."""

    label: str
    began: float
    began_at: dict[str, float] = field(default_factory=dict)
    late_seconds: dict[str, float] = field(default_factory=dict)


async def _alone_at(world: World, per_second: int, seconds: float) -> list[Wait]:
    """Have singles arrive while nothing else is done."""
    label, count = f"{per_second}/s", round(per_second * seconds)
    before = await world.reported_count()
    arrivals = await _arrive(world, per_second, seconds, label)
    await until_reported(world, count, Progress(f"{label}, reports", count), before=before)
    return await _waits(world, arrivals)


async def _behind_campaigns(world: World, count: int) -> list[Wait]:
    """Have a campaign accepted, then singles, so many times."""
    waits: list[Wait] = []
    total = RECIPIENT_COUNT + round(_BEHIND_RATE * _BEHIND_SECONDS)
    for number in range(1, count + 1):
        before, label = await world.reported_count(), f"behind campaign {number} of {count}"
        await world.send(SENDER, recipients(RECIPIENT_COUNT), TEXT, category="marketing")
        arrivals = await _arrive(world, _BEHIND_RATE, _BEHIND_SECONDS, label)
        await until_reported(world, total, Progress(f"{label}, reports", total), before=before)
        waits += await _waits(world, arrivals)
    return waits


async def _reports_at(world: World, per_second: int, seconds: float) -> list[Wait]:
    """Have single reports arrive, and the status of every fifth message asked for."""
    label = f"reports at {per_second}/s"
    events = await report_events(world, round(per_second * seconds))
    message_ids = await _message_ids(world, events[0]["data"]["tag"].partition("-")[0])
    say(f"{label}, for {seconds:g} s")
    began = time.time()

    async def report(number: int, event: Mapping[str, Any]) -> Wait | None:
        due = began + number / per_second
        await asyncio.sleep(due - time.time())
        sent_at = time.time()
        await post_report(world, event)
        if number % _REPORTS_PER_LOOK:
            return None
        url = f"{world.app}/messages/{message_ids[event['data']['to'].lstrip('+')]}"
        while (await world.json("GET", url))["status"] != "delivered":  # noqa: ASYNC110
            await asyncio.sleep(_STATUS_POLL_SECONDS)
        return Wait(sent_at - began, time.time() - sent_at, sent_at - due)

    async with asyncio.TaskGroup() as tasks:
        waits = [tasks.create_task(report(*item)) for item in enumerate(events)]
    found = [one for wait in waits if (one := wait.result())]
    _say_slowest(label, found)
    return found


async def _message_ids(world: World, send_id: str) -> dict[str, str]:
    """Give the ids of a send's messages by recipient, without +."""
    found: dict[str, str] = {}
    url = f"/api/sms/{send_id}/messages?limit=100"
    while url:
        page = await world.json("GET", f"{world.hosts[0].url}{url}")
        found.update({one["to"].lstrip("+"): one["messageId"] for one in page["messages"]})
        url = page.get("nextUrl", "")
    return found


async def _arrive(world: World, per_second: int, seconds: float, label: str) -> Arrivals:
    """Have singles arrive at even distances, each whether or not the earlier ones are done."""
    arrivals = Arrivals(label, time.time())

    async def send(number: int, recipient: str) -> None:
        due = arrivals.began + number / per_second
        await asyncio.sleep(due - time.time())
        text = f"{number} is your code, {label}."
        arrivals.began_at[text] = time.time()
        arrivals.late_seconds[text] = arrivals.began_at[text] - due
        await world.send(SENDER, recipient, text)

    async with asyncio.TaskGroup() as tasks:
        for item in enumerate(recipients(round(per_second * seconds))):
            tasks.create_task(send(*item))
    return arrivals


async def _waits(world: World, arrivals: Arrivals) -> list[Wait]:
    """Look up when the carrier got each; asked when all is done, because the answer is long."""
    found = await world.control("GET", "messages?direction=outbound&limit=1000000")
    came = {one["message"]: one["createdAt"] for one in found["messages"]}
    waits = [
        Wait(
            began - arrivals.began,
            datetime.fromisoformat(came[text]).timestamp() - began,
            arrivals.late_seconds[text],
        )
        for text, began in arrivals.began_at.items()
    ]
    _say_slowest(arrivals.label, waits)
    return waits


def _say_slowest(label: str, waits: Sequence[Wait]) -> None:
    slowest = sorted(waits, key=lambda wait: wait.seconds, reverse=True)[:_SLOWEST_SHOWN]
    each = ", ".join(f"{1000 * one.seconds:.0f} ms at {one.at_seconds:.1f} s" for one in slowest)
    say(f"{label}, slowest: {each}")


def _figures(
    name: str,
    rounds: Sequence[Sequence[Wait]],
    *,
    p50: float | None = None,
    p99: float | None = None,
    slowest: float | None = None,
) -> list[Figure]:
    times = [sorted(1000 * wait.seconds for wait in waits) for waits in rounds]
    late = [max(1000 * wait.late_seconds for wait in waits) for waits in rounds]
    goals = {50: p50, 95: None, 99: p99, 100: slowest}
    figures = [
        figure(
            "latency",
            f"{name}, {'slowest' if percent == 100 else f'p{percent}'}",  # noqa: PLR2004
            [percentile(one, percent) for one in times],
            "ms",
            goal=Goal(greatest=greatest) if greatest else None,
        )
        for percent, greatest in goals.items()
    ]
    return [*figures, figure("latency", f"{name}, arrivals late by", late, "ms at most")]


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Give the value that so many percent do not exceed; the values are in order, at least one."""
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(0, int(rank) - 1)]
