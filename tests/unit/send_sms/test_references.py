"""A caller's references come back with its sends and messages, and in their events."""

import asyncio
import json
from typing import Any

import pytest

from conversations import functions as conversations
from delivery_report.record import Reporting, publish_reports
from send_sms import functions, look_up_functions
from send_sms.accepting.accept import accept_send
from shared.carriers.events import AddressedReport, DeliveryStatus
from shared.domain.identifiers import parse_message_id, parse_tag
from tests.support.samples import make_report, make_request, people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import ANA, BEN, run_until_idle
from tests.unit.send_sms.publishing import subscribe
from tests.unit.send_sms.sms_api import (
    get_message,
    get_messages,
    get_send,
    request_body,
    send,
    send_to,
)
from tests.unit.send_sms.storage.worst_batches import noise

OWN = {"number": BEN, "reference": "Ben's"}


def events(world: World) -> list[dict[str, Any]]:
    """Take the events that are to be delivered."""
    taken, world.event_queue.items = world.event_queue.items, []
    return [event["data"] for text, _ in taken for event in json.loads(text)["events"]]


async def report(reporting: Reporting, tag: str, person: str) -> None:
    """Have the event of a delivery report published."""
    address = parse_tag(tag)
    assert address
    reported = make_report(DeliveryStatus.DELIVERED, START)
    await publish_reports([AddressedReport(address, person, reported)], reporting)


@pytest.mark.parametrize("to", [[ANA, OWN], [OWN, ANA, OWN]])
async def test_references_are_given_back_everywhere(served: World, to: list[Any]) -> None:
    accepted = await send_to(served, *to, reference="order 7")
    send_id = accepted["sendId"]
    assert accepted["reference"] == "order 7"
    expected = ["order 7", "Ben's"]
    assert [one["reference"] for one in accepted["messages"]] == expected
    assert document(await get_send(send_id))["reference"] == "order 7"
    listed = document(await get_messages(send_id))["messages"]
    assert [one["reference"] for one in listed] == expected
    for number, reference in enumerate(expected):
        assert document(await get_message(f"{send_id}-{number:05d}"))["reference"] == reference
    sends = get(params={"sender": TOLL_FREE, "day": f"{START:%Y-%m-%d}"})
    (one,) = document(await call(look_up_functions.list_sends, sends))["sends"]
    assert one["reference"] == "order 7"
    thread = get(route={"sender": TOLL_FREE, "user": BEN})
    (entry,) = document(await call(conversations.get_conversation, thread))["entries"]
    assert entry["reference"] == "Ben's"


async def test_send_without_reference_has_none(served: World) -> None:
    accepted = await send_to(served, ANA, {"number": BEN})
    assert "reference" not in json.dumps(accepted)
    assert "reference" not in json.dumps(document(await get_messages(accepted["sendId"])))
    assert not any("references0" in row for row in served.journal_table.all_rows())


async def test_references_take_no_operation_more(world: World) -> None:
    world.submit_at_once()
    counts = []
    for members in ({}, {"reference": "order 7"}):
        before = sum(table.operation_count for table in world.tables())
        await accept_send(make_request([ANA, OWN], **members), world.app().accepting)
        await world.rounds.finish()
        counts.append(sum(table.operation_count for table in world.tables()) - before)
    assert counts[0] == counts[1]


async def test_members_of_a_round_keep_references_of_their_own(served: World) -> None:
    bodies = [request_body(to=[ANA], reference=f"order {n}") for n in range(5)]
    bodies += [request_body(to=[OWN]), request_body(to=[OWN], reference="order 6")]
    answers = [document(one) for one in await asyncio.gather(*map(send, [*bodies, request_body()]))]
    assert len(served.journal_table.all_rows()) == 1
    found = [document(await get_send(one["sendId"])).get("reference") for one in answers]
    assert found == [*[f"order {n}" for n in range(5)], None, "order 6", None]
    messages = [document(await get_message(f"{one['sendId']}-00000")) for one in answers[5:]]
    assert [one.get("reference") for one in messages] == ["Ben's", "Ben's", None]


async def test_outcome_events_have_the_references(served: World) -> None:
    await subscribe(served)
    await send_to(served, ANA, OWN, reference="order 7")
    assert {(one["to"], one["reference"]) for one in events(served)} == {
        (ANA, "order 7"),
        (BEN, "Ben's"),
    }
    await send_to(served, ANA)
    assert "reference" not in json.dumps(events(served))


async def test_report_events_have_the_references_at_one_read_for_each_batch(served: World) -> None:
    await subscribe(served)
    many = [{"number": n, "reference": f"r{i}"} for i, n in enumerate(people(150))]
    send_id = (await send_to(served, *many, reference="order 7"))["sendId"]
    single = (await send_to(served, ANA, reference="order 8"))["sendId"]
    plain = (await send_to(served, ANA))["sendId"]
    events(served)
    before, reporting = served.journal_table.operation_count, served.app().reporting
    for _ in range(2):
        await report(reporting, f"{send_id}-00120", people(150)[120])
        await report(reporting, f"{send_id}-000", people(150)[7])
        await report(reporting, f"{single}-00000", ANA)
        await report(reporting, f"{plain}-00000", ANA)
        assert [one.get("reference") for one in events(served)] == ["r120", "r7", "order 8", None]
    assert served.journal_table.operation_count - before == 3


async def test_report_that_names_no_message_of_its_send_has_no_reference(served: World) -> None:
    await subscribe(served)
    send_id = (await send_to(served, ANA, OWN, reference="order 7"))["sendId"]
    events(served)
    reporting = served.app().reporting
    await report(reporting, f"{send_id}-000", people(9)[8])
    await report(reporting, f"{send_id}-00009", people(9)[8])
    assert "reference" not in json.dumps(events(served))


async def test_reports_without_subscribers_read_nothing(served: World) -> None:
    send_id = (await send_to(served, ANA, reference="order 7"))["sendId"]
    before, reporting = served.journal_table.operation_count, served.app().reporting
    await report(reporting, f"{send_id}-00000", ANA)
    assert served.journal_table.operation_count == before


async def test_reply_may_have_a_reference(served: World) -> None:
    request = post(
        {"message": "Yes", "reference": "ticket 3"}, route={"sender": TOLL_FREE, "user": ANA}
    )
    accepted = document(await call(functions.reply_to_conversation, request))
    assert accepted["reference"] == "ticket 3"
    await run_until_idle(served)
    assert parse_message_id(accepted["messages"][0]["messageId"])


@pytest.mark.parametrize("reference", ["", "x" * 101, 7, "a\u0000b"])
async def test_reference_of_another_form_is_refused(served: World, reference: Any) -> None:
    assert_problem(await send(request_body(reference=reference)), 400, "reference")
    to = [{"number": ANA, "reference": reference}]
    assert_problem(await send(request_body(to=to)), 400, "to[0].reference")
    assert served.journal_table.all_rows() == []


async def test_references_that_no_row_can_hold_are_refused(served: World) -> None:
    to = [{"number": number, "reference": noise(100)} for number in people(1_000)]
    assert_problem(await send(request_body(to=to)), 413)
    assert served.journal_table.all_rows() == []
