"""The loop guard: twenty equal texts in five minutes, and no more, at a bounded cost."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversations.domain.loop_guard import LIMIT, PERIOD, Recent, record_text
from tests.support.world import START


def said(count: int, text: str = "Hi", seconds: float = 1) -> Recent:
    recent: Recent = {}
    for number in range(count):
        now = START + timedelta(seconds=number * seconds)
        after = record_text(recent, text, f"{text}{number}", now)
        assert after is not None
        recent = after
    return recent


def test_text_is_stopped_when_it_was_said_twenty_times() -> None:
    now = START + timedelta(seconds=LIMIT)
    assert said(LIMIT)
    assert record_text(said(LIMIT), "Hi", "one more", now) is None
    assert record_text(said(LIMIT), " HI \n", "one more", now) is None
    assert record_text(said(LIMIT), "Hello", "another text", now) is not None


def test_text_may_go_again_when_the_first_is_five_minutes_old() -> None:
    assert record_text(said(LIMIT), "Hi", "later", START + PERIOD) is not None
    assert record_text(said(LIMIT), "Hi", "earlier", START + PERIOD - timedelta(seconds=1)) is None


def test_same_cause_counts_once() -> None:
    recent = said(LIMIT)
    assert record_text(recent, "Hi", "Hi7", START + timedelta(seconds=60)) == recent


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=150))
def test_what_is_remembered_is_bounded(sayings: list[tuple[int, int]]) -> None:
    recent: Recent = {}
    now = START
    for number, (text, seconds) in enumerate(sayings):
        now += timedelta(seconds=seconds)
        recent = record_text(recent, f"text {text}", str(number), now) or recent
    assert len(recent) <= 16
    assert all(len(said_of_text) <= LIMIT for said_of_text in recent.values())


@given(st.lists(st.integers(0, 60), max_size=80))
def test_no_window_of_five_minutes_has_more_than_twenty_equal_texts(gaps: list[int]) -> None:
    recent: Recent = {}
    now, went = START, []
    for number, seconds in enumerate(gaps):
        now += timedelta(seconds=seconds)
        after = record_text(recent, "Hi", str(number), now)
        if after is not None:
            recent = after
            went.append(now)
    assert all(sum(begin <= one < begin + PERIOD for one in went) <= LIMIT for begin in went)


def test_twenty_equal_texts_in_five_minutes_are_allowed() -> None:
    after = said(20, seconds=10)
    assert record_text(after, "Hi", "later", START + timedelta(seconds=299)) is None
    assert record_text(after, "Hi", "later", START + timedelta(seconds=300)) is not None


def test_text_is_remembered_until_fifteen_others_were_sent_since() -> None:
    others = {f"other {number}": 1 for number in range(16)}
    for count, is_forgotten in ((15, False), (16, True)):
        recent = said(20, seconds=0)
        for other in list(others)[:count]:
            recent = record_text(recent, other, other, START) or {}
        assert (record_text(recent, "Hi", "one more", START) is not None) is is_forgotten


def test_text_that_is_said_again_counts_as_the_newest() -> None:
    recent = said(19, seconds=0)
    for number in range(15):
        recent = record_text(recent, f"other {number}", "once", START) or {}
    recent = record_text(recent, "Hi", "the twentieth", START) or {}
    recent = record_text(recent, "one other", "once", START) or {}
    assert record_text(recent, "Hi", "one more", START) is None


def test_text_is_remembered_by_twelve_digits_that_do_not_show_it() -> None:
    """Rows hold them: with another length a loop would be counted from the start again."""
    assert [*said(1, "Hi")] == ["8f434346648f"]
