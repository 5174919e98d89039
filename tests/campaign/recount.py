"""
The recount: what the phones have against what was asked for and what the API says.

It reads the simulator's record, the API's answers and the campaign's own notes, and nothing of
the product's code or rows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.campaign.asking import TEXT, Ask, Caller
from tests.campaign.reading import (
    FINAL,
    FLAGGED,
    Phones,
    Stops,
    Summaries,
    read_phones,
    read_statuses,
    read_stops,
    side_by_side,
    time_of,
)
from tests.campaign.world import CampaignWorld

IN_FLIGHT = timedelta(seconds=30)
"""How long after the question to the registry a call may begin (`WIRE_TIME` of the product)."""

ANSWERED_WITHIN = timedelta(minutes=5)
"""So long the old consent covers the answer to a STOP (47 CFR 64.1200(a)(12))."""

_STALL_SECONDS = 2.0  # real ones, for which a busy machine may leave a request lying


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
    pages = await side_by_side(lambda send_id: read_statuses(world, send_id), known)
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
    strange = [text for text in by_text if text.startswith(TEXT)]
    findings.check(not strange, f"sends nobody asked for: {strange}")
    _check_stops(findings, phones, world)
    _check_answers(findings, phones, await read_stops(world))
    return findings


def has_reached_all(ask: Ask, phones: Phones) -> bool:
    """Whether each of its people has the text once."""
    return all(len(phones.get((person, ask.text), ())) == 1 for person in ask.people)


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


def _check_stops(findings: Findings, phones: Phones, world: CampaignWorld) -> None:
    stopped_at = world.front_door.stopped_at
    most = IN_FLIGHT + timedelta(seconds=_STALL_SECONDS * world.time.speed)
    for (person, text), got in phones.items():
        stop = stopped_at.get((got[0]["from"], person)) if text.startswith(TEXT) else None
        for message in got if stop else []:
            late = time_of(message) - (stop or world.time.now())
            findings.latest_after_stop = max(findings.latest_after_stop, late)
            findings.check(late <= most, f"{person} got {text} {late.total_seconds()} s after STOP")


def _check_answers(findings: Findings, phones: Phones, stops: Stops) -> None:
    """The app answers a STOP itself where nobody else does: once, and soon, or not at all."""
    answers: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for (person, text), got in phones.items():
        for message in () if text.startswith(TEXT) else got:
            answers[message["from"], person].append(time_of(message))
    for pair, times in answers.items():
        count = len(stops[pair])
        findings.check(len(times) <= count, f"{pair}: {len(times)} answers to {count} STOPs")
        for at in times:
            is_soon = any(stop <= at <= stop + ANSWERED_WITHIN for stop in stops[pair])
            findings.check(is_soon, f"{pair}: an answer long after any STOP")
