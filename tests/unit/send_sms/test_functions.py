"""The functions of sending: their answers, also when storage is unavailable or something breaks."""

import azure.functions as func
import pytest

from opt_outs.domain.consent import ConsentState
from send_sms import functions
from send_sms.storage.dispatch_queue import Work, work_to_text
from shared.domain.errors import StorageError
from shared.domain.identifiers import parse_send_id
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND, TEXT, apply_change, make_change, people
from tests.support.web import assert_problem, document
from tests.support.world import PERSON, START, World
from tests.unit.send_sms.sms_api import (
    ANA,
    BEN,
    assert_nothing_echoed,
    get_message,
    get_messages,
    get_send,
    request_body,
    send,
)


async def test_accepted_send_is_answered_with_its_messages(served: World) -> None:
    await apply_change(
        make_change(ConsentState.OPTED_OUT, START, user_number=BEN), served.app().opt_outs
    )
    answer = await send(request_body(to=[BEN, ANA, ANA, "invalid"], message="Grüße"))
    assert answer.status_code == 202
    found = document(answer)
    send_id = found["sendId"]
    assert parse_send_id(send_id)
    assert answer.headers["Location"] == f"/api/sms/{send_id}"
    assert found == {
        "sendId": send_id,
        "status": "accepted",
        "recipientCount": 2,
        "duplicateCount": 1,
        "segmentCount": 1,
        "encoding": "gsm7",
        "messages": [
            {"messageId": f"{send_id}-00000", "to": ANA, "status": "queued"},
            {
                "messageId": f"{send_id}-00001",
                "to": BEN,
                "status": "suppressed",
                "error": {
                    "code": "opted_out",
                    "message": "Sender blocked for given recipient.",
                },
            },
        ],
        "messagesUrl": f"/api/sms/{send_id}/messages",
        "rejected": [
            {
                "position": 3,
                "code": "letters_not_allowed",
                "reason": "A phone number must not contain letters; write it in digits.",
            }
        ],
    }


@pytest.mark.usefixtures("served")
async def test_one_number_may_stand_without_a_list() -> None:
    found = document(await send(request_body(to=PERSON)))
    assert [message["to"] for message in found["messages"]] == [PERSON]


@pytest.mark.parametrize(("count", "is_listed"), [(100, True), (101, False)])
@pytest.mark.usefixtures("served")
async def test_messages_are_listed_for_up_to_100_recipients(count: int, *, is_listed: bool) -> None:
    found = document(await send(request_body(to=people(count))))
    assert ("messages" in found) is is_listed
    assert found["recipientCount"] == count


async def test_scheduled_send_says_so(served: World) -> None:
    found = document(await send(request_body(sendAt="2026-12-01T09:00:00-08:00")))
    assert found["messages"][0]["status"] == "scheduled"
    status = document(await get_send(found["sendId"]))
    assert status["sendAt"] == "2026-12-01T17:00:00Z"
    assert status["status"] == "accepted"
    assert served.queue.items[0][1] > 0


async def test_unavailable_storage_is_a_503_without_details(served: World) -> None:
    def away(*_: object) -> None:
        raise StorageError(TEXT)

    for table in served.tables():
        table.before_read = table.before_write = away
    for answer in (
        await send(request_body()),
        await get_send(str(SEND)),
        await get_messages(str(SEND)),
        await get_message(f"{SEND}-00000"),
    ):
        assert_problem(answer, 503)
        assert_nothing_echoed(answer)


async def test_unexpected_error_is_a_500_that_tells_nothing(
    served: World, log_lines: list[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError(f"{PERSON} {TEXT}")

    served.journal_table.before_read = fail
    answer = await get_send(str(SEND))
    assert_problem(answer, 500)
    assert_nothing_echoed(answer)
    (line,) = logged_events(log_lines, "unexpected_error")
    assert (line["error"], line["function"]) == ("ZeroDivisionError", "get_send")
    assert "send_sms.storage.journal:" in line["frames"]


async def test_work_from_the_queue_is_dispatched(served: World) -> None:
    await send(request_body())
    ((work, _),) = served.queue.take_all()
    await functions.dispatch_sms(_message(work))
    assert served.gateway.recipients == [PERSON]


async def test_poisoned_work_is_marked_failed(served: World) -> None:
    accepted = document(await send(request_body()))
    ((work, _),) = served.queue.take_all()
    await functions.dispatch_sms_poison(_message(work))
    found = document(await get_message(accepted["messages"][0]["messageId"]))
    assert found["status"] == "failed"
    assert found["error"]["code"] == "dispatch_failed"


def _message(work: Work) -> func.QueueMessage:
    return func.QueueMessage(body=work_to_text(work).encode())
