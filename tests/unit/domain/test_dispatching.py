"""What a dispatch decides: doubt is kept, the window is kept, the law is kept."""

from datetime import datetime, timedelta

import pytest

from shared.domain.chunk import (
    DOUBTFUL,
    EXPIRED,
    UNKNOWN,
    Outcome,
    OutcomeKind,
    Progress,
)
from shared.domain.dispatching import (
    CLAIM_TIME,
    WIRE_TIME,
    CallResult,
    calls_for,
    claim,
    resume,
    retry_delay_seconds,
    wire_seconds,
)
from shared.domain.ending import give_up
from tests.support.samples import make_chunk, make_options, whole
from tests.support.world import START
from tests.unit.domain.dispatching_hands import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    LATER,
    REFUSED,
    SENT,
    THROTTLED,
    TICK,
    WINDOW,
    after,
    outcomes_after,
    taken,
    three,
)


def test_resume_leaves_an_untouched_chunk_alone() -> None:
    assert resume(three(), START) == three()


def test_resume_doubts_everybody_in_a_claim_that_ran_out() -> None:
    lapsed = three({0: SENT}, claimed_until=LATER, claimed=(1, 2), first_sent_at=START)
    assert resume(lapsed, LATER).progress.outcomes == {0: SENT, 1: DOUBTFUL, 2: DOUBTFUL}


def test_resume_doubts_nobody_after_a_try_that_was_let_go() -> None:
    released = three(first_sent_at=START, attempt_count=1)
    assert resume(released, START + timedelta(hours=1)).progress.outcomes == {}


@pytest.mark.parametrize(
    ("now", "outcome"), [(START + WINDOW, DOUBTFUL), (START + WINDOW + TICK, UNKNOWN)]
)
def test_resume_keeps_doubt_until_the_window_closes(now: datetime, outcome: Outcome) -> None:
    doubted = three({0: DOUBTFUL}, first_sent_at=START)
    assert resume(doubted, now).progress.outcomes == {0: outcome}


def test_resume_expires_what_never_left() -> None:
    at_end = START + timedelta(hours=72)
    assert resume(three({0: SENT}), at_end).progress.outcomes == {0: SENT, 1: EXPIRED, 2: EXPIRED}


def test_resume_calls_what_may_have_left_unknown_when_it_expires() -> None:
    chunk = make_chunk(
        options=make_options(expires_at=LATER),
        progress=Progress(first_sent_at=START, outcomes={0: DOUBTFUL}),
    )
    assert resume(chunk, LATER).progress.outcomes == {0: UNKNOWN}


def test_claim_keeps_the_first_time_while_anybody_is_doubtful() -> None:
    progress = claim(whole(three({1: DOUBTFUL}, first_sent_at=START)), LATER).chunk.progress
    assert progress.first_sent_at == START
    assert progress.claimed_until == LATER + CLAIM_TIME
    assert progress.claimed == (0, 1, 2)


def test_claim_begins_a_new_window_when_nobody_is_doubtful() -> None:
    claimed = claim(whole(three({1: SENT}, first_sent_at=START)), LATER).chunk
    assert claimed.progress.first_sent_at == LATER


def test_wire_time_leaves_room_to_record_inside_the_claim() -> None:
    assert WIRE_TIME + timedelta(seconds=10) <= CLAIM_TIME


def test_wire_time_shrinks_as_the_claim_runs() -> None:
    assert wire_seconds(taken(), START) == WIRE_TIME.total_seconds()
    assert wire_seconds(taken(), START + timedelta(seconds=20)) == 10
    assert wire_seconds(taken(), START + WIRE_TIME) == 0


def test_one_text_is_one_call_that_carries_the_tag_of_the_chunk() -> None:
    portion = taken()
    (call,) = calls_for(portion, ())
    assert call.recipients == (ANA, BEN, CEM)
    assert call.tag == str(portion.chunk.address)
    assert call.message_ids == tuple(str(portion.chunk.message_address(p)) for p in range(3))
    assert call.first_sent_at == START


