"""Replies that do not arrive: their conversations wait again, until they arrive after all."""

from typing import Any

import pytest

import delivery_report.functions
from conversations.domain.conversation import Thread
from conversations.storage.conversations import Conversations
from send_sms.domain.progress import ResendKind
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import parse_message_id
from tests.support.web import call, document, post, read_event
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.conversations.test_views import do, listed, users
from tests.unit.conversations.threads import receive
from tests.unit.send_sms.dispatch_world import run_until_idle
from tests.unit.send_sms.resend_helpers import resend
from tests.unit.send_sms.test_reply import reply

UNREACHABLE = "report_several_attempts.json"
DELIVERED = "report_delivered_event_grid.json"
OPTED_OUT = "report_opted_out.json"
NOT_ALLOWED = Outcome(OutcomeKind.FAILED, code="403", text="Not allowed.")
REFUSED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")


@pytest.fixture(autouse=True)
async def _question(served: World) -> None:
    await receive(served, 0, "Are you open?", PERSON)
    served.clock.advance(minutes=10)


async def replied(world: World, text: str = "Until 6.", **members: Any) -> str:
    """Reply and have it submitted; give the message's id."""
    accepted = document(await reply(text, **members))
    await run_until_idle(world)
    return str(accepted["messages"][0]["messageId"])


async def report(world: World, tag: str, name: str = UNREACHABLE) -> int:
    """Deliver a report of a message; give the number of operations on conversations."""
    world.clock.advance(minutes=1)
    event: dict[str, Any] = read_event(name)[0]
    said = f"{world.clock():%Y-%m-%dT%H:%M:%SZ}"
    event["data"] |= {"tag": tag, "Tag": tag, "from": TOLL_FREE, "to": PERSON}
    event["data"] |= {"receivedTimestamp": said}
    before = world.conversations_table.operation_count
    answer = await call(delivery_report.functions.delivery_report, post([event]))
    assert answer.status_code == 200
    return world.conversations_table.operation_count - before


async def thread(world: World) -> Thread:
    found = await world.app().conversations.find(TOLL_FREE, PERSON)
    assert found
    return found


async def test_conversation_waits_again_since_the_person_did_once_its_reply_failed(
    served: World,
) -> None:
    message = await replied(served, actor="Sam")
    assert await users(view="waiting") == []

    await report(served, message)

    [one] = (await listed(view="waiting"))["conversations"]
    assert one["waitingSince"] == "2026-11-22T09:00:00Z"
    assert one["replyFailedAt"] == "2026-11-22T09:11:00Z"
    assert (one["repliedBy"], one["version"]) == ("Sam", 1)


async def test_reply_that_ended_the_work_opens_the_conversation_when_it_fails(
    served: World,
) -> None:
    message = await replied(served, isDone=True)
    assert await users(view="done") == [PERSON]
    await report(served, message)
    assert (await users(view="done"), await users(view="waiting")) == ([], [PERSON])


async def test_next_reply_ends_the_wait_and_a_repeated_report_does_not_bring_it_back(
    served: World,
) -> None:
    message = await replied(served)
    await report(served, message)
    served.clock.advance(minutes=1)
    await replied(served, "Until 6, as before.")
    await report(served, message)
    [one] = (await listed())["conversations"]
    assert "waitingSince" not in one
    assert "replyFailedAt" not in one


async def test_done_after_a_failed_reply_stays_done_whatever_is_reported_again(
    served: World,
) -> None:
    message = await replied(served)
    await report(served, message)
    await do("done", PERSON)
    await report(served, message)
    assert await users(view="done") == [PERSON]


async def test_reply_that_failed_and_was_delivered_after_all_is_no_work(served: World) -> None:
    message = await replied(served)
    await report(served, message, DELIVERED)
    await report(served, message)
    assert (await thread(served)).last_reply.failed_at is None


async def test_reply_whose_delivery_is_reported_after_its_failure_waits_no_more(
    served: World,
) -> None:
    message = await replied(served)
    await report(served, message)
    await report(served, message, DELIVERED)
    [one] = (await listed())["conversations"]
    assert "replyFailedAt" not in one
    assert "waitingSince" not in one
    assert await report(served, message) == 0, "the repeated failure is passed over"


async def test_redriven_reply_failed_until_its_delivery_is_reported(served: World) -> None:
    served.gateway.script = [lambda _: (NOT_ALLOWED,)]
    message = await replied(served)
    assert (await thread(served)).last_reply.failed_at
    address = parse_message_id(message)
    assert address
    assert (await resend(served, address.send, ResendKind.REDRIVE)).message_count == 1
    await run_until_idle(served)
    assert (await thread(served)).last_reply.failed_at, "the carrier has it; nothing is known yet"
    await report(served, message, DELIVERED)
    found = await thread(served)
    assert (found.last_reply.failed_at, found.work.waiting_since) == (None, None)


async def test_what_the_person_wrote_since_still_waits_when_the_reply_arrives(
    served: World,
) -> None:
    message = await replied(served)
    await report(served, message)
    await receive(served, 20, "Hello?", PERSON)
    await report(served, message, DELIVERED)
    [one] = (await listed(view="waiting"))["conversations"]
    assert "replyFailedAt" not in one
    assert one["waitingSince"] == "2026-11-22T09:10:00Z"


async def test_delivery_of_an_earlier_reply_changes_nothing_about_a_later_failure(
    served: World,
) -> None:
    earlier = await replied(served)
    await report(served, earlier)
    served.clock.advance(minutes=1)
    later = await replied(served, "Until 6, as before.")
    await report(served, later)
    await report(served, earlier, DELIVERED)
    assert (await thread(served)).last_reply.failed_at


async def test_failure_that_is_noted_after_the_delivery_was_stored_is_taken_back(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await replied(served)
    change = Conversations.change

    async def delivered_meanwhile(self: Conversations, *to: Any) -> Thread | None:
        monkeypatch.undo()
        await report(served, message, DELIVERED)
        return await change(self, *to)

    monkeypatch.setattr(Conversations, "change", delivered_meanwhile)
    await report(served, message)
    assert (await thread(served)).last_reply.failed_at is None


async def test_reply_to_a_person_who_opted_out_at_the_carrier_failed_but_waits_for_no_one(
    served: World,
) -> None:
    message = await replied(served)
    await report(served, message, OPTED_OUT)
    found = await thread(served)
    assert found.last_reply.failed_at
    assert found.work.waiting_since is None


async def test_first_message_to_a_person_that_fails_waits_since_it_failed(served: World) -> None:
    await do("done", PERSON)
    message = await replied(served, "We looked into it.")
    await report(served, message)
    assert (await thread(served)).work.waiting_since == served.clock()


async def test_reply_that_the_carrier_refuses_when_it_is_submitted_waits_again(
    served: World,
) -> None:
    served.gateway.script = [lambda _: (REFUSED,)]
    await replied(served)
    assert (await thread(served)).work.waiting_since == START


async def test_reply_whose_time_to_live_ends_unsent_waits_again(served: World) -> None:
    await reply("Until 6.", ttlSeconds=60)
    served.clock.advance(minutes=5)
    await run_until_idle(served)
    assert served.gateway.calls == []
    assert (await thread(served)).work.waiting_since == START


async def test_reports_of_other_messages_cost_conversations_nothing(served: World) -> None:
    message = await replied(served)
    assert await report(served, message, DELIVERED) == 0
    assert await report(served, message.removesuffix("00000") + "00001") == 0
