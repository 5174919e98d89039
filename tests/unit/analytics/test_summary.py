"""The figures of a range of days, as the API tells them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics import functions
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.domain.status import count_by_status
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category, MessageStatus
from tests.support.samples import make_batch, make_options, make_report, make_round
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, World

SEATTLE = [f"+1206555010{n}" for n in range(10)]
SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
REFUSED = Outcome(OutcomeKind.FAILED, code="4001", text="Invalid")
SUPPRESSED = Outcome(OutcomeKind.SUPPRESSED)
SIMULATED = Outcome(OutcomeKind.SIMULATED)
STATUSES = {status.value for status in MessageStatus}


async def summary(**params: str) -> Any:
    answer = await call(functions.analytics_summary, get(params=params))
    assert answer.status_code == 200, answer.get_body()
    return document(answer)


async def store(world: World, accepted_at: datetime, *outcomes: Outcome, **changes: Any) -> Batch:
    """Store a batch with one person for each outcome; sent two seconds later."""
    sender = changes.pop("sender", TOLL_FREE)
    send = new_send_address(sender, accepted_at, world.randomness(10))
    expires_at = accepted_at + timedelta(hours=72)
    batch = make_batch(
        SEATTLE[: len(outcomes)],
        send=send,
        options=make_options(expires_at=expires_at, **changes),
        progress=dispatched(accepted_at, *outcomes),
    )
    await world.app().journal.commit([batch])
    return batch


def dispatched(accepted_at: datetime, *outcomes: Outcome) -> Progress:
    """Give outcomes by position, recorded two seconds after the send was accepted."""
    at = accepted_at + timedelta(seconds=2)
    return Progress(
        outcomes={
            position: replace(outcome, first_sent_at=accepted_at, at=at)
            for position, outcome in enumerate(outcomes)
        }
    )


async def report(world: World, batch: Batch, position: int, **changes: Any) -> None:
    """Have a report come ten seconds after the send was accepted."""
    at = batch.accepted_at + timedelta(seconds=10)
    made = make_report(changes.pop("status", DeliveryStatus.DELIVERED), at, **changes)
    reports = {batch.message_address(position).block: [(batch.recipients[position], made)]}
    assert await world.app().reporting.reports.add(reports) == []


def counts_of(figures: Any) -> dict[str, int]:
    return {name: figures[name] for name in STATUSES if figures[name]}


async def test_messages_are_counted_under_one_status_each(served: World) -> None:
    batch = await store(served, START, SENT, SENT, SENT, REFUSED, SUPPRESSED, campaign="may")
    await report(served, batch, 0)
    await report(served, batch, 1, status=DeliveryStatus.FAILED, code="4006", text="Unknown.")
    total = (await summary())["total"]
    assert total["accepted"] == 5
    assert counts_of(total) == {"sent": 1, "delivered": 1, "failed": 2, "suppressed": 1}
    assert total["failures"] == {"4001": 1, "4006": 1}
    assert (total["deliveryRate"], total["deliveryRateBase"]) == (0.3333, 3)
    assert (total["segmentCount"], total["estimatedCost"]) == (3, "0.0300")
    assert total["unpricedSegmentCount"] == 0
    assert total["toSent"]["count"] == 3
    assert total["toSent"]["p50Seconds"] == pytest.approx(2, rel=0.045)
    assert total["toDelivered"]["p95Seconds"] == pytest.approx(8, rel=0.045)


async def test_figures_are_those_of_the_domain_for_the_same_rows(served: World) -> None:
    expected: Counter[str] = Counter()
    for hour in range(6):
        batch = await store(served, START - timedelta(hours=13 * hour), SENT, SENT, REFUSED)
        if hour % 2:
            await report(served, batch, 0)
        [stored] = await served.app().journal.read(batch.address.send)
        expected.update(count_by_status(stored, START))
    assert counts_of((await summary())["total"]) == expected


async def test_campaigns_of_one_round_are_counted_apart(served: World) -> None:
    may, june = make_options(campaign="may"), make_options(campaign="june")
    members = [(person, "a") for person in SEATTLE[:3]]
    one = make_round(members, progress=dispatched(START, SENT, SENT, REFUSED))
    terms = (replace(one.terms[0], options=may), replace(one.terms[0], options=june))
    batch = replace(one, terms=terms, terms_index=(0, 1, 1))
    await served.app().journal.commit([batch])
    await report(served, batch, 1)
    found = await summary()
    by_campaign = {one["campaign"]: counts_of(one) for one in found["byCampaign"]}
    assert by_campaign == {"may": {"sent": 1}, "june": {"delivered": 1, "failed": 1}}
    assert found["total"]["accepted"] == 3
    assert (await summary(campaign="june"))["total"]["accepted"] == 2


async def test_groups_add_up_to_the_whole(served: World) -> None:
    await store(served, START, SENT, SENT, campaign="may")
    await store(served, START - timedelta(days=2), SENT, category=Category.MARKETING)
    await store(served, START - timedelta(hours=1), REFUSED, SENT, sender="77001", campaign="may")
    found = await summary()
    assert [(one["sender"], one["accepted"]) for one in found["bySender"]] == [
        (TOLL_FREE, 3),
        ("77001", 2),
    ]
    assert [(one["campaign"], one["accepted"]) for one in found["byCampaign"]] == [
        ("may", 4),
        ("", 1),
    ]
    assert [(one["category"], one["accepted"]) for one in found["byCategory"]] == [
        ("marketing", 1),
        ("transactional", 4),
    ]
    for groups in ("bySender", "byCampaign", "byCategory", "periods"):
        added = sum((Counter(counts_of(one)) for one in found[groups]), Counter[str]())
        assert added == counts_of(found["total"])
    assert found["campaignCount"] == 2


@pytest.mark.parametrize(
    ("params", "accepted"),
    [
        ({"campaign": "may"}, 1),
        ({"category": "marketing"}, 2),
        ({"sender": "77001"}, 3),
        ({"sender": "18335550100"}, 3),
        ({"sender": "77002"}, 0),
    ],
)
async def test_summary_can_be_filtered(
    served: World, params: dict[str, str], accepted: int
) -> None:
    await store(served, START, SENT, campaign="may")
    await store(served, START, SENT, SENT, category=Category.MARKETING)
    await store(served, START, SENT, SENT, SENT, sender="77001")
    assert (await summary(**params))["total"]["accepted"] == accepted


async def test_periods_without_messages_are_zeros(served: World) -> None:
    await store(served, START, SENT)
    found = await summary(**{"from": "2026-11-20", "to": "2026-11-23"})
    assert [one["accepted"] for one in found["periods"]] == [0, 0, 1, 0]
    empty = found["periods"][0]
    assert counts_of(empty) == empty["failures"] == {}
    assert "deliveryRate" not in empty
    assert empty["toSent"] == {"count": 0}


async def test_messages_lie_in_the_hours_and_days_of_the_zone(served: World) -> None:
    half_past_six = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)  # midnight in India
    await store(served, half_past_six - timedelta(milliseconds=1), SENT)
    await store(served, half_past_six, SENT, SENT)
    zone = {"tz": "Asia/Kolkata", "from": "2026-11-21", "to": "2026-11-22"}
    assert [one["accepted"] for one in (await summary(**zone))["periods"]] == [1, 2]
    by_hour = await summary(**zone, interval="hour")
    filled = [(n, one["accepted"]) for n, one in enumerate(by_hour["periods"]) if one["accepted"]]
    assert filled == [(23, 1), (24, 2)]


async def test_default_is_a_week_until_today_of_the_zone(served: World) -> None:
    served.clock.now = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    found = await summary(tz="Asia/Tokyo")
    assert len(found["periods"]) == 7
    assert (found["start"], found["end"]) == ("2026-11-16T15:00:00Z", "2026-11-23T15:00:00Z")


async def test_prices_are_of_the_kind_of_each_sender(served: World) -> None:
    await store(served, START, SENT)
    await store(served, START, SENT, SENT, sender="PALOMA")
    total = (await summary())["total"]
    assert (total["estimatedCost"], total["unpricedSegmentCount"]) == ("0.0100", 2)


@pytest.mark.parametrize(
    ("field", "params"),
    [
        ("from", {"from": "yesterday"}),
        ("from", {"from": "2019-12-31", "to": "2020-01-01"}),
        ("from", {"from": "2026-11-23", "to": "2026-11-22"}),
        ("from", {"from": "2025-11-21", "to": "2026-11-22"}),
        ("from", {"from": "2026-10-22", "to": "2026-11-22", "interval": "hour"}),
        ("to", {"to": "9999-12-31"}),
        ("interval", {"interval": "week"}),
        ("sender", {"sender": "1"}),
        ("category", {"category": "spam"}),
        ("tz", {"tz": "Mars/Olympus"}),
        ("tz", {"tz": "../../etc/passwd"}),
        ("tz", {"tz": "America"}),
        ("tz", {"tz": "a" * 5_000}),
    ],
)
@pytest.mark.usefixtures("served")
async def test_what_makes_no_sense_is_refused_by_name(field: str, params: dict[str, str]) -> None:
    assert_problem(await call(functions.analytics_summary, get(params=params)), 400, field)


async def test_simulated_messages_are_counted_apart_without_segments_or_a_rate(
    served: World,
) -> None:
    await store(served, START, SIMULATED, SIMULATED, REFUSED)
    total = (await summary())["total"]
    assert (total["accepted"], total["simulated"], total["failed"]) == (3, 2, 1)
    assert (total["segmentCount"], total["deliveryRateBase"], total["deliveryRate"]) == (0, 1, 0.0)
    assert total["toSent"]["count"] == 0
