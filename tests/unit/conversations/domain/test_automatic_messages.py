"""The limit of automatic messages to a person: by hour and day, at a bounded cost."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversations.domain.automatic_messages import (
    DAY,
    HOUR,
    PER_DAY,
    PER_HOUR,
    AutomaticMessage,
    with_automatic,
)
from tests.support.world import START

OWN_NUMBERS = ("+14255550100", "+14255550101", "77001")


def sent_after(
    steps: Sequence[tuple[float, str]],
) -> tuple[list[AutomaticMessage], list[AutomaticMessage]]:
    """Try messages so many seconds apart; gives those that were sent, and those remembered."""
    remembered: Sequence[AutomaticMessage] = ()
    went = []
    now = START
    for number, (seconds, confirms) in enumerate(steps):
        now += timedelta(seconds=seconds)
        message = AutomaticMessage(now, str(number), confirms)
        after = with_automatic(remembered, message)
        if after is not None:
            remembered = after
            went.append(message)
    return went, list(remembered)


def most_in(went: Sequence[AutomaticMessage], period: timedelta) -> int:
    begins = [one.at for one in went]
    return max((sum(begin <= at < begin + period for at in begins) for begin in begins), default=0)


@given(st.lists(st.tuples(st.floats(0, 4_000), st.just("")), max_size=120))
def test_no_hour_and_no_day_has_more_than_its_limit(steps: list[tuple[float, str]]) -> None:
    went, remembered = sent_after(steps)
    assert most_in(went, HOUR) <= PER_HOUR
    assert most_in(went, DAY) <= PER_DAY
    assert len(remembered) <= PER_DAY


@given(st.lists(st.tuples(st.floats(0, 4_000), st.sampled_from(["", *OWN_NUMBERS])), max_size=120))
def test_first_confirmation_of_a_day_to_a_number_always_goes(
    steps: list[tuple[float, str]],
) -> None:
    went, remembered = sent_after(steps)
    asked: dict[str, datetime] = {}
    now = START
    for number, (seconds, confirms) in enumerate(steps):
        now += timedelta(seconds=seconds)
        if confirms and now - asked.get(confirms, START - 2 * DAY) > DAY:
            assert str(number) in {one.cause for one in went}
        if str(number) in {one.cause for one in went}:
            asked[confirms] = now
    assert most_in(went, HOUR) <= PER_HOUR + len(OWN_NUMBERS)
    assert len(remembered) <= PER_DAY + len(OWN_NUMBERS)


def test_two_machines_every_fifteen_seconds_get_a_day_of_the_limit() -> None:
    went, _ = sent_after([(15, "")] * 5_760)
    assert len(went) == PER_DAY


def test_same_cause_counts_once_and_is_allowed_again() -> None:
    message = AutomaticMessage(START, "one")
    sent = with_automatic((), message)
    assert sent == [message]
    again = AutomaticMessage(START + timedelta(minutes=4), "one")
    assert with_automatic(sent, again) == sent
    assert with_automatic(sent_after([(0, "")] * PER_HOUR)[1], AutomaticMessage(START, "0"))


def test_message_may_go_again_when_the_hour_is_over() -> None:
    _, remembered = sent_after([(0, "")] * (PER_HOUR + 1))
    for seconds, is_allowed in ((3_599, False), (3_600, True)):
        new = AutomaticMessage(START + timedelta(seconds=seconds), "later")
        assert (with_automatic(remembered, new) is not None) is is_allowed


def test_person_gets_ten_automatic_messages_in_an_hour_and_thirty_in_a_day() -> None:
    assert len(sent_after([(1, "")] * 60)[0]) == 10
    assert len(sent_after([(1_000, "")] * 86)[0]) == 30


def test_message_may_go_again_exactly_when_the_day_is_over() -> None:
    """Thirty messages, one each 20 minutes; the first was sent 20 minutes after the start."""
    _, remembered = sent_after([(1_200, "")] * 31)
    for seconds, is_allowed in ((86_399, False), (86_400, True)):
        new = AutomaticMessage(START + timedelta(seconds=1_200 + seconds), "later")
        assert (with_automatic(remembered, new) is not None) is is_allowed
