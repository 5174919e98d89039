"""The webhook of delivery reports."""

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any, ClassVar

import pytest

import delivery_report.functions
import inbound_webhook.functions
from opt_outs.domain.consent import ConsentState
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.domain.status import status_of
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BlockAddress, MessageAddress, new_send_address
from tests.support.samples import (
    FIRST_MESSAGE,
    SEND,
    apply_change,
    make_batch,
    make_change,
    make_round,
    opted_out_recipients,
    people,
)
from tests.support.web import call, document, post, read_event
from tests.support.webhook_suite import WebhookSuite
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.send_sms.sms_api import get_message

SENT = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
ATTEMPTED_AT = START + timedelta(minutes=15, seconds=33, microseconds=412_190)


async def store_send(world: World) -> None:
    """Store the send that the samples report on, some minutes before."""
    world.clock.advance(hours=1)
    batch = make_batch(progress=Progress(outcomes={0: SENT}))
    await world.app().journal.commit([batch])


@pytest.fixture(autouse=True)
async def _send(served: World) -> None:
    await store_send(served)


class TestDeliveryReportWebhook(WebhookSuite):
    webhook = delivery_report.functions.delivery_report
    other_webhook = inbound_webhook.functions.inbound_webhook
    sample = "report_delivered_event_grid.json"
    foreign_sample = "inbound_event_grid.json"

    async def test_validation_event_is_answered_with_its_code(self, served: World) -> None:
        before = served.journal_table.operation_count
        answer = await self.deliver("validation.json")
        assert answer.status_code == 200
        assert served.journal_table.operation_count == before

    @pytest.fixture(autouse=True)
    def _counted_from_here(self, _send: None, served: World) -> None:
        served.journal_table.operation_count = 0


class TestDeliveryReportWebhookOfOptOut(TestDeliveryReportWebhook):
    sample: ClassVar[str] = "report_opted_out.json"


def report(name: str, second: int = 36, **data: Any) -> dict[str, Any]:
    event: dict[str, Any] = read_event(name)[0]
    event["data"] |= {"receivedTimestamp": f"2026-11-22T09:15:{second:02d}Z", **data}
    return event


async def record(*events: dict[str, Any]) -> None:
    answer = await call(delivery_report.functions.delivery_report, post(list(events)))
    assert answer.status_code == 200


async def read(world: World) -> Batch:
    (batch,) = await world.app().journal.read(SEND, 0, 0)
    return batch


async def status(world: World) -> str:
    return status_of(await read(world), 0, world.clock.now)


DELIVERED = "report_delivered_event_grid.json"
FAILED = "report_several_attempts.json"


async def test_report_joins_the_message_that_its_tag_names(served: World) -> None:
    await record(report(DELIVERED))
    assert await status(served) == "delivered"
    assert served.parked_table.all_rows() == []


