"""Confirmations and help: one, in time, from one side, and not a second."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from conversations.domain.automatic_messages import PER_HOUR
from conversations.domain.inbound import AutoReply
from inbound_webhook.domain.confirmation import DEFAULT_TEXTS
from inbound_webhook.receive import CONCURRENCY
from opt_outs.changes import apply_change
from opt_outs.domain.classifier.classification import Intent, Language
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ChangeSource, ConsentState
from send_sms.domain.progress import ResendKind
from send_sms.resend import resend_messages
from senders.domain.profile import ConfirmationSource, SenderProfile
from senders.domain.rate_limiter import Limits
from shared.domain.errors import StorageError
from shared.domain.kinds import Purpose
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_change, people
from tests.support.world import PERSON, START, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import (
    LONG_CODE,
    SHORT_CODE,
    UNPACED,
    answers,
    inbound,
    later,
    receive,
    write,
)
from tests.unit.send_sms.dispatch_world import CUT_OFF, run_until_idle, statuses

ENGLISH, SPANISH = DEFAULT_TEXTS[Language.ENGLISH], DEFAULT_TEXTS[Language.SPANISH]
OUT, IN = ENGLISH[Purpose.OPT_OUT_CONFIRMATION], ENGLISH[Purpose.OPT_IN_CONFIRMATION]
HELP = ENGLISH[Purpose.HELP]
OUT_ES = SPANISH[Purpose.OPT_OUT_CONFIRMATION]


@pytest.fixture
def world() -> World:
    world = World()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


class CrowdedTable(InMemoryTable):
    """Counts how many write to it at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.most = self._now = 0

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._now -= 1
        return await super().write(operations)


def configure(world: World, serve: Serve, **settings: Any) -> None:
    world.settings = replace(world.settings, **settings)
    serve(world)


# Sender, text, what the phone gets from us. Toll-free: the carrier answers its three words and
# nothing else. Short code: ACS answers its words, as far as the form tells.
MATRIX = [
    (LONG_CODE, "STOP", [OUT]),
    (LONG_CODE, "please stop texting me", [OUT]),
    (LONG_CODE, "ALTO", [OUT_ES]),
    (LONG_CODE, "START", [IN]),
    (LONG_CODE, "HELP", [HELP]),
    (LONG_CODE, "ayuda", [SPANISH[Purpose.HELP]]),
    (LONG_CODE, "YES", []),
    (LONG_CODE, "wrong number", []),
    (LONG_CODE, "See you at 9.", []),
    (TOLL_FREE, "STOP", []),
    (TOLL_FREE, "Stop!", []),
    (TOLL_FREE, "please stop texting me", []),
    (TOLL_FREE, "START", []),
    (TOLL_FREE, "UNSTOP", []),
    (TOLL_FREE, "HELP", [HELP]),
    (TOLL_FREE, "Take me off your list", [OUT]),
    (TOLL_FREE, "ALTO", [OUT_ES]),
    (SHORT_CODE, "STOP", []),
    (SHORT_CODE, "opt-out", []),
    (SHORT_CODE, "START", []),
    (SHORT_CODE, "HELP", []),
    (SHORT_CODE, "ALTO", [OUT_ES]),
]


@pytest.mark.parametrize(("sender", "body", "expected"), MATRIX)
async def test_request_is_answered_by_one_side_only(
    served: World, sender: str, body: str, expected: list[str]
) -> None:
    assert await write(served, body, to=sender) == expected


@pytest.mark.parametrize(("sender", "body", "expected"), MATRIX)
async def test_request_that_is_repeated_is_answered_as_if_it_came_once(
    served: World, sender: str, body: str, expected: list[str]
) -> None:
    event = inbound(body, to=sender)
    for _ in range(3):
        await receive(event, event)
        await run_until_idle(served)
        later(served, seconds=20)
    assert await answers(served) == expected


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


@pytest.mark.parametrize("sender", [TOLL_FREE, LONG_CODE, SHORT_CODE])
@pytest.mark.parametrize("body", ["STOP", "START", "HELP"])
@pytest.mark.parametrize("confirmation_source", list(ConfirmationSource))
async def test_setting_says_who_answers_where_the_form_is_wrong(
    world: World,
    serve: Serve,
    sender: str,
    body: str,
    confirmation_source: ConfirmationSource,
) -> None:
    profile = SenderProfile(sender, Limits(), confirmation_source=confirmation_source)
    configure(world, serve, sender_profiles={sender: profile})
    is_ours = confirmation_source is ConfirmationSource.PALOMA or (
        confirmation_source is ConfirmationSource.CARRIER and body == "HELP"
    )
    assert len(await write(world, body, to=sender)) == is_ours


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


