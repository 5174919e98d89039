"""The calls of a claim: one text, one send, one block, one first try each."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch, block_of
from send_sms.domain.calls import calls_for, without
from send_sms.domain.progress import Progress, Resend, ResendKind
from shared.carriers.sending import UNCERTAIN, SendCall
from shared.domain.identifiers import BlockAddress, MessageAddress, parse_tag
from tests.support.samples import SEND, make_batch, make_round, people
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    CEM,
    LATER,
    SENT,
    claim_at,
    claim_of,
    claimed_three,
    three,
    tried,
)

EARLIER = START - timedelta(minutes=2)
RECIPIENTS = people(1_000)


def calls_of(claimed: Batch) -> list[SendCall]:
    return calls_for(claimed, claim_of(claimed).positions)


def test_one_text_is_one_call_that_carries_the_tag_of_the_block() -> None:
    claimed = claimed_three()
    (call,) = calls_of(claimed)
    assert call.recipients == (ANA, BEN, CEM)
    assert call.tag == str(BlockAddress(SEND, 0))
    assert call.message_ids == tuple(str(claimed.message_address(p)) for p in range(3))
    assert call.first_sent_at == START


def test_call_to_one_carries_the_tag_of_the_message() -> None:
    (call,) = calls_of(claimed_three({0: SENT, 1: SENT}))
    assert call.positions == (2,)
    assert call.tag == call.message_ids[0] == str(MessageAddress(SEND, 2))


def test_recipients_are_grouped_by_text() -> None:
    batch = make_batch((ANA, BEN, CEM), text="Hi {{name}}", values=(("A",), ("B",), ("A",)))
    calls = {call.body: call.recipients for call in calls_of(claim_at(batch, START))}
    assert calls == {"Hi A": (ANA, CEM), "Hi B": (BEN,)}


def test_call_never_crosses_a_block_of_a_hundred() -> None:
    batch = make_batch(RECIPIENTS, row=2)
    calls = calls_of(claim_at(batch, START, range(50, 320)))
    assert [len(call.positions) for call in calls] == [50, 100, 100, 20]
    assert [call.tag for call in calls] == [str(BlockAddress(SEND, 20 + n)) for n in range(4)]
    assert calls[1].message_ids[0] == str(MessageAddress(SEND, 2_100))


def test_uncertain_members_are_called_apart_with_the_times_of_their_first_tries() -> None:
    batch = three({0: tried(UNCERTAIN, EARLIER), 2: tried(UNCERTAIN)})
    calls = calls_of(claim_at(batch, LATER))
    found = {call.recipients: call.first_sent_at for call in calls}
    assert found == {(ANA,): EARLIER, (BEN,): LATER, (CEM,): START}


def test_call_to_who_is_left_of_an_uncertain_one_has_the_same_ids_and_time() -> None:
    (first,) = calls_of(claimed_three())
    doubted = three({1: tried(UNCERTAIN), 2: tried(UNCERTAIN)})
    (second,) = calls_of(claim_at(doubted, LATER, (1, 2)))
    assert second.message_ids == first.message_ids[1:]
    assert second.first_sent_at == first.first_sent_at


def test_sends_of_a_round_never_share_a_call_even_if_they_say_the_same() -> None:
    batch = make_round([(ANA, "Hello"), (BEN, "Hello"), ("", "Hello"), (ANA, "Hello")])
    calls = calls_of(claim_at(batch, START))
    assert [call.recipients for call in calls] == [(ANA,), (BEN,), (ANA,)]
    assert [call.message_ids for call in calls] == [
        (str(MessageAddress(SEND.at_place(place), 0)),) for place in (1, 2, 4)
    ]
    assert all(call.tag == call.message_ids[0] for call in calls)


def test_resent_member_is_called_apart_from_first_tries() -> None:
    resends = (Resend(ResendKind.RESEND, START, (1,)),)
    batch = make_batch((ANA, BEN, CEM), progress=Progress(resends=resends))
    calls = calls_of(claim_at(batch, LATER))
    found = {call.recipients: call.generation for call in calls}
    assert found == {(ANA, CEM): 0, (BEN,): 1}


def test_batch_without_a_claim_makes_no_call() -> None:
    with pytest.raises(ValueError, match="claimed"):
        calls_for(three(), (0,))


def test_member_that_is_left_out_takes_only_itself_out_of_a_call() -> None:
    (call,) = calls_of(claimed_three())
    rest = without(call, {1})
    assert rest.recipients == (ANA, CEM)
    assert rest.positions == (0, 2)
    assert rest.message_ids == (call.message_ids[0], call.message_ids[2])
    assert rest.tag == call.tag, "the reports of the others must find their block"
    assert without(call, {0, 1, 2}).positions == ()


SEND_SIZE, ROUND_SIZE = 250, 64
VALUES = st.sampled_from([(), tuple(("b",) if n % 3 == 0 else ("a",) for n in range(SEND_SIZE))])
FIRST_TRIES = st.dictionaries(st.integers(0, SEND_SIZE - 1), st.sampled_from([EARLIER, START]))
SOME_OF = {
    size: st.sets(st.integers(0, size - 1), min_size=1).map(sorted)
    for size in (SEND_SIZE, ROUND_SIZE)
}


@st.composite
def claimed_batches(draw: st.DrawFn) -> Batch:
    """Give a claim on some of 250 members, some of them uncertain since several moments."""
    values, uncertain = draw(VALUES), draw(FIRST_TRIES)
    progress = Progress(outcomes={p: tried(UNCERTAIN, at) for p, at in uncertain.items()})
    text = "{{x}}" if values else "x"
    if draw(st.booleans()):
        batch = make_batch(RECIPIENTS[:SEND_SIZE], text=text, values=values, progress=progress)
    else:
        round_values = values[:ROUND_SIZE]
        members = [(number, text) for number in RECIPIENTS[:ROUND_SIZE]]
        few = {p: one for p, one in progress.outcomes.items() if p < ROUND_SIZE}
        batch = make_round(members, values=round_values, progress=Progress(outcomes=few))
    return claim_at(batch, LATER, draw(SOME_OF[len(batch.positions())]))


@given(claimed_batches())
def test_calls_hold_each_claimed_member_once_and_never_mix(claimed: Batch) -> None:
    calls = calls_of(claimed)
    positions = sorted(position for call in calls for position in call.positions)
    assert tuple(positions) == claim_of(claimed).positions
    for call in calls:
        assert len(call.positions) <= 100
        assert len({block_of(position) for position in call.positions}) == 1
        assert len({claimed.send_of(position) for position in call.positions}) == 1
        assert {claimed.text_of(position) for position in call.positions} == {call.body}
        for position in call.positions:
            uncertain = claimed.progress.outcomes.get(position)
            first = uncertain.first_sent_at if uncertain else LATER
            assert call.first_sent_at == first


@given(claimed_batches())
def test_tag_of_a_call_leads_back_to_the_block_of_each_of_its_members(claimed: Batch) -> None:
    for call in calls_of(claimed):
        tagged = parse_tag(call.tag)
        assert tagged
        block = tagged.block if isinstance(tagged, MessageAddress) else tagged
        assert block.batch == claimed.address
        for position in call.positions:
            assert claimed.message_address(position).block == block
