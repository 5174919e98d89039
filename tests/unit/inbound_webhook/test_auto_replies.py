"""Automatic replies: exactly one for each keyword, none after an opt-out, none in a loop."""

import logging
from dataclasses import replace

import pytest

from conversations.domain.automatic_messages import PER_HOUR
from conversations.domain.inbound import HELP, AutoReply
from conversations.work import set_automatic_replies
from opt_outs.domain.consent import ConsentState
from send_sms.storage.batch_rows import batch_from_row
from shared.domain.kinds import Purpose
from shared.log import minute_log
from tests.support.log_privacy import logged_events
from tests.support.samples import apply_change, make_change
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.inbound_webhook.confirmation_world import (
    IN,
    LONG_CODE,
    OUT,
    SHORT_CODE,
    UNPACED,
    answers,
    inbound,
    later,
    receive,
    write,
)

HOURS = "We are open from 9 to 6."
WHO = "Example Ltd: example.com/help"


@pytest.fixture(autouse=True)
async def _rules(served: World) -> None:
    for keyword, text in (("hours", HOURS), ("opening hours", HOURS), (HELP, WHO)):
        await served.app().auto_replies.put(AutoReply(LONG_CODE, keyword, text, START))


@pytest.fixture
def world() -> World:
    world = World()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


@pytest.mark.parametrize(
    "body", ["hours", " Hours! ", "\uff28\uff2f\uff35\uff32\uff33", "hours 🕐", "OPENING  hours?"]
)
async def test_keyword_is_answered_however_it_is_typed(served: World, body: str) -> None:
    assert await write(served, body) == [HOURS]
    (row,) = (one for one in served.journal_table.all_rows() if "recipients" in one)
    assert batch_from_row(LONG_CODE, row).shared_options.purpose is Purpose.AUTO_REPLY


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("hours", False),
        ("STOP", False),
        ("START", False),
        ("HELP", False),
        ("When are you open?", True),
        ("please stop texting my brother", True),
    ],
)
async def test_only_what_a_person_must_reply_to_waits(
    served: World, body: str, *, waits: bool
) -> None:
    await write(served, body)
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert (thread.work.waiting_since is not None, thread.work.is_done) == (waits, not waits)


async def test_keyword_that_comes_too_late_to_be_answered_waits(served: World) -> None:
    event = inbound("hours")
    served.clock.advance(minutes=30)
    await receive(event)
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.work.waiting_since


async def test_keyword_costs_one_look_up_of_its_text(served: World) -> None:
    served.auto_replies_table.operation_count = 0
    await write(served, "hours")
    assert served.auto_replies_table.operation_count == 1


@pytest.mark.parametrize("body", ["What are your hours", "hour", "", "🕐", "hours " * 400])
async def test_message_that_is_more_or_less_than_a_keyword_is_not_answered(
    served: World, body: str
) -> None:
    assert await write(served, body) == []


async def test_keyword_of_another_number_is_not_answered(served: World) -> None:
    assert await write(served, "hours", to=TOLL_FREE) == []


async def test_repeated_event_is_answered_once(served: World) -> None:
    for _ in range(3):
        await receive(inbound("hours"), inbound("hours"))
    assert await answers(served) == [HOURS]
    await receive(inbound("hours"))
    assert await answers(served) == [HOURS]


async def test_keyword_that_is_written_again_is_answered_again(served: World) -> None:
    await write(served, "hours")
    later(served, seconds=10)
    assert await write(served, "hours") == [HOURS, HOURS]


async def test_answer_stays_the_same_when_the_event_comes_after_the_text_was_changed(
    served: World,
) -> None:
    await receive(inbound("hours"))
    changed = AutoReply(LONG_CODE, "hours", "Closed.", START)
    await served.app().auto_replies.put(changed)
    await receive(inbound("hours"))
    assert await answers(served) == [HOURS]


