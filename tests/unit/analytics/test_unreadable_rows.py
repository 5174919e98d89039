"""A stored row that cannot be read takes no other figures with it, and operators see it."""

from datetime import timedelta
from typing import Any

import pytest

import analytics.functions
import inbound_webhook.functions
import operations.functions
from conversations.storage.inbound_records import is_inbound_record
from shared.storage.table import ETAG, Row
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.web import call, document, get, post
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_summary import SENT, store, summary
from tests.unit.inbound_webhook.confirmation_world import inbound

DAMAGES: dict[str, Any] = {
    "content0": b"not packed",
    "own": '{"terms": [',
    "o0": "[[",
    "recipients": "",
    "category": "unheard-of",
    "send_at": "tomorrow",
    "claim": "[1]",
    "commit": None,
    "is_round": None,
    "d12065550100": '["',
}


def damage(world: World, row: Row, **changes: Any) -> None:
    kept = {name: value for name, value in {**row, **changes}.items() if value is not None}
    world.journal_table.put({name: value for name, value in kept.items() if name != ETAG})


@pytest.mark.parametrize(("name", "value"), DAMAGES.items(), ids=DAMAGES)
@pytest.mark.parametrize("days_ago", [0, 3])
async def test_damaged_batch_is_counted_as_that_and_all_others_as_before(
    served: World, log_lines: list[str], name: str, value: Any, days_ago: int
) -> None:
    at = START - timedelta(days=days_ago)
    await store(served, at, SENT, SENT)
    (row,) = served.journal_table.all_rows()
    await store(served, at + timedelta(minutes=1), SENT)
    damage(served, row, **{name: value})

    found = await summary(**{"from": "2026-11-16", "to": "2026-11-22"})

    assert (found["total"]["accepted"], found["total"]["unreadableCount"]) == (1, 1)
    (line,) = logged_events(log_lines, "row_unreadable")
    assert line["table"] == "Journal"
    assert_no_personal_data(log_lines)


async def test_batch_that_is_damaged_after_it_was_counted_is_counted_as_that(
    served: World,
) -> None:
    await store(served, START, SENT)
    assert (await summary())["total"]["accepted"] == 1
    (row,) = served.journal_table.all_rows()
    damage(served, row, own="")
    served.clock.advance(minutes=2)
    total = (await summary())["total"]
    assert (total["accepted"], total["unreadableCount"]) == (0, 1)


async def test_damaged_inbound_record_is_counted_as_that(served: World) -> None:
    served.clock.advance(minutes=1)
    for text in ("Hello", "Thanks"):
        request = post([inbound(text, to=TOLL_FREE)])
        answer = await call(inbound_webhook.functions.inbound_webhook, request)
        assert answer.status_code == 200
    row = next(one for one in served.journal_table.all_rows() if is_inbound_record(one))
    damage(served, row, intent="unheard-of")
    total = (await summary())["total"]
    assert (total["received"], total["unreadableCount"]) == (1, 1)


@pytest.mark.parametrize("key", ["no", "zzzzzzzzzzzzzzzzzzzzzzzzzz|00", "a|b|c|d"])
async def test_row_with_a_key_of_no_batch_is_counted_on_its_day(served: World, key: str) -> None:
    await store(served, START, SENT)
    (row,) = served.journal_table.all_rows()
    damage(served, row, RowKey=key)
    total = (await summary())["total"]
    assert (total["accepted"], total["unreadableCount"]) == (1, 1)


async def test_recount_counts_the_readable_ones(served: World) -> None:
    await store(served, START, SENT)
    (row,) = served.journal_table.all_rows()
    await store(served, START, SENT)
    damage(served, row, o0="[")
    asked = post({}, params={"day": "2026-11-22"})
    answer = await call(analytics.functions.recount_day, asked)
    assert document(answer)["bySender"] == [{"sender": TOLL_FREE, "accepted": 1}]


async def test_operators_see_how_much_cannot_be_read(served: World) -> None:
    await store(served, START, SENT)
    (row,) = served.journal_table.all_rows()
    damage(served, row, own="")
    answer = await call(operations.functions.get_attention, get())
    (item,) = document(answer)["items"]
    assert (item["code"], item["sender"], item["count"]) == ("rows_unreadable", TOLL_FREE, 1)
    assert item["since"] == "2026-11-22T09:00:00Z"
