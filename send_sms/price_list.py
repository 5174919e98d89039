"""Read price tables: the built-in one, and the one of `SMS_PRICES`."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from send_sms.domain.prices import PriceTable
from shared.domain.sender import SenderKind

_Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
_Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]


class _PriceList(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    source: Annotated[str, Field(min_length=1)]
    date: date
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    per_segment: dict[SenderKind, dict[_Country, _Price]]


def price_table_from_json(text: str) -> PriceTable:
    """
    Read a table of prices in the form of `sms_prices.json`.

    Raises
    ------
    ValueError
        Naming the first member that is wrong, without its value.
    """
    try:
        read = _PriceList.model_validate_json(text)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, wrong["loc"])) or "the whole"
        message = f"{place}: {wrong['msg']}"
        raise ValueError(message) from None
    return PriceTable(read.currency, f"{read.source} ({read.date})", read.per_segment)


@cache
def built_in_prices() -> PriceTable:
    """Give the table that comes with the app."""
    path = Path(__file__).with_name("sms_prices.json")
    return price_table_from_json(path.read_text(encoding="utf-8"))
