"""Counts of days: of every own number that has sent, or of one."""

from collections.abc import Sequence
from datetime import date

from shared.domain.day_count import DayCount
from shared.services import Services


async def count_days(
    sender: str, days: Sequence[date], services: Services
) -> dict[str, list[DayCount]]:
    """
    Count what own numbers accepted on UTC days.

    Parameters
    ----------
    sender : str
        Only this one; empty: all.
    """
    now = services.clock()
    first_days = await services.day_journal.first_days()
    wanted = [sender] if sender else sorted(first_days)
    found: dict[str, list[DayCount]] = {}
    for one in wanted:
        known = [day for day in days if one in first_days and first_days[one] <= day <= now.date()]
        found[one] = [await services.day_journal.count(one, day, now) for day in known]
    return found
