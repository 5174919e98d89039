"""Counts of days: those that are kept, and those that must be counted again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from analytics.domain.day_count import DayRecord, KnownSenders, is_live
from analytics.figures import prices_of
from analytics.storage.day_journal import DayJournal
from analytics.storage.live_days import LiveDays
from analytics.storage.statistics import Statistics
from send_sms.domain.prices import PriceTable
from shared.runtime import Clock, SharedTasks

RECOUNTED_DAYS = 4
"""
Days before today that the timer counts again, whatever they say.

A message may wait 72 hours for its turn and another 72 for its report; what comes later is rare.
"""

_CONCURRENT_COUNTS = 16

_TIMER_AGE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Analytics:
    """The dependencies of analytics."""

    day_journal: DayJournal
    live_days: LiveDays
    statistics: Statistics
    prices: PriceTable
    clock: Clock
    running: SharedTasks


async def count_days(
    sender: str, days: Sequence[date], analytics: Analytics
) -> dict[str, list[DayRecord]]:
    """
    Give the counts of UTC days in a row, by own number.

    One operation where all of them are kept and good. Others are counted and kept, which takes
    one operation for each 1,000 rows of a day and one more. Concurrent callers share a count, which
    goes on after they have met their deadlines.

    Parameters
    ----------
    sender : str
        Only this own number; empty: all.
    """
    key = sender, days[0], days[-1]
    return await analytics.running.join(key, partial(_count_days, sender, days, analytics))


async def _count_days(
    sender: str, days: Sequence[date], analytics: Analytics
) -> dict[str, list[DayRecord]]:
    now = analytics.clock()
    records, known = await analytics.statistics.read(days[0], days[-1])
    if known is None or not known.is_good(min(days[-1], now.date()), now):
        known = await find_senders(known, analytics)
    active = [day for day in days if day <= now.date()]
    senders = sorted({*known.first_days, *(one for one, _ in records)})
    wanted = [one for one in senders if sender in {"", one}]
    slots = asyncio.Semaphore(_CONCURRENT_COUNTS)

    async def count(one: str, day: date) -> DayRecord:
        async with slots:
            return await _count(one, day, records.get((one, day)), known, analytics)

    counted = iter(await asyncio.gather(*(count(one, day) for one in wanted for day in active)))
    return {one: [next(counted) for _ in active] for one in wanted}


async def _count(
    sender: str,
    day: date,
    record: DayRecord | None,
    known: KnownSenders,
    analytics: Analytics,
) -> DayRecord:
    """
    Give the count of one day.

    What is kept outlives its rows: of days before the first in the journal nothing is counted
    again, because its rows have been deleted.
    """
    is_in_journal = known.first_days.get(sender, date.max) <= day
    now = analytics.clock()
    if record and (not is_in_journal or record.is_good(now)):
        return record
    if not is_in_journal:
        return DayRecord(sender, day, now, {})
    if not is_live(day, now):
        return await recount(sender, day, record, analytics)
    counted = await analytics.live_days.count(sender, day, now)
    return await _store(counted, record, analytics)


async def count_lately(analytics: Analytics, greatest_age: timedelta) -> dict[str, list[DayRecord]]:
    """
    Give the counts of yesterday and today (UTC), by own number, counted at most a while ago.

    One operation where these are kept; and at most once in `greatest_age`, over all instances,
    one for each own number and two more, and what its two days cost (`LiveDays`).
    """
    now = analytics.clock()
    days = (now.date() - timedelta(days=1), now.date())
    records, known = await analytics.statistics.read(*days)
    oldest = now - greatest_age
    if known is None or known.found_at < oldest:
        known = await find_senders(known, analytics)
    found: dict[str, list[DayRecord]] = {}
    for sender, first_day in sorted(known.first_days.items()):
        for day in days:
            record = records.get((sender, day))
            if first_day <= day and (record is None or record.counted_at < oldest):
                counted = await analytics.live_days.count(sender, day, now)
                record = await _store(counted, record, analytics)
            if record:
                found.setdefault(sender, []).append(record)
    return found


async def find_senders(earlier: KnownSenders | None, analytics: Analytics) -> KnownSenders:
    """
    Look up which own numbers have sent, and keep it; one operation for each and a few more.

    Parameters
    ----------
    earlier : KnownSenders or None
        What an earlier call found, which makes this one concurrent.
    """
    now = analytics.clock()
    first_days = await analytics.day_journal.first_days(earlier.first_days if earlier else ())
    known = KnownSenders(first_days, now)
    await analytics.statistics.store_senders(known)
    return known


async def recount(
    sender: str, day: date, earlier: DayRecord | None, analytics: Analytics
) -> DayRecord:
    """
    Count an own number's UTC day from the journal, and keep the count in place of any other.

    A closed count stays as it is.
    """
    if earlier and earlier.is_closed:
        return earlier
    now = analytics.clock()
    counts = await analytics.day_journal.count(sender, day, now)
    return await _store(DayRecord(sender, day, now, counts), earlier, analytics)


async def _store(counted: DayRecord, earlier: DayRecord | None, analytics: Analytics) -> DayRecord:
    """Keep a count; a day that is over keeps the prices that it was counted with."""
    prices = prices_of(counted.sender, analytics.prices)
    if earlier and earlier.prices and counted.day < counted.counted_at.date():
        prices = earlier.prices
    priced = replace(counted, prices=prices)
    await analytics.statistics.store(priced)
    return priced


async def close_day(sender: str, day: date, analytics: Analytics) -> bool:
    """
    Keep the count of an own number's UTC day for good, before its rows are deleted.

    Idempotent. Two operations, and those of a count where none that is final is kept.

    Returns
    -------
    bool
        Whether it is kept; if not, the rows must stay.
    """
    records, _ = await analytics.statistics.read(day, day)
    record = records.get((sender, day))
    if record and record.is_closed:
        return True
    if record is None or not record.is_final:
        record = await recount(sender, day, record, analytics)
    await analytics.statistics.store(replace(record, is_closed=True))
    records, _ = await analytics.statistics.read(day, day)
    return (sender, day) in records and records[sender, day].is_closed


async def recount_day(day: date, analytics: Analytics) -> list[DayRecord]:
    """Count a day of all own numbers again, on request."""
    records, known = await analytics.statistics.read(day, day)
    known = await find_senders(known, analytics)
    active = [one for one, first_day in sorted(known.first_days.items()) if first_day <= day]
    return [await recount(one, day, records.get((one, day)), analytics) for one in active]


async def recount_lately(analytics: Analytics) -> None:
    """
    Count the days before today again, so that late reports are in.

    Idempotent; a day that was counted within the hour is skipped.
    """
    now = analytics.clock()
    days = [now.date() - timedelta(days=n) for n in range(RECOUNTED_DAYS, 0, -1)]
    records, known = await analytics.statistics.read(days[0], days[-1])
    known = await find_senders(known, analytics)
    for sender, first_day in known.first_days.items():
        for day in days:
            record = records.get((sender, day))
            is_recent = record is not None and now - record.counted_at < _TIMER_AGE
            if first_day <= day and not is_recent:
                await recount(sender, day, record, analytics)
