"""Outcomes are stored in groups that share a reason and times, and come back one by one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.batch_rows import (
    batch_from_row,
    batch_to_rows,
    batches_from_rows,
    progress_to_row,
)
from send_sms.storage.progress_rows import positions_from_text, positions_to_text
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import UNCERTAIN, Outcome, OutcomeKind
from shared.storage.table import ETAG
from tests.support.samples import SEND, make_batch, make_report, people
from tests.support.world import START

BULK = make_batch(people(250))
LATER = START + timedelta(seconds=2)


def sent(position: int) -> Outcome:
    return Outcome(OutcomeKind.SENT, f"Outgoing_{position}", first_sent_at=START, at=LATER)


def read_after(before: Batch, after: Batch) -> Batch:
    row = {**batch_to_rows(before)[0], **progress_to_row(before, after), ETAG: "1"}
    return batch_from_row(SEND.sender, row)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_each_message_keeps_its_own_carrier_id_in_whatever_order_they_were_recorded(
    step: int,
) -> None:
    outcomes = {position: sent(position) for position in reversed(range(0, 250, step))}
    read = read_after(BULK, replace(BULK, progress=Progress(outcomes=outcomes)))
    assert read.progress.outcomes == outcomes


def test_message_without_a_carrier_id_shares_a_group_with_those_that_have_one() -> None:
    outcomes = {0: sent(0), 1: replace(sent(1), provider_message_id=""), 2: sent(2)}
    read = read_after(BULK, replace(BULK, progress=Progress(outcomes=outcomes)))
    assert read.progress.outcomes == outcomes


def test_outcome_that_is_taken_away_from_its_block_is_gone_although_the_others_stay() -> None:
    before = replace(BULK, progress=Progress(outcomes={0: sent(0), 1: UNCERTAIN, 2: sent(2)}))
    outcomes = {p: one for p, one in before.progress.outcomes.items() if p != 1}
    after = replace(before, progress=replace(before.progress, outcomes=outcomes))
    assert read_after(before, after).progress.outcomes == outcomes


@pytest.mark.parametrize("step", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [1, 64, 1_000])
def test_positions_survive_as_text_of_no_more_than_a_bit_each(count: int, step: int) -> None:
    positions = tuple(range(0, count, step))
    text = positions_to_text(positions)
    assert positions_from_text(text) == positions
    assert len(text) <= max(30, count // 4 + 1)


def test_no_positions_are_an_empty_text() -> None:
    assert positions_to_text(()) == ""
    assert positions_from_text("") == ()


def test_reports_of_a_batch_that_is_gone_are_not_given_to_the_one_before_it() -> None:
    first, second = make_batch(people(150)), make_batch(people(150), row=1)
    block = second.message_address(149).block
    report = make_report(DeliveryStatus.DELIVERED, START)
    orphan = {**keys_of_block(block), **report_properties(block, [(people(150)[149], report)])}
    rows = [{**row, ETAG: "1"} for row in (*batch_to_rows(first), orphan)]
    (found,) = batches_from_rows(SEND.sender, rows)
    assert found.reports == {}


def test_long_text_and_id_of_a_report_are_cut() -> None:
    batch = make_batch()
    block = batch.message_address(0).block
    long = make_report(DeliveryStatus.FAILED, START, text="t" * 500)
    long = replace(long, provider_message_id="i" * 500)
    reports = report_properties(block, [(batch.recipients[0], long)])
    found = batch_from_row(SEND.sender, {**batch_to_rows(batch)[0], **reports, ETAG: "1"})
    cut = replace(long, text="t" * 300, provider_message_id="i" * 128)
    assert found.reports[0].failed == cut
