"""A batch comes back from its rows, in whatever order its writers wrote."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress, Reports, Resend, ResendKind
from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.batch_rows import (
    batch_from_row,
    batch_to_rows,
    batches_from_rows,
    cancellation_to_row,
    progress_to_row,
)
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import EXPIRED, UNCERTAIN, Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress
from shared.storage.table import ETAG
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import (
    SEND,
    TEXT,
    make_batch,
    make_options,
    make_report,
    make_round,
    people,
)
from tests.support.world import PERSON, START
from tests.unit.send_sms.storage.batches import BATCHES, REPORTS, rounds

LATER = START + timedelta(seconds=2)
SENT = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=LATER)
DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
FAILED = make_report(DeliveryStatus.FAILED, START, code="4006", text="Not reachable: é\n")
CLAIM = Claim("claim", START + timedelta(seconds=40), START, (0, 1))


def report_row(batch: Batch, position: int, report: DeliveryReport) -> dict[str, Any]:
    block = batch.message_address(position).block
    reports = [(batch.recipients[position], report)]
    return {**keys_of_block(block), **report_properties(block, reports)}


def read_back(table: InMemoryTable, like: Batch) -> Batch:
    (found,) = batches_from_rows(like.sender, table.all_rows())
    return replace(found, version="")


async def stored_with(batch: Batch, merges: Sequence[dict[str, Any]] = ()) -> Batch:
    """Store a batch, merge these rows, and read it back."""
    table = InMemoryTable()
    await table.write([("create", row, "") for row in batch_to_rows(batch)])
    for row in merges:
        await table.write([("merge", row, "")])
    return read_back(table, batch)


def exact(batch: Batch) -> list[object]:
    """Everything of a batch, with the times of its outcomes, which do not count as equal."""
    outcomes = batch.progress.outcomes
    times = {p: (one.first_sent_at, one.at) for p, one in outcomes.items()}
    return [*(getattr(batch, one.name) for one in fields(batch)), times]


@settings(max_examples=150)
@given(BATCHES)
async def test_batch_survives_its_rows(batch: Batch) -> None:
    new = replace(batch, cancelled={})
    assert exact(await stored_with(new)) == exact(new)


@settings(max_examples=100)
@given(BATCHES, BATCHES)
async def test_any_progress_survives_a_merge_onto_any_other(one: Batch, other: Batch) -> None:
    few = {p: o for p, o in other.progress.outcomes.items() if p < len(one.recipients)}
    after = replace(one, cancelled={}, progress=replace(other.progress, outcomes=few))
    before = replace(one, cancelled={})
    found = await stored_with(before, [progress_to_row(before, after)])
    assert exact(found) == exact(after)


@settings(max_examples=100)
@given(BATCHES, st.data())
async def test_reports_and_cancellations_survive_beside_any_batch(
    batch: Batch, data: st.DataObject
) -> None:
    new = replace(batch, cancelled={})
    if not new.is_round and not new.shared_options.delivery_report:
        new = replace(new, recipients=new.recipients[:1], values=new.values[:1])
        new = replace(new, progress=Progress(), suppressed_at_accept=())
    some = st.lists(st.tuples(st.sampled_from(new.positions()), REPORTS), max_size=4)
    reports = data.draw(some)
    merges = [report_row(new, *one) for one in reports]
    cancelled = data.draw(st.sampled_from(new.positions()))
    members = new.positions_of(new.send_of(cancelled))
    merges.append(cancellation_to_row(new, members, LATER))
    found = await stored_with(new, merges)
    expected: dict[int, Reports] = {}
    for position, report in reports:
        known = expected.get(position, Reports())
        expected[position] = replace(known, **{report.status.value: report})
    assert found.cancelled == dict.fromkeys(members, LATER)
    assert found.reports == expected
    assert exact(replace(found, cancelled={}, reports={})) == exact(new)


BULK = make_batch(people(250))
ROUND = make_round([(PERSON, TEXT), ("", TEXT), (PERSON, "Another text"), (people(1)[0], TEXT)])


@pytest.mark.parametrize(
    ("batch", "reported"), [(BULK, (3, 249)), (ROUND, (0, 2))], ids=["send", "round"]
)
async def test_writers_do_not_touch_each_other_whatever_the_order(
    batch: Batch, reported: tuple[int, int]
) -> None:
    done = replace(batch, progress=Progress(CLAIM, "earlier", 1, {0: SENT, 3: EXPIRED}))
    cancelled = batch.positions_of(batch.send_of(3))
    writes = [
        progress_to_row(batch, done),
        cancellation_to_row(batch, cancelled, LATER),
        report_row(batch, reported[0], DELIVERED),
        report_row(batch, reported[0], FAILED),
        report_row(batch, reported[1], FAILED),
    ]
    expected = replace(
        done,
        cancelled=dict.fromkeys(cancelled, LATER),
        reports={reported[0]: Reports(DELIVERED, FAILED), reported[1]: Reports(None, FAILED)},
    )
    for order in permutations(writes):
        assert exact(await stored_with(batch, order)) == exact(expected)


def outcome_properties(row: dict[str, Any]) -> set[str]:
    return {name for name in row if name[0] == "o" and name[1:].isdigit()}


def test_only_the_blocks_that_changed_are_written() -> None:
    before = replace(BULK, progress=Progress(outcomes={0: SENT, 150: UNCERTAIN, 249: SENT}))
    outcomes = {**before.progress.outcomes, 150: SENT, 151: EXPIRED}
    after = replace(before, progress=replace(before.progress, outcomes=outcomes))
    assert outcome_properties(progress_to_row(before, after)) == {"o1"}


def test_claim_alone_writes_no_outcome_and_no_recipient() -> None:
    before = replace(BULK, progress=Progress(outcomes={0: SENT}))
    after = replace(before, progress=replace(before.progress, claim=CLAIM))
    assert set(progress_to_row(before, after)) == {
        "PartitionKey", "RowKey", "claim", "recorded", "carrier", "attempt_count",
    }  # fmt: skip


async def test_outcomes_that_a_restart_took_away_are_gone_from_the_row() -> None:
    before = replace(BULK, progress=Progress(outcomes={0: SENT, 120: UNCERTAIN}))
    resends = (Resend(ResendKind.RESEND, LATER, (120,)),)
    after = replace(before, progress=Progress(outcomes={0: SENT}, resends=resends))
    row = progress_to_row(before, after)
    assert outcome_properties(row) == {"o1"}
    assert (await stored_with(before, [row])).progress == after.progress


def test_batch_that_was_never_restarted_spends_no_property_on_it() -> None:
    assert "restarts" not in batch_to_rows(make_batch())[0]


def test_send_has_an_empty_row_for_the_reports_on_each_further_block() -> None:
    _, *others = batch_to_rows(make_batch(people(250), row=2))
    partition = "+18335550100|20261122"
    keys = [{"PartitionKey": partition, "RowKey": f"{SEND.key}|02|{n}"} for n in (1, 2)]
    assert others == keys


@pytest.mark.parametrize("batch", [make_batch(people(100)), ROUND], ids=["send", "round"])
def test_batch_of_one_block_is_one_row(batch: Batch) -> None:
    assert len(batch_to_rows(batch)) == 1


def test_send_without_delivery_reports_needs_no_rows_for_them() -> None:
    batch = make_batch(people(250), options=make_options(delivery_report=False))
    assert len(batch_to_rows(batch)) == 1


@given(rounds())
def test_round_of_several_cannot_be_mistaken_for_recipients_in_order(batch: Batch) -> None:
    (row,) = batch_to_rows(replace(batch, cancelled={}))
    assert ("people" in row) == (len(batch.recipients) > 1) == ("recipients" not in row)


def test_reports_of_a_batch_are_not_given_to_the_next_one() -> None:
    first, second = make_batch(people(150)), make_batch(people(150), row=1)
    rows: list[dict[str, Any]] = [
        {**row, ETAG: "1"} for batch in (first, second) for row in batch_to_rows(batch)
    ]
    rows[1] |= report_row(first, 149, DELIVERED)
    rows[3] |= report_row(second, 148, FAILED)
    found = batches_from_rows(SEND.sender, rows)
    assert [list(batch.reports) for batch in found] == [[149], [148]]


def test_reports_whose_batch_is_outside_the_range_are_left_out() -> None:
    rows = [{**row, ETAG: "1"} for row in batch_to_rows(BULK)]
    assert batches_from_rows(SEND.sender, rows[1:]) == []


def test_report_survives_with_every_field() -> None:
    report = DeliveryReport(
        DeliveryStatus.FAILED,
        code="4006",
        text="4006, said the carrier",
        provider_message_id="Outgoing_1",
        attempted_at=START,
        received_at=START + timedelta(microseconds=1),
        segments_succeeded=1,
        segments_failed=2,
    )
    batch = make_batch()
    row = {**batch_to_rows(batch)[0], **report_row(batch, 0, report), ETAG: "1"}
    assert batch_from_row(SEND.sender, row).reports[0].failed == report


def test_report_for_another_recipient_stays_out_of_the_batch() -> None:
    batch = make_batch()
    row = {**batch_to_rows(batch)[0], **report_row(make_batch(people(1)), 0, DELIVERED), ETAG: "1"}
    assert batch_from_row(SEND.sender, row).reports == {}


def test_reports_on_two_messages_of_a_round_to_one_person_are_told_apart() -> None:
    row = {**batch_to_rows(ROUND)[0], **report_row(ROUND, 2, FAILED), ETAG: "1"}
    assert batch_from_row(SEND.sender, row).reports == {2: Reports(None, FAILED)}


def test_batch_lives_in_the_partition_of_its_number_and_day() -> None:
    row = batch_to_rows(make_batch(row=7))[0]
    assert row["PartitionKey"] == "+18335550100|20261122"
    assert row["RowKey"] == f"{SEND.key}|07"
    assert batch_from_row(SEND.sender, {**row, ETAG: "1"}).address == BatchAddress(SEND, 7)
