"""What dispatching logs: a line for each send, and for each status and reason of a batch."""

import json

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.ending import give_up_message, give_up_work
from send_sms.storage.dispatch_queue import Work
from shared.carriers.sending import CallResult, Outcome, OutcomeKind, SendCall
from shared.domain.identifiers import BatchAddress
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND, make_request, people
from tests.support.world import World
from tests.unit.send_sms.accept_helpers import accept_keyed
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    THROTTLED,
    accept,
    opt_out,
    run,
    run_until_idle,
    send_of,
)


def half_refused(call: SendCall) -> CallResult:
    """Refuse every other recipient."""
    refused = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
    sent = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
    return tuple(refused if index % 2 else sent for index in range(len(call.recipients)))


def ended(lines: list[str]) -> list[tuple[str, str, int]]:
    """Give status, reason and count of each line on messages that ended."""
    found = logged_events(lines, "messages_ended")
    return [(one["status"], one["reason"], one["count"]) for one in found]


async def test_accepted_send_has_one_line_and_its_repeats_have_none(
    world: World, log_lines: list[str]
) -> None:
    await opt_out(world, ANA)
    accepted = await accept_keyed(world.app(), [ANA, BEN], category="marketing")
    await accept_keyed(world.app(), [ANA, BEN], category="marketing")
    assert logged_events(log_lines, "send_accepted") == [
        {
            "sendId": str(accepted.send),
            "senderKind": "toll_free",
            "category": "marketing",
            "purpose": "send",
            "recipientCount": 2,
            "suppressedCount": 1,
        }
    ]


async def test_large_send_has_one_line(world: World, log_lines: list[str]) -> None:
    await accept_send(make_request(people(2_500)), world.app().accepting)
    (line,) = logged_events(log_lines, "send_accepted")
    assert line["recipientCount"] == 2_500


async def test_each_member_of_a_round_has_its_line(world: World, log_lines: list[str]) -> None:
    first = await accept_keyed(world.app(), ANA, key="a")
    second = await accept_keyed(world.app(), BEN, key="b")
    lines = logged_events(log_lines, "send_accepted")
    assert [line["sendId"] for line in lines] == [str(first.send), str(second.send)]
    assert [line["recipientCount"] for line in lines] == [1, 1]


async def test_batch_has_one_line_for_each_reason_and_none_for_what_was_sent(
    world: World, log_lines: list[str]
) -> None:
    work = await accept(world, people(100))
    await opt_out(world, people(100)[0])
    world.gateway.script.append(half_refused)
    await run(world, work)
    assert sorted(ended(log_lines)) == [("failed", "400", 49), ("suppressed", "opted_out", 1)]


async def test_expired_messages_are_logged_once(world: World, log_lines: list[str]) -> None:
    work = await accept(world, [ANA, BEN], ttlSeconds=60)
    world.clock.advance(seconds=61)
    await run(world, work)
    await run(world, work)
    assert ended(log_lines) == [("expired", "expired", 2)]


async def test_message_that_may_have_left_is_uncertain_and_then_unknown(
    world: World, log_lines: list[str]
) -> None:
    work = await accept(world)
    world.gateway.script += [CUT_OFF] * 40
    await run(world, work)
    (line,) = logged_events(log_lines, "messages_uncertain")
    assert line["count"] == 1
    (line,) = logged_events(log_lines, "carrier_call_failed")
    assert (line["reason"], line["mayHaveLeft"], line["callCount"]) == ("no_answer", True, 1)
    await run_until_idle(world)
    assert ended(log_lines) == [("unknown", "outcome_unknown", 1)]


async def test_429_is_logged_and_ends_nothing(world: World, log_lines: list[str]) -> None:
    work = await accept(world)
    world.gateway.script.append(THROTTLED)
    await run(world, work)
    (line,) = logged_events(log_lines, "carrier_throttled")
    assert (line["senderKind"], line["callCount"]) == ("toll_free", 1)
    assert ended(log_lines) == []


async def test_poisoned_work_is_logged_with_what_became_of_its_messages(
    world: World, log_lines: list[str]
) -> None:
    work = await accept(world, [ANA, BEN])
    await give_up_work(work, world.app().sending)
    (line,) = logged_events(log_lines, "message_poisoned")
    assert line["sendId"] == str(send_of(world, work))
    assert ended(log_lines) == [("failed", "dispatch_failed", 2)]


@pytest.mark.parametrize("body", [b"\xff", b"no work", json.dumps({"a": 1}).encode()])
async def test_poisoned_message_that_is_no_work_is_logged(
    world: World, log_lines: list[str], body: bytes
) -> None:
    await give_up_message(body, world.app().sending)
    (line,) = logged_events(log_lines, "message_poisoned")
    assert line == {"queue": "sms-dispatch", "isReadable": False}


async def test_work_of_a_send_that_was_never_stored_is_logged_when_it_is_dropped(
    world: World, log_lines: list[str]
) -> None:
    await run(world, Work(BatchAddress(SEND)))
    await run_until_idle(world)
    assert logged_events(log_lines, "work_dropped") == [{"sendId": str(SEND)}]
