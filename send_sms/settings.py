"""The settings `SMS_PRICES` and `SMS_CONFIRM_ABOVE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from send_sms.sending import DEFAULT_CONFIRM_ABOVE
from shared.settings import ConfigurationError

if TYPE_CHECKING:
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
