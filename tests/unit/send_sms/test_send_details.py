"""What a send tells of its messages: reasons, cost, times, pace; and its messages as a file."""

import csv
import io
from datetime import timedelta
from typing import Any

from send_sms import look_up_functions
from send_sms.domain.progress import Progress, Resend, ResendKind
from send_sms.ending import cancel_send
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import OPTED_OUT, UNKNOWN, Outcome, OutcomeKind
from shared.domain.identifiers import BlockAddress
from tests.support.samples import SEND, make_batch, make_report, people
from tests.support.web import call, document, get
from tests.support.world import START, World
from tests.unit.send_sms.sms_api import get_messages, get_send

PEOPLE = people(6)


def sent(seconds: int) -> Outcome:
    at = START + timedelta(seconds=seconds)
    return Outcome(OutcomeKind.SENT, f"Outgoing_{seconds}", first_sent_at=at, at=at)


def iso(seconds: int) -> str:
    return (START + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


OUTCOMES = {0: sent(-100), 1: sent(-50), 2: sent(-40), 3: OPTED_OUT, 4: UNKNOWN}


async def store(world: World, **changes: Any) -> None:
    """Store a send to six: delivered, two failed at the carrier, opted out, unknown, queued."""
    batch = make_batch(PEOPLE, **{"progress": Progress(outcomes=OUTCOMES), **changes})
    await world.app().journal.commit([batch])
    at = START - timedelta(seconds=30)
    reports = [
        (PEOPLE[0], make_report(DeliveryStatus.DELIVERED, at)),
        (PEOPLE[1], make_report(DeliveryStatus.FAILED, at, code="4006", text="Unreachable")),
        (PEOPLE[2], make_report(DeliveryStatus.FAILED, at, code="4006", text="Switched off")),
    ]
    keys = {"PartitionKey": "", "RowKey": ""}
    for row in world.journal_table.all_rows():
        keys = {name: row[name] for name in keys}
    properties = report_properties(BlockAddress(SEND, 0), reports)
    await world.journal_table.write([("merge", {**keys, **properties}, "")])


async def details() -> dict[str, Any]:
    found: dict[str, Any] = document(await get_send(str(SEND)))
    return found


async def test_reasons_are_counted_by_status_and_code(served: World) -> None:
    await store(served)
    found = await details()
    assert found["counts"] == {
        "delivered": 1, "failed": 2, "suppressed": 1, "unknown": 1, "queued": 1,
    }  # fmt: skip
    first, *others = found["reasons"]
    assert (first["status"], first["code"], first["count"]) == ("failed", "4006", 2)
    assert [(one["status"], one["code"], one["count"]) for one in others] == [
        ("suppressed", "opted_out", 1),
        ("unknown", UNKNOWN.code, 1),
    ]


async def test_times_and_pace_are_those_of_what_the_carrier_accepted(served: World) -> None:
    await store(served)
    found = await details()
    assert found["sentLastMinute"] == 2
    assert found["firstSentAt"] == iso(-100)
    assert found["lastSentAt"] == iso(-40)
    served.clock.advance(minutes=1)
    assert (await details())["sentLastMinute"] == 0


async def test_cost_is_that_of_messages_that_were_or_may_be_sent(served: World) -> None:
    progress = Progress(outcomes={0: sent(-9), 1: OPTED_OUT})
    known = ("+14255550100", "+14255550101", "+14255550102", "+882165550100")
    await served.app().journal.commit([make_batch(known, text="ä€" * 100, progress=progress)])
    found = await details()
    assert (found["segmentCount"], found["encoding"]) == (2, "gsm7")
    assert found["cost"]["segmentCount"] == 3 * 2
    assert found["cost"]["unpricedSegmentCount"] == 2
    assert float(found["cost"]["amount"]) > 0


async def test_damaged_row_that_lost_values_takes_no_list_of_sends_with_it(served: World) -> None:
    batch = make_batch(PEOPLE, text="Hello {{name}}", values=(("Ana",),))
    await served.app().journal.commit([batch])
    listed = document(
        await call(look_up_functions.list_sends, get(params={"sender": batch.sender}))
    )
    assert [one["counts"] for one in listed["sends"]] == [{"queued": 6}]


async def test_values_decide_about_the_segments_of_each_message(served: World) -> None:
    values = tuple(("x" * (150 + 100 * (n == 5)),) for n in range(6))
    await store(served, text="{{name}}", values=values)
    found = await details()
    assert found["segmentCount"] == 2
    assert found["cost"]["segmentCount"] == 4 + 2


async def test_cancelled_and_resent_messages_have_their_times(served: World) -> None:
    resend = Resend(ResendKind.RESEND, START - timedelta(seconds=5), (1, 2), request_id="r")
    progress = Progress(outcomes=OUTCOMES, resends=(resend,))
    await store(served, progress=progress)
    await cancel_send(SEND, served.app().sending)
    found = await details()
    (one,) = found["resends"]
    assert (one["kind"], one["messageCount"]) == ("resend", 2)
    assert one["at"] < found["cancelledAt"]


async def test_messages_are_kept_by_the_code_of_their_error(served: World) -> None:
    await store(served)
    found = document(await get_messages(str(SEND), errorCode="4006,opted_out", limit="2"))
    assert [one["error"]["code"] for one in found["messages"]] == ["4006", "4006"]
    assert "errorCode=4006,opted_out" in found["nextUrl"]
    following = {"errorCode": "4006,opted_out", "after": found["nextCursor"]}
    found = document(await get_messages(str(SEND), **following))
    assert [one["to"] for one in found["messages"]] == [PEOPLE[3]]
    assert document(await get_messages(str(SEND), errorCode="9999"))["messages"] == []


async def test_listed_message_has_its_size_and_the_time_of_its_last_change(served: World) -> None:
    await store(served)
    delivered, *_, queued = document(await get_messages(str(SEND)))["messages"]
    assert (delivered["segmentCount"], delivered["updatedAt"]) == (1, delivered["reportedAt"])
    assert queued["updatedAt"] == queued["acceptedAt"]


async def test_messages_are_a_file_without_texts(served: World) -> None:
    await store(served)
    route, headers = {"sendId": str(SEND)}, {"Accept": "text/csv"}
    request = get(route=route, params={"status": "failed,queued"}, headers=headers)
    answer = await call(look_up_functions.list_send_messages, request)
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_body().decode("utf-8-sig"))))
    assert [(row["to"].lstrip("'"), row["status"], row["errorCode"]) for row in rows] == [
        (PEOPLE[1], "failed", "4006"),
        (PEOPLE[2], "failed", "4006"),
        (PEOPLE[5], "queued", ""),
    ]
    assert "message" not in rows[0]


async def test_file_of_the_largest_send_has_all_its_messages(served: World) -> None:
    numbers = people(2_500)
    batches = [
        make_batch(numbers[first : first + 1_000], row=row)
        for row, first in enumerate(range(0, 2_500, 1_000))
    ]
    await served.app().journal.commit(batches)
    request = get(route={"sendId": str(SEND)}, headers={"Accept": "text/csv"})
    answer = await call(look_up_functions.list_send_messages, request)
    assert len(answer.get_body().decode().strip().splitlines()) == 2_501
