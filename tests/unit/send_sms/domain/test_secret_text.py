"""Codes are masked, and their texts are deleted as soon as nothing can need them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress, Reports
from send_sms.domain.secret_text import (
    erase_texts,
    mask,
    mask_template,
    seconds_until_erasure,
)
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import (
    CANCELLED,
    DISPATCH_FAILED,
    EXPIRED,
    OPTED_OUT,
    SIMULATED,
    UNCERTAIN,
    UNKNOWN,
    Outcome,
    OutcomeKind,
)
from shared.domain.kinds import Category
from shared.domain.message_text import count_segments, placeholders
from tests.support.samples import make_batch, make_options, make_report, make_round, people
from tests.support.world import START

ANA, BEN, CEM = people(3)
CODE = "Your code is 482913."
OPTIONS = make_options(category=Category.OTP, expires_at=START + timedelta(minutes=5))
END = OPTIONS.expires_at
SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
BAD_NUMBER = Outcome(OutcomeKind.FAILED, code="400")
TEXTS = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("{}€|ab1 \n"), max_size=400)


def with_outcome(outcome: Outcome | None, **changes: Any) -> Batch:
    progress = Progress(outcomes={0: outcome} if outcome else {})
    return make_batch((ANA,), text=CODE, options=OPTIONS, progress=progress, **changes)


def texts(batch: Batch) -> list[str]:
    return [batch.text_of(position) for position in batch.positions()]


@given(TEXTS)
def test_masked_text_has_the_encoding_and_segments_of_the_text(text: str) -> None:
    assert count_segments(mask(text)) == count_segments(text)
    assert mask(mask(text)) == mask(text)


@given(TEXTS)
def test_no_letter_digit_or_sign_is_left_of_a_masked_text(text: str) -> None:
    assert set(mask(text)) <= set("*^•\N{LOCK} \n")


def test_masked_template_keeps_its_placeholders_and_nothing_else() -> None:
    assert mask_template("Code {{code}} for {{ name }}!") == "**** {{code}} *** {{ name }}*"
    assert placeholders(mask_template("{a} {{code}}")) == ("code",)


@pytest.mark.parametrize("outcome", [SENT, BAD_NUMBER, OPTED_OUT, EXPIRED, CANCELLED, SIMULATED])
def test_text_of_a_message_that_cannot_be_resent_is_deleted_at_once(outcome: Outcome) -> None:
    erased = erase_texts(with_outcome(outcome), START)
    assert (texts(erased), erased.erased) == ([mask(CODE)], (0,))
    assert seconds_until_erasure(erased, START) is None


@pytest.mark.parametrize("outcome", [None, UNCERTAIN])
def test_text_of_a_message_that_may_be_submitted_is_kept(outcome: Outcome | None) -> None:
    batch = with_outcome(outcome)
    assert erase_texts(batch, END + timedelta(days=1)) is batch
    assert seconds_until_erasure(batch, START) is None


@pytest.mark.parametrize("outcome", [UNKNOWN, DISPATCH_FAILED])
def test_text_of_a_message_that_may_be_resent_is_kept_until_its_life_ends(
    outcome: Outcome,
) -> None:
    batch = with_outcome(outcome)
    assert erase_texts(batch, END - timedelta(seconds=1)) is batch
    assert seconds_until_erasure(batch, END - timedelta(seconds=1.5)) == 2
    assert texts(erase_texts(batch, END)) == [mask(CODE)]


def test_report_ends_the_need_of_an_unknown_message_for_its_text() -> None:
    reports = {0: Reports(delivered=make_report(DeliveryStatus.DELIVERED, START))}
    assert erase_texts(with_outcome(UNKNOWN, reports=reports), START).erased == (0,)


def test_text_that_others_of_the_round_need_is_kept_for_them() -> None:
    batch = make_round([(ANA, CODE), (BEN, CODE), ("", CODE), (CEM, "Another 7.")], options=OPTIONS)
    first = erase_texts(replace(batch, progress=Progress(outcomes={0: SENT, 3: SENT})), START)
    assert first.erased == (0, 3)
    assert texts(first) == [CODE, CODE, mask("Another 7.")]
    both = erase_texts(replace(first, progress=Progress(outcomes={0: SENT, 1: SENT, 3: SENT})), END)
    assert texts(both) == [mask(CODE), mask(CODE), mask("Another 7.")]
    assert erase_texts(both, END) is both


def test_values_of_one_recipient_are_deleted_before_those_of_another() -> None:
    batch = make_batch(
        (ANA, BEN), text="Code {{code}}", options=OPTIONS, values=(("111111",), ("222222",))
    )
    erased = erase_texts(replace(batch, progress=Progress(outcomes={0: SENT})), START)
    assert texts(erased) == ["Code ******", "Code 222222"]
    assert erased.values == (("******",), ("222222",))


def test_text_that_another_member_of_the_round_waits_with_is_kept_though_all_others_are_over() -> (
    None
):
    batch = make_round([(ANA, CODE), (BEN, "Another 7.")], options=OPTIONS)
    erased = erase_texts(replace(batch, progress=Progress(outcomes={0: SENT})), START)
    assert texts(erased) == [mask(CODE), "Another 7."]


def test_next_text_is_deleted_when_the_first_of_several_lives_ends() -> None:
    batch = make_round([(ANA, CODE), (BEN, "Another 7.")], options=OPTIONS)
    first, second = batch.terms
    later = replace(second, options=make_options(category=Category.OTP))
    waiting = replace(
        batch, terms=(first, later), progress=Progress(outcomes={0: UNKNOWN, 1: UNKNOWN})
    )
    assert seconds_until_erasure(waiting, START) == 300
