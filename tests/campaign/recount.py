"""
The recount: what the phones have against what was asked for and what the API says.

It reads the simulator's record, the API's answers and the campaign's own notes, and nothing of
the product's code or rows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.campaign.callers import TEXT, Caller, SendAttempt
from tests.campaign.events import check_events
from tests.campaign.findings import Findings, Violation
from tests.campaign.observations import (
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

_FRESH_SECONDS = 0.25  # real ones: how old the checks of a call may be, see `worker`

ANSWERED_WITHIN = timedelta(minutes=5)
"""So long the old consent covers the answer to a STOP (47 CFR 64.1200(a)(12))."""

_STALL_SECONDS = 2.0  # real ones, for which a busy machine may leave a request lying


@dataclass(frozen=True)
class Stored:
    """A send as the API lists it: its text, its counts, and its messages by person."""

    text: str
    counts: Mapping[str, int]
    statuses: Mapping[str, list[str]]


async def recount(world: CampaignWorld, caller: Caller, summaries: Summaries) -> Findings:
    """
    Count again what has settled.

    Accepted sends that were not read are held to the phones alone: each recipient has the text.
    """
    findings = Findings(
        asked_count=caller.message_count, stop_count=len(world.webhook_proxy.stopped_at)
    )
    phones = await read_phones(world)
    known = [send_id for send_id, summary in summaries.items() if summary]
    pages = await side_by_side(lambda send_id: read_statuses(world, send_id), known)
    stored = {i: _stored(summaries[i], pages[i]) for i in known}
    by_text: defaultdict[str, list[str]] = defaultdict(list)
    for send_id, send in stored.items():
        by_text[send.text].append(send_id)
        _check_counts(findings, send_id, send)
    for ask in caller.asks.values():
        if ask.send_id and ask.send_id not in summaries:
            _check_unread(findings, ask, phones)
        else:
            _check_read(findings, ask, by_text.pop(ask.text, []), stored, phones)
    strange = [text for text in by_text if text.startswith(TEXT)]
    findings.check(not strange, Violation.OTHER, f"sends that were not asked for: {strange}")
    _check_stops(findings, phones, world)
    _check_answers(findings, phones, await read_stops(world), world)
    read = {send_id: one.statuses for send_id, one in stored.items()}
    unread = _reported(caller, phones, summaries)
    check_events(findings, {**read, **unread}, world.subscriber.received)
    return findings


def _stored(summary: Any, statuses: Mapping[str, list[str]]) -> Stored:
    """Recognize a send by its reference, or the app's own by its text."""
    return Stored(summary.get("reference", summary["message"]), summary["counts"], statuses)


def _reported(
    caller: Caller, phones: Phones, summaries: Summaries
) -> Mapping[str, Mapping[str, list[str]]]:
    """What the carrier reported of sends that were not read, in the form of the API's statuses."""
    return {
        ask.send_id: {
            person: [one["status"] for one in phones.get((person, ask.text_of(person)), ())]
            for person in ask.people
        }
        for ask in caller.asks.values()
        if ask.send_id and ask.send_id not in summaries
    }


def _check_unread(findings: Findings, ask: SendAttempt, phones: Phones) -> None:
    findings.answered_count += len(ask.people)
    findings.statuses["on the phone"] += len(ask.people)
    for person in ask.people:
        count = len(phones.get((person, ask.text_of(person)), ()))
        kind = Violation.DOUBLED if count else Violation.LOST
        findings.check(count == 1, kind, f"{person} got {ask.text} {count} times")


def _check_read(
    findings: Findings,
    ask: SendAttempt,
    ids: list[str],
    stored: Mapping[str, Stored],
    phones: Phones,
) -> None:
    findings.check(len(ids) <= 1, Violation.DOUBLED, f"{ask.text} is stored {len(ids)} times")
    if ask.send_id:
        findings.answered_count += len(ask.people)
        is_there = ids == [ask.send_id]
        findings.check(is_there, Violation.LOST, f"{ask.text} was accepted and is not there")
    if not ids:
        findings.absent_count += len(ask.people)
    _check_ask(findings, ask, stored[ids[0]] if ids else None, phones)


