"""A chunk of which only a part was granted, let go, or cancelled."""

from datetime import timedelta

from shared.domain.chunk import (
    CANCELLED,
    DOUBTFUL,
    EXPIRED,
)
from shared.domain.dispatching import (
    CLAIM_TIME,
    claim,
    release,
    resume,
)
from shared.domain.ending import cancel
from tests.support.samples import whole
from tests.support.world import START
from tests.unit.domain.dispatching_hands import (
    CEM,
    CUT_OFF,
    LATER,
    SENT,
    THROTTLED,
    TICK,
    after,
    kinds,
    outcomes_after,
    taken,
    three,
)


def test_lapsed_claim_doubts_only_who_was_in_hand() -> None:
    lapsed = taken(positions=(1,)).chunk
    assert resume(lapsed, START + CLAIM_TIME).progress.outcomes == {1: DOUBTFUL}


def test_results_of_a_portion_leave_the_others_waiting() -> None:
    done = after(taken(positions=(0, 2)), (SENT, SENT))
    assert kinds(done) == ["sent", "", "sent"]
    assert done.progress.attempt_count == 0


def test_opted_out_outside_the_portion_are_left_for_their_own_turn() -> None:
    assert outcomes_after(taken(positions=(0,)), (SENT,), (CEM,)) == ["sent", "", ""]


def test_attempts_count_failures_in_a_row() -> None:
    chunk, counts = three(), []
    for result in (THROTTLED, CUT_OFF, (SENT, None, None), (SENT, SENT)):
        chunk = after(claim(whole(chunk), START), result)
        counts.append(chunk.progress.attempt_count)
    assert counts == [1, 2, 3, 0]


def test_released_portion_is_as_if_it_had_never_been_claimed() -> None:
    released = release(taken({1: DOUBTFUL}))
    assert released == three({1: DOUBTFUL}, first_sent_at=START)
    assert resume(released, LATER) == released


def test_cancel_ends_who_has_not_left_and_keeps_the_others() -> None:
    ended = cancel(three({0: SENT, 1: DOUBTFUL}, first_sent_at=START), LATER)
    assert ended.progress.outcomes == {0: SENT, 1: DOUBTFUL, 2: CANCELLED}


def test_cancel_leaves_a_held_chunk_alone() -> None:
    held = taken(positions=(0,)).chunk
    assert cancel(held, START + CLAIM_TIME - TICK) is held


def test_cancel_of_a_lapsed_claim_ends_who_was_not_in_hand() -> None:
    ended = cancel(taken(positions=(0,)).chunk, START + CLAIM_TIME)
    assert ended.progress.outcomes == {0: DOUBTFUL, 1: CANCELLED, 2: CANCELLED}
    assert ended.progress.claimed_until is None


def test_cancel_calls_expired_what_has_expired() -> None:
    assert cancel(three(), START + timedelta(hours=72)).progress.outcomes == dict.fromkeys(
        range(3), EXPIRED
    )
