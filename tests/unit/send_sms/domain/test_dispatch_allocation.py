"""A batch of which a part was claimed, recorded or cancelled, or whose claim has shrunk."""

from dataclasses import replace
from datetime import timedelta

from send_sms.domain.dispatching import CLAIM_TIME, apply_known_results, apply_results, settle
from shared.carriers.sending import CANCELLED, EXPIRED, UNCERTAIN, UNKNOWN, Outcome, SendError
from tests.support.samples import make_round
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    LATER,
    REFUSED,
    SENT,
    THROTTLED,
    after,
    claim_at,
    claim_of,
    claimed_three,
    kinds,
    three,
    tried,
)

LAPSED_AT = START + CLAIM_TIME
ALL_CANCELLED = dict.fromkeys(range(3), LATER)


def test_lapsed_claim_doubts_only_its_members() -> None:
    lapsed = claimed_three(positions=(1,))
    assert settle(lapsed, LAPSED_AT).progress.outcomes == {1: UNCERTAIN}


def test_results_of_a_part_leave_the_others_waiting() -> None:
    done = after(claimed_three(positions=(0, 2)), (SENT, SENT))
    assert kinds(done) == ["sent", "", "sent"]
    assert done.progress.attempt_count == 0


def test_attempts_count_failures_in_a_row() -> None:
    batch, counts = three(), []
    for result in (THROTTLED, CUT_OFF, THROTTLED, (SENT, SENT, SENT)):
        batch = after(claim_at(batch, START), result)
        counts.append(batch.progress.attempt_count)
    assert counts == [1, 2, 3, 0]


def test_recording_names_the_claim_and_ends_it() -> None:
    claimed = claimed_three()
    done = after(claimed, (SENT, None, SENT))
    assert done.progress.claim is None
    assert done.progress.recorded_claim_id == claim_of(claimed).claim_id


def test_known_results_leave_the_claim_with_the_other_members() -> None:
    claimed = claimed_three()
    known = apply_known_results(claimed, claim_of(claimed), {1: SENT}, LATER)
    assert known.progress.outcomes == {1: SENT}
    assert known.progress.claim == replace(claim_of(claimed), positions=(0, 2))
    assert known.progress.recorded_claim_id == ""
    assert settle(known, LAPSED_AT).progress.outcomes == {0: UNCERTAIN, 1: SENT, 2: UNCERTAIN}


def test_member_that_was_not_taken_leaves_the_claim_without_doubt() -> None:
    claimed = claimed_three()
    known = apply_known_results(claimed, claim_of(claimed), {0: THROTTLED, 1: None}, LATER)
    assert claim_of(known).positions == (2,)
    assert settle(known, LAPSED_AT).progress.outcomes == {2: UNCERTAIN}


def test_results_known_bit_by_bit_are_those_known_at_once() -> None:
    claimed = claimed_three({1: tried(UNCERTAIN)})
    mine = claim_of(claimed)
    results = dict[int, Outcome | SendError | None]({0: SENT, 1: REFUSED, 2: CUT_OFF})
    at_once = apply_results(claimed, mine, results, LATER)
    batch = claimed
    for position in (2, 0):
        batch = apply_known_results(batch, mine, {position: results[position]}, LATER)
    assert apply_results(batch, mine, results, LATER) == at_once
    assert kinds(at_once) == ["sent", "unknown", "doubtful"]


def test_known_results_applied_twice_change_nothing_more() -> None:
    claimed = claimed_three()
    once = apply_known_results(claimed, claim_of(claimed), {1: SENT}, LATER)
    again = apply_known_results(once, claim_of(claimed), {1: REFUSED}, LATER)
    assert again == once


def test_results_touch_only_what_the_claim_still_holds() -> None:
    claimed = claimed_three()
    shrunk = replace(claim_of(claimed), positions=(0,))
    row = replace(claimed, progress=replace(claimed.progress, outcomes={2: SENT}, claim=shrunk))
    done = apply_results(row, claim_of(claimed), {0: SENT, 1: SENT, 2: REFUSED}, LATER)
    assert done.progress.outcomes == {0: SENT, 2: SENT}
    assert done.progress.claim is None


def test_attempts_count_members_that_left_the_claim_before_its_end() -> None:
    claimed = claimed_three()
    known = apply_known_results(claimed, claim_of(claimed), {0: THROTTLED}, LATER)
    done = apply_results(known, claim_of(claimed), {0: THROTTLED, 1: SENT, 2: SENT}, LATER)
    assert done.progress.attempt_count == 1
    assert kinds(done) == ["", "sent", "sent"]


def test_cancelled_member_of_a_claim_keeps_what_the_carrier_said() -> None:
    claimed = replace(claimed_three(), cancelled=ALL_CANCELLED)
    assert kinds(after(claimed, (SENT, SENT, SENT))) == ["sent"] * 3
    assert kinds(after(claimed, REFUSED)) == ["failed"] * 3
    assert kinds(after(claimed, CUT_OFF)) == ["doubtful"] * 3


def test_cancelled_member_of_a_claim_that_did_not_leave_is_cancelled() -> None:
    claimed = replace(claimed_three({1: tried(UNCERTAIN)}), cancelled=ALL_CANCELLED)
    done = apply_results(claimed, claim_of(claimed), {0: THROTTLED}, LATER)
    assert done.progress.outcomes == {0: CANCELLED, 1: UNKNOWN, 2: CANCELLED}
    assert done.progress.outcomes[0].first_sent_at is None
    assert done.progress.outcomes[1].first_sent_at == START
    assert done.progress.attempt_count == 0


def test_uncertain_result_of_a_cancelled_member_ends_unknown_without_another_try() -> None:
    claimed = replace(claimed_three(positions=(0,)), cancelled={0: LATER})
    settled = settle(after(claimed, CUT_OFF), LATER)
    assert settled.progress.outcomes == {0: UNKNOWN}
    assert settled.waiting_positions() == [1, 2]


def test_lapsed_claim_of_a_cancelled_batch_ends_who_was_not_in_it() -> None:
    claimed = replace(claimed_three(positions=(0,)), cancelled=ALL_CANCELLED)
    settled = settle(claimed, LAPSED_AT)
    assert settled.progress.outcomes == {0: UNKNOWN, 1: CANCELLED, 2: CANCELLED}
    assert settled.progress.claim is None


def test_cancelled_message_that_has_expired_besides_stays_cancelled() -> None:
    batch = replace(three(), cancelled={0: LATER})
    settled = settle(batch, START + timedelta(hours=72))
    assert settled.progress.outcomes == {0: CANCELLED, 1: EXPIRED, 2: EXPIRED}


def test_cancelling_one_send_of_a_round_leaves_the_others() -> None:
    batch = make_round([(ANA, "a"), (BEN, "b"), (CEM, "c")], cancelled={1: LATER})
    settled = settle(batch, LATER)
    assert settled.progress.outcomes == {1: CANCELLED}
    assert settled.waiting_positions() == [0, 2]


def test_message_that_had_expired_before_it_was_cancelled_stays_expired() -> None:
    at_end = START + timedelta(hours=72)
    settled = settle(replace(three(), cancelled=dict.fromkeys(range(3), at_end)), at_end)
    assert settled.progress.outcomes == dict.fromkeys(range(3), EXPIRED)
