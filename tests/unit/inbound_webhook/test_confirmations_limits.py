"""Confirmations and help are sent once, not late, and not without end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.domain.automatic_messages import PER_HOUR
from conversations.domain.inbound import AutoReply
from opt_outs.domain.classifier.classification import Intent
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ConsentState
from tests.support.world import PERSON, START, World
from tests.unit.inbound_webhook.confirmation_world import (
    HELP,
    IN,
    LONG_CODE,
    MATRIX,
    OUT,
    UNPACED,
    answers,
    inbound,
    later,
    receive,
    write,
)
from tests.unit.send_sms.dispatch_world import run_until_idle


@pytest.fixture
def world() -> World:
    world = World()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


@pytest.mark.parametrize(("sender", "body"), [one[:2] for one in MATRIX])
async def test_request_that_comes_late_is_obeyed_and_not_answered(
    served: World, sender: str, body: str
) -> None:
    later(served, minutes=5)
    await receive(inbound(body, START, to=sender))
    assert await answers(served) == []
    entry = await served.app().opt_outs.get(sender, PERSON)
    state = {Intent.OPT_OUT: ConsentState.OPTED_OUT, Intent.OPT_IN: ConsentState.OPTED_IN}
    assert (entry and entry.state) == state.get(classify(body).intent)


@pytest.mark.parametrize(("sender", "body", "expected"), MATRIX)
@pytest.mark.parametrize("newer", ["STOP", "START"])
async def test_request_that_is_overtaken_is_only_helped(
    served: World, sender: str, body: str, expected: list[str], newer: str
) -> None:
    later(served, seconds=2)
    await receive(inbound(newer, START + timedelta(seconds=1), to=sender))
    first = await answers(served)
    await receive(inbound(body, START, to=sender))
    is_help = classify(body).intent is Intent.HELP
    assert await answers(served) == [*first, *(expected if is_help else [])]
    entry = await served.app().opt_outs.get(sender, PERSON)
    assert entry
    assert (entry.newest.evidence, entry.state == "opted_out") == (newer, newer == "STOP")


async def test_repeated_event_is_answered_once(served: World) -> None:
    for body in ("STOP", "START", "HELP"):
        event = inbound(body, later(served, seconds=1))
        for _ in range(3):
            await receive(event, event)
            await run_until_idle(served)
    assert await answers(served) == [OUT, IN, HELP]


async def test_second_stop_is_not_confirmed_and_one_after_a_start_is(served: World) -> None:
    for body in ("STOP", "stop", "Unsubscribe", "START", "START", "STOP"):
        later(served, minutes=1)
        await write(served, body)
    assert await answers(served) == [OUT, IN, OUT]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ((0, 1, 2), [OUT, IN, OUT]),
        ((0, 2, 1), [OUT]),
        ((1, 0, 2), [IN, OUT]),
        ((1, 2, 0), [IN, OUT]),
        ((2, 0, 1), [OUT]),
        ((2, 1, 0), [OUT]),
    ],
)
async def test_what_comes_late_is_not_confirmed(
    served: World, order: tuple[int, ...], expected: list[str]
) -> None:
    times = [START + timedelta(seconds=second) for second in range(3)]
    events = [inbound(*one) for one in zip(("STOP", "START", "STOP"), times, strict=True)]
    later(served, seconds=5)
    for index in order:
        await receive(events[index])
        await run_until_idle(served)
    assert await answers(served) == expected
    entry = await served.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_start_is_not_confirmed_when_a_stop_follows_before_it_could_be(
    served: World,
) -> None:
    await receive(inbound("START"), inbound("STOP", START + timedelta(seconds=1)))
    later(served, seconds=5)
    assert await answers(served) == [OUT]


@pytest.mark.parametrize("minutes", [6, 600, -6])
async def test_request_of_another_time_is_not_answered(served: World, minutes: int) -> None:
    for body in ("STOP", "HELP"):
        await receive(inbound(body, served.clock.now - timedelta(minutes=minutes)))
    assert await answers(served) == []


async def test_confirmation_that_could_not_leave_in_time_does_not_leave(served: World) -> None:
    await receive(inbound("STOP"))
    later(served, minutes=5)
    assert await answers(served) == []


async def test_help_is_answered_five_times_an_hour_at_most(served: World) -> None:
    for minute in range(60):
        later(served, minutes=1)
        await write(served, ("HELP", "info")[minute % 2])
    assert 4 <= len(await answers(served)) <= 5


async def test_forty_stops_and_starts_are_obeyed_and_answered_ten_times(served: World) -> None:
    for number in range(40):
        later(served, seconds=1)
        await write(served, ("STOP", "START")[number % 2])
    assert await answers(served) == [OUT, IN] * (PER_HOUR // 2)
    assert len(await served.app().opt_outs.ledger(LONG_CODE, PERSON)) == 40
    later(served, seconds=1)
    await write(served, "STOP")
    entry = await served.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_limit_counts_all_own_numbers_together(served: World) -> None:
    for number in range(40):
        later(served, seconds=1)
        to = ("+14255550100", "+14255550101")[number // 2 % 2]
        await write(served, ("STOP", "START")[number % 2], to=to)
    assert len(await answers(served)) == PER_HOUR


@pytest.mark.parametrize("asked", [["START", "STOP"] * 8, ["HELP"], ["hours 1", "HELP"]])
async def test_first_confirmation_of_a_stop_goes_whatever_else_went(
    served: World, asked: list[str]
) -> None:
    for keyword in {one.lower() for one in asked} - {"start", "stop", "help"}:
        rule = AutoReply("+14255550101", keyword, "Hello", START)
        await served.app().auto_replies.put(rule)
    for turn in range(60):
        later(served, minutes=16 if asked == ["HELP"] else 1)
        await write(served, asked[turn % len(asked)], to="+14255550101")
    before = await answers(served)
    later(served, seconds=10)
    assert (await write(served, "STOP"))[len(before) :] == [OUT]
