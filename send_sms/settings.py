"""
The settings: the one module that reads the environment, and only when asked.

Reading nothing at import matters: one exception at import hides every function of the app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.settings import ConfigurationError

if TYPE_CHECKING:
    from send_sms.domain.prices import PriceTable


def _prices(text: str) -> PriceTable | None:
    if not text.strip():
        return None
    from send_sms.price_list import price_table_from_json

    try:
        return price_table_from_json(text)
    except ValueError as error:
        message = f"SMS_PRICES is wrong at {error}"
        raise ConfigurationError(message) from None
