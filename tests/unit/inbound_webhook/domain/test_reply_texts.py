"""The usual words of confirmations and help."""

import pytest

from inbound_webhook.domain.confirmation import DEFAULT_TEXTS, reply_text
from opt_outs.domain.classifier.classification import Intent, Language
from opt_outs.domain.classifier.classifier import classify
from shared.domain.kinds import Purpose
from shared.domain.message_text import Encoding, count_segments

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
