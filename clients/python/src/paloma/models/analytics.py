"""Figures of messages, replies and opt-outs."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - parsing reads the hints at run time
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - likewise

from paloma.models.base import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Model):
    """Waiting times of the messages that were measured."""

    count: int
    p50_seconds: float | None = None
    p95_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Model):
    """
    The messages that were accepted in a period, each under its status now.

    Rates are None where there is nothing to divide by. `estimated_cost` is a decimal as text.
    """

    accepted: int
    scheduled: int = 0
    queued: int = 0
    sending: int = 0
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    suppressed: int = 0
    expired: int = 0
    cancelled: int = 0
    simulated: int = 0
    unconfirmed: int = 0
    unknown: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    delivery_rate: float | None = None
    delivery_rate_base: int = 0
    segment_count: int = 0
    estimated_cost: str = ""
    unpriced_segment_count: int = 0
    received: int = 0
    replies: int = 0
    reply_rate: float | None = None
    opt_outs: int = 0
    opt_outs_per_thousand_delivered: float | None = None
    to_reply: Times | None = None
    to_sent: Times | None = None
    to_delivered: Times | None = None
    unreadable_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFigures(Figures):
    """An hour or a day; `end` is not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderFigures(Figures):
    """An own number."""

    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFigures(Figures):
    """A campaign; an empty name: messages without one."""

    campaign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFigures(Figures):
    """A category; None: inbound messages that are no replies."""

    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Model):
    """The figures of a range of days; of campaigns the 200 with the most messages."""

    start: datetime
    end: datetime
    interval: str
    tz: str
    currency: str
    total: Figures
    periods: tuple[PeriodFigures, ...] = ()
    by_sender: tuple[SenderFigures, ...] = ()
    by_campaign: tuple[CampaignFigures, ...] = ()
    by_category: tuple[CategoryFigures, ...] = ()
    campaign_count: int = 0
    price_source: str = ""
