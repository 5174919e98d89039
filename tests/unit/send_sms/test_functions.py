"""The HTTP functions of sending: what is refused and how, what is answered."""

import json
from typing import Any

import azure.functions as func
import pytest

from send_sms import functions
from send_sms.dispatch import dispatch
from shared.domain.delivery import DeliveryStatus
from shared.domain.errors import StorageError
from shared.domain.identifiers import MessageAddress, parse_message_id, parse_send_id
from shared.domain.opt_out import ConsentState
from shared.requests import MAX_BODY_BYTES
from shared.storage.dispatch_queue import Work, work_to_text
from tests.support.samples import SEND, TEXT, make_change, make_report, people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, TOLL_FREE, World

ANA, BEN, CEM = people(3)
DELETED: Any = object()


def request_body(**changes: Any) -> dict[str, Any]:
    body = {"from": TOLL_FREE, "to": [PERSON], "message": TEXT, **changes}
    return {name: value for name, value in body.items() if value is not DELETED}


def to_one(**members: Any) -> dict[str, Any]:
    return {"to": [{"number": PERSON, **members}]}


async def send(body: object) -> func.HttpResponse:
    return await call(functions.send_sms, post(body))


async def send_to(world: World, *to: Any, **members: Any) -> dict[str, Any]:
    """Send, and play the host for its work."""
    answer = await send(request_body(to=list(to), **members))
    assert answer.status_code == 202
    while items := world.queue.take_all():
        for work, _ in items:
            await dispatch(work, world.services())
    found: dict[str, Any] = document(answer)
    return found


async def get_send(send_id: str) -> func.HttpResponse:
    return await call(functions.get_send, get(route={"sendId": send_id}))


async def get_messages(send_id: str, **params: str) -> func.HttpResponse:
    request = get(route={"sendId": send_id}, params=params)
    return await call(functions.list_send_messages, request)


async def get_message(message_id: str) -> func.HttpResponse:
    return await call(functions.get_message, get(route={"messageId": message_id}))


def assert_nothing_stored(world: World) -> None:
    assert world.queue.items == []
    assert all(table.all_rows() == [] for table in world.tables())


def assert_nothing_echoed(answer: func.HttpResponse) -> None:
    text = answer.get_body().decode()
    assert TEXT not in text
    assert PERSON.lstrip("+") not in text
    assert TOLL_FREE.lstrip("+") not in text


