"""Looking up sends and messages by the batches that hold them: large sends, and rounds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from send_sms.domain.batch import Batch, SendTotals
from send_sms.domain.dispatching import CLAIM_TIME, claim
from send_sms.domain.progress import Progress
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import CANCELLED, Outcome, OutcomeKind
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress
from tests.support.samples import SEND, make_batch, make_report, make_round, people
from tests.support.web import assert_problem, document
from tests.support.world import PERSON, START, World
from tests.unit.send_sms.sms_api import ANA, get_message, get_messages, get_send

MEMBERS = make_round([(PERSON, "first"), ("", ""), (PERSON, "second"), (ANA, "third")])
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="No.", at=START)


def sent_at(moment: datetime) -> Outcome:
    """Give the outcome of a message that was submitted a second before."""
    began_at = moment - timedelta(seconds=1)
    return Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=began_at, at=moment)


async def store_large_send(
    world: World, recipients: Sequence[str], failed: Sequence[int] = ()
) -> None:
    """Store a send whose messages of some numbers failed."""
    starts = range(0, len(recipients), MEMBERS_PER_BATCH)
    totals = SendTotals(batch_count=len(starts), recipient_count=len(recipients))
    batches = []
    for row, start in enumerate(starts):
        outcomes = {number - start: FAILED for number in failed if 0 <= number - start < 1_000}
        batch = make_batch(
            recipients[start : start + MEMBERS_PER_BATCH],
            row=row,
            progress=Progress(outcomes=outcomes),
        )
        batches.append(replace(batch, terms=(replace(batch.terms[0], totals=totals),)))
    await world.app().journal.commit(batches)


async def store(world: World, batch: Batch) -> None:
    await world.app().journal.commit([batch])


async def all_numbers(limit: int, **params: str) -> list[int]:
    """Page through a send; gives its messages by their number in it."""
    found: list[int] = []
    while True:
        page = document(await get_messages(str(SEND), limit=str(limit), **params))
        found += [int(message["messageId"][-5:]) for message in page["messages"]]
        assert page["messages"]
        if "nextUrl" not in page:
            return found
        params["after"] = page["messages"][-1]["messageId"]


async def history_of(address: MessageAddress) -> list[tuple[str, str]]:
    found = document(await get_message(str(address)))["history"]
    return [(entry["event"], entry["at"]) for entry in found]


@pytest.mark.parametrize("count", [1_999, 2_000, 2_001])
@pytest.mark.parametrize("limit", [70, 100])
async def test_pages_cross_from_batch_to_batch(served: World, count: int, limit: int) -> None:
    await store_large_send(served, people(count))
    assert await all_numbers(limit) == list(range(count))


async def test_pages_of_a_status_find_its_messages_in_every_batch(served: World) -> None:
    failed = [3, 998, 999, 1_000, 3_999]
    await store_large_send(served, people(4_000), failed)
    assert await all_numbers(2, status="failed") == failed
    assert document(await get_send(str(SEND)))["counts"] == {"queued": 3_995, "failed": 5}


async def test_page_reads_two_batches_at_most(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store_large_send(served, people(4_000))
    asked: list[tuple[int, ...]] = []
    read = Journal.read

    async def listen(journal: Journal, send: Any, *rows: int) -> list[Batch]:
        asked.append(rows)
        return await read(journal, send, *rows)

    monkeypatch.setattr(Journal, "read", listen)
    page = document(await get_messages(str(SEND), after=f"{SEND}-01950", limit="100"))
    assert page["messages"][-1]["messageId"] == f"{SEND}-02050"
    assert asked == [(1, 2)]


@pytest.mark.parametrize(("position", "operation_count"), [(99, 1), (100, 2), (349, 2)])
async def test_message_is_found_with_its_report_in_one_or_two_operations(
    served: World, position: int, operation_count: int
) -> None:
    recipients = people(350)
    await store(served, make_batch(recipients))
    address = MessageAddress(SEND, position)
    report = make_report(DeliveryStatus.DELIVERED, START)
    await served.app().reporting.reports.add({address.block: [(recipients[position], report)]})
    served.journal_table.operation_count = 0
    found = document(await get_message(str(address)))
    assert (found["to"], found["status"]) == (recipients[position], "delivered")
    assert served.journal_table.operation_count == operation_count


async def test_message_of_a_send_without_delivery_reports_is_found_in_any_block(
    served: World,
) -> None:
    batch = make_batch(people(200))
    terms = batch.terms[0]
    silent = replace(terms, options=replace(terms.options, delivery_report=False))
    await store(served, replace(batch, terms=(silent,)))
    assert document(await get_message(f"{SEND}-00150"))["to"] == people(200)[150]


async def test_each_send_of_a_round_is_found_alone(served: World) -> None:
    await store(served, MEMBERS)
    for position, text in ((0, "first"), (2, "second"), (3, "third")):
        send = MEMBERS.send_of(position)
        overview = document(await get_send(str(send)))
        assert (overview["sendId"], overview["message"]) == (str(send), text)
        assert (overview["recipientCount"], overview["counts"]) == (1, {"queued": 1})
        page = document(await get_messages(str(send)))
        assert [one["messageId"] for one in page["messages"]] == [f"{send}-00000"]
        assert "nextUrl" not in page
        message = document(await get_message(f"{send}-00000"))
        assert (message["sendId"], message["message"]) == (str(send), text)


async def test_send_of_a_round_is_looked_up_in_one_operation(served: World) -> None:
    await store(served, MEMBERS)
    send = MEMBERS.send_of(3)
    for look_up in (get_send(str(send)), get_messages(str(send)), get_message(f"{send}-00000")):
        served.journal_table.operation_count = 0
        assert (await look_up).status_code == 200
        assert served.journal_table.operation_count == 1


async def test_page_after_the_message_of_a_round_is_empty(served: World) -> None:
    await store(served, MEMBERS)
    send = MEMBERS.send_of(0)
    page = document(await get_messages(str(send), after=f"{send}-00000"))
    assert page["messages"] == []
    assert "nextUrl" not in page


@pytest.mark.parametrize("place", [0, 2, 5, 64, 1_023])
async def test_place_of_a_round_without_a_member_is_not_found(served: World, place: int) -> None:
    await store(served, MEMBERS)
    send = SEND.at_place(place)
    assert_problem(await get_send(str(send)), 404)
    assert_problem(await get_messages(str(send)), 404)
    assert_problem(await get_message(f"{send}-00000"), 404)


async def test_batch_of_one_send_has_no_places(served: World) -> None:
    await store(served, make_batch(people(3)))
    assert_problem(await get_send(str(SEND.at_place(1))), 404)
    assert_problem(await get_message(f"{SEND.at_place(1)}-00000"), 404)


async def test_history_has_the_times_of_the_message_itself(served: World) -> None:
    outcomes = {n: sent_at(START + timedelta(seconds=10 * n + 1)) for n in (0, 2)}
    await store(served, replace(MEMBERS, progress=Progress(outcomes=outcomes)))
    assert await history_of(MEMBERS.message_address(0)) == [
        ("accepted", "2026-11-22T09:00:00Z"),
        ("sending", "2026-11-22T09:00:00Z"),
        ("sent", "2026-11-22T09:00:01Z"),
    ]
    assert await history_of(MEMBERS.message_address(2)) == [
        ("accepted", "2026-11-22T09:00:00Z"),
        ("sending", "2026-11-22T09:00:20Z"),
        ("sent", "2026-11-22T09:00:21Z"),
    ]
    assert await history_of(MEMBERS.message_address(3)) == [("accepted", "2026-11-22T09:00:00Z")]


async def test_history_of_a_claimed_message_says_that_it_is_being_sent(served: World) -> None:
    batch = make_batch(people(2))
    await store(served, claim(batch, [1], "c", START + CLAIM_TIME))
    assert [event for event, _ in await history_of(MessageAddress(SEND, 0))] == ["accepted"]
    events = [event for event, _ in await history_of(MessageAddress(SEND, 1))]
    assert events == ["accepted", "sending"]


@pytest.mark.parametrize("is_recorded", [False, True])
async def test_history_shows_a_cancellation_at_its_own_time(
    served: World, *, is_recorded: bool
) -> None:
    later = START + timedelta(seconds=9)
    outcome = replace(CANCELLED, at=later)
    progress = Progress(outcomes={0: outcome, 2: sent_at(later)} if is_recorded else {})
    await store(served, replace(MEMBERS, progress=progress))
    journal = served.app().journal
    for position in (0, 2):
        send = MEMBERS.send_of(position)
        await journal.cancel(await journal.read(send), send, START + timedelta(seconds=5))
    assert await history_of(MEMBERS.message_address(0)) == [
        ("accepted", "2026-11-22T09:00:00Z"),
        ("cancelled", "2026-11-22T09:00:05Z"),
    ]
    (_, *behind) = await history_of(MEMBERS.message_address(2))
    assert [event for event, _ in behind] == (["sending", "sent"] if is_recorded else ["cancelled"])
