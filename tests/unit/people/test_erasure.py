"""A person is erased everywhere; what the law wants kept, and the figures, stay."""

from datetime import timedelta

import pytest

from opt_outs.changes import decide
from opt_outs.contract import OptOutDecision
from opt_outs.domain.consent import ConsentState
from send_sms.dispatching.dispatch import dispatch
from send_sms.domain.status import count_by_status
from shared.domain.identifiers import BatchAddress, BlockAddress, parse_message_id, parse_send_id
from shared.domain.kinds import MessageStatus
from shared.storage.table import Row
from tests.support.log_privacy import logged_events
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.web import assert_problem, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.people.erasure_world import (
    DIGITS,
    NEIGHBOUR,
    SECRET,
    ask,
    counts,
    erased,
    places_of,
    play,
    receipt_of,
    report_delivered,
    write,
)
from tests.unit.send_sms.sms_api import get_message, request_body, send, send_to

OUT = ConsentState.OPTED_OUT


async def delivered_send(world: World, *numbers: str, **members: object) -> str:
    """Send, and have all delivered; gives the send's id."""
    recipients = [{"number": one, "values": {"note": f"{SECRET} {one[-2:]}"}} for one in numbers]
    found = await send_to(world, *recipients, message="Hi: {{note}}", **members)
    address = parse_send_id(found["sendId"])
    assert address
    world.clock.advance(minutes=1)
    for number in numbers:
        await report_delivered(world, BlockAddress(address, 0), number)
    return str(address)


async def test_erased_person_is_nowhere_named_and_no_text_is_left(served: World) -> None:
    await delivered_send(served, PERSON, reference=f"order of {PERSON}")
    await write(served, SECRET)
    served.clock.advance(days=2)
    receipt = await erased(served)
    assert receipt["state"] == "completed"
    assert counts(receipt) == {
        "Journal|texts": 1,
        "Journal|messages": 1,
        "Journal|inboundRecords": 1,
        "Conversations|messages": 1,
        "Conversations|threads": 1,
    }
    assert places_of(served, DIGITS) == []
    assert places_of(served, SECRET) == []


async def test_receipt_has_neither_the_number_nor_a_text(
    served: World, caplog: pytest.LogCaptureFixture
) -> None:
    await delivered_send(served, PERSON)
    receipt = await erased(served)
    assert receipt["numberEnds"] == PERSON[-4:]
    assert receipt["reason"] == "asked for it"
    assert DIGITS not in str(receipt)
    assert SECRET not in str(receipt)
    (done,) = logged_events(caplog.messages, "erasure_completed")
    assert done["erasedCount"] == 2


async def test_others_in_the_same_rows_lose_nothing(served: World) -> None:
    numbers = sorted([PERSON, NEIGHBOUR, *people(3)])
    send_id = await delivered_send(served, *numbers)
    await write(served, "I come", NEIGHBOUR)
    await erased(served)
    address = parse_send_id(send_id)
    assert address
    (batch,) = await served.app().journal.read(address)
    for position, number in enumerate(numbers):
        message = document(await get_message(f"{send_id}-{position:05d}"))
        assert message["status"] == "delivered"
        if number == PERSON:
            assert (message["erased"], message["to"][:4]) == (True, "#US-")
            assert SECRET not in message["message"]
        else:
            assert (message["to"], message["message"]) == (number, f"Hi: {SECRET} {number[-2:]}")
            assert "erased" not in message
    assert count_by_status(batch, served.clock.now) == {MessageStatus.DELIVERED: 5}
    assert len(places_of(served, NEIGHBOUR.lstrip("+"))) >= 3


async def test_text_of_a_send_to_many_stays_for_the_others(served: World) -> None:
    found = await send_to(served, PERSON, NEIGHBOUR, message=SECRET)
    served.clock.advance(days=4)
    await erased(served)
    ours = document(await get_message(f"{found['sendId']}-00000"))
    others = document(await get_message(f"{found['sendId']}-00001"))
    assert SECRET not in ours["message"]
    assert others["message"] == SECRET


@pytest.mark.parametrize("which", [0, 2, 4])
async def test_all_others_are_found_when_one_was_erased(served: World, which: int) -> None:
    numbers = sorted(people(5))
    await delivered_send(served, *numbers)
    await erased(served, numbers[which])
    for number in numbers:
        day = START.date()
        found = await served.app().journal.search.read_addressed_to(TOLL_FREE, number, day, day)
        assert len(found) == (number != numbers[which])


async def test_figures_of_an_erased_person_stay(served: World) -> None:
    from analytics.functions import analytics_summary
    from tests.support.web import call

    await delivered_send(served, PERSON)
    await write(served, SECRET)
    query = {"from": "2026-11-22", "to": "2026-11-22", "sender": TOLL_FREE}

    async def figures() -> object:
        found = document(await call(analytics_summary, get(params=query)))
        return {k: v for k, v in found.items() if k not in {"generatedAt", "countedAt"}}

    before = await figures()
    await erased(served)
    assert await figures() == before


async def test_message_that_waits_is_cancelled_and_never_leaves(served: World) -> None:
    later = (START + timedelta(hours=3)).isoformat()
    answer = await send(request_body(to=[PERSON, NEIGHBOUR], sendAt=later))
    send_id = document(answer)["sendId"]
    receipt = await erased(served)
    assert counts(receipt)["Journal|messages"] == 1
    served.clock.now = START + timedelta(hours=4)
    for work, _ in served.queue.take_all():
        await dispatch(work, served.app().sending)
    assert served.gateway.recipients == [NEIGHBOUR]
    assert document(await get_message(f"{send_id}-00000"))["status"] == "cancelled"
    assert places_of(served, DIGITS) == []


