"""What a person writes is linked to the newest message it can answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

import inbound_webhook.link_reply
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress
from shared.carriers.events import DeliveryStatus, InboundMessage
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.domain.identifiers import MessageAddress, SendAddress, new_send_address
from shared.storage.table import Bound, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_batch, make_options, make_report, make_round, people
from tests.support.world import PERSON, START, Serve, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, SHORT_CODE, inbound, receive

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")


async def send(
    world: World,
    hours: float,
    outcome: Outcome | None = SENT,
    *,
    accepted_hours: float | None = None,
    recipients: Sequence[str] = (PERSON,),
    **changes: Any,
) -> SendAddress:
    """Store a send that left so many hours after the start, which is when the person writes."""
    accepted_at = START + timedelta(hours=hours if accepted_hours is None else accepted_hours)
    left_at = START + timedelta(hours=hours)
    address = new_send_address(LONG_CODE, accepted_at, world.randomness(10))
    progress = Progress(outcomes=outcomes_of(len(recipients), outcome, left_at))
    batch = make_batch(recipients, send=address, **{"progress": progress, **changes})
    await world.app().journal.commit([batch])
    return address


def outcomes_of(count: int, outcome: Outcome | None, left_at: datetime) -> dict[int, Outcome]:
    """Give all members of a batch the same outcome, or none."""
    if outcome is None:
        return {}
    was_submitted = outcome.kind in {OutcomeKind.SENT, OutcomeKind.FAILED}
    recorded = replace(outcome, at=left_at, first_sent_at=left_at if was_submitted else None)
    return dict.fromkeys(range(count), recorded)


async def answered(world: World, body: str = "Yes", at: datetime = START) -> str:
    """Have the person write; gives what it is linked to."""
    await receive(inbound(body, at))
    return (await kept(world))[0].in_reply_to


async def kept(world: World) -> list[InboundMessage]:
    found = await world.app().conversations.messages(LONG_CODE, PERSON, after="", limit=9)
    return [message for _, message in found]


async def test_answer_is_linked_to_the_newest_message_that_left_before_it(served: World) -> None:
    await send(served, -2)
    newest = await send(served, -1)
    await send(served, 1)
    assert await answered(served) == f"{newest}-00000"


async def test_member_of_a_bulk_send_answers_its_own_message(served: World) -> None:
    numbers = sorted([*people(99), PERSON])
    address = await send(served, -1, recipients=numbers)
    position = numbers.index(PERSON)
    assert await answered(served) == str(MessageAddress(address, position))


async def test_recipient_in_a_further_block_answers_the_own_message(served: World) -> None:
    numbers = sorted([*people(999), PERSON])
    address = await send(served, -1, recipients=numbers)
    number = numbers.index(PERSON)
    assert number > 700
    assert await answered(served) == f"{address}-{number:05d}"


async def test_report_of_a_failure_in_a_further_block_counts(served: World) -> None:
    numbers = sorted([*people(999), PERSON])
    address = await send(served, -1, recipients=numbers)
    block = MessageAddress(address, numbers.index(PERSON)).block
    report = make_report(DeliveryStatus.FAILED, START - timedelta(minutes=30))
    await served.app().reporting.reports.add({block: [(PERSON, report)]})
    assert await answered(served) == ""


async def send_round(world: World, people_of_round: Sequence[str], **changes: Any) -> Batch:
    """Store a round that left an hour before the person writes."""
    accepted_at = START - timedelta(hours=1)
    address = new_send_address(LONG_CODE, accepted_at, world.randomness(10))
    outcomes = outcomes_of(len(people_of_round), SENT, accepted_at)
    batch = make_round([(person, "Hi") for person in people_of_round], send=address)
    batch = replace(batch, progress=Progress(outcomes=outcomes), **changes)
    await world.app().journal.commit([batch])
    return batch


async def test_member_of_a_round_answers_its_own_send(served: World) -> None:
    await send(served, -2)
    ana, ben = people(2)
    batch = await send_round(served, [ana, PERSON, ben])
    linked = await answered(served)
    assert linked == f"{batch.send_of(1)}-00000" == str(batch.message_address(1))


async def test_of_two_messages_in_one_round_the_later_one_is_answered(served: World) -> None:
    batch = await send_round(served, [PERSON, *people(1), PERSON])
    assert await answered(served) == str(batch.message_address(2))


async def test_of_two_messages_in_one_round_the_one_that_failed_is_not_answered(
    served: World,
) -> None:
    batch = await send_round(served, [PERSON, *people(1), PERSON])
    block = batch.message_address(2).block
    report = make_report(DeliveryStatus.FAILED, START - timedelta(minutes=30))
    await served.app().reporting.reports.add({block: [(PERSON, report)]})
    assert await answered(served) == str(batch.message_address(0))


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(OutcomeKind.SUPPRESSED),
        Outcome(OutcomeKind.FAILED),
        Outcome(OutcomeKind.EXPIRED),
        Outcome(OutcomeKind.SIMULATED),
        Outcome(OutcomeKind.CANCELLED),
        None,
    ],
)
async def test_message_that_did_not_leave_is_not_answered(
    served: World, outcome: Outcome | None
) -> None:
    older = await send(served, -2)
    await send(served, -1, outcome)
    assert await answered(served) == f"{older}-00000"


async def test_message_that_is_reported_as_failed_is_not_answered(served: World) -> None:
    address = await send(served, -1)
    report = make_report(DeliveryStatus.FAILED, START - timedelta(minutes=30))
    block = MessageAddress(address, 0).block
    await served.app().reporting.reports.add({block: [(PERSON, report)]})
    assert await answered(served) == ""


async def test_answer_that_is_faster_than_the_result_of_the_send_is_linked(served: World) -> None:
    begun_at = START + timedelta(seconds=5)
    claimed = Progress(claim=Claim("claim", START + timedelta(seconds=45), begun_at, (0,)))
    address = await send(served, 0, progress=claimed)
    assert await answered(served) == f"{address}-00000"


@pytest.mark.parametrize(("hours", "is_linked"), [(-71.9, True), (-72.1, False)])
async def test_answer_is_linked_within_72_hours(
    served: World, hours: float, is_linked: bool
) -> None:
    address = await send(served, hours)
    assert await answered(served) == (f"{address}-00000" if is_linked else "")


async def test_window_is_the_one_of_the_setting(world: World, serve: Serve) -> None:
    world.settings = replace(world.settings, reply_window=timedelta(hours=1))
    serve(world)
    await send(world, -2)
    assert await answered(world) == ""


async def test_reminder_that_was_scheduled_long_before_is_found(served: World) -> None:
    due = START - timedelta(hours=1)
    options = make_options(send_at=due, expires_at=START + timedelta(days=3))
    await send(served, -2)
    reminder = await send(served, -1, accepted_hours=-24 * 20, options=options)
    assert await answered(served, "C") == f"{reminder}-00000"


async def test_message_to_another_person_or_from_another_number_is_not_linked(
    served: World,
) -> None:
    await send(served, -1, recipients=people(3))
    await receive(inbound("Yes", to=SHORT_CODE))
    assert await answered(served) == ""


@pytest.mark.parametrize("year", [1, 9999])
async def test_message_of_an_impossible_time_is_kept_without_a_link(
    served: World, year: int
) -> None:
    await send(served, -1)
    at = START.replace(year=year)
    await receive(inbound("Yes", START, receivedTimestamp=f"{at.year:04d}-01-01T00:00:00Z"))
    assert [one.in_reply_to for one in await kept(served)] == [""]


async def test_repeated_event_keeps_its_link(served: World) -> None:
    first = await send(served, -1)
    assert await answered(served) == f"{first}-00000"
    await send(served, -0.5)
    await receive(inbound("Yes"))
    assert [one.in_reply_to for one in await kept(served)] == [f"{first}-00000"]


async def test_link_takes_three_operations_however_many_sends_there_are(served: World) -> None:
    for minutes in range(50):
        await send(served, -minutes / 60)
    served.journal_table.operation_count = 0
    await answered(served)
    assert served.journal_table.operation_count == 4  # the last one keeps the receipt


async def test_search_that_takes_too_long_links_nothing_and_keeps_the_message(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: str, **__: object) -> list[Row]:
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(inbound_webhook.link_reply, "_MAX_SECONDS", 0.01)
    monkeypatch.setattr(InMemoryTable, "across", hang)
    await send(served, -1)
    assert await answered(served) == ""


async def test_message_whose_search_failed_holds_up_no_other_and_comes_again(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = await send(served, -1)
    search = InMemoryTable.across

    async def fail_for_short_code(
        table: InMemoryTable, first: str, last: str, bounds: Sequence[Bound] = (), **rest: Any
    ) -> list[Row]:
        if first.startswith(SHORT_CODE):
            raise StorageError
        return await search(table, first, last, bounds, **rest)

    with monkeypatch.context() as patched:
        patched.setattr(InMemoryTable, "across", fail_for_short_code)
        await receive(inbound("Yes"), inbound("Yes", to=SHORT_CODE), expected=503)
    assert [one.in_reply_to for one in await kept(served)] == [f"{address}-00000"]
    await receive(inbound("Yes"), inbound("Yes", to=SHORT_CODE))
    found = await served.app().conversations.messages(SHORT_CODE, PERSON, after="", limit=9)
    assert len(found) == 1
