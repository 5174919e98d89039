"""The HTTP functions that look up sends and messages."""

from urllib.parse import parse_qsl

import pytest

from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import CallResult, SendCall
from shared.domain.identifiers import MessageAddress, parse_message_id
from tests.support.samples import SEND, TEXT, make_report, people
from tests.support.web import assert_problem, document
from tests.support.world import PERSON, START, TOLL_FREE, World, all_sent
from tests.unit.send_sms.dispatch_world import FAILED
from tests.unit.send_sms.sms_api import (
    ANA,
    get_message,
    get_messages,
    get_send,
    send_to,
)


def _every_third_failed(call: SendCall) -> CallResult:
    sent = all_sent(call)
    return tuple(FAILED if index % 3 == 0 else one for index, one in enumerate(sent))


async def test_send_is_answered_with_counts_times_and_options(served: World) -> None:
    members = {"campaign": "reminders-may", "category": "marketing", "ttlSeconds": 3600}
    accepted = await send_to(served, *people(250), PERSON, PERSON, "invalid", **members)
    answer = await get_send(accepted["sendId"])
    assert answer.status_code == 200
    assert document(answer) == {
        "sendId": accepted["sendId"],
        "from": TOLL_FREE,
        "status": "completed",
        "message": TEXT,
        "category": "marketing",
        "campaign": "reminders-may",
        "purpose": "send",
        "deliveryReport": True,
        "acceptedAt": "2026-11-22T09:00:00Z",
        "expiresAt": "2026-11-22T10:00:00Z",
        "recipientCount": 251,
        "duplicateCount": 1,
        "rejectedCount": 1,
        "counts": {"sent": 251},
        "reasons": [],
        "segmentCount": 1,
        "encoding": "gsm7",
        "cost": {
            "currency": "USD",
            "amount": "1.5100",
            "segmentCount": 251,
            "unpricedSegmentCount": 100,
        },
        "firstSentAt": "2026-11-22T09:00:00Z",
        "lastSentAt": "2026-11-22T09:00:00Z",
        "sentLastMinute": 251,
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
        params = dict(parse_qsl(query))
        assert params.pop("limit") == limit
    assert seen == people(250)


async def test_listed_message_has_its_text_times_and_send(served: World) -> None:
    accepted = await send_to(served, ANA, campaign="may")
    served.clock.advance(seconds=2)
    report = make_report(DeliveryStatus.DELIVERED, served.clock.now)
    address = parse_message_id(f"{accepted['sendId']}-00000")
    assert address
    await served.app().reporting.reports.add({address.block: [(ANA, report)]})
    assert document(await get_messages(accepted["sendId"]))["messages"] == [
        {
            "messageId": str(address),
            "sendId": accepted["sendId"],
            "from": TOLL_FREE,
            "to": ANA,
            "status": "delivered",
            "message": TEXT,
            "category": "transactional",
            "campaign": "may",
            "acceptedAt": "2026-11-22T09:00:00Z",
            "sentAt": "2026-11-22T09:00:00Z",
            "reportedAt": "2026-11-22T09:00:02Z",
            "segmentCount": 1,
            "updatedAt": "2026-11-22T09:00:02Z",
        }
    ]


async def test_cursor_leads_to_the_page_that_the_url_leads_to(served: World) -> None:
    accepted = await send_to(served, *people(5))
    page = document(await get_messages(accepted["sendId"], limit="2"))
    assert dict(parse_qsl(page["nextUrl"].split("?")[1]))["after"] == page["nextCursor"]
    last = document(await get_messages(accepted["sendId"], limit="3", after=page["nextCursor"]))
    assert [one["to"] for one in last["messages"]] == people(5)[2:]
    assert not {"nextUrl", "nextCursor"} & last.keys()


@pytest.mark.parametrize("limit", ["0", "-1", "101", "x", "", "1.5", "٣", " 1", "9" * 5_000])
async def test_page_size_out_of_range_is_refused(served: World, limit: str) -> None:
    accepted = await send_to(served, ANA)
    assert_problem(await get_messages(accepted["sendId"], limit=limit), 400, "limit")


@pytest.mark.parametrize("limit", ["7", "50", "100"])
async def test_pages_of_a_status_give_its_messages_once_in_order(served: World, limit: str) -> None:
    served.gateway.script = [_every_third_failed] * 3
    accepted = await send_to(served, *people(250))
    seen: list[str] = []
    url = "?"
    while url:
        params = dict(parse_qsl(url.split("?")[1]))
        page = document(
            await get_messages(accepted["sendId"], **{"limit": limit, "status": "failed", **params})
        )
        seen += [message["to"] for message in page["messages"]]
        url = page.get("nextUrl", "")
    numbers = people(250)
    assert seen == sorted(n for start in (0, 100, 200) for n in numbers[start : start + 100 : 3])


async def test_page_of_several_statuses_has_all_of_them(served: World) -> None:
    served.gateway.script = [_every_third_failed]
    accepted = await send_to(served, *people(4))
    page = document(await get_messages(accepted["sendId"], status="sent,failed"))
    assert [one["status"] for one in page["messages"]] == ["failed", "sent", "sent", "failed"]
    assert document(await get_messages(accepted["sendId"], status="unknown"))["messages"] == []


async def test_page_of_a_status_takes_one_operation(served: World) -> None:
    accepted = await send_to(served, *people(2_000))
    before = served.journal_table.operation_count
    await get_messages(accepted["sendId"], status="unknown")
    assert served.journal_table.operation_count - before == 1


async def test_page_of_a_status_that_does_not_exist_is_refused(served: World) -> None:
    accepted = await send_to(served, ANA)
    assert_problem(await get_messages(accepted["sendId"], status="lost"), 400, "status")


async def test_page_after_a_foreign_message_is_refused(served: World) -> None:
    accepted = await send_to(served, ANA)
    foreign = str(MessageAddress(SEND, 0))
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
    assert_problem(await get_messages(str(SEND), after=f"{SEND}-00000"), 404)
    assert_problem(await get_message(f"{SEND}-00000"), 404)


@pytest.mark.parametrize("number", ["00001", "00100", "01000", "99999", "000", "0000", "000000"])
async def test_number_beyond_a_send_is_not_found(served: World, number: str) -> None:
    accepted = await send_to(served, ANA)
    assert_problem(await get_message(f"{accepted['sendId']}-{number}"), 404)


async def test_message_is_answered_with_its_history(served: World) -> None:
    to = {"number": ANA, "values": {"name": "Ana"}}
    accepted = await send_to(served, to, message="Hi {{name}}")
    message_id = accepted["messages"][0]["messageId"]
    address = parse_message_id(message_id)
    assert address
    served.clock.advance(seconds=9)
    report = make_report(DeliveryStatus.DELIVERED, served.clock.now, code="2000", text="No Error")
    await served.app().reporting.reports.add({address.block: [(ANA, report)]})
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
    await served.app().reporting.reports.add({address.block: [(ANA, report)]})
    found = document(await get_message(message_id))
    assert found["status"] == "failed"
    assert found["error"] == {"code": "4007", "message": text}
    page = document(await get_messages(accepted["sendId"]))
    assert page["messages"][0]["error"] == {"code": "4007", "message": text}
