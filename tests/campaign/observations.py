"""What can be seen from outside: the phones, as the simulator has them, and the API's answers."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from tests.campaign.killable_processes import poll_until
from tests.campaign.webhook_proxy import Pair
from tests.campaign.world import CampaignWorld

FINAL = {"delivered", "failed", "suppressed", "expired", "cancelled"}
FLAGGED = {"unknown", "unconfirmed"}
_REFUSALS = {"401", "403", "404", "Unauthorized", "Forbidden"}

_READS_AT_ONCE = 4
_LONGEST_WAIT_SECONDS = 1_800  # 10 minutes until a dead worker's message is seen, and retries
_SLOW_MACHINE_SECONDS = 120.0
_ANSWERED_SECONDS = 20.0

Summaries = Mapping[str, Any]
"""What the API says of sends; None where it knows none."""


async def settle(world: CampaignWorld) -> None:
    """Let all trouble end; wait until no work and no delivery waits and every event is stored."""
    await world.control("DELETE", "faults")
    await poll_until(
        lambda: _are_carried_out(world), _longest_seconds(world), what="late requests are done"
    )
    await world.workers.ready()

    async def no_work_waits() -> bool:
        return await world.waiting_work_count() == 0

    async def all_events_have_arrived() -> bool:
        found = (await world.control("GET", "subscriptions"))["subscriptions"]
        assert not any(one["dropped"] for one in found), found
        return not any(one["pending"] for one in found)

    await poll_until(no_work_waits, _longest_seconds(world), what="the queues are empty")
    await poll_until(all_events_have_arrived, _longest_seconds(world), what="events are stored")


async def list_sends(world: CampaignWorld, own_numbers: Iterable[str]) -> set[str]:
    """Ask the API for the ids of all sends of some own numbers since the world began."""
    first, last = world.time.start().date(), world.time.now().date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found: set[str] = set()

    async def list_day(path: str) -> None:
        while path:
            page = await _get(world, path)
            found.update(one["sendId"] for one in page["sends"])
            path = page.get("nextUrl", "").removeprefix("/api/")

    paths = [f"sms?limit=100&day={d}&sender={quote(one)}" for d in days for one in own_numbers]
    await side_by_side(list_day, paths)
    return found


async def _are_carried_out(world: CampaignWorld) -> bool:
    return world.boundary.late_count == 0


async def read_ended(world: CampaignWorld, send_ids: Iterable[str]) -> Summaries:
    """Ask the API how sends have ended; wait for those that have not."""
    summaries: dict[str, Any] = {}

    async def all_have_ended() -> bool:
        left = [send_id for send_id in send_ids if send_id not in summaries]
        found = await side_by_side(lambda send_id: _get(world, f"sms/{send_id}"), left)
        ended = {i: one for i, one in found.items() if one is None or _has_ended(one)}
        summaries.update(ended)
        return len(ended) == len(left)

    await poll_until(all_have_ended, _longest_seconds(world), what="every message has ended")
    return summaries


def _longest_seconds(world: CampaignWorld) -> float:
    return world.time.real_seconds(_LONGEST_WAIT_SECONDS) + _SLOW_MACHINE_SECONDS


def _has_ended(summary: Any) -> bool:
    return set(summary["counts"]) <= FINAL | FLAGGED


async def side_by_side(
    read: Callable[[str], Awaitable[Any]], names: Iterable[str]
) -> dict[str, Any]:
    """Read something by each name, some at a time."""
    places = asyncio.Semaphore(_READS_AT_ONCE)
    found: dict[str, Any] = {}

    async def read_one(name: str) -> None:
        async with places:
            found[name] = await read(name)

    async with asyncio.TaskGroup() as tasks:
        for name in names:
            tasks.create_task(read_one(name))
    return found


Phones = Mapping[tuple[str, str], list[Any]]
"""What phones got, by person and text."""


async def read_phones(world: CampaignWorld) -> Phones:
    path = "messages?direction=outbound&limit=1000000"
    found = (await world.control("GET", path))["messages"]
    by_person: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for message in found:
        if message["origin"] == "api":
            by_person[message["to"], message["message"]].append(message)
    return by_person


Stops = Mapping[Pair, Sequence[datetime]]
"""When each person texted STOP to each own number."""


async def read_stops(world: CampaignWorld) -> Stops:
    """Give what people texted, all of it STOP."""
    found = await world.control("GET", "messages?direction=inbound&limit=1000000")
    stops: defaultdict[Pair, list[datetime]] = defaultdict(list)
    for one in found["messages"]:
        stops[one["to"], one["from"]].append(time_of(one))
    return stops


def time_of(message: Any) -> datetime:
    """When the simulator took a message."""
    return datetime.fromisoformat(message["createdAt"])


async def read_statuses(world: CampaignWorld, send_id: str) -> Mapping[str, list[str]]:
    statuses: defaultdict[str, list[str]] = defaultdict(list)
    path: str | None = f"sms/{send_id}/messages"
    while path:
        page = await _get(world, path)
        for message in page["messages"]:
            statuses[message["to"]].append(_status_of(message))
        path = page.get("nextUrl", "").removeprefix("/api/")
    return statuses


def _status_of(message: Any) -> str:
    """Give a status of its own, which no count has, to a message that a passing refusal ended."""
    code = message.get("error", {}).get("code")
    return f"failed with {code}" if code in _REFUSALS else str(message["status"])


async def _get(world: CampaignWorld, path: str) -> Any:
    """Ask until there is an answer: a busy machine may not give one in time."""
    found: list[Any] = []

    async def is_answered() -> bool:
        async with world.session.get(f"{world.workers.url}/api/{path}") as answer:
            assert answer.status in {200, 404, 503}, (path, answer.status)
            if answer.status != 503:
                found.append(await answer.json() if answer.status == 200 else None)
        return bool(found)

    await poll_until(is_answered, _ANSWERED_SECONDS, what=f"{path} is answered")
    return found[0]
