"""The settings of sending: prices, caps, confirmation, countries and trial mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from send_sms.sending import DEFAULT_CONFIRM_ABOVE
from shared.domain.errors import InvalidPhoneNumberError
from shared.settings import ConfigurationError, Switch, naming, read_choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from send_sms.domain.caps import Cap
    from send_sms.domain.countries import CountryPolicy
    from send_sms.domain.prices import PriceTable

_MOST, _MAX_DIGITS = 10_000, 5


def prices_from(text: str) -> PriceTable | None:
    """
    Read `SMS_PRICES`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    if not text.strip():
        return None
    from send_sms.price_list import price_table_from_json

    try:
        return price_table_from_json(text)
    except ValueError as error:
        message = f"SMS_PRICES is wrong at {error}"
        raise ConfigurationError(message) from None


def caps_from(text: str, prices_text: str) -> Sequence[Cap]:
    """
    Read `SMS_CAPS`; empty gives no caps.

    Parameters
    ----------
    prices_text : str
        `SMS_PRICES`, whose currency caps in money have.

    Raises
    ------
    ConfigurationError
        One of them cannot be read.
    """
    if not text.strip():
        return ()
    from send_sms.cap_list import caps_from_json
    from send_sms.price_list import built_in_prices

    prices = prices_from(prices_text) or built_in_prices()
    with naming("SMS_CAPS"):
        return caps_from_json(text, prices)


def confirm_above_from(text: str) -> int:
    """
    Read `SMS_CONFIRM_ABOVE`, a number of recipients from 0 to 10,000; empty gives the default.

    Raises
    ------
    ConfigurationError
        It is something else.
    """
    text = text.strip()
    if not text:
        return DEFAULT_CONFIRM_ABOVE
    if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS and int(text) <= _MOST:
        return int(text)
    message = f"SMS_CONFIRM_ABOVE must be a whole number from 0 to {_MOST}"
    raise ConfigurationError(message)


_PREFIX = re.compile(r"\+[1-9][0-9]{1,14}")


def countries_from(text: str) -> CountryPolicy | None:
    """
    Read `SMS_COUNTRIES`, such as `US,CA,GB,+881`; empty gives the default.

    Raises
    ------
    ConfigurationError
        It cannot be read.
    """
    names = text.replace(",", " ").split()
    if not names:
        return None
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS

    from send_sms.domain.countries import CountryPolicy

    codes = [str(code) for code, of in COUNTRY_CODE_TO_REGION_CODE.items() if of != ("001",)]
    countries, prefixes = set(), []
    for name in names:
        if name == "*" or name in SUPPORTED_REGIONS:
            countries.add(name)
        elif not _PREFIX.fullmatch(name):
            message = (
                "SMS_COUNTRIES must list countries (two letters), prefixes (+ and digits) or *"
            )
            raise ConfigurationError(message)
        elif any(code.startswith(name[1:]) for code in codes):
            # It would open the country's premium-rate numbers, too.
            message = "SMS_COUNTRIES has the calling code of a country: name it by its two letters"
            raise ConfigurationError(message)
        else:
            prefixes.append(name)
    return CountryPolicy(frozenset(countries), tuple(prefixes))


def trial_guests_from(env: Mapping[str, str]) -> frozenset[str] | None:
    """
    Read `SMS_TRIAL` and `SMS_TRIAL_GUESTS`, numbers parted by commas; None: trial mode is off.

    Raises
    ------
    ConfigurationError
        One of them cannot be read; the guests are read even if trial mode is off.
    """
    from shared.domain.phone_number import normalise_recipient

    texts = filter(None, map(str.strip, env.get("SMS_TRIAL_GUESTS", "").split(",")))
    try:
        guests = frozenset(map(normalise_recipient, texts))
    except InvalidPhoneNumberError as error:
        message = f"SMS_TRIAL_GUESTS has an entry that is not a phone number: {error}"
        raise ConfigurationError(message) from None
    is_on = read_choice(env, "SMS_TRIAL", Switch.OFF) is Switch.ON
    return guests if is_on else None
