"""Replies: sends of their own, before campaigns, refused where they should not go out."""

import asyncio
from datetime import timedelta
from typing import Any

import azure.functions as func
import pytest

from conversations.domain.conversation import Thread, marked_read
from conversations.domain.loop_guard import LIMIT
from send_sms import functions
from senders.domain.rate_limiter import Lane, UnitGrant
from senders.storage.senders import Senders, UnitRequest
from shared.carriers.events import InboundMessage
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.web import assert_problem, call, document, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import opt_out, run_until_idle

ANA, BEN, _ = people(3)
TEXT = "We are open until 6."


async def reply(
    text: str = TEXT, *, user: str = PERSON, key: str = "", **members: Any
) -> func.HttpResponse:
    body = post({"message": text, **members}).get_body()
    headers = {"Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
    route = {"sender": TOLL_FREE, "user": user}
    request = func.HttpRequest("POST", "/api", headers=headers, route_params=route, body=body)
    return await call(functions.reply_to_conversation, request)


async def thread(world: World, user: str = PERSON) -> Thread:
    found = await world.app().conversations.threads(TOLL_FREE, after="", limit=99)
    (only,) = (one for _, one in found if one.user_number == user)
    return only


async def test_reply_is_sent_and_moves_the_thread(served: World) -> None:
    message = InboundMessage(TOLL_FREE, PERSON, "Until when?", "Incoming_1", START)
    await served.app().conversations.add_inbound([message])
    served.clock.advance(minutes=1)
    answer = await reply()
    assert answer.status_code == 202
    (accepted,) = document(answer)["messages"]
    assert (accepted["to"], accepted["status"]) == (PERSON, "queued")
    await run_until_idle(served)
    assert [(one.body, one.recipients) for one in served.gateway.calls] == [(TEXT, (PERSON,))]
    moved = await thread(served)
    assert (moved.last_text, moved.last_direction) == (TEXT, "outbound")
    assert (moved.last_at, moved.unread_count) == (START + timedelta(minutes=1), 1)


async def test_reply_asks_for_units_in_its_own_lane(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes: list[Lane] = []
    asked = Senders.request_units

    async def note_lane(self: Senders, request: UnitRequest) -> UnitGrant:
        lanes.append(request.lane)
        return await asked(self, request)

    monkeypatch.setattr(Senders, "request_units", note_lane)
    await reply()
    await run_until_idle(served)
    assert lanes == [Lane.REPLY]
    assert Lane.REPLY < Lane.OTP < Lane.MARKETING


async def test_concurrent_replies_do_not_share_the_work_of_other_sends(served: World) -> None:
    """They have a lane of their own, which the work of others would not get."""
    single = call(functions.send_sms, post({"from": TOLL_FREE, "to": BEN, "message": TEXT}))
    await asyncio.gather(reply(), reply(user=ANA), single)
    rows = served.journal_table.all_rows()
    assert len(rows) == len(served.queue.items) == 3
    assert sorted(row["is_round"] for row in rows) == [False, False, True]


async def test_reply_to_a_person_who_opted_out_is_refused_and_stores_nothing(
    served: World,
) -> None:
    await opt_out(served, PERSON)
    problem = assert_problem(await reply(), 409, "user")
    assert problem["code"] == "recipient_opted_out"
    assert served.journal_table.all_rows() == served.conversations_table.all_rows() == []
    assert served.queue.items == []


async def test_reply_that_was_accepted_is_answered_again_although_the_person_opted_out_since(
    served: World,
) -> None:
    first = await reply(key="a")
    await opt_out(served, PERSON)
    again = await reply(key="a")
    assert (again.status_code, document(again)) == (202, document(first))
    assert again.headers["Idempotent-Replayed"] == "true"
    await run_until_idle(served)
    assert served.gateway.calls == []


async def test_same_key_and_words_to_another_person_are_refused(served: World) -> None:
    await reply(key="a")
    assert_problem(await reply(key="a", user=ANA), 422, "Idempotency-Key")
    assert len(served.journal_table.all_rows()) == 1


async def test_reply_is_refused_once_a_colleague_replied_and_costs_no_key(served: World) -> None:
    assert (await reply("Until 6.", key="a", actor="Sam", version=0)).status_code == 202
    answer = await reply("Until 7.", key="b", actor="Ana", version=0)
    assert assert_problem(answer, 409, "version")["code"] == "colleague_replied"
    assert (await reply("Until 6.", key="a", actor="Sam", version=0)).status_code == 202
    assert (await reply("Until 7.", key="b", actor="Ana", version=1)).status_code == 202
    last = (await thread(served)).last_reply
    assert (last.by, last.version) == ("Ana", 2)
    await run_until_idle(served)
    assert [one.body for one in served.gateway.calls] == ["Until 6.", "Until 7."]


async def test_retry_after_a_failure_is_not_taken_for_a_colleagues_reply(served: World) -> None:
    def away(_: object) -> None:
        raise StorageError

    served.keys_table.before_write = away
    assert_problem(await reply(key="a", version=0), 503)
    served.keys_table.before_write = None
    assert (await reply(key="a", version=0)).status_code == 202


async def test_reply_can_end_the_work(served: World) -> None:
    message = InboundMessage(TOLL_FREE, PERSON, "Until when?", "Incoming_1", START)
    await served.app().conversations.add_inbound([message])
    await reply(isDone=True, actor="Sam")
    work = (await thread(served)).work
    assert (work.is_done, work.changed_by, work.waiting_since) == (True, "Sam", None)


async def test_equal_replies_are_stopped_and_flagged_when_they_are_too_many(
    served: World,
) -> None:
    for _ in range(LIMIT):
        assert (await reply()).status_code == 202
        served.clock.advance(seconds=10)
    stopped = await reply(TEXT.upper())
    assert assert_problem(stopped, 409)["code"] == "loop_stopped"
    assert stopped.headers["Retry-After"] == "300"
    assert (await thread(served)).loop_stopped_at == served.clock.now
    assert len(served.journal_table.all_rows()) == LIMIT
    assert (await reply("Something else")).status_code == 202
    assert (await reply(user=ANA)).status_code == 202
    served.clock.advance(minutes=5)
    assert (await reply()).status_code == 202
    assert (await thread(served)).loop_stopped_at
    await served.app().conversations.change(TOLL_FREE, PERSON, marked_read)
    assert (await thread(served)).loop_stopped_at is None


async def test_repeated_request_is_counted_once_by_the_loop_guard(served: World) -> None:
    for _ in range(2 * LIMIT):
        assert (await reply(key="a")).status_code == 202
    assert (await thread(served)).loop_stopped_at is None
    assert len(served.journal_table.all_rows()) == 1


async def test_reply_whose_storing_failed_is_not_counted_twice(served: World) -> None:
    def away(_: object) -> None:
        raise StorageError

    for _ in range(2 * LIMIT):
        served.keys_table.before_write = away
        assert_problem(await reply(key="a"), 503)
    assert (await thread(served)).loop_stopped_at is None


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"text": ""}, "message"),
        ({"text": "x" * 2049}, "message"),
        ({"text": "Hi {{name}}"}, "message"),
        ({"text": "Hi {{first name}}"}, "message"),
        ({"text": "Hi {{name"}, "message"),
        ({"text": " \u200b"}, "message"),
        ({"user": "+62812849844.0"}, "user"),
        ({"ttlSeconds": 4}, "ttlSeconds"),
        ({"from": TOLL_FREE}, "from"),
        ({"version": -1}, "version"),
        ({"actor": " "}, "actor"),
        ({"user": "77001"}, "user"),
        ({"user": "invalid"}, "user"),
        ({"key": "ä"}, "Idempotency-Key"),
    ],
)
async def test_reply_is_refused_when_it_makes_no_sense(
    served: World, members: dict[str, Any], field: str
) -> None:
    assert_problem(await reply(**members), 400, field)
    assert all(table.all_rows() == [] for table in served.tables())


async def test_reply_takes_ten_table_operations_at_most(served: World) -> None:
    await reply(key="a")
    assert sum(table.operation_count for table in served.tables()) <= 10
