"""The setting `SMS_PRICES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.settings import ConfigurationError

if TYPE_CHECKING:
    from send_sms.domain.prices import PriceTable


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