BAD_MEMBERS: list[tuple[dict[str, Any], str]] = [
    ({"from": DELETED}, "from"),
    ({"from": ""}, "from"),
    ({"from": 18335550100}, "from"),
    ({"from": None}, "from"),
    ({"from": "18335550100"}, "from"),
    ({"from": "+1833"}, "from"),
    ({"from": "PALOMA-LONG-NAME"}, "from"),
    ({"from": "x" * 33}, "from"),
    ({"from": "\u0000"}, "from"),
    ({"to": DELETED}, "to"),
    ({"to": []}, "to"),
    ({"to": None}, "to[0]"),
    ({"to": 14255550123}, "to[0]"),
    ({"to": [[PERSON]]}, "to[0]"),
    ({"to": [PERSON, 14255550123]}, "to[1]"),
    ({"to": ["nobody"]}, "to[0]"),
    ({"to": "4255550123"}, "to[0]"),
    ({"to": ""}, "to[0].number"),
    ({"to": ["1" * 65]}, "to[0].number"),
    ({"to": [{}]}, "to[0].number"),
    ({"to": ["+14255550123"] * 10_001}, "to"),
    (to_one(name="Ana"), "to[0].name"),
    (to_one(values=None), "to[0].values"),
    (to_one(values=[1]), "to[0].values"),
    (to_one(values={"a": 1}), "to[0].values.a"),
    (to_one(values={"a": "\u0007"}), "to[0].values.a"),
    (to_one(values={"a": "b" * 2_049}), "to[0].values.a"),
    (to_one(values={str(n): "" for n in range(51)}), "to[0].values"),
    ({**to_one(values={"name": "a" * 2_048}), "message": "Hi {{name}}"}, "to[0]"),
    ({"message": "Hi {{name}}"}, "to[0]"),
    ({"message": DELETED}, "message"),
    ({"message": ""}, "message"),
    ({"message": None}, "message"),
    ({"message": ["Hi"]}, "message"),
    ({"message": "a" * 2_049}, "message"),
    ({"message": "a\u0000b"}, "message"),
    ({"message": "a\u001bb"}, "message"),
    ({"message": "a\u0085b"}, "message"),
    ({"category": "spam"}, "category"),
    ({"category": None}, "category"),
    ({"campaign": ""}, "campaign"),
    ({"campaign": "a" * 65}, "campaign"),
    ({"campaign": "a\nb\u0000"}, "campaign"),
    ({"campaign": 5}, "campaign"),
    ({"sendAt": "tomorrow"}, "sendAt"),
    ({"sendAt": "2026-12-01T09:00:00"}, "sendAt"),
    ({"sendAt": 1_796_000_000}, "sendAt"),
    ({"sendAt": "2026-11-22T08:00:00Z"}, "sendAt"),
    ({"sendAt": "2036-11-22T08:00:00Z"}, "sendAt"),
    ({"sendAt": "9999-12-31T23:59:59-12:00"}, "sendAt"),
    ({"ttlSeconds": 4}, "ttlSeconds"),
    ({"ttlSeconds": 259_201}, "ttlSeconds"),
    ({"ttlSeconds": 10**30}, "ttlSeconds"),
    ({"ttlSeconds": 60.5}, "ttlSeconds"),
    ({"ttlSeconds": "60"}, "ttlSeconds"),
    ({"ttlSeconds": True}, "ttlSeconds"),
    ({"ttlSeconds": float("nan")}, "ttlSeconds"),
    ({"deliveryReport": "yes"}, "deliveryReport"),
    ({"deliveryReport": 1}, "deliveryReport"),
    ({"deliveryReport": None}, "deliveryReport"),
    ({"tag": "camp-42"}, "tag"),
    ({"send_at": "2026-12-01T09:00:00Z"}, "send_at"),
    ({"sender": TOLL_FREE}, "sender"),
]


@pytest.mark.parametrize(("changes", "field"), BAD_MEMBERS)
async def test_bad_member_is_refused_by_name(
    served: World, changes: dict[str, Any], field: str
) -> None:
    answer = await send(request_body(**changes))
    assert_problem(answer, 400, field)
    assert_nothing_echoed(answer)
    assert_nothing_stored(served)


BAD_BODIES = [
    b"",
    b" ",
    b"not JSON",
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"{",
    b'{"from": }',
    b"\xff\xfe{}",
    b"\xef\xbb\xbf" + json.dumps(request_body()).encode(),
    json.dumps(request_body()).encode("utf-16"),
    json.dumps(request_body()).encode()[:-1],
    json.dumps(request_body()).encode() + b"{}",
    json.dumps(request_body(message="\ud800")).encode(),
    b'{"from": ' + b"9" * 100_000 + b"}",
    b"[" * 100_000,
    b'{"to":' * 100_000,
    b'{"from": "+1833' + b"\x00" + b'"}',
]


@pytest.mark.parametrize("body", BAD_BODIES)
async def test_body_that_is_no_request_is_refused(served: World, body: bytes) -> None:
    answer = await send(body)
    problem = assert_problem(answer, 400)
    assert problem["errors"]
    assert_nothing_echoed(answer)
    assert_nothing_stored(served)


async def test_everything_wrong_is_named_at_once(served: World) -> None:
    answer = await send(request_body(message="", category="spam", ttlSeconds=1, tag="x"))
    assert_problem(answer, 400, "message", "category", "ttlSeconds", "tag")
    assert_nothing_stored(served)


async def test_long_list_of_errors_is_cut_short(served: World) -> None:
    problem = assert_problem(await send(request_body(to=[None] * 5_000)), 400)
    assert len(problem["errors"]) == 20
    assert_nothing_stored(served)