async def test_number_stays_until_the_report_came_and_the_text_goes_at_once(served: World) -> None:
    found = await send_to(served, {"number": PERSON, "values": {"n": SECRET}}, message="{{n}}")
    answer = document(await ask())
    await play(served, is_waiting=False)
    receipt = await receipt_of(answer["erasureId"])
    assert receipt["state"] == "waiting"
    assert counts(receipt, "later") == {"Journal|messages": 1}
    assert places_of(served, SECRET) == []
    address = parse_message_id(f"{found['sendId']}-00000")
    assert address
    await report_delivered(served, address.block, PERSON)
    await play(served)
    receipt = await receipt_of(answer["erasureId"])
    assert (receipt["state"], counts(receipt)["Journal|messages"]) == ("completed", 1)
    assert document(await get_message(str(address)))["status"] == "delivered"
    assert places_of(served, DIGITS) == []


async def test_opt_out_stays_and_its_texts_go(served: World) -> None:
    registry = served.app().opt_outs
    await apply_change(make_change(OUT, START, evidence=f"STOP {SECRET}"), registry)
    why = OptOutDecision(reason=SECRET, actor="Ana", state=OUT)
    await decide(TOLL_FREE, PERSON, state=OUT, why=why, registry=served.app().registry)
    receipt = await erased(served)
    assert counts(receipt) == {"OptOuts|evidence": 2}
    assert counts(receipt, "kept") == {"OptOuts|entries": 1, "OptOuts|ledgerLines": 2}
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == {PERSON}
    lines = await registry.ledger(TOLL_FREE, PERSON)
    assert [(line.state, line.evidence, line.reason) for line in lines] == [(OUT, "", "")] * 2
    assert [line.actor for line in lines] == ["", "Ana"]
    assert places_of(served, SECRET) == []


async def test_what_comes_after_the_erasure_is_a_new_fact(served: World) -> None:
    await write(served, SECRET)
    answer = document(await ask())
    served.clock.advance(seconds=1)
    await write(served, "hello again")
    await play(served)
    served.clock.advance(minutes=1)
    assert (await receipt_of(answer["erasureId"]))["state"] == "completed"
    assert places_of(served, SECRET) == []
    assert places_of(served, "hello again")
    again = await erased(served)
    assert counts(again)["Conversations|messages"] == 1
    assert places_of(served, "hello again") == []


async def test_erasure_of_an_unknown_person_completes_with_nothing(served: World) -> None:
    receipt = await erased(served)
    assert (receipt["state"], receipt["erased"], receipt["kept"]) == ("completed", [], [])
    assert DIGITS not in str(served.erasures_table.all_rows())


async def test_second_request_gives_the_erasure_in_progress(served: World) -> None:
    first, second = document(await ask()), document(await ask())
    assert first["erasureId"] == second["erasureId"]
    assert len(served.erasure_queue.items) == 1
    await play(served)
    assert document(await ask())["erasureId"] != first["erasureId"]


async def test_second_request_takes_in_what_came_since_the_first_although_it_runs(
    served: World,
) -> None:
    first = document(await ask())
    served.clock.advance(minutes=1)
    await write(served, SECRET)
    second = document(await ask())
    assert first["erasureId"] == second["erasureId"]
    assert len(served.erasure_queue.items) == 1
    await play(served)
    receipt = await receipt_of(first["erasureId"])
    assert (receipt["state"], counts(receipt)["Conversations|messages"]) == ("completed", 1)
    assert places_of(served, SECRET) == places_of(served, DIGITS) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Erase +14255550123, please.", "Erase …0123, please."),
        ("Erase 1 (425) 555-0123.", "Erase …0123."),
        ("425.555.0123", "…0123"),
        ("00 1 425 555 0123", "…0123"),
        ("5550123", "…0123"),
        ("Request of 3 May, ticket 14255550124", "Request of 3 May, ticket 14255550124"),
        ("Ticket 0123", "Ticket 0123"),
    ],
)
async def test_number_in_the_reason_is_not_kept(served: World, written: str, kept: str) -> None:
    answer = await ask(reason=written, actor=written)
    await play(served)
    receipt = await receipt_of(document(answer)["erasureId"])
    assert (receipt["reason"], receipt["actor"]) == (kept, kept)
    assert places_of(served, DIGITS) == []


@pytest.mark.usefixtures("served")
async def test_erasure_without_a_reason_is_refused() -> None:
    assert_problem(await ask(reason=""), 400, "reason")
    assert_problem(await ask("12"), 400, "number")


@pytest.mark.usefixtures("no_pauses")
async def test_batch_of_one_send_is_erased_while_reports_come_in(served: World) -> None:
    numbers = sorted([PERSON, *people(120)])
    recipients = [{"number": one, "values": {"note": SECRET}} for one in numbers]
    found = await send_to(served, *recipients, message="Hi: {{note}}")
    address = parse_send_id(found["sendId"])
    assert address
    served.clock.advance(days=4)
    position = numbers.index(PERSON)
    journal = served.app().journal
    merged = 0

    def head() -> Row:
        rows = served.journal_table.all_rows()
        return next(row for row in rows if row["RowKey"] == f"{address.key}|00")

    def report_in_between(operations: object) -> None:
        nonlocal merged
        del operations
        if merged < 3:
            merged += 1
            served.journal_table.put({**head(), f"d{merged}": "x"})

    served.journal_table.before_write = report_in_between
    await erased(served)
    served.journal_table.before_write = None
    batch = await journal.get(BatchAddress(address), [position // 100])
    assert batch
    assert merged == 3
    assert {"d1", "d2", "d3"} <= head().keys()
    assert batch.recipients[position].startswith("#")
    assert places_of(served, DIGITS) == []
