"""Build the response bodies of the analytics routes."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from analytics.contract import (
    CampaignFigures,
    CategoryFigures,
    Figures,
    PeriodFigures,
    Recount,
    RecountedSender,
    SenderFigures,
    Summary,
)
from analytics.domain.day_count import Counts, DayRecord, Measure, details
from analytics.figures import figures
from analytics.summary import Line, SummaryQuery, Summed
from shared.domain.kinds import Category

MAX_CAMPAIGNS = 200
_Key = TypeVar("_Key")


def summary_response(query: SummaryQuery, summed: Summed) -> Summary:
    """Build the response to `GET /analytics/summary`."""
    by_campaign = _grouped(summed.lines, lambda line: line.campaign)
    largest = sorted(by_campaign, key=lambda one: (-by_campaign[one]["accepted"], one))
    return Summary(
        start=summed.periods[0].start,
        end=summed.periods[-1].end,
        interval=query.interval,
        tz=query.zone.key,
        currency=summed.currency,
        price_source=summed.price_source,
        total=Figures(**figures(summed.lines.values())),
        periods=_periods(summed),
        by_sender=[
            SenderFigures(sender=sender, **members)
            for sender, members in _grouped(summed.lines, lambda line: line.sender).items()
        ],
        by_campaign=[
            CampaignFigures(campaign=one, **by_campaign[one]) for one in largest[:MAX_CAMPAIGNS]
        ],
        campaign_count=len(by_campaign),
        by_category=[
            CategoryFigures(category=Category(category) if category else None, **members)
            for category, members in _grouped(summed.lines, lambda line: line.category).items()
        ],
    )


def recount_response(day: date, records: Sequence[DayRecord]) -> Recount:
    """Build the response to `POST /analytics/recounts`."""
    by_sender = [RecountedSender(sender=r.sender, accepted=_accepted(r)) for r in records]
    return Recount(day=day, by_sender=by_sender)


def _accepted(record: DayRecord) -> int:
    counts = record.counts.values()
    return sum(sum(details(one, Measure.STATUS).values()) for one in counts)


def _periods(summed: Summed) -> list[PeriodFigures]:
    found = _grouped(summed.lines, lambda line: line.period)
    nothing = figures(())
    return [
        PeriodFigures(start=period.start, end=period.end, **found.get(index, nothing))
        for index, period in enumerate(summed.periods)
    ]


def _grouped(
    lines: Mapping[Line, Counts], key: Callable[[Line], _Key]
) -> dict[_Key, dict[str, Any]]:
    groups: defaultdict[_Key, list[Counts]] = defaultdict(list)
    for line in sorted(lines):
        groups[key(line)].append(lines[line])
    return {one: figures(parts) for one, parts in groups.items()}
