"""From counts to figures: sums, rates, percentiles, cost."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from analytics.contract import Times
from analytics.domain.day_count import Counts, Measure, details, seconds_at
from send_sms.domain.prices import PriceTable
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

What never left on our own decision (suppressed, expired, cancelled) says nothing of delivery, and
what waits for its report would make every fresh campaign look bad.
"""


def figures(parts: Iterable[tuple[str, Counts]], prices: PriceTable) -> dict[str, Any]:
    """
    Give the members of `Figures`.

    Parameters
    ----------
    parts : iterable of (str, Counts)
        Own numbers, as often as they occur, and what was counted of them.
    """
    counts, cost, unpriced = Counts(), Decimal(0), 0
    for sender, part in parts:
        counts.update(part)
        of_part, without_price = _cost(sender, part, prices)
        cost, unpriced = cost + of_part, unpriced + without_price
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
        "estimated_cost": f"{cost:.4f}",
        "unpriced_segment_count": unpriced,
        **_answers(counts, delivered),
        "to_sent": times(counts, Measure.TO_SENT),
        "to_delivered": times(counts, Measure.TO_DELIVERED),
    }


def _answers(counts: Counts, delivered: int) -> dict[str, Any]:
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


def _cost(sender: str, counts: Counts, prices: PriceTable) -> tuple[Decimal, int]:
    segments = details(counts, Measure.SEGMENTS)
    if not segments:  # the addressee of inbound messages may not be a valid sender
        return Decimal(0), 0
    of_kind = prices.per_segment.get(parse_sender(sender).kind, {})
    cost, unpriced = Decimal(0), 0
    for country, segment_count in segments.items():
        if country in of_kind:
            cost += of_kind[country] * segment_count
        else:
            unpriced += segment_count
    return cost, unpriced
