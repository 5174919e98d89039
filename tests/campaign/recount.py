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
IN_FLIGHT = timedelta(seconds=45)
"""How long a message may be between the question to the registry and the wire (`WIRE_TIME`)."""

CONFIRMATION = (
    "You are unsubscribed and will get no more messages from this number. "
    "Reply START to subscribe again."
)
"""The one text that may follow a STOP."""

CONFIRMED_WITHIN = timedelta(minutes=5)

_READS_AT_ONCE = 16
_LONGEST_WAIT_SECONDS = 1_800  # 10 minutes until a dead worker's message is seen, and retries


@dataclass
class Findings:
    """What the recount found: what is wrong, and how many messages ended how."""

    wrong: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    asked_count: int = 0
    answered_count: int = 0
    absent_count: int = 0
    stop_count: int = 0

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
"""What the API says of each send that was ever announced; None where it knows none."""


async def settle(world: CampaignWorld) -> Summaries:
    """Wait until no work waits, every event is stored and every send has ended; tell how."""
    await world.control("DELETE", "faults")
    await world.workers.ready()
    summaries: dict[str, Any] = {}

    async def no_work_waits() -> bool:
        return await world.waiting_work_count() == 0

    async def all_events_have_arrived() -> bool:
        found = (await world.control("GET", "subscriptions"))["subscriptions"]
        assert not any(one["dropped"] for one in found), found
        return not any(one["pending"] for one in found)

    async def all_have_ended() -> bool:
        left = [send_id for send_id in world.boundary.announced if send_id not in summaries]
        found = await _side_by_side(lambda send_id: _get(world, f"sms/{send_id}"), left)
        ended = {i: one for i, one in found.items() if one is None or _has_ended(one)}
        summaries.update(ended)
        return len(ended) == len(left)

    seconds = world.time.real_seconds(_LONGEST_WAIT_SECONDS)
    await poll_until(no_work_waits, seconds, what="the queues are empty")
    await poll_until(all_events_have_arrived, seconds, what="every event is stored")
    await poll_until(all_have_ended, seconds, what="every message has ended")
    return summaries


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
    """Count again what has settled."""
    findings = Findings(
        asked_count=caller.message_count, stop_count=len(world.front_door.stopped_at)
    )
    phones = await _phones(world)
    known = [send_id for send_id, summary in summaries.items() if summary]
    pages = await _side_by_side(lambda send_id: _statuses(world, send_id), known)
    stored = {i: Stored(summaries[i]["message"], summaries[i]["counts"], pages[i]) for i in known}
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for send_id, send in stored.items():
        by_text[send.text].append(send_id)
        _check_counts(findings, send_id, send)
    for ask in caller.asks.values():
        ids = by_text.pop(ask.text, [])
        findings.check(len(ids) <= 1, f"{ask.text} is stored {len(ids)} times")
        if ask.send_id:
            findings.answered_count += len(ask.people)
            findings.check(ids == [ask.send_id], f"{ask.text} was accepted and is not there")
        if not ids:
            findings.absent_count += len(ask.people)
        _check_ask(findings, ask, stored[ids[0]] if ids else None, phones)
    by_text.pop(CONFIRMATION, None)
    findings.check(not by_text, f"sends nobody asked for: {sorted(by_text)}")
    _check_phones(findings, phones, world)
    return findings


Phones = Mapping[tuple[str, str], list[Any]]
"""What phones got, by person and text."""


async def _phones(world: CampaignWorld) -> Phones:
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
    for (person, text), got in phones.items():
        stop = stopped_at.get((got[0]["from"], person))
        if text == CONFIRMATION:
            _check_confirmations(findings, got, stopped_at)
            continue
        for message in got if stop else []:
            late = datetime.fromisoformat(message["createdAt"]) - (stop or world.time.now())
            findings.check(
                late <= IN_FLIGHT, f"{person} got {text} {late.total_seconds()} s after STOP"
            )


def _check_confirmations(
    findings: Findings, got: Iterable[Any], stopped_at: Mapping[tuple[str, str], datetime]
) -> None:
    by_pair: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for message in got:
        by_pair[message["from"], message["to"]].append(message)
    for pair, each in by_pair.items():
        findings.check(len(each) == 1, f"{pair} confirmed {len(each)} times")
        sent_at = datetime.fromisoformat(each[0]["createdAt"])
        stop = stopped_at.get(pair)
        is_timely = stop is not None and sent_at - stop <= CONFIRMED_WITHIN
        findings.check(is_timely, f"{pair} confirmed at {sent_at}, STOP at {stop}")
