"""Our own messages in a conversation: found in sends of many and in rounds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import SendAddress, new_send_address
from tests.support.samples import (
    make_batch,
    make_options,
    make_report,
    make_round,
    people,
    reports_beside,
)
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.conversations.threads import all_pages, entries_of, receive


def greetings_to(numbers: Sequence[str], address: SendAddress) -> list[Batch]:
    """A send of which each recipient gets a text of its own: the number in the send."""
    starts = range(0, len(numbers), 1_000)
    names = [(f"N{index}",) for index in range(len(numbers))]
    return [
        make_batch(
            numbers[start : start + 1_000],
            send=address,
            row=row,
            text="Hi {{name}}",
            values=tuple(names[start : start + 1_000]),
            options=make_options(campaign="may"),
        )
        for row, start in enumerate(starts)
    ]


async def test_member_of_a_bulk_send_appears_with_the_text_and_status_of_this_person(
    served: World,
) -> None:
    numbers = people(1_250)
    moment = START - timedelta(hours=1)
    address = new_send_address(TOLL_FREE, moment, bytes(10))
    failed = make_report(DeliveryStatus.FAILED, START, code="4004", text="Unknown")
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=moment, at=moment)
    batches = greetings_to(numbers, address)
    batches[0] = replace(batches[0], progress=Progress(outcomes={707: sent, 708: sent}))
    journal = served.app().journal
    await journal.commit(batches)
    block = batches[0].message_address(708).block
    await reports_beside(journal).add({block: [(numbers[708], failed)]})

    (found,) = await entries_of(numbers[707])
    assert found["status"] == "sent"
    (found,) = await entries_of(numbers[708])
    assert found["text"] == "Hi N708"
    assert found["messageId"] == f"{address}-00708"
    assert (found["status"], found["campaign"]) == ("failed", "may")
    assert found["error"] == {"code": "4004", "message": "Unknown"}
    for number in (0, 999, 1_000, 1_249):
        (found,) = await entries_of(numbers[number])
        assert (found["text"], found["messageId"]) == (f"Hi N{number}", f"{address}-{number:05d}")


async def test_person_in_a_further_block_is_found_in_one_more_operation(served: World) -> None:
    numbers = people(750)
    address = new_send_address(TOLL_FREE, START - timedelta(hours=1), bytes(10))
    await served.app().journal.commit(greetings_to(numbers, address))
    counts = []
    for number in (0, 749):
        served.journal_table.operation_count = 0
        assert len(await entries_of(numbers[number])) == 1
        counts.append(served.journal_table.operation_count)
    assert counts == [3, 4]


async def test_round_shows_each_person_the_own_messages_also_two_of_them(served: World) -> None:
    ana, ben = people(2)
    address = new_send_address(TOLL_FREE, START - timedelta(hours=1), bytes(10))
    batch = make_round([(ana, "one"), (ben, "two"), ("", ""), (ana, "three")], send=address)
    await served.app().journal.commit([batch])
    block = batch.message_address(3).block
    report = make_report(DeliveryStatus.DELIVERED, START)
    await served.app().reporting.reports.add({block: [(ana, report)]})

    found = {entry["text"]: entry for entry in await entries_of(ana)}

    assert found.keys() == {"one", "three"}
    assert found["one"]["messageId"] == f"{address.at_place(1)}-00000"
    assert found["three"]["messageId"] == f"{address.at_place(4)}-00000"
    assert (found["one"]["status"], found["three"]["status"]) == ("queued", "delivered")
    assert [entry["text"] for entry in await entries_of(ben)] == ["two"]


async def test_only_rounds_that_hold_the_person_are_read_in_one_operation_each(
    served: World,
) -> None:
    ana, ben = people(2)
    journal = served.app().journal
    for number, members in enumerate(([ana, ben], [ben, ben], [ben, ana])):
        address = new_send_address(TOLL_FREE, START - timedelta(hours=number), bytes(10))
        await journal.commit([make_round([(person, "Hi") for person in members], send=address)])
    served.journal_table.operation_count = 0
    assert len(await entries_of(ana)) == 2
    assert served.journal_table.operation_count == 5


@pytest.mark.parametrize("limit", ["1", "2", "3"])
async def test_messages_of_one_round_are_listed_newest_first_over_pages(
    served: World, limit: str
) -> None:
    address = new_send_address(TOLL_FREE, START - timedelta(hours=1), bytes(10))
    members = [(PERSON, f"text {number}") for number in range(5)]
    await served.app().journal.commit([make_round(members, send=address)])
    await receive(served, -60, "in the same millisecond")
    entries = await all_pages(limit=limit)
    newest_first = [text for _, text in reversed(members)]
    assert [entry["text"] for entry in entries] == [*newest_first, "in the same millisecond"]


async def test_bulk_send_does_not_appear_to_a_number_that_only_lies_among_its_recipients(
    served: World,
) -> None:
    address = new_send_address(TOLL_FREE, START - timedelta(hours=1), bytes(10))
    first, stranger, last = people(3)
    await served.app().journal.commit(greetings_to([first, last], address))

    assert await entries_of(stranger) == []
    assert len(await entries_of(last)) == 1
