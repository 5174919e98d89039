"""From counts to figures: sums, rates, percentiles, cost."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from analytics.contract import Times
from analytics.domain.day_count import Counts, Measure, details, seconds_at
from send_sms.domain.prices import PriceTable
from shared.domain.errors import InvalidSenderError
from shared.domain.kinds import MessageStatus
from shared.domain.sender import parse_sender

_ENDED = (
    MessageStatus.DELIVERED,
    MessageStatus.FAILED,
    MessageStatus.UNCONFIRMED,
    MessageStatus.UNKNOWN,
)
"""
Denominator of the delivery rate: messages with a final or an unknown outcome.

What never left on our own decision (suppressed, expired, cancelled, simulated) says nothing of
delivery, and what waits for its report would make every fresh campaign look bad.
"""


_MILLION = 1_000_000


def figures(parts: Iterable[Counts]) -> dict[str, Any]:
    """
    Give the members of `Figures`.

    Parameters
    ----------
    parts : iterable of Counts
        What was counted, with its cost (`cost_of`).
    """
    counts = Counts()
    for part in parts:
        counts.update(part)
    statuses = details(counts, Measure.STATUS)
    delivered = statuses.get(MessageStatus.DELIVERED, 0)
    ended = sum(statuses.get(status, 0) for status in _ENDED)
    return {
        "accepted": sum(statuses.values()),
        **{status.value: statuses.get(status, 0) for status in MessageStatus},
        "failures": dict(sorted(details(counts, Measure.FAILURE).items())),
        "delivery_rate": rate(delivered, ended),
        "delivery_rate_base": ended,
        "segment_count": sum(details(counts, Measure.SEGMENTS).values()),
        "estimated_cost": f"{Decimal(counts[Measure.COST, '']) / _MILLION:.4f}",
        "unpriced_segment_count": counts[Measure.UNPRICED, ""],
        **_reply_members(counts, delivered),
        "to_sent": times(counts, Measure.TO_SENT),
        "to_delivered": times(counts, Measure.TO_DELIVERED),
        "unreadable_count": counts[Measure.UNREADABLE, ""],
    }


def _reply_members(counts: Counts, delivered: int) -> dict[str, Any]:
    replies, opt_outs = counts[Measure.REPLIES, ""], counts[Measure.OPT_OUTS, ""]
    return {
        "received": counts[Measure.RECEIVED, ""],
        "replies": replies,
        "reply_rate": rate(replies, delivered),
        "opt_outs": opt_outs,
        "opt_outs_per_thousand_delivered": rate(1000 * opt_outs, delivered),
        "to_reply": times(counts, Measure.TO_REPLY),
    }


def rate(part: int, whole: int) -> float | None:
    """Divide, to four digits; None where there is nothing to divide by."""
    return round(part / whole, 4) if whole else None


def times(counts: Counts, measure: Measure) -> Times:
    """Give the percentiles of waiting times."""
    buckets = {int(bucket): count for bucket, count in details(counts, measure).items()}
    return Times(
        count=sum(buckets.values()),
        p50_seconds=_rounded(seconds_at(buckets, 0.5)),
        p95_seconds=_rounded(seconds_at(buckets, 0.95)),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 4 if seconds < 1 else 2)


def prices_of(sender: str, prices: PriceTable) -> PriceTable:
    """Give the prices of an own number's kind, to be kept with a day."""
    try:
        kind = parse_sender(sender).kind
    except InvalidSenderError:  # the addressee of inbound messages
        return replace(prices, per_segment={})
    of_kind = prices.per_segment.get(kind)
    return replace(prices, per_segment={kind: of_kind} if of_kind else {})


def cost_of(counts: Counts, prices: PriceTable, currency: str) -> Counts:
    """
    Tell what counted segments cost.

    Parameters
    ----------
    prices : PriceTable
        Of one kind of sender (`prices_of`).
    currency : str
        Of the figures; segments that were priced in another one have no price.
    """
    of_kind = next(iter(prices.per_segment.values()), {}) if prices.currency == currency else {}
    cost: Counts = Counts()
    for country, segment_count in details(counts, Measure.SEGMENTS).items():
        if country in of_kind:
            cost[Measure.COST, ""] += int(of_kind[country] * segment_count * _MILLION)
        else:
            cost[Measure.UNPRICED, ""] += segment_count
    return cost
