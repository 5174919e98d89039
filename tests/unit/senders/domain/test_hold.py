"""Holds: when a refused sender is probed, and what ends its hold."""

from datetime import datetime, timedelta

import pytest

from send_sms.domain.dispatching import CLAIM_TIME
from senders.domain.hold import (
    PROBE_TIME,
    Hold,
    ProbeResult,
    after_probe,
    probing,
    refused,
)
from tests.support.world import START

HELD = refused(None, "401", "", START)


def after_refusals(count: int) -> tuple[Hold, datetime]:
    """Refuse a sender, and each of its probes as soon as it may begin; gives the last time."""
    hold, now = HELD, START
    for _ in range(count - 1):
        now = hold.next_attempt_at
        hold = refused(probing(hold, "p", now), "401", "p", now)
    return hold, now


def test_pauses_grow_up_to_three_minutes() -> None:
    pauses = []
    for count in range(1, 10):
        hold, now = after_refusals(count)
        pauses.append(hold.wait_seconds(now))
    assert pauses == [5, 10, 20, 40, 80, 160, 180, 180, 180]
    assert hold.since == START
    assert hold.refused_count == 9


@pytest.mark.parametrize(("ahead_seconds", "waits"), [(170, True), (400, False), (86_400, False)])
def test_hold_by_a_clock_that_was_ahead_does_not_last_until_that_time(
    ahead_seconds: int, *, waits: bool
) -> None:
    held, _ = after_refusals(9)
    ahead = timedelta(seconds=ahead_seconds)
    now = held.next_attempt_at - timedelta(seconds=180) - ahead
    assert (held.wait_seconds(now) > 0) == waits


def test_call_that_began_before_the_hold_does_not_make_its_pause_longer() -> None:
    assert refused(HELD, "401", "", START + timedelta(seconds=1)) == HELD


def test_probe_of_a_worker_that_died_gives_way_after_its_time() -> None:
    hold = probing(HELD, "p", START)
    assert hold.forbids("")
    assert hold.forbids("q")
    assert not hold.forbids("p")
    assert 1 <= hold.wait_seconds(START) <= 3
    assert hold.wait_seconds(START + PROBE_TIME) == 0


def test_probe_that_was_overtaken_by_another_ends_nothing() -> None:
    hold = probing(HELD, "q", START)
    assert refused(hold, "401", "p", START) == hold
    for result in ProbeResult:
        assert after_probe(hold, "p", result, START) == hold


@pytest.mark.parametrize(
    ("result", "wait_seconds"), [(ProbeResult.UNDECIDED, 5), (ProbeResult.NOT_CALLED, 0)]
)
def test_probe_that_tells_nothing_is_soon_followed_by_another(
    result: ProbeResult, wait_seconds: int
) -> None:
    hold = after_probe(probing(HELD, "p", START), "p", result, START)
    assert hold
    assert hold.wait_seconds(START) == wait_seconds
    assert hold.refused_count == 1


def test_accepted_probe_ends_the_hold() -> None:
    assert after_probe(probing(HELD, "p", START), "p", ProbeResult.ACCEPTED, START) is None


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("401", "this number does not belong to the resource, or the access key is wrong."),
        ("404", "this number does not belong to the resource, or the access key is wrong."),
        ("302", "not the address of the resource"),
        ("no_token", "managed identity"),
    ],
)
def test_hold_says_what_an_operator_can_correct(refusal: str, words: str) -> None:
    assert words in refused(None, refusal, "", START).message


def test_probe_may_take_longer_than_a_claim() -> None:
    """Otherwise a second probe could begin before another worker takes the message over."""
    assert timedelta(seconds=45) == PROBE_TIME > CLAIM_TIME
