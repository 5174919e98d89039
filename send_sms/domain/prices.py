"""
The cost of a send: segments, at a price by kind of sender and country of the recipient.

The country is what numbering plans tell of a number. Price tables are data (see
`send_sms.price_list`); the arithmetic is decimal and exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from send_sms.domain.places import area_code_of, calling_code_of
from shared.domain.phone_number import country_of_pseudonym, is_pseudonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shared.domain.sender import SenderKind

_ANY_SUBSCRIBER: Final = "2345678"


def country_of(number: str) -> str:
    """
    Tell the country of a number.

    Parameters
    ----------
    number : str
        E.164 with a country code that exists, as `normalise_recipient` gives it; or what stands
        for an erased number.

    Returns
    -------
    str
        ISO 3166-1 alpha-2; `001` for a country code that belongs to no country; empty for an
        area code of North America that is not known to be in use, as its country would be a
        guess. Elsewhere an unknown number counts to the main country of its code.
    """
    if is_pseudonym(number):
        return country_of_pseudonym(number)
    if area_code := area_code_of(number):  # it lies in one country
        return _region_of(f"+1{area_code}{_ANY_SUBSCRIBER}")
    regions = _regions_sharing(number)
    return regions[0] if len(regions) == 1 else _region_of(number) or regions[0]


def _regions_sharing(number: str) -> tuple[str, ...]:
    """List the regions that share a number's country code, the main one first."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return COUNTRY_CODE_TO_REGION_CODE[int(calling_code_of(number))]


# 20 µs without: the area codes of North America number some hundreds.
@lru_cache(maxsize=1_000)
def _region_of(number: str) -> str:
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""


@dataclass(frozen=True, slots=True)
class PriceTable:
    """
    The prices of one segment.

    Attributes
    ----------
    currency : str
        ISO 4217.
    source : str
        Where the prices come from, and of which day they are.
    per_segment : mapping
        By kind of sender, then by the recipient's country (ISO 3166-1 alpha-2).
    """

    currency: str
    source: str
    per_segment: Mapping[SenderKind, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class CountryCost:
    """What the messages to one country cost."""

    country: str
    segment_count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Cost:
    """
    What a send costs.

    Attributes
    ----------
    by_country : tuple of CountryCost
        In the order of the countries; their sum is `amount`.
    unpriced_count : int
        Messages that the table has no price for; they are not in `amount`.
    """

    amount: Decimal
    by_country: tuple[CountryCost, ...]
    unpriced_count: int


def estimate_cost(messages: Iterable[tuple[str, int]], kind: SenderKind, table: PriceTable) -> Cost:
    """
    Estimate what messages cost.

    Parameters
    ----------
    messages : iterable of (str, int)
        The recipient's country and the number of segments of each message.
    kind : SenderKind
        Of the sender.
    """
    prices = table.per_segment.get(kind, {})
    segment_counts: Counter[str] = Counter()
    unpriced_count = 0
    for country, segment_count in messages:
        if country in prices:
            segment_counts[country] += segment_count
        else:
            unpriced_count += 1
    by_country = tuple(
        CountryCost(country, count, prices[country] * count)
        for country, count in sorted(segment_counts.items())
    )
    return Cost(sum((one.amount for one in by_country), Decimal(0)), by_country, unpriced_count)


def money(amount: Decimal) -> str:
    """Write an amount exactly, with at least two decimals."""
    return f"{amount + Decimal('0.00'):f}"
