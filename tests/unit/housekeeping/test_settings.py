"""The settings that say how long messages and texts are kept."""

from datetime import timedelta

import pytest

from housekeeping.settings import KeepRules, keep_rules_from
from shared.settings import ConfigurationError


@pytest.mark.parametrize(
    ("texts", "messages", "wanted"),
    [
        ("", "", KeepRules()),
        ("0", "0", KeepRules(None, None)),
        (" 30 ", "90", KeepRules(timedelta(days=30), timedelta(days=90))),
    ],
)
def test_settings_say_how_long_is_kept(texts: str, messages: str, wanted: KeepRules) -> None:
    env = {"SMS_KEEP_TEXTS_DAYS": texts, "SMS_KEEP_MESSAGES_DAYS": messages}
    assert keep_rules_from(env) == wanted


@pytest.mark.parametrize("text", ["6", "-1", "x", "3.5", "999999", "٣٠"])
@pytest.mark.parametrize("name", ["SMS_KEEP_TEXTS_DAYS", "SMS_KEEP_MESSAGES_DAYS"])
def test_setting_that_is_no_number_of_days_is_refused(name: str, text: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        keep_rules_from({name: text})