def check_listed(findings: Findings, caller: Caller, listed: Collection[str]) -> None:
    """Check that every send that was answered with 202 is in the list of its own number."""
    for ask in caller.asks.values():
        is_listed = ask.send_id is None or ask.send_id in listed
        findings.check(is_listed, Violation.LOST, f"{ask.text} was accepted and is not listed")


def has_reached_all(ask: SendAttempt, phones: Phones) -> bool:
    """Whether each of its people has the text once."""
    return all(len(phones.get((one, ask.text_of(one)), ())) == 1 for one in ask.people)


def _check_counts(findings: Findings, send_id: str, send: Stored) -> None:
    counted = Counter(status for each in send.statuses.values() for status in each)
    is_so = counted == Counter(send.counts)
    findings.check(is_so, Violation.OTHER, f"{send_id}: {send.counts} but {counted}")
    findings.statuses += counted
    left = set(counted) - FINAL - FLAGGED
    findings.check(not left, Violation.OTHER, f"{send_id} has not ended: {left}")


def _check_ask(findings: Findings, ask: SendAttempt, send: Stored | None, phones: Phones) -> None:
    if send:
        listed = {person: len(each) for person, each in send.statuses.items()}
        is_whole = listed == dict.fromkeys(ask.people, 1)
        findings.check(is_whole, Violation.LOST, f"{ask.text} is stored in part")
    for person in ask.people:
        got = phones.get((person, ask.text_of(person)), [])
        status = send.statuses.get(person, ["?"])[0] if send else "absent"
        what = f"{person} got {ask.text}"
        findings.check(len(got) <= 1, Violation.DOUBLED, f"{what} {len(got)} times")
        findings.check(
            not (got and ask.must_not_arrive), Violation.AFTER_STOP, f"{what} after a STOP"
        )
        if status == "delivered":
            findings.check(len(got) == 1, Violation.LOST, f"{what} not at all, called delivered")
        elif got:
            # A network that blocked or lost it has said so on the message itself.
            is_so = status == got[0]["status"]
            findings.check(is_so, Violation.OTHER, f"{what}, called {status}")


def _check_stops(findings: Findings, phones: Phones, world: CampaignWorld) -> None:
    stopped_at = world.webhook_proxy.stopped_at
    most = timedelta(seconds=(_FRESH_SECONDS + _STALL_SECONDS) * world.time.speed)
    for (person, text), got in phones.items():
        stop = stopped_at.get((got[0]["from"], person)) if text.startswith(TEXT) else None
        for message in got if stop else []:
            late = time_of(message) - (stop or world.time.now()) - _held_back(world, text)
            findings.latest_after_stop = max(findings.latest_after_stop, late)
            what = f"{person} got {text} {late.total_seconds()} s after a STOP"
            findings.check(late <= most, Violation.AFTER_STOP, what)


def _held_back(world: CampaignWorld, *said: str) -> timedelta:
    """For how long the network held back calls that said all of this, at most."""
    held = (
        seconds
        for crossing, seconds in world.boundary.late_calls
        if all(one in crossing.text for one in said)
    )
    return timedelta(seconds=max(held, default=0.0) * world.time.speed)


def _check_answers(findings: Findings, phones: Phones, stops: Stops, world: CampaignWorld) -> None:
    """The app confirms a STOP where no other service does: once, and soon, or not at all."""
    answers: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for (person, text), got in phones.items():
        for message in () if text.startswith(TEXT) else got:
            answers[message["from"], person].append(time_of(message))
    for pair, times in answers.items():
        count = len(stops[pair])
        what = f"{pair}: {len(times)} answers to {count} STOPs"
        findings.check(len(times) <= count, Violation.DOUBLED, what)
        most = ANSWERED_WITHIN + _held_back(world, *pair)
        for at in times:
            is_soon = any(stop <= at <= stop + most for stop in stops[pair])
            findings.check(is_soon, Violation.AFTER_STOP, f"{pair}: an answer long after any STOP")
