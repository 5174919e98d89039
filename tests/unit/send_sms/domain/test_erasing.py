"""What of a person is erased from a batch, and when; what others wait for or need stays."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from send_sms.domain.dispatching import CLAIM_TIME
from send_sms.domain.erasure import cancel_members, ended_since, erasable, erase
from send_sms.domain.progress import Progress, Reports
from send_sms.domain.secret_text import mask
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import OPTED_OUT, UNKNOWN, Outcome, OutcomeKind
from shared.domain.kinds import Category
from tests.support.samples import TEXT, make_batch, make_options, make_report, make_round
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    CEM,
    SENT,
    TICK,
    claimed_three,
    three,
    tried,
)

MARGIN = timedelta(seconds=10)
CLAIM_IS_OVER = START + CLAIM_TIME + MARGIN
PSEUDONYM = "+1~person"


def sent_at(at: datetime) -> Outcome:
    return replace(tried(SENT), at=at)


def test_only_what_waits_of_a_person_is_cancelled() -> None:
    batch = three({0: sent_at(START), 2: OPTED_OUT})

    outcomes = cancel_members(batch, [0, 1], START).progress.outcomes

    assert {p: one.kind for p, one in outcomes.items()} == {
        0: OutcomeKind.SENT,
        1: OutcomeKind.CANCELLED,
        2: OutcomeKind.SUPPRESSED,
    }
    assert outcomes[1].at == START


def test_member_that_a_worker_may_still_record_is_not_cancelled() -> None:
    batch = claimed_three(positions=[0])

    for now in (START, CLAIM_IS_OVER - TICK):
        outcomes = cancel_members(batch, [0, 1], now).progress.outcomes
        assert {p: one.kind for p, one in outcomes.items()} == {1: OutcomeKind.CANCELLED}

    outcomes = cancel_members(batch, [0], CLAIM_IS_OVER).progress.outcomes
    assert (outcomes[0].kind, outcomes[0].first_sent_at) == (OutcomeKind.UNKNOWN, START)


def test_same_erasure_again_changes_nothing() -> None:
    cancelled = cancel_members(three(), [0], START)

    assert cancel_members(cancelled, [0], START + TICK) is cancelled


def test_nothing_of_a_claimed_member_is_erased_until_its_claim_is_over() -> None:
    batch = claimed_three(positions=[0])

    held = erasable(batch, [0, 1], CLAIM_IS_OVER - TICK)

    assert (held.texts, held.numbers, held.later) == ((1,), (1,), (0,))
    assert held.due_at == CLAIM_IS_OVER


@pytest.mark.parametrize(
    ("category", "wait"),
    [(Category.OTP, timedelta(minutes=15)), (Category.TRANSACTIONAL, timedelta(hours=72))],
)
def test_number_stays_as_long_as_a_report_is_awaited_and_its_text_goes_at_once(
    category: Category, wait: timedelta
) -> None:
    later = START + timedelta(minutes=1)
    progress = Progress(outcomes={0: sent_at(later), 1: tried(UNKNOWN)})
    batch = make_batch((ANA, BEN), options=make_options(category=category), progress=progress)

    now = erasable(batch, [0, 1], START + wait - TICK)
    assert (now.texts, now.numbers, now.later) == ((0, 1), (), (0, 1))
    assert now.due_at == START + wait

    then = erasable(batch, [0, 1], START + wait)
    assert (then.numbers, then.later, then.due_at) == ((1,), (0,), later + wait)


def test_number_goes_at_once_where_no_report_can_come() -> None:
    report = Reports(failed=make_report(DeliveryStatus.FAILED, START))
    reported = replace(three({0: sent_at(START), 1: OPTED_OUT}), reports={0: report})
    unwanted = make_batch(
        options=make_options(delivery_report=False), progress=Progress(outcomes={0: sent_at(START)})
    )

    assert erasable(reported, [0, 1], START).numbers == (0, 1)
    assert erasable(unwanted, [0], START).numbers == (0,)


def test_text_number_and_reference_of_a_person_are_erased_and_those_of_others_kept() -> None:
    batch = replace(
        make_round([(ANA, "Ana's"), (BEN, "Ben's")]),
        references=("a", "b"),
        send_references=("send a", "send b"),
    )

    erased = erase(batch, erasable(batch, [0], START), PSEUDONYM)

    assert erased.recipients == (PSEUDONYM, BEN)
    assert [erased.text_of(p) for p in (0, 1)] == [mask("Ana's"), "Ben's"]
    assert (erased.references, erased.send_references) == (("", "b"), ("", "send b"))
    assert erasable(erased, [0], START).texts == ()


def test_reference_and_text_of_a_send_to_several_people_are_no_single_persons() -> None:
    several = replace(make_batch((ANA, BEN, CEM)), send_references=("of all",))
    single = replace(make_batch((ANA,)), send_references=("of one",))

    of_several = erase(several, erasable(several, [0], START), PSEUDONYM)
    of_single = erase(single, erasable(single, [0], START), PSEUDONYM)

    assert (of_several.send_references, of_single.send_references) == (("of all",), ())
    assert [of_several.text_of(1), of_single.text_of(0)] == [TEXT, mask(TEXT)]


def test_what_ended_without_leaving_since_a_moment_is_listed() -> None:
    outcomes = {
        0: replace(OPTED_OUT, at=START),
        1: replace(OPTED_OUT, at=START - TICK),
        2: sent_at(START),
    }

    assert ended_since(three(outcomes), [0, 1, 2], START) == [0]
