"""The HTTP functions of sending again: what they answer, show and refuse."""

from typing import Any

import azure.functions as func
import pytest

from send_sms import functions
from tests.support.samples import SEND
from tests.support.web import assert_problem, call, document, post
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    run_until_idle,
)
from tests.unit.send_sms.resend_helpers import (
    deliver,
    failed_send,
    unknown_send,
)
from tests.unit.send_sms.sms_api import get_message, get_messages, get_send


def post_to(function: Any, send_id: str, body: object = b"") -> Any:
    request = post(body)
    routed = func.HttpRequest(
        "POST",
        "/api",
        headers=dict(request.headers),
        route_params={"sendId": send_id},
        body=request.get_body(),
    )
    return call(function, routed)


async def test_unknown_send_is_answered_with_how_to_go_on(served: World) -> None:
    send = await unknown_send(served, [ANA, BEN])
    overview = document(await get_send(str(send)))
    assert overview["counts"] == {"unknown": 2}
    assert overview["attentionUrl"] == f"/api/sms/{send}/messages?status=failed,unknown"
    listed = document(await get_messages(str(send), status="failed,unknown"))["messages"]
    assert {one["error"]["code"] for one in listed} == {"outcome_unknown"}

    answer = await post_to(functions.resend_unknown, str(send))

    assert answer.status_code == 202
    assert document(answer) == {
        "sendId": str(send),
        "messageCount": 2,
        "skipped": {},
        "messagesUrl": f"/api/sms/{send}/messages",
    }
    assert document(await get_send(str(send)))["status"] == "accepted"


async def test_history_shows_both_tries(served: World) -> None:
    send = await unknown_send(served)
    served.clock.advance(minutes=10)
    await post_to(functions.resend_unknown, str(send))
    served.clock.advance(seconds=1)
    await run_until_idle(served)
    await deliver(served, send, ANA)
    history = document(await get_message(f"{send}-00000"))["history"]
    assert [one["event"] for one in history] == [
        "accepted",
        "sending",
        "resend",
        "sending",
        "sent",
        "delivered",
    ]
    assert [one["at"] for one in history] == sorted(one["at"] for one in history)


async def test_history_shows_a_redrive(served: World) -> None:
    send = await failed_send(served)
    served.clock.advance(minutes=10)
    answer = await post_to(functions.redrive_send, str(send))
    assert (answer.status_code, document(answer)["messageCount"]) == (202, 1)
    served.clock.advance(seconds=1)
    await run_until_idle(served)
    history = document(await get_message(f"{send}-00000"))["history"]
    assert [one["event"] for one in history] == ["accepted", "redrive", "sending", "sent"]


async def test_what_is_skipped_is_counted_by_reason(served: World) -> None:
    send = await unknown_send(served, [ANA, BEN], ttlSeconds=300)
    served.clock.advance(minutes=5)
    answer = document(await post_to(functions.resend_unknown, str(send)))
    assert (answer["messageCount"], answer["skipped"]) == (0, {"expired": 2})
    answer = document(await post_to(functions.resend_unknown, str(send), {"ttlSeconds": 60}))
    assert (answer["messageCount"], answer["skipped"]) == (2, {})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"ttlSeconds": 4}, "ttlSeconds"),
        ({"ttlSeconds": 259_201}, "ttlSeconds"),
        ({"ttlSeconds": "60"}, "ttlSeconds"),
        ({"force": True}, "force"),
        ([], ""),
        (b"{", ""),
    ],
)
@pytest.mark.parametrize("function", [functions.resend_unknown, functions.redrive_send])
async def test_request_that_makes_no_sense_changes_nothing(
    served: World, function: Any, body: object, field: str
) -> None:
    send = await unknown_send(served)
    rows = served.journal_table.all_rows()
    assert_problem(await post_to(function, str(send), body), 400, field)
    assert served.journal_table.all_rows() == rows
    assert served.queue.items == []


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("send_id", ["", "x", str(SEND)])
@pytest.mark.parametrize("function", [functions.resend_unknown, functions.redrive_send])
async def test_send_that_does_not_exist_is_not_found(function: Any, send_id: str) -> None:
    assert_problem(await post_to(function, send_id), 404)
