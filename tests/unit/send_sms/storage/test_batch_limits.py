"""The largest batches of both kinds are inside the limits of the service."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import MAX_RESENDS, Progress, Resend, ResendKind
from send_sms.domain.secret_text import erase_texts
from send_sms.storage.batch_layout import MAX_CONTENT_BYTES, content_bytes, is_report_row
from send_sms.storage.batch_rows import (
    batch_to_rows,
    batches_from_rows,
    cancellation_to_row,
    progress_to_row,
)
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import Outcome
from shared.domain.identifiers import BlockAddress
from shared.storage.table import ETAG
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, reports_beside
from tests.support.world import START
from tests.unit.send_sms.storage.worst_batches import (
    entity_bytes,
    sent_outcomes,
    widest_positions,
    worst_outcomes,
    worst_progress,
    worst_report,
    worst_round,
    worst_send,
)

MAX_PROPERTIES = 252
MAX_UNITS = 32_768
MAX_BINARY_BYTES = 60_000
MAX_ENTITY_BYTES = 1024 * 1024


@pytest.fixture(scope="module", params=[worst_send, worst_round], ids=["send", "round"])
def worst(request: pytest.FixtureRequest) -> Batch:
    batch: Batch = request.param()
    return batch


async def fullest(batch: Batch, outcomes: Mapping[int, Outcome]) -> InMemoryTable:
    """Let all happen to a batch that can; the table refuses what the service would."""
    table = InMemoryTable()
    await table.write([("create", row, "") for row in batch_to_rows(batch)])
    done = replace(batch, progress=worst_progress(len(batch.recipients), outcomes))
    await table.write([("merge", progress_to_row(batch, done), "")])
    cancelled = cancellation_to_row(batch, batch.positions(), START)
    await table.write([("merge", cancelled, "")])
    journal = Journal(table)
    for status in DeliveryStatus:
        reports = defaultdict[BlockAddress, list[tuple[str, DeliveryReport]]](list)
        for position in batch.positions():
            block = batch.message_address(position).block
            reports[block].append((batch.recipients[position], worst_report(status)))
        assert await reports_beside(journal).add(reports) == []
    return table


def check_limits(row: Mapping[str, Any]) -> None:
    values = [value for name, value in row.items() if name not in {"PartitionKey", "RowKey", ETAG}]
    assert len(values) <= MAX_PROPERTIES
    texts = [value for value in values if isinstance(value, str)]
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= MAX_UNITS
    assert all(len(value) < MAX_BINARY_BYTES for value in values if isinstance(value, bytes))
    assert entity_bytes(row) < MAX_ENTITY_BYTES


@pytest.mark.parametrize("outcomes", [worst_outcomes, sent_outcomes])
async def test_fullest_rows_are_inside_the_limits_of_the_service(
    worst: Batch, outcomes: Any
) -> None:
    count = len(worst.recipients)
    table = await fullest(worst, outcomes(count))
    rows = table.all_rows()
    for row in rows:
        check_limits(row)
    (read,) = batches_from_rows(SEND.sender, rows)
    assert read.progress.outcomes.keys() == set(range(count))
    assert read.values == worst.values
    assert [one.text for one in read.terms] == [one.text for one in worst.terms]
    assert len(read.cancelled) == len(read.reports) == count
    assert all(reports.delivered and reports.failed for reports in read.reports.values())


def test_worst_batches_are_as_large_as_they_may_be(worst: Batch) -> None:
    assert content_bytes(worst) > 0.95 * MAX_CONTENT_BYTES
    if not worst.is_round:
        assert content_bytes(worst) <= MAX_CONTENT_BYTES


async def test_deletion_of_the_largest_texts_leaves_nothing_of_them(worst: Batch) -> None:
    table = InMemoryTable()
    await table.write([("create", row, "") for row in batch_to_rows(worst)])
    sent = replace(worst, progress=Progress(outcomes=sent_outcomes(len(worst.recipients))))
    erased = erase_texts(sent, START)
    await table.write([("merge", progress_to_row(worst, erased), "")])
    (read,) = batches_from_rows(SEND.sender, table.all_rows())
    assert (read.erased, read.terms, read.values) == (erased.erased, erased.terms, erased.values)
    row = table.all_rows()[0]
    check_limits(row)
    assert sum(bool(row[name]) for name in row if name.startswith("content")) == 1


async def test_report_rows_hold_reports_and_nothing_else() -> None:
    worst = worst_send()
    table = await fullest(worst, sent_outcomes(1_000))
    rows = [row for row in table.all_rows() if is_report_row(row)]
    assert len(rows) == 9
    assert {len(row) for row in rows} == {200 + 3}


def test_block_keeps_the_kind_of_every_outcome_and_the_words_of_twenty(worst: Batch) -> None:
    before = replace(worst, progress=Progress())
    outcomes = worst_outcomes(64)
    after = replace(worst, progress=Progress(outcomes=outcomes))
    row = {**batch_to_rows(before)[0], **progress_to_row(before, after), ETAG: "1"}
    (read,) = batches_from_rows(SEND.sender, [row])
    kept = [one.text for one in read.progress.outcomes.values() if one.text]
    assert len(kept) == 20
    assert {one.code for one in read.progress.outcomes.values()} == {"4" * 32}
    assert {p: o.at for p, o in read.progress.outcomes.items()} == {
        p: o.at for p, o in outcomes.items()
    }


def test_twenty_restarts_of_the_widest_form_fit_into_one_property() -> None:
    batch = worst_send()
    widest = Resend(ResendKind.REDRIVE, START, widest_positions(1_000), START, START, "r" * 32)
    done = replace(batch, progress=Progress(resends=(widest,) * MAX_RESENDS))
    assert len(progress_to_row(batch, done)["restarts"]) <= MAX_UNITS
