"""The setting that tells what is different about a sender."""

import json
from typing import Any

import pytest

from composition.settings import load_settings
from opt_outs.domain.classifier.classification import ExtraWords, Language
from senders.domain.profile import (
    ALPHANUMERIC_SCOPE,
    ConfirmationSource,
    SenderProfile,
    Unit,
    profile_of,
)
from senders.domain.rate_limiter import Limits
from senders.settings import own_numbers_from, read_sender_profiles
from shared.settings import ConfigurationError
from tests.support.world import TOLL_FREE

LONG_CODE = "+14255550100"
ENVIRONMENT = {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "ACS_CONNECTION_STRING": "endpoint=http://127.0.0.1:8080/;accesskey=c2VjcmV0",
}


def read(sender: str, **members: Any) -> SenderProfile:
    return read_sender_profiles(json.dumps({sender: members}))[sender]


def test_members_change_what_the_form_tells() -> None:
    profile = read(LONG_CODE, unitsPerMinute=60, unitsPerDay=2_000, unit="recipients")
    assert profile == SenderProfile(LONG_CODE, Limits(60, 2_000), Unit.RECIPIENTS)


def test_members_left_out_stay_as_the_form_tells() -> None:
    assert read(TOLL_FREE, unitsPerDay=5) == SenderProfile(TOLL_FREE, Limits(200, 5))
    assert read(TOLL_FREE) == SenderProfile(TOLL_FREE, Limits(200))


def test_null_is_no_limit() -> None:
    profile = read(TOLL_FREE, unitsPerMinute=None, unitsPerDay=None)
    assert profile.limits == Limits()


def test_alphanumeric_sender_keeps_the_scope_that_all_of_them_share() -> None:
    assert read("PALOMA", unitsPerMinute=300).scope == ALPHANUMERIC_SCOPE


def test_people_write_english_and_spanish_by_default() -> None:
    assert read(TOLL_FREE).languages == (Language.ENGLISH, Language.SPANISH)
    assert read(TOLL_FREE, languages=["fr", "en"]).languages == (Language.FRENCH, Language.ENGLISH)


def test_senders_own_words_are_given_to_the_classifier() -> None:
    profile = read(TOLL_FREE, optOutWords=["ADIÓS", "bye"], optInWords=["JOIN"], helpWords=["SOS"])
    assert profile.extra_words == ExtraWords(("ADIÓS", "bye"), ("JOIN",), ("SOS",))


@pytest.mark.parametrize("confirmation_source", list(ConfirmationSource))
def test_who_confirms_opt_outs_can_be_said(confirmation_source: ConfirmationSource) -> None:
    assert (
        read("77001", optOutReplies=confirmation_source).confirmation_source is confirmation_source
    )
    assert read("77001").confirmation_source is None


def test_several_senders_are_each_read() -> None:
    text = '{"+14255550100": {"unitsPerMinute": 60}, "77001": {}}'
    assert set(read_sender_profiles(text)) == {LONG_CODE, "77001"}


def test_sender_that_is_not_described_has_the_profile_of_its_form() -> None:
    profiles = read_sender_profiles('{"+14255550100": {"unitsPerMinute": 60}}')
    assert profile_of(LONG_CODE, profiles).limits == Limits(60)
    assert profile_of(TOLL_FREE, profiles).limits == Limits(200)


NO_COUNTS: list[object] = [0, -1, 1.5, True, False, "60", [], {}]
NO_UNITS: list[object] = ["", "Segments", 1, None, [], {}]
NO_LANGUAGES: list[object] = ["en", ["english"], [1], None, {}]
NO_ANSWERERS: list[object] = ["", "unknown", 1, []]
NO_WORDS: list[object] = ["BYE", [""], ["!"], [1], None, {}]
MALFORMED = [
    "not JSON",
    "[" * 100_000,
    "{",
    "null",
    "3",
    '"+14255550100"',
    '["+14255550100"]',
    '{"+14255550100": null}',
    '{"+14255550100": 60}',
    '{"+14255550100": []}',
    '{"+14255550100": {"perMinute": 60}}',
    '{"no sender!": {}}',
    '{"": {}}',
    '{"14255550100": {}}',
    *(json.dumps({LONG_CODE: {"unitsPerMinute": value}}) for value in NO_COUNTS),
    *(json.dumps({LONG_CODE: {"unitsPerDay": value}}) for value in NO_COUNTS),
    *(json.dumps({LONG_CODE: {"unit": value}}) for value in NO_UNITS),
    *(json.dumps({LONG_CODE: {"languages": value}}) for value in NO_LANGUAGES),
    *(json.dumps({LONG_CODE: {"optOutWords": value}}) for value in NO_WORDS),
    *(json.dumps({LONG_CODE: {"optInWords": value}}) for value in NO_WORDS),
    *(json.dumps({LONG_CODE: {"helpWords": value}}) for value in NO_WORDS),
    *(json.dumps({LONG_CODE: {"optOutReplies": value}}) for value in NO_ANSWERERS),
]


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_setting_is_refused_by_name_without_its_values(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^SMS_SENDERS ") as caught:
        load_settings({**ENVIRONMENT, "SMS_SENDERS": text})
    assert "5550100" not in str(caught.value)
    assert "no sender!" not in str(caught.value)
    assert "perMinute" not in str(caught.value).replace("unitsPerMinute", "")
    assert caught.value.__suppress_context__


def test_well_formed_setting_is_in_the_settings() -> None:
    text = '{"+14255550100": {"unitsPerMinute": 60}}'
    settings = load_settings({**ENVIRONMENT, "SMS_SENDERS": text})
    assert settings.sender_profiles[LONG_CODE].limits == Limits(60)


@pytest.mark.parametrize("environment", [ENVIRONMENT, {**ENVIRONMENT, "SMS_SENDERS": ""}])
def test_setting_that_is_missing_or_empty_describes_no_sender(environment: dict[str, str]) -> None:
    assert load_settings(environment).sender_profiles == {}


@pytest.mark.parametrize(
    ("text", "own_numbers"),
    [
        ("", set()),
        ("{}", set()),
        ('{"+14255550100": {}, "77001": {}}', set()),
        ('{"+14255550100": {}, "77001": {}, "*": false}', {LONG_CODE, "77001"}),
        ('{"*": false}', set()),
    ],
)
def test_listed_senders_are_all_where_the_setting_says_so(text: str, own_numbers: set[str]) -> None:
    assert own_numbers_from(text) == own_numbers
    assert load_settings({**ENVIRONMENT, "SMS_SENDERS": text}).own_numbers == own_numbers


@pytest.mark.parametrize("others", ['{"unitsPerDay": 5}', "{}", "null", "true", "0"])
def test_star_is_false_and_nothing_else(others: str) -> None:
    with pytest.raises(ConfigurationError, match="SMS_SENDERS"):
        load_settings({**ENVIRONMENT, "SMS_SENDERS": f'{{"*": {others}}}'})
