"""The response bodies of the analytics API; docs/analytics.md has the definitions."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from analytics.domain.periods import Interval
from shared.domain.kinds import Category
from shared.web.contract import ResponseModel


class Times(ResponseModel):
    """Waiting times, at most 4.5 % off; without percentiles if there are no measurements."""

    count: Annotated[int, Field(description="Messages measured")]
    p50_seconds: float | None = None
    p95_seconds: float | None = None


class Figures(ResponseModel):
    """
    The messages that were accepted in a period, by their status now.

    Each message is counted under one status, that of `GET /messages/{messageId}`; the twelve add
    up to `accepted`.
    """

    accepted: Annotated[int, Field(description="Messages, suppressed ones included")]
    scheduled: int
    queued: int
    sending: int
    sent: Annotated[int, Field(description="Accepted by ACS, no delivery report yet")]
    delivered: int
    failed: Annotated[int, Field(description="Rejected by ACS or by the carrier, or given up")]
    suppressed: int
    expired: int
    cancelled: int
    simulated: int
    unconfirmed: Annotated[int, Field(description="No delivery report in time")]
    unknown: int
    failures: Annotated[dict[str, int], Field(description="`failed` by code; `none`: no code")]
    delivery_rate: Annotated[
        float | None, Field(description="delivered / deliveryRateBase; absent if that is 0")
    ] = None
    delivery_rate_base: Annotated[
        int, Field(description="delivered + failed + unconfirmed + unknown")
    ]
    segment_count: Annotated[
        int, Field(description="Of messages that were or may have been sent; counted by Paloma")
    ]
    estimated_cost: Annotated[str, Field(description="Of those segments", examples=["12.3400"])]
    unpriced_segment_count: Annotated[
        int, Field(description="Segments without a known price; not in `estimatedCost`")
    ]
    received: Annotated[
        int, Field(description="Inbound messages, by time of receipt; repeats count once")
    ]
    replies: Annotated[
        int, Field(description="Messages that people replied to, by the time of the reply")
    ]
    reply_rate: Annotated[
        float | None, Field(description="replies / delivered; absent if that is 0")
    ] = None
    opt_outs: Annotated[int, Field(description="People who opted out by text")]
    opt_outs_per_thousand_delivered: float | None = None
    to_reply: Annotated[
        Times, Field(description="From when ACS accepted a message until its reply")
    ]
    to_sent: Annotated[
        Times, Field(description="From acceptance, or from `sendAt`, until ACS accepted it")
    ]
    to_delivered: Annotated[Times, Field(description="From there until the delivery report")]
    unreadable_count: Annotated[
        int,
        Field(
            description="Stored batches of messages, and inbound messages, that cannot be read: "
            "they are in no other figure"
        ),
    ]


class PeriodFigures(Figures):
    """An hour or a day."""

    start: datetime
    end: Annotated[datetime, Field(description="Not included")]


class SenderFigures(Figures):
    """An own number."""

    sender: str


class CampaignFigures(Figures):
    """A campaign."""

    campaign: Annotated[str, Field(description="Empty: messages without one")]


class CategoryFigures(Figures):
    """A category."""

    category: Annotated[
        Category | None,
        Field(description="Absent: inbound messages that are no replies, and what is unreadable"),
    ]


class RecountedSender(ResponseModel):
    """An own number on a day."""

    sender: str
    accepted: Annotated[int, Field(description="Messages counted")]


class Recount(ResponseModel):
    """The messages of a day, counted again."""

    day: Annotated[date, Field(description="UTC")]
    by_sender: list[RecountedSender]


class Summary(ResponseModel):
    """The figures of a range of days."""

    start: datetime
    end: Annotated[datetime, Field(description="Not included")]
    interval: Interval
    tz: str
    currency: Annotated[str, Field(description="ISO 4217")]
    price_source: Annotated[
        str, Field(description="Source and date of the prices, of all days in the range")
    ]
    total: Figures
    periods: Annotated[
        list[PeriodFigures], Field(description="All periods, also those without messages")
    ]
    by_sender: list[SenderFigures]
    by_campaign: Annotated[
        list[CampaignFigures], Field(description="The 200 with the most messages")
    ]
    campaign_count: int
    by_category: list[CategoryFigures]
