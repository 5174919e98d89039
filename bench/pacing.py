"""A toll-free number at its limit, from three processes, and a code behind a campaign."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bench.bulk import RECIPIENT_COUNT, TEXT
from bench.figures import Figure, Goal, figure
from bench.progress import Progress
from bench.recipients import recipients
from bench.world import PACED_SENDER, World, running_world
from local.dev.errors import DevError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.options import Options

_LIMIT = 200
_HOST_COUNT = 3
_LENGTH_SECONDS = 190
_CODES_AT_SECONDS = (60, 100, 140)
_CODE_PATIENCE_SECONDS = 60
_CODE_PERSON = "+12135550199"
_MINUTE = 60
_ACCEPTED, _TOO_MANY = 202, 429


@dataclass(frozen=True, slots=True)
class _Call:
    """One call that the simulator got: seconds since the campaign was accepted."""

    at_seconds: float
    status: int
    unit_count: int


async def pacing(options: Options) -> list[Figure]:
    """Measure the pace of a campaign of 10,000 and the wait of codes that come meanwhile."""
    length_seconds = 90 if options.is_quick else _LENGTH_SECONDS
    async with running_world(host_count=_HOST_COUNT) as world:
        limits = {"enabled": True, "unit": "segments", "limits": {"tollFree": _LIMIT}}
        await world.control("POST", "rate-limits", limits)
        began = time.time()
        numbers = recipients(RECIPIENT_COUNT)
        await world.send(PACED_SENDER, numbers, TEXT, category="marketing")
        waits = await _codes_during_campaign(world, length_seconds)
        found = (await world.control("GET", "requests"))["requests"]
        return _figures([_call(one, began) for one in found], waits, length_seconds)


async def _codes_during_campaign(world: World, length_seconds: float) -> list[float]:
    began = time.monotonic()
    progress = Progress("pacing, seconds", round(length_seconds))
    codes = [moment for moment in _CODES_AT_SECONDS if moment < length_seconds]
    waits: list[float] = []
    while (passed := time.monotonic() - began) < length_seconds:
        if len(waits) < len(codes) and passed >= codes[len(waits)]:
            waits.append(await _seconds_to_phone(world, f"Your code is 00{len(waits)}."))
        progress.show(round(passed))
        await asyncio.sleep(0.5)
    progress.finish(round(length_seconds))
    return waits


async def _seconds_to_phone(world: World, code: str) -> float:
    began = time.monotonic()
    await world.send(PACED_SENDER, _CODE_PERSON, code, category="otp")
    while code not in await _texts_on_phone(world):
        if time.monotonic() - began > _CODE_PATIENCE_SECONDS:
            message = f"A code did not come in {_CODE_PATIENCE_SECONDS} s."
            raise DevError(message)
        await asyncio.sleep(0.1)
    return time.monotonic() - began


async def _texts_on_phone(world: World) -> set[str]:
    found = await world.control("GET", f"messages?number={_CODE_PERSON.lstrip('+')}")
    return {one["message"] for one in found["messages"]}


def _call(request: dict[str, Any], began: float) -> _Call:
    at = datetime.fromisoformat(request["at"]).timestamp()
    return _Call(at - began, request["status"], request["recipientCount"] or 0)


def _figures(calls: Sequence[_Call], waits: Sequence[float], length_seconds: float) -> list[Figure]:
    refused_count = Counter(call.status for call in calls)[_TOO_MANY]
    passed = [call for call in calls if call.status == _ACCEPTED]
    # The first minute spends a window that was empty before: the steady pace comes after it.
    steady = sum(c.unit_count for c in passed if _MINUTE <= c.at_seconds < length_seconds)
    per_minute = steady * _MINUTE / (length_seconds - _MINUTE)
    most = most_in_a_minute([(call.at_seconds, call.unit_count) for call in passed])
    return [
        figure("pacing", "refused with 429", [refused_count], "calls", goal=Goal(greatest=0)),
        figure("pacing", "steady pace, limit 200", [per_minute], "units/min"),
        figure("pacing", "most in any 60 s", [most], "units", goal=Goal(greatest=_LIMIT)),
        figure("pacing", "code behind campaign", waits, "s (median)", goal=Goal(greatest=10)),
        figure("pacing", "slowest code", [max(waits)], "s", goal=Goal(greatest=10)),
    ]


def most_in_a_minute(spent: Sequence[tuple[float, int]]) -> int:
    """Give the most units that any 60 seconds saw; `spent` is times in seconds, with units."""
    sums = (
        sum(units for at, units in spent if first <= at < first + _MINUTE) for first, _ in spent
    )
    return max(sums, default=0)
