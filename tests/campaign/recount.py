"""
The recount: what the phones have against what was asked for and what the API says.

It reads the simulator's record, the API's answers and the campaign's own notes, and nothing of
the product's code or rows.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.campaign.asking import Ask, Caller
from tests.campaign.mortals import poll_until
from tests.campaign.world import CampaignWorld

FINAL = {"delivered", "failed", "suppressed", "expired", "cancelled"}
FLAGGED = {"unknown", "unconfirmed"}
IN_FLIGHT = timedelta(seconds=30)
"""How long after the question to the registry a call may begin (`WIRE_TIME` of the product)."""

_STALL_SECONDS = 2.0  # real ones, for which a busy machine may leave a request lying
_READS_AT_ONCE = 16
_LONGEST_WAIT_SECONDS = 1_800  # 10 minutes until a dead worker's message is seen, and retries
_SLOW_MACHINE_SECONDS = 120.0


@dataclass
class Findings:
    """
    What the recount found: what is wrong, and how many messages ended how.

    Attributes
    ----------
    latest_after_stop : timedelta
        By how much a message was behind a STOP that was stored while it was under way.
    """

    wrong: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    asked_count: int = 0
    answered_count: int = 0
    absent_count: int = 0
    stop_count: int = 0
    latest_after_stop: timedelta = timedelta()

    @property
    def flagged_count(self) -> int:
        return sum(self.statuses[status] for status in FLAGGED)

    def check(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.wrong.append(what)


@dataclass(frozen=True)
class Stored:
    """A send as the API lists it: its text, its counts, and its messages by person."""

    text: str
    counts: Mapping[str, int]
    statuses: Mapping[str, list[str]]


Summaries = Mapping[str, Any]
"""What the API says of sends that were announced in a queue; None where it knows none."""


async def settle(world: CampaignWorld) -> None:
    """Let all trouble end, and wait until no work waits and every event is stored."""
    await world.control("DELETE", "faults")
    await world.workers.ready()

    async def no_work_waits() -> bool:
        return await world.waiting_work_count() == 0

    async def all_events_have_arrived() -> bool:
        found = (await world.control("GET", "subscriptions"))["subscriptions"]
        assert not any(one["dropped"] for one in found), found
        return not any(one["pending"] for one in found)

    await poll_until(no_work_waits, _longest_seconds(world), what="the queues are empty")
    await poll_until(all_events_have_arrived, _longest_seconds(world), what="events are stored")


async def read_ended(world: CampaignWorld, send_ids: Iterable[str]) -> Summaries:
    """Ask the API how sends have ended; wait for those that have not."""
    summaries: dict[str, Any] = {}

    async def all_have_ended() -> bool:
        left = [send_id for send_id in send_ids if send_id not in summaries]
        found = await _side_by_side(lambda send_id: _get(world, f"sms/{send_id}"), left)
        ended = {i: one for i, one in found.items() if one is None or _has_ended(one)}
        summaries.update(ended)
        return len(ended) == len(left)

    await poll_until(all_have_ended, _longest_seconds(world), what="every message has ended")
    return summaries


def _longest_seconds(world: CampaignWorld) -> float:
    return world.time.real_seconds(_LONGEST_WAIT_SECONDS) + _SLOW_MACHINE_SECONDS


def _has_ended(summary: Any) -> bool:
    return set(summary["counts"]) <= FINAL | FLAGGED


async def _side_by_side(
    read: Callable[[str], Awaitable[Any]], send_ids: Iterable[str]
) -> dict[str, Any]:
    """Read something of each send, some at a time."""
    places = asyncio.Semaphore(_READS_AT_ONCE)
    found: dict[str, Any] = {}

    async def read_one(send_id: str) -> None:
        async with places:
            found[send_id] = await read(send_id)

    async with asyncio.TaskGroup() as tasks:
        for send_id in send_ids:
            tasks.create_task(read_one(send_id))
    return found


async def recount(world: CampaignWorld, caller: Caller, summaries: Summaries) -> Findings:
    """
    Count again what has settled.

    Answered sends that were not read are held to the phones alone: everybody has the text.
    """
    findings = Findings(
        asked_count=caller.message_count, stop_count=len(world.front_door.stopped_at)
    )
    phones = await read_phones(world)
    known = [send_id for send_id, summary in summaries.items() if summary]
    pages = await _side_by_side(lambda send_id: _statuses(world, send_id), known)
    stored = {i: Stored(summaries[i]["message"], summaries[i]["counts"], pages[i]) for i in known}
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for send_id, send in stored.items():
        by_text[send.text].append(send_id)
        _check_counts(findings, send_id, send)
    for ask in caller.asks.values():
        if ask.send_id and ask.send_id not in summaries:
            findings.answered_count += len(ask.people)
            findings.statuses["on the phone"] += len(ask.people)
            findings.check(has_reached_all(ask, phones), f"{ask.text} is not on each phone once")
            continue
        ids = by_text.pop(ask.text, [])
        findings.check(len(ids) <= 1, f"{ask.text} is stored {len(ids)} times")
        if ask.send_id:
            findings.answered_count += len(ask.people)
            findings.check(ids == [ask.send_id], f"{ask.text} was accepted and is not there")
        if not ids:
            findings.absent_count += len(ask.people)
        _check_ask(findings, ask, stored[ids[0]] if ids else None, phones)
    findings.check(not by_text, f"sends nobody asked for: {sorted(by_text)}")
    _check_phones(findings, phones, world)
    return findings


Phones = Mapping[tuple[str, str], list[Any]]
"""What phones got, by person and text."""


def has_reached_all(ask: Ask, phones: Phones) -> bool:
    """Whether each of its people has the text once."""
    return all(len(phones.get((person, ask.text), ())) == 1 for person in ask.people)


async def read_phones(world: CampaignWorld) -> Phones:
    path = "messages?direction=outbound&limit=1000000"
    found = (await world.control("GET", path))["messages"]
    by_person: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for message in found:
        if message["origin"] == "api":
            by_person[message["to"], message["message"]].append(message)
    return by_person


async def _statuses(world: CampaignWorld, send_id: str) -> Mapping[str, list[str]]:
    statuses: defaultdict[str, list[str]] = defaultdict(list)
    path: str | None = f"sms/{send_id}/messages"
    while path:
        page = await _get(world, path)
        for message in page["messages"]:
            statuses[message["to"]].append(message["status"])
        path = page.get("nextUrl", "").removeprefix("/api/")
    return statuses


async def _get(world: CampaignWorld, path: str) -> Any:
    async with world.session.get(f"{world.workers.url}/api/{path}") as answer:
        assert answer.status in {200, 404}, (path, answer.status)
        return await answer.json() if answer.status == 200 else None


def _check_counts(findings: Findings, send_id: str, send: Stored) -> None:
    counted = Counter(status for each in send.statuses.values() for status in each)
    findings.check(counted == Counter(send.counts), f"{send_id}: {send.counts} but {counted}")
    findings.statuses += counted
    left = set(counted) - FINAL - FLAGGED
    findings.check(not left, f"{send_id} has not ended: {left}")


def _check_ask(findings: Findings, ask: Ask, send: Stored | None, phones: Phones) -> None:
    if send:
        listed = {person: len(each) for person, each in send.statuses.items()}
        findings.check(listed == dict.fromkeys(ask.people, 1), f"{ask.text} is stored in part")
    for person in ask.people:
        got = phones.get((person, ask.text), [])
        status = send.statuses.get(person, ["?"])[0] if send else "absent"
        findings.check(len(got) <= 1, f"{person} got {ask.text} {len(got)} times")
        findings.check(not (got and ask.must_not_arrive), f"{person} got {ask.text} after STOP")
        if status == "delivered":
            findings.check(len(got) == 1, f"{person} did not get {ask.text}, called delivered")
        elif got:
            # A network that blocked or lost it has said so on the message itself.
            findings.check(status == got[0]["status"], f"{person} got {ask.text}, called {status}")


def _check_phones(findings: Findings, phones: Phones, world: CampaignWorld) -> None:
    stopped_at = world.front_door.stopped_at
    most = IN_FLIGHT + timedelta(seconds=_STALL_SECONDS * world.time.speed)
    for (person, text), got in phones.items():
        stop = stopped_at.get((got[0]["from"], person))
        for message in got if stop else []:
            late = datetime.fromisoformat(message["createdAt"]) - (stop or world.time.now())
            findings.latest_after_stop = max(findings.latest_after_stop, late)
            findings.check(late <= most, f"{person} got {text} {late.total_seconds()} s after STOP")