async def test_report_alone_in_its_delivery_starts_few_tasks(served: World) -> None:
    later = new_send_address(TOLL_FREE, served.clock(), served.randomness(10))
    await served.app().journal.commit([make_round([(PERSON, "Hi")], send=later)])
    of_single: dict[str, Any] = {"tag": str(MessageAddress(later.at_place(1), 0))}
    of_single["Tag"] = of_single["tag"]
    await record(report(DELIVERED, **of_single))
    started: list[str] = []

    def make_task(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> Any:
        started.append(work.__qualname__)
        return asyncio.Task(work, loop=loop, **more)

    asyncio.get_running_loop().set_task_factory(make_task)
    await record(report(DELIVERED, second=37, **of_single))
    asyncio.get_running_loop().set_task_factory(None)

    # Each task is a tenth of what a report costs the app: the round of the intake, and its rows.
    assert len(started) == 2, started


async def test_failed_report_keeps_code_and_text(served: World) -> None:
    await record(report(FAILED))
    assert await status(served) == "failed"
    failed = (await read(served)).reports[0].failed
    assert failed
    assert failed.code == "4006"
    assert failed.text == "The Destination/To number isn't reachable."


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_delivered_counts_whatever_order_the_reports_come_in(
    served: World, order: tuple[int, ...]
) -> None:
    kinds = (DELIVERED, FAILED, DELIVERED, FAILED)
    events = [report(name, second) for second, name in enumerate(kinds, start=36)]
    for index in order:
        await record(events[index])
    assert await status(served) == "delivered"


async def test_message_that_arrived_in_part_failed_and_says_how_much_arrived() -> None:
    attempt = {"timestamp": "2026-11-22T09:15:33Z", "segmentsSucceeded": 1, "segmentsFailed": 2}
    await record(report(FAILED, deliveryAttempts=[attempt]))
    message = document(await get_message(str(FIRST_MESSAGE)))
    assert message["status"] == "failed"
    assert message["history"][-1]["detail"].endswith("isn't reachable. (1 of 3 segments arrived)")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_of_two_reports_in_one_batch_the_newer_stays(
    served: World, order: tuple[int, int]
) -> None:
    events = [
        report(FAILED, 36, deliveryStatusDetails="4006: first"),
        report(FAILED, 37, deliveryStatusDetails="4005: second"),
    ]
    await record(*(events[index] for index in order))
    failed = (await read(served)).reports[0].failed
    assert failed
    assert failed.code == "4005"


async def test_reports_on_one_block_are_one_operation(served: World) -> None:
    recipients = people(1_000)
    await served.app().journal.commit([make_batch(recipients, row=1)])
    served.journal_table.operation_count = 0
    block = BlockAddress(SEND, 13)
    on_block = recipients[300:400]
    await record(*(report(DELIVERED, Tag=str(block), to=recipient) for recipient in on_block))
    assert served.journal_table.operation_count == 1
    batch = await served.app().journal.get(block.batch, [3])
    assert batch
    assert sorted(batch.reports) == list(range(300, 400))


async def test_report_on_one_message_of_a_further_block_joins_it(served: World) -> None:
    recipients = people(1_000)
    await served.app().journal.commit([make_batch(recipients, row=1)])
    message = MessageAddress(SEND, 1_350)
    await record(report(DELIVERED, Tag=str(message), to=recipients[350]))
    found = document(await get_message(str(message)))
    assert (found["status"], found["to"]) == ("delivered", recipients[350])


async def test_reports_on_a_round_join_the_member_that_each_tag_names(served: World) -> None:
    send = new_send_address("77001", START, bytes(10))
    members = make_round([(PERSON, "a"), (PERSON, "b"), (PERSON, "c")], send=send)
    await served.app().journal.commit([members])
    addresses = [members.message_address(position) for position in range(3)]
    await record(
        report(DELIVERED, Tag=str(addresses[0])),
        report(FAILED, Tag=str(addresses[2])),
        report(DELIVERED, Tag=str(MessageAddress(send.at_place(9), 0))),
    )
    statuses = [document(await get_message(str(address)))["status"] for address in addresses]
    assert statuses == ["delivered", "queued", "failed"]


@pytest.mark.parametrize("name", ["report_opted_out.json", "report_sender_blocked.json"])
async def test_refusal_by_the_network_is_an_opt_out(served: World, name: str) -> None:
    await record(report(name))
    assert await status(served) == "failed"
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    assert entry.newest.source == "provider"
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == {PERSON}


async def test_opt_out_is_dated_by_the_blocked_attempt_so_a_later_start_stays(
    served: World,
) -> None:
    registry = served.app().opt_outs
    start = make_change(ConsentState.OPTED_IN, ATTEMPTED_AT + timedelta(milliseconds=1))
    await apply_change(start, registry)
    await record(report("report_opted_out.json", second=59))
    entry = await registry.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.newest == start
    stop, _ = await registry.ledger(TOLL_FREE, PERSON)
    assert stop.changed_at == ATTEMPTED_AT


async def test_earlier_start_gives_way_to_the_refusal(served: World) -> None:
    registry = served.app().opt_outs
    await apply_change(make_change(ConsentState.OPTED_IN, ATTEMPTED_AT), registry)
    await record(report("report_opted_out.json"))
    entry = await registry.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


@pytest.mark.parametrize("repeats", [1, 2])
async def test_refusal_of_the_future_does_not_outlive_a_start(served: World, repeats: int) -> None:
    registry = served.app().opt_outs
    attempt = {"timestamp": "9998-01-01T00:00:00Z", "segmentsSucceeded": 0, "segmentsFailed": 1}
    event = report(
        "report_opted_out.json",
        deliveryAttempts=[attempt],
        receivedTimestamp="9998-01-01T00:00:01Z",
    )
    await record(event)
    served.clock.advance(seconds=1)
    await apply_change(make_change(ConsentState.OPTED_IN, served.clock.now), registry)
    for _ in range(repeats):
        served.clock.advance(seconds=1)
        await record(event)
    entry = await registry.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_IN
    assert len(await registry.ledger(TOLL_FREE, PERSON)) == 2


async def test_other_failures_are_no_opt_out(served: World) -> None:
    await record(report(FAILED))
    assert served.opt_outs_table.all_rows() == []
