"""The floor's rows: ten batches of 1,000 fill one transaction, and a tag leads to its row."""

from __future__ import annotations

from bench.floor_rows import BATCH, blocks_of, calls_of, report_changes, rows_of_batch
from bench.recipients import recipients


def test_batch_of_1000_is_one_row_and_nine_empty_ones_for_reports() -> None:
    batch, *reports = rows_of_batch("k", recipients(BATCH))

    assert len(batch["recipients"].split()) == BATCH
    assert [row["RowKey"] for row in reports] == [f"k|{n}" for n in range(1, 10)]
    assert all(row.keys() == {"PartitionKey", "RowKey"} for row in reports)


def test_single_is_one_row() -> None:
    assert [row["RowKey"] for row in rows_of_batch("k", recipients(1))] == ["k"]


def test_report_joins_the_row_that_the_tag_of_its_call_names() -> None:
    people = recipients(250)
    tags = {one: tag for tag, block in calls_of("k", blocks_of(people)) for one in block}
    events = [
        {"data": {"tag": tags[one], "to": one, "deliveryStatus": "Delivered", "messageId": "m"}}
        for one in people
    ]

    changes = report_changes(events)

    assert {key: len(each) for key, each in changes.items()} == {"k": 100, "k|1": 100, "k|2": 50}
    assert f"d{people[0][1:]}" in changes["k"]
