"""What a dispatch decides: doubt is kept, the window is kept, the law is kept."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from send_sms.domain.batch import first_submitted_at
from send_sms.domain.dispatching import (
    CLAIM_TIME,
    RECORD_TIME,
    SUBMIT_TIME,
    apply_known_results,
    apply_results,
    give_up,
    is_claimed,
    is_to_retry,
    settle,
    submit_seconds,
)
from shared.carriers.sending import (
    CANCELLED,
    EXPIRED,
    UNCERTAIN,
    UNKNOWN,
    CallResult,
    Outcome,
    OutcomeKind,
)
from shared.runtime import retry_delay_seconds
from tests.support.samples import make_batch, make_options
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    CUT_OFF,
    LATER,
    REFUSED,
    SENT,
    THROTTLED,
    TICK,
    WINDOW,
    after,
    claim_at,
    claim_of,
    claimed_three,
    kinds,
    outcomes_after,
    results_of,
    three,
    tried,
)

LAPSED_AT = START + CLAIM_TIME
ALL_CANCELLED = dict.fromkeys(range(3), LATER)


def test_settling_leaves_an_untouched_batch_alone() -> None:
    assert settle(three(), START) == three()


def test_claim_stands_until_its_end() -> None:
    claimed = claimed_three()
    assert is_claimed(claimed, LAPSED_AT - TICK)
    assert not is_claimed(claimed, LAPSED_AT)
    assert not is_claimed(three(), START)


def test_settling_doubts_everybody_in_a_claim_that_ran_out() -> None:
    lapsed = claimed_three({0: SENT}, (1, 2))
    settled = settle(lapsed, LAPSED_AT)
    assert settled.progress.outcomes == {0: SENT, 1: UNCERTAIN, 2: UNCERTAIN}
    assert [settled.progress.outcomes[p].first_sent_at for p in (1, 2)] == [START, START]
    assert settled.progress.claim is None


def test_results_that_come_after_the_claim_passed_on_are_those_of_its_own_members() -> None:
    """Another worker has claimed the last member meanwhile."""
    first = claimed_three(positions=(0, 1))
    second = claim_at(settle(first, LAPSED_AT), LAPSED_AT, (2,))
    results = results_of(first, (SENT, SENT))
    for record in (apply_results, apply_known_results):
        applied = record(second, claim_of(first), results, LATER)
        assert sorted(applied.progress.outcomes) == [0, 1]
        assert kinds(applied)[:2] == ["sent", "sent"]


def test_result_of_a_member_that_was_recorded_before_stays() -> None:
    claimed = claimed_three()
    results = results_of(claimed, (SENT, SENT, SENT))
    known = apply_known_results(claimed, claim_of(claimed), {0: results[0]}, LATER)
    applied = apply_results(known, claim_of(claimed), {1: results[1], 2: results[2]}, LATER + TICK)
    assert kinds(applied) == ["sent", "sent", "sent"]
    assert applied.progress.outcomes[0] == known.progress.outcomes[0]


def test_settling_keeps_a_claim_that_stands_with_its_members() -> None:
    claimed = claimed_three({0: tried(UNCERTAIN)}, (0, 1))
    claimed = replace(claimed, cancelled=ALL_CANCELLED)
    settled = settle(claimed, LAPSED_AT - TICK)
    assert settled.progress.claim == claimed.progress.claim
    assert settled.progress.outcomes == {0: UNCERTAIN, 2: CANCELLED}


@pytest.mark.parametrize(
    ("now", "outcome"), [(START + WINDOW, UNCERTAIN), (START + WINDOW + TICK, UNKNOWN)]
)
def test_settling_keeps_doubt_until_the_window_closes(now: datetime, outcome: Outcome) -> None:
    settled = settle(three({0: tried(UNCERTAIN)}), now)
    assert settled.progress.outcomes == {0: outcome}
    assert settled.progress.outcomes[0].first_sent_at == START


def test_each_uncertain_member_has_a_window_of_its_own() -> None:
    doubted = three({0: tried(UNCERTAIN), 1: tried(UNCERTAIN, LATER)})
    settled = settle(doubted, START + WINDOW + TICK)
    assert settled.progress.outcomes == {0: UNKNOWN, 1: UNCERTAIN}


def test_settling_expires_who_never_left() -> None:
    at_end = START + timedelta(hours=72)
    settled = settle(three({0: SENT}), at_end)
    assert settled.progress.outcomes == {0: SENT, 1: EXPIRED, 2: EXPIRED}
    assert settled.progress.outcomes[1].at == at_end
    assert settled.progress.outcomes[1].first_sent_at is None


def test_settling_calls_who_may_have_it_unknown_when_it_expires() -> None:
    batch = make_batch(
        options=make_options(expires_at=LATER), progress=three({0: tried(UNCERTAIN)}).progress
    )
    assert settle(batch, LATER).progress.outcomes == {0: UNKNOWN}


def test_settling_ends_who_was_cancelled_and_keeps_the_others() -> None:
    batch = three({0: SENT, 1: tried(UNCERTAIN)})
    settled = settle(replace(batch, cancelled=ALL_CANCELLED), LATER)
    assert settled.progress.outcomes == {0: SENT, 1: UNKNOWN, 2: CANCELLED}


def test_settling_again_changes_nothing_not_even_the_times() -> None:
    batch = replace(three({1: tried(UNCERTAIN)}), cancelled={2: LATER})
    once = settle(batch, LATER)
    twice = settle(once, LATER + TICK)
    assert twice == once
    assert [one.at for one in twice.progress.outcomes.values()] == [
        one.at for one in once.progress.outcomes.values()
    ]


def test_submission_leaves_time_to_record_inside_the_claim() -> None:
    assert SUBMIT_TIME + RECORD_TIME == CLAIM_TIME
    assert CLAIM_TIME < WINDOW


def test_time_to_submit_shrinks_as_the_claim_runs() -> None:
    claimed = claim_of(claimed_three())
    assert submit_seconds(claimed, START) == SUBMIT_TIME.total_seconds()
    assert submit_seconds(claimed, START + timedelta(seconds=20)) == 10
    assert submit_seconds(claimed, START + SUBMIT_TIME) == 0


@pytest.mark.parametrize(
    ("result", "fresh", "in_doubt"),
    [
        (CUT_OFF, "doubtful", "doubtful"),
        (THROTTLED, "", "doubtful"),
        (REFUSED, "failed", "unknown"),
        ((None, None, None), "", "doubtful"),
        ((SENT, SENT, SENT), "sent", "sent"),
        ((UNCERTAIN, UNCERTAIN, UNCERTAIN), "doubtful", "doubtful"),
        ((UNKNOWN, UNKNOWN, UNKNOWN), "unknown", "unknown"),
        ((Outcome(OutcomeKind.FAILED, code="400"),) * 3, "failed", "unknown"),
    ],
)
def test_result_is_recorded_and_doubt_is_kept(
    result: CallResult, fresh: str, in_doubt: str
) -> None:
    assert outcomes_after(claimed_three(), result) == [fresh] * 3
    doubted = dict.fromkeys(range(3), tried(UNCERTAIN))
    assert outcomes_after(claimed_three(doubted), result) == [in_doubt] * 3


@pytest.mark.parametrize("result", [CUT_OFF, (SENT,), (UNKNOWN,), THROTTLED])
def test_uncertain_member_keeps_the_time_of_its_first_try(result: CallResult) -> None:
    claimed = claim_at(three({1: tried(UNCERTAIN)}), LATER, (1,))
    assert first_submitted_at(claimed, 1) == START
    done = after(claimed, result, now=LATER + TICK)
    assert done.progress.outcomes[1].first_sent_at == START
    assert first_submitted_at(done, 1) == START


def test_outcome_knows_when_its_message_was_first_handed_over_and_when_it_was_recorded() -> None:
    done = after(claim_at(three(), START), (SENT, SENT), {BEN}, now=LATER)
    sent, suppressed, _ = (done.progress.outcomes[position] for position in range(3))
    assert (sent.first_sent_at, sent.at) == (START, LATER)
    assert (suppressed.first_sent_at, suppressed.at) == (None, LATER)


def test_refusal_is_kept_with_its_reason() -> None:
    done = after(claimed_three(), REFUSED)
    assert done.progress.outcomes[0] == Outcome(OutcomeKind.FAILED, code="401", text="Unauthorized")


def test_opted_out_are_suppressed_and_unknown_where_a_try_is_in_doubt() -> None:
    claimed = claimed_three({1: tried(UNCERTAIN)})
    assert outcomes_after(claimed, (SENT,), (ANA, BEN)) == ["suppressed", "unknown", "sent"]


def test_recorded_results_stay_when_others_come() -> None:
    result: CallResult = (None, SENT)
    assert outcomes_after(claimed_three({0: SENT}), result) == ["sent", "", "sent"]


def test_claim_with_something_left_is_to_be_tried_again() -> None:
    claimed = claimed_three(positions=(0, 1))
    assert is_to_retry(claim_of(claimed), after(claimed, (SENT, None)))
    assert not is_to_retry(claim_of(claimed), after(claimed, (SENT, SENT)))


def test_retry_waits_longer_each_time_and_never_less_than_asked() -> None:
    delays = [retry_delay_seconds(count) for count in range(1, 12)]
    assert delays == sorted(delays)
    assert delays[0] == 2
    assert delays[-1] == 300
    assert retry_delay_seconds(1, 45) == 45
    assert retry_delay_seconds(11, 45) == 300


REASON = Outcome(OutcomeKind.FAILED, code="dispatch_failed")


def test_giving_up_fails_who_never_left() -> None:
    ended = give_up(three({0: SENT, 1: tried(UNCERTAIN)}), REASON, LATER)
    assert ended.progress.outcomes == {0: SENT, 1: UNKNOWN, 2: REASON}
    assert [ended.progress.outcomes[p].first_sent_at for p in (1, 2)] == [START, None]
    assert [ended.progress.outcomes[p].at for p in (1, 2)] == [LATER, LATER]


def test_giving_up_in_the_middle_of_a_claim_knows_nothing_of_its_members() -> None:
    ended = give_up(claimed_three(positions=(0, 1)), REASON, LATER)
    assert ended.progress.outcomes == {0: UNKNOWN, 1: UNKNOWN, 2: REASON}
    assert ended.progress.claim is None


def test_giving_up_what_is_finished_changes_no_outcome() -> None:
    done = three(dict.fromkeys(range(3), SENT))
    assert give_up(done, REASON, LATER) == done


@pytest.mark.parametrize(("now", "expired"), [(LATER - TICK, False), (LATER, True)])
def test_settling_expires_an_untouched_batch_at_its_very_time(now: datetime, expired: bool) -> None:
    batch = make_batch(options=make_options(expires_at=LATER))
    assert (settle(batch, now).progress.outcomes != {}) is expired
