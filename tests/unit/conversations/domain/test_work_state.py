"""What is to be done in a conversation, whatever the order in which its messages arrive."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.domain.conversation import (
    Handling,
    Thread,
    WorkState,
    assigned,
    marked_done,
    marked_read,
    marked_unread,
    reopened,
    with_inbound,
)
from conversations.domain.reply import Author, ColleagueRepliedError, Reply, with_reply
from shared.carriers.events import InboundMessage
from tests.support.world import PERSON, START, TOLL_FREE

Arrival = tuple[int, Handling]
"""Minutes after the start, and what the message asks of people."""

QUESTION, KEYWORD, STOP = Handling.PERSON, Handling.AUTOMATIC, Handling.OPT_OUT


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def with_messages(thread: Thread | None, *arrivals: Arrival) -> Thread:
    """Add messages in one delivery."""
    messages = [
        InboundMessage(TOLL_FREE, PERSON, "Hello", f"{kind}_{minutes}", at(minutes))
        for minutes, kind in arrivals
    ]
    handling = {f"{kind}_{minutes}": kind for minutes, kind in arrivals}
    return with_inbound(thread, messages, handling)


def work_after(*arrivals: Arrival) -> WorkState:
    return with_messages(None, *arrivals).work


def reply(minutes: int, author: Author | None, cause: str = "a") -> Reply:
    return Reply(TOLL_FREE, PERSON, "Until 6.", cause, at(minutes), author)


@pytest.mark.parametrize(
    ("arrivals", "since", "is_done"),
    [
        ([(0, QUESTION)], 0, False),
        ([(0, QUESTION), (5, QUESTION)], 0, False),
        ([(0, KEYWORD)], None, True),
        ([(0, STOP)], None, True),
        ([(0, QUESTION), (1, KEYWORD)], 0, False),
        ([(0, QUESTION), (1, STOP)], None, True),
        ([(0, STOP), (1, QUESTION)], 1, False),
        ([(0, STOP), (0, QUESTION)], 0, False),
        ([(0, STOP), (1, KEYWORD)], None, True),
    ],
)  # fmt: skip
def test_message_waits_unless_a_program_replies_or_the_person_opted_out_since(
    arrivals: Sequence[Arrival], since: int | None, *, is_done: bool
) -> None:
    work = work_after(*arrivals)
    assert work.waiting_since == (None if since is None else at(since))
    assert work.is_done == is_done


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(Handling)), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_work_is_the_same_in_whatever_order_and_deliveries_messages_arrive(
    arrivals: list[Arrival], randomness: object
) -> None:
    together = work_after(*arrivals)
    shuffled = list(arrivals)
    randomness.shuffle(shuffled)  # type: ignore[attr-defined]
    thread = None
    for arrival in shuffled:
        thread = with_messages(thread, arrival)
    assert thread
    assert thread.work == together


def test_reading_leaves_the_work_and_being_done_reads() -> None:
    thread = with_messages(None, (0, QUESTION))
    assert marked_read(thread).work == thread.work
    done = marked_done(thread, "Sam", at(1))
    assert (done.unread_count, done.work.waiting_since) == (0, None)
    assert (done.work.changed_by, done.work.changed_at) == ("Sam", at(1))


def test_reopened_conversation_waits_since_it_did() -> None:
    thread = with_messages(None, (0, QUESTION), (3, QUESTION))
    opened = reopened(marked_done(thread, "Sam", at(5)), "Sam", at(6))
    assert (opened.work.waiting_since, opened.work.is_done) == (at(0), False)


def test_next_message_opens_what_was_done_and_waits_since_then() -> None:
    done = marked_done(with_messages(None, (0, QUESTION)), "Sam", at(1))
    work = with_messages(done, (2, QUESTION)).work
    assert (work.waiting_since, work.is_done) == (at(2), False)
    assert with_messages(done, (2, KEYWORD)).work.is_done


def test_marking_unread_opens_what_was_done() -> None:
    read = marked_done(with_messages(None, (0, QUESTION)), "Sam", at(1))
    unread = marked_unread(read, "Ana", at(2))
    assert (unread.unread_count, unread.work.is_done) == (1, False)
    assert marked_unread(unread, "Ana", at(3)) == unread


def test_conversation_stays_assigned_until_it_is_another_operators() -> None:
    thread = assigned(with_messages(None, (0, QUESTION)), "Sam", "Ana", at(1))
    assert with_messages(marked_done(thread, "Sam", at(2)), (3, QUESTION)).work.assignee == "Sam"
    assert assigned(thread, "", "Ana", at(2)).work.assignee == ""


def test_only_a_reply_of_a_person_ends_the_waiting() -> None:
    thread = with_messages(None, (0, QUESTION))
    automatic, _ = with_reply(thread, reply(1, None))
    assert automatic.work.waiting_since == at(0)
    replied, _ = with_reply(thread, reply(1, Author("Sam")))
    assert (replied.work.waiting_since, replied.work.is_done) == (None, False)
    ended, _ = with_reply(thread, reply(1, Author("Sam", is_done=True)))
    assert ended.work.is_done


def test_reply_is_refused_once_a_colleague_replied_and_its_own_retry_is_not() -> None:
    thread = with_messages(None, (0, QUESTION))
    first = reply(1, Author("Sam", version=0), "a")
    replied, _ = with_reply(thread, first)
    assert (replied.last_reply.version, replied.last_reply.by) == (1, "Sam")
    again, _ = with_reply(replied, first)
    assert again.last_reply == replied.last_reply
    with pytest.raises(ColleagueRepliedError):
        with_reply(replied, reply(2, Author("Ana", version=0), "b"))
    after_reading, _ = with_reply(replied, reply(2, Author("Ana", version=1), "b"))
    assert after_reading.last_reply.version == 2