def test_call_to_one_carries_the_tag_of_the_message() -> None:
    (call,) = calls_for(taken({0: SENT, 1: SENT}), ())
    assert call.positions == (2,)
    assert call.tag == call.message_ids[0]


def test_recipients_are_grouped_by_text() -> None:
    chunk = make_chunk(
        recipients=(ANA, BEN, CEM), body="Hi {{name}}", values=(("A",), ("B",), ("A",))
    )
    calls = {call.body: call.recipients for call in calls_for(claim(whole(chunk), START), ())}
    assert calls == {"Hi A": (ANA, CEM), "Hi B": (BEN,)}


def test_opted_out_are_in_no_call() -> None:
    (call,) = calls_for(taken(), {BEN})
    assert call.recipients == (ANA, CEM)
    assert calls_for(taken(), {ANA, BEN, CEM}) == []


def test_chunk_without_a_claim_makes_no_call() -> None:
    with pytest.raises(ValueError, match="claimed"):
        calls_for(whole(three()), ())


@pytest.mark.parametrize(
    ("result", "fresh", "in_doubt"),
    [
        (CUT_OFF, "doubtful", "doubtful"),
        (THROTTLED, "", "doubtful"),
        (REFUSED, "failed", "unknown"),
        ((None, None, None), "", "doubtful"),
        ((SENT, SENT, SENT), "sent", "sent"),
        ((DOUBTFUL, DOUBTFUL, DOUBTFUL), "doubtful", "doubtful"),
        ((UNKNOWN, UNKNOWN, UNKNOWN), "unknown", "unknown"),
        ((Outcome(OutcomeKind.FAILED, code="400"),) * 3, "failed", "unknown"),
    ],
)
def test_result_is_noted_and_doubt_is_kept(result: CallResult, fresh: str, in_doubt: str) -> None:
    assert outcomes_after(taken(), result) == [fresh] * 3
    doubted = dict.fromkeys(range(3), DOUBTFUL)
    assert outcomes_after(taken(doubted), result) == [in_doubt] * 3


def test_refusal_is_kept_with_its_reason() -> None:
    done = after(taken(), REFUSED)
    assert done.progress.outcomes[0] == Outcome(OutcomeKind.FAILED, code="401", text="Unauthorized")


def test_opted_out_are_suppressed_and_unknown_where_a_try_is_in_doubt() -> None:
    portion = taken({1: DOUBTFUL})
    assert outcomes_after(portion, (SENT,), (ANA, BEN)) == ["suppressed", "unknown", "sent"]


def test_recorded_results_stay_when_others_come() -> None:
    result: CallResult = (None, SENT)
    assert outcomes_after(taken({0: SENT}), result) == ["sent", "", "sent"]


def test_retry_waits_longer_each_time_and_never_less_than_asked() -> None:
    delays = [retry_delay_seconds(count) for count in range(1, 12)]
    assert delays == sorted(delays)
    assert delays[0] == 2
    assert delays[-1] == 300
    assert retry_delay_seconds(1, 45) == 45
    assert retry_delay_seconds(11, 45) == 300


def test_giving_up_fails_who_never_left() -> None:
    reason = Outcome(OutcomeKind.FAILED, code="dispatch_failed")
    ended = give_up(three({0: SENT, 1: DOUBTFUL}), reason)
    assert ended.progress.outcomes == {0: SENT, 1: UNKNOWN, 2: reason}


def test_giving_up_in_the_middle_of_a_claim_knows_nothing() -> None:
    reason = Outcome(OutcomeKind.FAILED, code="dispatch_failed")
    ended = give_up(taken(positions=(0, 1)).chunk, reason)
    assert ended.progress.outcomes == {0: UNKNOWN, 1: UNKNOWN, 2: reason}
    assert ended.progress.claimed_until is None


def test_calls_of_a_chunk_cover_everybody_waiting_once() -> None:
    calls = calls_for(taken({1: DOUBTFUL}), ())
    positions = sorted(position for call in calls for position in call.positions)
    assert positions == [0, 1, 2]
