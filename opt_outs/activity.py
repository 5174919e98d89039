"""What became of consent on the last days: opt-outs by source, opt-ins, and decided reviews."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opt_outs.domain.consent import ChangeSource, ConsentState
from opt_outs.domain.review import Review
from opt_outs.storage.recent_changes import RecentChange, RecentChanges
from opt_outs.storage.registry import OptOuts
from opt_outs.storage.reviews import OptOutReviews
from shared.domain.identifiers import first_key

MAX_DAYS = 31
MAX_OWN_NUMBERS = 50
"""Own numbers that are looked at; with more, nothing is counted."""

_MAX_READS = 50
_REVIEW_READS = 5
_ROWS = 1_000
_LONGEST_REVIEW = timedelta(days=60)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LastDays:
    """Some days until today, in a time zone."""

    today: date
    count: int
    zone: ZoneInfo

    @property
    def days(self) -> Sequence[date]:
        """List them, newest first."""
        return [self.today - n * _ONE_DAY for n in range(self.count)]

    @property
    def begin(self) -> datetime:
        """When the first of them begins."""
        return datetime.combine(self.days[-1], time(), self.zone).astimezone(UTC)


@dataclass(slots=True)
class DayActivity:
    """What was recorded on a day; a person's opt-out of several categories at once is one."""

    opted_out: Counter[ChangeSource] = field(default_factory=Counter)
    opted_in_count: int = 0
    decided_count: int = 0


@dataclass(frozen=True, slots=True)
class OptOutActivity:
    """
    The days, and whether all that they had was counted.

    Attributes
    ----------
    has_changes : bool
        False: the ledgers are too long, or there are too many own numbers.
    has_reviews : bool
        False: some reviews were not looked at.
    """

    days: Mapping[date, DayActivity]
    has_changes: bool
    has_reviews: bool


async def count_activity(
    span: LastDays, opt_outs: OptOuts, recent: RecentChanges, reviews: OptOutReviews
) -> OptOutActivity:
    """
    Count by day what was recorded, over all own numbers.

    An operation for each own number with opt-outs, and `_MAX_READS` for 1,000 lines each; an
    operation for each with reviews, and for 1,000 of its reviews of the last 60 days, up to
    `_REVIEW_READS`. A block until a review, and its end, are not counted.
    """
    changes, decided = await asyncio.gather(
        _changes(span, opt_outs, recent), _decided(span, reviews)
    )
    days: defaultdict[date, DayActivity] = defaultdict(DayActivity)
    for change in changes or ():
        day = days[change.recorded_at.astimezone(span.zone).date()]
        if change.state is ConsentState.OPTED_OUT:
            day.opted_out[change.source] += 1
        else:
            day.opted_in_count += 1
    for review in decided or ():
        if review.decided_at and review.decided_at >= span.begin:
            days[review.decided_at.astimezone(span.zone).date()].decided_count += 1
    listed = {day: days[day] for day in span.days}
    return OptOutActivity(listed, changes is not None, decided is not None)


async def _changes(
    span: LastDays, opt_outs: OptOuts, recent: RecentChanges
) -> Sequence[RecentChange] | None:
    own_numbers = await opt_outs.own_numbers("", MAX_OWN_NUMBERS + 1)
    if len(own_numbers) > MAX_OWN_NUMBERS:
        return None
    most_reads = _MAX_READS // max(len(own_numbers), 1)
    found = await asyncio.gather(
        *(recent.since(one, span.begin, most_reads) for one in own_numbers)
    )
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return [change for ledger in known for change in _events(ledger)]


def _events(ledger: Iterable[RecentChange]) -> Iterable[RecentChange]:
    decided = (one for one in ledger if one.source is not ChangeSource.POSSIBLE)
    return {(one.user_number, one.event_id, one.state): one for one in decided}.values()


async def _decided(span: LastDays, reviews: OptOutReviews) -> Sequence[Review] | None:
    own_numbers = await reviews.own_numbers(MAX_OWN_NUMBERS + 1)
    if len(own_numbers) > MAX_OWN_NUMBERS:
        return None
    after = first_key(span.begin - _LONGEST_REVIEW)
    found = await asyncio.gather(*(_reviews_of(one, after, reviews) for one in own_numbers))
    known = [one for one in found if one is not None]
    return [one for of_number in known for one in of_number] if len(known) == len(found) else None


async def _reviews_of(
    own_number: str, after: str, reviews: OptOutReviews
) -> Sequence[Review] | None:
    found: list[Review] = []
    for _ in range(_REVIEW_READS):
        page = await reviews.page(own_number, only_open=False, after=after, limit=_ROWS)
        found += page
        if len(page) < _ROWS:
            return found
        after = page[-1].address.key
    return None
