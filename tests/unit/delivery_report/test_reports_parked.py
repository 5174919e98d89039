"""Reports that cannot be joined yet or ever, and what is logged of a delivery."""

from typing import Any

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import CLAIM_TIME, apply_results, claim
from send_sms.domain.status import status_of
from shared.domain.identifiers import BlockAddress, MessageAddress, new_send_address
from tests.support.log_privacy import logged_events
from tests.support.samples import (
    FIRST_MESSAGE,
    SEND,
    make_batch,
    people,
)
from tests.support.web import read_event
from tests.support.world import START, World
from tests.unit.delivery_report.test_delivery_report import (
    DELIVERED,
    SENT,
    record,
    report,
    status,
    store_send,
)


@pytest.fixture(autouse=True)
async def _send(served: World) -> None:
    await store_send(served)


async def test_report_on_an_unknown_send_is_parked_and_the_others_stored(
    served: World,
) -> None:
    unknown = report(DELIVERED, Tag=str(MessageAddress(SEND, 9_000)))
    await record(unknown, report(DELIVERED))
    assert await status(served) == "delivered"
    (row,) = served.parked_table.all_rows()
    assert row["reason"] == "its tag names a send that is not stored"


@pytest.mark.parametrize("number", [1, 9, 10])
async def test_report_on_a_block_that_a_send_does_not_have_is_parked_and_the_others_stored(
    served: World, number: int
) -> None:
    beyond = report(DELIVERED, Tag=str(BlockAddress(SEND, number)))
    await record(beyond, report(DELIVERED))
    assert await status(served) == "delivered"
    assert len(served.parked_table.all_rows()) == 1
    assert len(served.journal_table.all_rows()) == 1


@pytest.mark.parametrize("data", [{"Tag": "camp-42"}, {"deliveryStatus": "Pending"}])
async def test_report_that_cannot_be_used_is_parked(served: World, data: dict[str, Any]) -> None:
    await record(report(DELIVERED, **data))
    assert await status(served) == "sent"
    assert len(served.parked_table.all_rows()) == 1


async def test_report_before_the_result_of_the_send_is_kept(served: World) -> None:
    journal = served.app().journal
    claimed = claim(make_batch(row=2), [0], "c", START + CLAIM_TIME)
    held = await journal.commit([claimed])
    await record(report(DELIVERED, Tag=str(MessageAddress(SEND, 2_000))))

    def with_result(batch: Batch) -> Batch:
        assert batch.progress.claim
        return apply_results(batch, batch.progress.claim, {0: SENT}, START)

    await journal.update(held, with_result)
    (batch,) = await journal.read(SEND, 2, 2)
    assert batch.progress.outcomes == {0: SENT}
    assert status_of(batch, 0, START) == "delivered"


async def test_tag_of_the_sample_is_the_one_of_the_stored_send() -> None:
    assert read_event(DELIVERED)[0]["data"]["Tag"] == str(FIRST_MESSAGE)


async def test_failures_of_a_delivery_are_logged_by_code_and_not_by_recipient(
    log_lines: list[str],
) -> None:
    await record(*(report("report_opted_out.json", to=person) for person in people(3)))
    (line,) = logged_events(log_lines, "reports_failed")
    assert line["count"] == 3
    changes = logged_events(log_lines, "opt_out_recorded")
    assert [one["source"] for one in changes] == ["provider"] * 3
    assert logged_events(log_lines, "reports_recorded") == []


async def test_messages_that_arrived_are_logged_as_one_count(log_lines: list[str]) -> None:
    await record(*(report(DELIVERED, to=person) for person in people(3)))
    (line,) = logged_events(log_lines, "reports_recorded")
    assert (line["status"], line["count"]) == ("delivered", 3)


async def test_parked_events_and_reports_are_logged_by_reason(log_lines: list[str]) -> None:
    bad = [report("report_opted_out.json", to=person, tag="?") for person in people(2)]
    other = MessageAddress(new_send_address("77001", START, bytes(10)), 0)
    await record(*bad, report("report_opted_out.json", tag=str(other)))
    assert logged_events(log_lines, "events_parked") == [{"reason": "unknown tag", "count": 2}]
    assert logged_events(log_lines, "reports_parked") == [{"count": 1}]
