"""What people write back, as figures."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.domain.counting import InboundRecordCounter
from analytics.domain.day_count import Cell, Counts, Measure, slot_of
from analytics.storage.day_journal import DayJournal
from conversations.domain.inbound import InboundRecord
from conversations.storage.inbound_records import InboundRecords
from opt_outs.domain.classifier.classification import Intent
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_options, make_round
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_summary import (
    SEATTLE,
    SENT,
    dispatched,
    report,
    store,
    summary,
)
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, receive

TODAY = START.date()
MOMENTS = st.integers(0, 86_399).map(
    lambda second: START.replace(hour=0) + timedelta(seconds=second)
)
INBOUND_RECORDS = st.builds(
    InboundRecord,
    own_number=st.just(TOLL_FREE),
    user_number=st.sampled_from(SEATTLE[:3]),
    event_id=st.uuids().map(str),
    received_at=MOMENTS,
    intent=st.sampled_from(Intent),
    in_reply_to=st.sampled_from(["", "a", "b", "c"]),
    campaign=st.sampled_from(["", "may"]),
    category=st.sampled_from(["", "otp"]),
    answered_at=st.none() | MOMENTS,
)


async def write(body: str, seconds: float, person: int = 0) -> None:
    """Have a person write so many seconds after the start."""
    event = inbound(body, START + timedelta(seconds=seconds))
    event["data"]["from"] = SEATTLE[person]
    await receive(event)


async def send(world: World, *outcomes: Any, **changes: Any) -> None:
    """Send to one person for each outcome, a minute before the start, and have it delivered."""
    at = START - timedelta(minutes=1)
    batch = await store(world, at, *outcomes, sender=LONG_CODE, **changes)
    for position in range(len(outcomes)):
        await report(world, batch, position)


async def test_replies_and_opt_outs_are_set_against_what_was_delivered(served: World) -> None:
    await send(served, *[SENT] * 8, campaign="may")
    served.clock.advance(seconds=62)
    await write("C", 62)
    await write("STOP", 30, 2)
    served.clock.advance(seconds=960)
    await write("yes, thanks", 1022, 1)
    found = await summary()
    total = found["total"]
    assert (total["received"], total["replies"], total["optOuts"]) == (3, 2, 1)
    assert (total["replyRate"], total["optOutsPerThousandDelivered"]) == (0.25, 125)
    assert total["toReply"]["count"] == 2
    assert total["toReply"]["p50Seconds"] == pytest.approx(120, rel=0.045)
    # Our confirmation of the opt-out is a message too, of no campaign.
    none, may = sorted(found["byCampaign"], key=lambda one: str(one["campaign"]))
    assert (may["accepted"], may["replies"], may["optOuts"]) == (8, 2, 1)
    assert (none["accepted"], none["received"]) == (1, 0)


async def test_reply_to_a_member_of_a_round_counts_for_its_campaign(served: World) -> None:
    send_address = new_send_address(LONG_CODE, START - timedelta(minutes=1), bytes(10))
    one = make_round(
        [(person, "Hi") for person in SEATTLE[:2]],
        send=send_address,
        progress=dispatched(send_address.accepted_at, SENT, SENT),
    )
    terms = [replace(one.terms[0], options=make_options(campaign=name)) for name in ("may", "june")]
    batch = replace(one, terms=tuple(terms), terms_index=(0, 1))
    await served.app().journal.commit([batch])
    await write("yes, thanks", 1, 1)
    by_campaign = {one["campaign"]: one["replies"] for one in (await summary())["byCampaign"]}
    assert by_campaign == {"may": 0, "june": 1}


async def test_who_answers_twice_has_answered_once(served: World) -> None:
    await send(served, SENT)
    for second in (1, 2, 3):
        await write(f"Is it {second}?", second)
        await write("STOP", 10 + second)
    await write("Is it 3?", 3)  # the same event again
    total = (await summary())["total"]
    assert (total["received"], total["replies"], total["optOuts"]) == (6, 1, 1)


@pytest.mark.usefixtures("served")
async def test_what_answers_nothing_is_received_and_no_reply() -> None:
    await write("Hello?", 1)
    found = await summary()
    assert (found["total"]["received"], found["total"]["replies"]) == (1, 0)
    assert "replyRate" not in found["total"]
    [category] = found["byCategory"]
    assert "category" not in category
    assert [one["sender"] for one in found["bySender"]] == [LONG_CODE]
    assert (await summary(category="otp"))["total"]["received"] == 0


@pytest.mark.parametrize("word", ["START", "HELP", "stop"])
async def test_request_is_no_reply(served: World, word: str) -> None:
    await send(served, SENT, category=Category.MARKETING)
    await write(word, 1)
    found = (await summary(category="marketing"))["total"]
    assert (found["accepted"], found["replies"], found["received"]) == (1, 0, 1)


async def test_what_people_write_belongs_to_the_moment_it_came(served: World) -> None:
    await send(served, SENT)
    served.clock.advance(days=1)
    await write("C", 24 * 3600)
    found = await summary(**{"from": "2026-11-22", "to": "2026-11-23"})
    assert [(one["accepted"], one["replies"]) for one in found["periods"]] == [(1, 0), (0, 1)]


async def test_event_of_a_month_ago_is_not_counted(served: World) -> None:
    await write("Hello?", -31 * 86_400)
    assert served.journal_table.all_rows() == []


@pytest.mark.parametrize("days", [1, 31, 40_000])
async def test_event_of_the_future_is_counted_when_it_comes(served: World, days: int) -> None:
    await write("Hello?", days * 86_400)
    (row,) = served.journal_table.all_rows()
    assert row["PartitionKey"] == f"{LONG_CODE}|20261122"


@given(st.lists(INBOUND_RECORDS, max_size=12))
async def test_day_is_counted_from_its_receipts_in_any_order_of_coming(
    records: list[InboundRecord],
) -> None:
    table = InMemoryTable()
    journal, stored = DayJournal(table), InboundRecords(table)
    for one in records:
        await stored.add([one])
    await stored.add(records[::-1])
    expected: dict[Cell, Counts] = {}
    counter = InboundRecordCounter(expected)
    counter.add(sorted(records, key=lambda one: one.received_at))
    found = await journal.count(TOLL_FREE, TODAY, START)
    assert sum(one[Measure.RECEIVED, ""] for one in found.values()) == len(records)
    people = {one.user_number for one in records if one.intent is Intent.OPT_OUT}
    assert sum(one[Measure.OPT_OUTS, ""] for one in found.values()) == len(people)
    requests = {Intent.OPT_OUT, Intent.OPT_IN, Intent.HELP}
    answered = {
        one.in_reply_to for one in records if one.in_reply_to and one.intent not in requests
    }
    assert sum(one[Measure.REPLIES, ""] for one in found.values()) == len(answered)
    assert {cell.slot for cell in found} == {slot_of(one.received_at) for one in records}
    assert found.keys() == expected.keys()