async def test_person_who_opted_out_gets_no_answer_but_the_one_to_help(served: World) -> None:
    out = make_change(ConsentState.OPTED_OUT, START, own_number=LONG_CODE)
    await apply_change(out, served.app().opt_outs)
    later(served, seconds=1)
    assert await write(served, "hours") == []
    assert await write(served, "HELP") == [WHO]


async def test_text_for_help_replaces_the_usual_one_for_every_word_that_asks_for_it(
    served: World,
) -> None:
    assert await write(served, "help") == [WHO]
    later(served, minutes=16)
    assert await write(served, "INFO") == [WHO, WHO]


async def test_help_is_not_answered_where_the_network_does_it(served: World) -> None:
    await served.app().auto_replies.put(AutoReply(SHORT_CODE, HELP, WHO, START))
    assert await write(served, "HELP", to=SHORT_CODE) == []


async def test_word_that_opts_out_is_confirmed_whatever_rule_there_is(served: World) -> None:
    await served.app().auto_replies.put(AutoReply(LONG_CODE, "stop", "Never!", START))
    (confirmation,) = await write(served, "STOP")
    assert "Never!" not in confirmation
    entry = await served.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_late_event_is_not_answered(served: World) -> None:
    await receive(inbound("hours"))
    served.queue.take_all()
    written_at = served.clock.now
    later(served, minutes=6)
    await receive(inbound("hours", later(served, seconds=0) - (served.clock.now - written_at)))
    assert await answers(served) == []


async def test_what_has_a_short_code_is_not_answered(served: World) -> None:
    assert await write(served, "hours", **{"from": "77777"}) == []


async def test_two_machines_do_not_talk_for_ever(served: World) -> None:
    for _ in range(PER_HOUR + 10):
        later(served, seconds=5)
        await write(served, "hours")
    assert len(await answers(served)) == PER_HOUR
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.loop_stopped_at
    assert thread.unread_count == PER_HOUR + 10


async def test_two_machines_whose_texts_differ_do_not_talk_for_ever(
    served: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="paloma")
    minute_log.clear()
    for number in range(3 * PER_HOUR):
        keyword = f"offer {number}"
        rule = AutoReply(LONG_CODE, keyword, f"This is answer {number}.", START)
        await served.app().auto_replies.put(rule)
        later(served, seconds=15)
        await write(served, keyword)
    assert len(await answers(served)) == PER_HOUR
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.loop_stopped_at
    lines = logged_events(caplog.messages, "automatic_message_withheld")
    assert lines == [{"purpose": "auto_reply"}]


async def test_answer_moves_its_thread(served: World) -> None:
    await write(served, "hours")
    ((_, thread),) = await served.app().conversations.threads(LONG_CODE, after="", limit=9)
    assert (thread.last_text, thread.last_direction, thread.unread_count) == (HOURS, "outbound", 1)


async def test_text_that_is_no_keyword_costs_one_operation_more_at_most(served: World) -> None:
    await write(served, "Good morning")
    assert served.auto_replies_table.operation_count == 4
    await write(served, "Good morning, could you tell me when you are open please?")
    assert served.auto_replies_table.operation_count == 4


async def test_stopped_automatic_replies_leave_the_confirmation_of_stop_and_replies_of_people(
    served: World,
) -> None:
    app = served.app()
    assert await write(served, "hours") == [HOURS]
    await set_automatic_replies(LONG_CODE, PERSON, app.inbox, are_stopped=True)
    served.clock.advance(minutes=1)
    assert await write(served, "hours") == [HOURS]
    assert await write(served, "STOP") == [HOURS, OUT]
    served.clock.advance(minutes=1)
    assert await write(served, "START") == [HOURS, OUT, IN]

    await set_automatic_replies(LONG_CODE, PERSON, app.inbox, are_stopped=False)
    served.clock.advance(minutes=1)
    assert await write(served, "hours") == [HOURS, OUT, IN, HOURS]