async def test_body_of_more_than_2_mib_is_too_large(served: World) -> None:
    body = json.dumps(request_body()).encode()
    padded = body + b" " * (MAX_BODY_BYTES - len(body))
    assert (await send(padded)).status_code == 202
    served.queue.take_all()
    rows = served.journal_table.all_rows()
    assert_problem(await send(padded + b" "), 413)
    assert served.journal_table.all_rows() == rows


async def test_values_beyond_one_transaction_are_too_large(served: World) -> None:
    from random import Random

    noise = Random(0).randbytes
    values = {f"v{n}": noise(1_000).hex() for n in range(9)}
    body = "".join(f"{{{{{name}}}}}" for name in values)
    to = [{"number": ANA, "values": values}]
    assert_problem(await send(request_body(to=to, message=body)), 400, "to[0]")
    assert_nothing_stored(served)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/json-patch+json", ""]
)
async def test_body_of_another_media_type_is_refused(served: World, media_type: str) -> None:
    request = post(request_body(), headers={"Content-Type": media_type})
    assert_problem(await call(functions.send_sms, request), 415)
    assert_nothing_stored(served)


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
@pytest.mark.usefixtures("served")
async def test_json_is_taken_however_it_is_called(media_type: str) -> None:
    request = post(request_body(), headers={"Content-Type": media_type})
    assert (await call(functions.send_sms, request)).status_code == 202


async def test_accepted_send_is_answered_with_its_messages(served: World) -> None:
    await served.services().opt_outs.apply(
        make_change(ConsentState.OPTED_OUT, START, user_number=BEN)
    )
    answer = await send(request_body(to=[BEN, ANA, ANA, "nobody"], message="Grüße"))
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
            {"messageId": f"{send_id}-000000", "to": ANA, "status": "queued"},
            {
                "messageId": f"{send_id}-000001",
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


async def test_send_is_answered_with_counts_times_and_options(served: World) -> None:
    members = {"campaign": "reminders-may", "category": "marketing", "ttlSeconds": 3600}
    accepted = await send_to(served, *people(250), PERSON, PERSON, "nobody", **members)
    answer = await get_send(accepted["sendId"])
    assert answer.status_code == 200
    assert document(answer) == {
        "sendId": accepted["sendId"],
        "from": TOLL_FREE,
        "status": "completed",
        "message": TEXT,
        "category": "marketing",
        "campaign": "reminders-may",
        "deliveryReport": True,
        "acceptedAt": "2026-11-22T09:00:00Z",
        "expiresAt": "2026-11-22T10:00:00Z",
        "recipientCount": 251,
        "duplicateCount": 1,
        "rejectedCount": 1,
        "counts": {"sent": 251},
        "messagesUrl": f"/api/sms/{accepted['sendId']}/messages",
    }


@pytest.mark.parametrize("limit", ["7", "50", "100"])
async def test_pages_give_every_message_once_in_order(served: World, limit: str) -> None:
    accepted = await send_to(served, *people(250))
    seen: list[str] = []
    params: dict[str, str] = {}
    while True:
        page = document(await get_messages(accepted["sendId"], limit=limit, **params))
        assert len(page["messages"]) == min(int(limit), 250 - len(seen))
        seen += [message["to"] for message in page["messages"]]
        if "nextUrl" not in page:
            break
        path, query = page["nextUrl"].split("?")
        assert path == accepted["messagesUrl"]
        assert query.endswith(f"&limit={limit}")
        params = {"after": query.split("&")[0].removeprefix("after=")}
    assert seen == people(250)


@pytest.mark.parametrize("limit", ["0", "-1", "101", "x", "", "1.5", "٣", " 1", "9" * 5_000])
async def test_page_size_out_of_range_is_refused(served: World, limit: str) -> None:
    accepted = await send_to(served, ANA)
    assert_problem(await get_messages(accepted["sendId"], limit=limit), 400, "limit")


async def test_page_after_a_foreign_message_is_refused(served: World) -> None:
    accepted = await send_to(served, ANA)
    foreign = str(MessageAddress(SEND, 0, 0))
    for after in ("x", accepted["sendId"], foreign):
        assert_problem(await get_messages(accepted["sendId"], after=after), 400, "after")


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "x",
        "..",
        "%2e%2e",
        "a" * 10_000,
        "'; drop table",
        "\u0000",
        "\ud800",
        str(SEND).upper(),
        "7" + "z" * 25 + str(SEND)[26:],
    ],
)
async def test_hostile_id_is_not_found(identifier: str) -> None:
    assert_problem(await get_send(identifier), 404)
    assert_problem(await get_messages(identifier), 404)
    assert_problem(await get_message(identifier), 404)


