"""A batch knows for each position what holds for the message there, of either kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from send_sms.domain.batch import Batch, SendTotals, Terms, first_submitted_at
from send_sms.domain.calls import calls_for
from send_sms.domain.dispatching import settle
from send_sms.domain.progress import Progress, Reports, Resend, ResendKind
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import UNCERTAIN
from shared.domain.identifiers import (
    BatchAddress,
    MessageAddress,
    derived_address,
    new_send_address,
)
from shared.domain.kinds import Purpose
from tests.support.samples import SEND, make_batch, make_options, make_report, make_round, people
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    LATER,
    SENT,
    claim_at,
    claim_of,
    three,
    tried,
)

OTHER = new_send_address(SEND.sender, START, b"other send")
ROUND = make_round([(ANA, "a"), ("", "a"), (BEN, "b"), (ANA, "a")])
EARLIER = START - timedelta(minutes=1)


def test_positions_of_a_send_are_all_of_its_batch_and_none_of_another_s() -> None:
    batch = make_batch(people(3), row=1)
    assert list(batch.positions_of(SEND)) == [0, 1, 2]
    assert list(batch.positions_of(OTHER)) == []
    assert list(batch.positions_of(SEND.at_place(1))) == []


def test_send_of_a_round_has_one_position_and_no_send_of_another_round_has_one() -> None:
    assert [list(ROUND.positions_of(ROUND.send_of(p))) for p in range(4)] == [[0], [], [2], [3]]
    assert list(ROUND.positions_of(SEND)) == [], "the round itself is no send"
    assert list(ROUND.positions_of(OTHER.at_place(1))) == []
    assert list(ROUND.positions_of(SEND.at_place(5))) == []


@pytest.mark.parametrize("batch", [make_batch(people(250), row=3), ROUND], ids=["send", "round"])
def test_address_of_a_message_leads_back_to_its_position(batch: Batch) -> None:
    for position in batch.positions():
        address = batch.message_address(position)
        assert (address.batch, address.position) == (batch.address, position)
        assert address.send == batch.send_of(position)


def test_messages_are_numbered_over_all_batches_of_a_send() -> None:
    batch = make_batch(people(3), row=3)
    assert batch.message_address(2) == MessageAddress(SEND, 3_002)


def test_terms_of_a_round_are_those_of_each_send() -> None:
    short = make_options(expires_at=LATER, delivery_report=False, campaign="may")
    batch = replace(ROUND, terms=(ROUND.terms[0], Terms("b", short, SendTotals())))
    assert [batch.text_of(p) for p in (0, 2, 3)] == ["a", "b", "a"]
    assert [batch.options_of(p).campaign for p in (0, 2, 3)] == ["", "may", ""]
    assert [batch.expires_at(p) == LATER for p in (0, 2, 3)] == [False, True, False]
    claimed = claim_at(batch, START)
    calls = calls_for(claimed, claim_of(claimed).positions)
    assert [call.delivery_report for call in calls] == [True, False, True]


def test_values_fill_the_text_of_their_position_and_no_values_leave_it() -> None:
    batch = make_round([(ANA, "Hi {{b}} {{a}}"), (BEN, "Hi")], values=(("B", "A"), ()))
    assert [batch.text_of(position) for position in range(2)] == ["Hi B A", "Hi"]


@pytest.mark.parametrize("purpose", Purpose)
def test_confirmations_and_help_pass_the_registry_until_they_are_restarted(
    purpose: Purpose,
) -> None:
    batch = make_batch(options=make_options(purpose=purpose))
    is_exempt = purpose in {Purpose.OPT_OUT_CONFIRMATION, Purpose.HELP}
    assert batch.is_exempt_from_opt_out == is_exempt
    resends = (Resend(ResendKind.RESEND, LATER, (0,)),)
    restarted = replace(batch, progress=Progress(resends=resends))
    assert not restarted.is_exempt_from_opt_out


def test_redrive_is_no_new_generation_and_a_resend_is_one_of_its_members_only() -> None:
    resends = (
        Resend(ResendKind.REDRIVE, START, (0, 1)),
        Resend(ResendKind.RESEND, LATER, (1,)),
    )
    batch = three(resends=resends)
    assert [batch.generation(position) for position in range(3)] == [0, 1, 0]
    assert [len(batch.resends_of(position)) for position in range(3)] == [1, 2, 0]


def test_first_try_is_that_of_the_outcome_before_that_of_the_claim() -> None:
    outcomes = {0: tried(SENT, EARLIER), 1: tried(UNCERTAIN, EARLIER)}
    batch = claim_at(three(outcomes), START, (1, 2))
    assert [first_submitted_at(batch, position) for position in range(3)] == [
        EARLIER,
        EARLIER,
        START,
    ]
    assert first_submitted_at(three(), 0) is None


def test_cancellation_after_the_time_to_live_counts_for_nothing() -> None:
    end = make_batch().expires_at(0)
    moments = [end - timedelta(microseconds=1), end]
    batches = [make_batch(cancelled={0: moment}) for moment in moments]
    assert [batch.is_cancelled(0) for batch in batches] == [True, False]


def test_report_on_an_uncertain_first_try_does_not_end_its_window() -> None:
    report = make_report(DeliveryStatus.DELIVERED, START)
    batch = replace(three({0: tried(UNCERTAIN)}), reports={0: Reports(delivered=report)})
    assert settle(batch, LATER).progress.outcomes == {0: UNCERTAIN}


def test_reply_to_what_is_dated_before_there_was_time_has_an_address_all_the_same() -> None:
    before = datetime(1960, 1, 1, tzinfo=UTC)
    address = derived_address(SEND.sender, before, "help")
    assert address.accepted_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert BatchAddress(address) == BatchAddress(address.stored_under)
