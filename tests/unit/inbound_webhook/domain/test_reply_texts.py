"""The usual words of confirmations and help, and the times in which they may be sent."""

from datetime import timedelta

import pytest

from inbound_webhook.domain.confirmation import (
    DEFAULT_TEXTS,
    can_reply_in_time,
    help_turn,
    reply_text,
    reply_to,
)
from opt_outs.domain.classifier.classification import Intent, Language
from opt_outs.domain.classifier.classifier import classify
from shared.carriers.events import InboundMessage
from shared.domain.kinds import Purpose
from shared.domain.message_text import Encoding, count_segments
from tests.support.world import PERSON, START, TOLL_FREE

ANSWERS = sorted(DEFAULT_TEXTS[Language.ENGLISH])


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("purpose", ANSWERS)
def test_usual_text_is_one_segment_of_gsm7(language: Language, purpose: Purpose) -> None:
    size = count_segments(DEFAULT_TEXTS[language][purpose])
    assert size.encoding is Encoding.GSM7
    assert size.segment_count == 1


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("purpose", ANSWERS)
def test_usual_text_that_a_machine_sends_back_changes_nothing(
    language: Language, purpose: Purpose
) -> None:
    reading = classify(DEFAULT_TEXTS[language][purpose], tuple(Language))
    is_out_again = purpose is Purpose.OPT_OUT_CONFIRMATION and reading.intent is Intent.OPT_OUT
    assert is_out_again or not reading.is_decided


def test_senders_own_text_goes_before_the_one_for_all_and_that_before_the_usual() -> None:
    english, spanish = Language.ENGLISH, Language.SPANISH
    configured = {
        "77001": {english: {Purpose.HELP: "own"}},
        "*": {english: {Purpose.HELP: "all"}},
    }
    assert reply_text(configured, "77001", english, Purpose.HELP) == "own"
    assert reply_text(configured, "77002", english, Purpose.HELP) == "all"
    usual = DEFAULT_TEXTS[spanish][Purpose.HELP]
    assert reply_text(configured, "77001", spanish, Purpose.HELP) == usual


def message_stated(minutes: float | None = None) -> InboundMessage:
    """Give a message received at the start whose event stated another time, or none."""
    stated_at = None if minutes is None else START + timedelta(minutes=minutes)
    return InboundMessage(TOLL_FREE, PERSON, "STOP", "Incoming_1", START, "", stated_at)


@pytest.mark.parametrize("direction", [1, -1])
def test_response_is_in_time_for_half_a_minute_less_than_the_law_allows(direction: int) -> None:
    """47 CFR 64.1200(a)(12) allows five minutes; a call may take half a minute."""
    for seconds, is_in_time in ((269, True), (270, False)):
        now = START + direction * timedelta(seconds=seconds)
        assert can_reply_in_time(message_stated(), now) is is_in_time
    sent = reply_to(message_stated(), Purpose.HELP, "Help")
    assert sent.terms[0].options.expires_at == START + timedelta(seconds=270)


def test_stated_time_decides_whether_a_response_is_in_time_and_which_send_it_is() -> None:
    assert not can_reply_in_time(message_stated(minutes=-5), START)
    assert can_reply_in_time(message_stated(minutes=-5), START - timedelta(minutes=1))
    addresses = [
        reply_to(message_stated(minutes), Purpose.HELP, "Help").address
        for minutes in (None, 0, -5, -5)
    ]
    assert addresses[0] == addresses[1] != addresses[2] == addresses[3]


def test_help_is_named_by_the_quarter_of_an_hour_since_1970() -> None:
    """Stored keys hold the name: with another period or begin, help would be sent again."""
    quarter = int(START.timestamp()) // 900
    assert help_turn(message_stated()) == f"help for {PERSON} from {TOLL_FREE} in {quarter}"
