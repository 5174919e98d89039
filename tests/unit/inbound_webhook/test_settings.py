"""The setting `SMS_REPLY_TEXTS`."""

import json

import pytest

from composition.settings import load_settings
from inbound_webhook.settings import MAX_REPLY_CHARACTERS
from opt_outs.domain.classifier.classification import Language
from shared.domain.kinds import Purpose
from shared.settings import ConfigurationError
from tests.unit.senders.test_settings import ENVIRONMENT


def test_texts_are_read_by_sender_language_and_occasion() -> None:
    texts = {"optOut": "You are out.", "optIn": "You are in.", "help": "Call us."}
    setting = json.dumps({"*": {"en": texts}, "+14255550100": {"es": {"help": "Llame."}}})
    read = load_settings({**ENVIRONMENT, "SMS_REPLY_TEXTS": setting}).reply_texts
    assert read == {
        "*": {
            Language.ENGLISH: {
                Purpose.OPT_OUT_CONFIRMATION: "You are out.",
                Purpose.OPT_IN_CONFIRMATION: "You are in.",
                Purpose.HELP: "Call us.",
            }
        },
        "+14255550100": {Language.SPANISH: {Purpose.HELP: "Llame."}},
    }


@pytest.mark.parametrize("setting", ["", " "])
def test_empty_setting_leaves_the_usual_texts(setting: str) -> None:
    assert load_settings({**ENVIRONMENT, "SMS_REPLY_TEXTS": setting}).reply_texts == {}


MALFORMED: list[object] = [
    None,
    [],
    "You are out.",
    {"*": "You are out."},
    {"*": {"en": "You are out."}},
    {"*": {"en": {"stop": "You are out."}}},
    {"*": {"it": {"optOut": "You are out."}}},
    {"invalid!": {"en": {"optOut": "You are out."}}},
    {"*": {"en": {"optOut": ""}}},
    {"*": {"en": {"optOut": None}}},
    {"*": {"en": {"optOut": "x" * (MAX_REPLY_CHARACTERS + 1)}}},
]


@pytest.mark.parametrize("setting", [*map(json.dumps, MALFORMED), "{", "no JSON"])
def test_malformed_setting_is_refused_by_name_without_its_values(setting: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^SMS_REPLY_TEXTS ") as caught:
        load_settings({**ENVIRONMENT, "SMS_REPLY_TEXTS": setting})
    assert "You are out." not in str(caught.value)
    assert "invalid!" not in str(caught.value)