@pytest.mark.usefixtures("served")
async def test_unknown_id_is_not_found() -> None:
    assert_problem(await get_send(str(SEND)), 404)
    assert_problem(await get_messages(str(SEND)), 404)
    assert_problem(await get_messages(str(SEND), after=f"{SEND}-000000"), 404)
    assert_problem(await get_message(f"{SEND}-000000"), 404)


async def test_position_beyond_a_chunk_is_not_found(served: World) -> None:
    accepted = await send_to(served, ANA)
    assert_problem(await get_message(f"{accepted['sendId']}-000001"), 404)
    assert_problem(await get_message(f"{accepted['sendId']}-000100"), 404)
    assert_problem(await get_message(f"{accepted['sendId']}-0000"), 404)


async def test_message_is_answered_with_its_history(served: World) -> None:
    to = {"number": ANA, "values": {"name": "Ana"}}
    accepted = await send_to(served, to, message="Hi {{name}}")
    message_id = accepted["messages"][0]["messageId"]
    address = parse_message_id(message_id)
    assert address
    served.clock.advance(seconds=9)
    report = make_report(DeliveryStatus.DELIVERED, served.clock.now, code="2000", text="No Error")
    chunk = MessageAddress(address.send, 0)
    await served.services().journal.add_reports({chunk: [(ANA, report)]})
    found = document(await get_message(message_id))
    provider_id = found["providerMessageId"]
    assert provider_id.startswith("Outgoing_")
    assert found == {
        "messageId": message_id,
        "sendId": accepted["sendId"],
        "from": TOLL_FREE,
        "to": ANA,
        "status": "delivered",
        "message": "Hi Ana",
        "category": "transactional",
        "segmentCount": 1,
        "encoding": "gsm7",
        "providerMessageId": provider_id,
        "history": [
            {"at": "2026-11-22T09:00:00Z", "event": "accepted"},
            {"at": "2026-11-22T09:00:00Z", "event": "sending"},
            {"at": "2026-11-22T09:00:00Z", "event": "sent", "detail": provider_id},
            {"at": "2026-11-22T09:00:09Z", "event": "delivered", "detail": "2000: No Error"},
        ],
    }


async def test_failed_report_is_shown_with_code_and_text(served: World) -> None:
    accepted = await send_to(served, ANA)
    message_id = accepted["messages"][0]["messageId"]
    address = parse_message_id(message_id)
    assert address
    text = "Sender blocked for given recipient."
    report = make_report(DeliveryStatus.FAILED, START, code="4007", text=text)
    chunk = MessageAddress(address.send, 0)
    await served.services().journal.add_reports({chunk: [(ANA, report)]})
    found = document(await get_message(message_id))
    assert found["status"] == "failed"
    assert found["error"] == {"code": "4007", "message": text}
    page = document(await get_messages(accepted["sendId"]))
    assert page["messages"][0]["error"] == {"code": "4007", "message": text}


async def test_storage_that_is_away_is_a_503_without_details(served: World) -> None:
    def away(*_: object) -> None:
        raise StorageError(TEXT)

    for table in served.tables():
        table.before_read = table.before_write = away
    for answer in (
        await send(request_body()),
        await get_send(str(SEND)),
        await get_messages(str(SEND)),
        await get_message(f"{SEND}-000000"),
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
    (line,) = [line for line in log_lines if "unexpected error" in line]
    assert "ZeroDivisionError" in line
    assert "test_functions.py" in line


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