async def test_help_is_answered_to_a_person_who_opted_out(served: World) -> None:
    await write(served, "STOP")
    assert await write(served, "HELP") == [OUT, HELP]


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


async def test_short_code_that_writes_is_obeyed_and_not_answered(served: World) -> None:
    assert await write(served, "STOP", **{"from": "22395"}) == []
    assert await served.app().opt_outs.get(LONG_CODE, "22395")


async def test_start_is_not_confirmed_while_an_operators_decision_still_blocks(
    served: World,
) -> None:
    held = make_change(
        ConsentState.OPTED_OUT, START, own_number=LONG_CODE, source=ChangeSource.OPERATOR
    )
    await apply_change(held, served.app().opt_outs)
    later(served, seconds=1)
    assert await write(served, "START") == []


async def test_start_is_not_confirmed_while_all_numbers_are_blocked(served: World) -> None:
    held = make_change(ConsentState.OPTED_OUT, START, own_number="*", source=ChangeSource.OPERATOR)
    await apply_change(held, served.app().opt_outs)
    later(served, seconds=1)
    assert await write(served, "START") == []


async def test_confirmation_says_what_the_setting_says(world: World, serve: Serve) -> None:
    own = {Language.ENGLISH: {Purpose.OPT_OUT_CONFIRMATION: "Example Ltd: you are out."}}
    configure(world, serve, reply_texts={"*": own})
    assert await write(world, "STOP") == ["Example Ltd: you are out."]
    later(world, seconds=1)
    assert await write(world, "START") == ["Example Ltd: you are out.", IN]


async def test_one_message_that_cannot_be_stored_holds_up_no_other(served: World) -> None:
    def fail_for_short_code(operations: list[tuple[str, dict[str, str], str]]) -> None:
        if operations[0][1]["PartitionKey"] == SHORT_CODE:
            raise StorageError

    served.opt_outs_table.before_write = fail_for_short_code
    await receive(inbound("STOP", to=SHORT_CODE), inbound("STOP"), expected=503)
    assert await answers(served) == [OUT]
    kept = [row["body"] for row in served.conversations_table.all_rows() if "body" in row]
    assert kept == ["STOP", "STOP"]


async def test_stop_takes_six_table_operations_at_most(served: World) -> None:
    await receive(*(inbound("STOP", START, **{"from": number}) for number in people(20)))
    operations = sum(table.operation_count for table in served.tables())
    assert operations <= 20 * 6 + 9  # three link all, two keep them, four store their changes
    assert len(served.queue.items) == 20


async def test_many_stops_of_one_batch_are_processed_some_at_a_time(
    world: World, serve: Serve
) -> None:
    table = CrowdedTable()
    world.journal_table = table
    configure(world, serve)
    await receive(*(inbound("STOP", START, **{"from": number}) for number in people(200)))
    assert 1 < table.most <= CONCURRENCY + 1  # beside them the records are stored
    assert len(world.queue.items) == 200


async def test_stop_to_what_could_not_send_is_stored_and_not_answered(served: World) -> None:
    assert await write(served, "STOP", to="123") == []
    assert await served.app().opt_outs.get("123", PERSON)


async def test_confirmation_is_found_as_a_send_with_its_purpose(served: World) -> None:
    await receive(inbound("STOP"))
    ((work, _),) = served.queue.take_all()
    (batch,) = await served.app().journal.read(work.batch.send)
    assert batch.shared_options.purpose is Purpose.OPT_OUT_CONFIRMATION
    assert batch.recipients == (PERSON,)
    assert batch.expires_at(0) < START + timedelta(minutes=5)


async def test_confirmation_that_is_resent_is_stopped_like_any_other_message(
    served: World,
) -> None:
    served.gateway.script = [CUT_OFF] * 20
    await receive(inbound("STOP"))
    send = served.queue.items[0][0].batch.send
    await run_until_idle(served)
    tried = len(served.gateway.calls)
    restarted = await resend_messages(
        send, ResendKind.RESEND, ttl_seconds=3600, sending=served.app().sending
    )
    await run_until_idle(served)
    assert restarted
    assert restarted.message_count == 1
    assert len(served.gateway.calls) == tried > 1
    assert await statuses(served, send) == ["unknown"]
