"""
What a send costs: by segment, at a price that the kind of sender and the country make.

Tables of prices are data (see `shared.price_list`); the arithmetic is decimal and exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shared.domain.sender import SenderKind


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
