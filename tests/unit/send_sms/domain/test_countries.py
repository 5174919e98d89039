"""Where messages may go: countries by default and by setting, and special numbers."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from send_sms.domain.countries import (
    _COUNTRIES_OF_AREA_CODES,
    CountryPolicy,
    CountryRefusal,
    policy_of,
    refusal_of,
)
from send_sms.domain.places import OVERLAID_AREA_CODES
from send_sms.domain.prices import country_of
from send_sms.settings import countries_from
from shared.settings import ConfigurationError

TOLL_FREE, BRITISH = "+18335550100", "+447700900100"
EVERYWHERE = CountryPolicy(frozenset({"*"}))
COUNTRY, UNKNOWN, SPECIAL = CountryRefusal

SPECIAL_NUMBERS = {
    "+9791234567": "international premium rate",
    "+881612345678": "satellite",
    "+88216123456": "international network",
    "+883510012345": "international network",
    "+870773123456": "maritime satellite",
    "+878101234567890": "universal personal number",
    "+80012345678": "international freephone",
    "+80812345678": "international shared cost",
    "+19005550123": "premium rate",
    "+15005550123": "personal",
    "+15335550123": "personal",
    "+16005550123": "satellite and others of Canada",
    "+16225550123": "personal, of Canada",
    "+447012345678": "personal",
    "+447640123456": "pager",
    "+449012345678": "premium rate",
    "+449812345678": "premium rate",
    "+44901234567": "begins like premium rate",
    "+448431234567": "shared cost",
    "+4918012345678": "shared cost",
    "+499001234567": "premium rate",
    "+33899123456": "premium rate",
    "+61190012345": "begins like premium rate",
}


@pytest.mark.parametrize("number", SPECIAL_NUMBERS)
def test_special_number_is_refused_although_all_countries_are_allowed(number: str) -> None:
    refusal = refusal_of(number, EVERYWHERE)
    assert refusal
    assert refusal.code is SPECIAL
    assert number not in refusal.reason


@pytest.mark.parametrize("number", SPECIAL_NUMBERS)
def test_special_number_goes_where_its_prefix_is_named(number: str) -> None:
    policy = countries_from(f"US,{number[:6]}")
    assert policy
    assert refusal_of(number, policy) is None


@pytest.mark.parametrize(
    ("sender", "number", "code"),
    [
        (TOLL_FREE, "+14255550123", None),
        (TOLL_FREE, "+16045550123", None),
        (TOLL_FREE, "+18445550123", None),
        (TOLL_FREE, "+18765550123", COUNTRY),
        (TOLL_FREE, "+12465550123", COUNTRY),
        (TOLL_FREE, "+17875550123", COUNTRY),
        (TOLL_FREE, "+18095550123", COUNTRY),
        (TOLL_FREE, "+447700900123", COUNTRY),
        (TOLL_FREE, "+12225550123", UNKNOWN),
        (TOLL_FREE, "+17105550123", UNKNOWN),
        ("+16045550100", "+14255550123", None),
        ("12345", "+14255550123", None),
        ("12345", "+447700900123", COUNTRY),
        (BRITISH, "+447700900123", None),
        (BRITISH, "+447797712345", COUNTRY),
        (BRITISH, "+14255550123", COUNTRY),
        ("+17875550100", "+17875550123", None),
        ("CONTOSO", "+447700900123", COUNTRY),
    ],
)
def test_messages_go_to_the_country_of_their_sender(
    sender: str, number: str, code: CountryRefusal | None
) -> None:
    refusal = refusal_of(number, policy_of(sender, None, frozenset()))
    assert (refusal.code if refusal else None) is code


def test_own_numbers_of_the_settings_have_countries_too() -> None:
    policy = policy_of("CONTOSO", None, frozenset({BRITISH, TOLL_FREE, "OTHER"}))
    assert policy.countries == {"GB", "US", "CA"}


def test_setting_takes_the_place_of_the_countries_of_own_numbers() -> None:
    policy = countries_from(" GB, JM ")
    assert policy
    assert policy_of(TOLL_FREE, policy, frozenset({TOLL_FREE})).countries == policy.countries
    assert refusal_of("+18765550123", policy) is None
    refusal = refusal_of("+14255550123", policy)
    assert refusal
    assert "set SMS_COUNTRIES, such as GB,JM,US." in refusal.reason


def test_area_code_that_is_not_known_is_allowed_with_its_prefix_or_with_all_countries() -> None:
    policy = countries_from("US +1222")
    assert policy
    assert refusal_of("+12225550123", policy) is None
    assert refusal_of("+12225550123", EVERYWHERE) is None


def test_setting_that_is_empty_is_the_default() -> None:
    assert countries_from(" , ") is None


@pytest.mark.parametrize(
    "text", ["us", "USA", "UK", "XX", "44", "+", "+1", "+44", "+4", "+88a", "US;CA"]
)
def test_setting_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="SMS_COUNTRIES") as caught:
        countries_from(f"US,{text}")
    assert not any(f" {text} " in fault for fault in caught.value.faults)


def test_listed_area_codes_are_those_of_libphonenumber() -> None:
    """A newer version may know more: add them."""
    plain = {PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.TOLL_FREE}
    found = {}
    for code in {*map(str, range(200, 1_000))} - OVERLAID_AREA_CODES.keys():
        number = f"+1{code}2345678"
        country, kind = country_of(number), phonenumbers.number_type(phonenumbers.parse(number))
        if country in ("US", "CA") and kind in plain:
            found[code] = country
    assert found == _COUNTRIES_OF_AREA_CODES
    assert set(OVERLAID_AREA_CODES.values()) <= found.keys()
