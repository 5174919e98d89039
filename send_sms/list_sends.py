"""List the sends of an own number on a day; everything follows from the rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from send_sms.day_walk import DaySlice, last_slice
from send_sms.look_up import SendOverview, overview_from
from shared.domain.batch import Batch
from shared.domain.kinds import MessageStatus
from shared.services import Services

MAX_READS = 12
ROWS_PER_READ = 500


@dataclass(frozen=True, slots=True)
class WantedSends:
    """
    Which sends to list.

    Attributes
    ----------
    day : date
        The UTC day of acceptance.
    statuses : collection of MessageStatus
        Only sends with at least one message of one of these; empty: all.
    campaign : str
        Only sends of this campaign; empty: all.
    """

    sender: str
    day: date
    statuses: Collection[MessageStatus] = ()
    campaign: str = ""

    def includes(self, overview: SendOverview) -> bool:
        """Tell whether a send is wanted."""
        if self.campaign and overview.terms.options.campaign != self.campaign:
            return False
        return not self.statuses or any(overview.counts[status] for status in self.statuses)


@dataclass(frozen=True, slots=True)
class SendPage:
    """Some sends, newest first, and the key that the next page ends before; empty: no more."""

    sends: Sequence[SendOverview]
    next_key: str


async def page_of_sends(
    wanted: WantedSends, end_key: str, limit: int, services: Services
) -> SendPage:
    """
    Read at most `limit` sends, newest first, from before `end_key` (empty: the end of the day).

    At most `MAX_READS` operations of `ROWS_PER_READ` rows, however many sends the day has, and
    no further than where the first `ROWS_PER_READ` rows are used up: a page may be shorter than
    its limit, or empty, and yet have a next one. (Only a single millisecond with more rows is
    read whole.)
    """
    window = last_slice(wanted.day, end_key)
    found: list[SendOverview] = []
    read_count = 0
    for _ in range(MAX_READS):
        read = await _read(wanted.sender, window, services)
        if read is None:
            window = window.shorter()
            continue
        batches, row_count = read
        overviews = _newest_first(batches, window.end_key, services.clock())
        found += [overview for overview in overviews if wanted.includes(overview)]
        if len(found) > limit:
            return SendPage(found[:limit], found[limit - 1].send.key)
        if window.is_first_of_day:
            return SendPage(found, "")
        window = window.before(is_longer=row_count < ROWS_PER_READ // 16)
        read_count += row_count
        if read_count >= ROWS_PER_READ:
            break
    return SendPage(found, window.end_key)


async def _read(
    sender: str, window: DaySlice, services: Services
) -> tuple[Sequence[Batch], int] | None:
    """Read a window's batches, and how many rows they are; None if there are too many."""
    limit = None if window.is_shortest else ROWS_PER_READ
    read = await services.journal.read_accepted(sender, window.since, window.end_key, limit)
    return None if read[1] == limit else read


def _newest_first(batches: Iterable[Batch], end_key: str, now: datetime) -> Iterator[SendOverview]:
    """A page may end inside a round: its later members were shown by the page before."""
    groups = [list(group) for _, group in groupby(batches, key=lambda one: one.address.send)]
    for group in reversed(groups):
        head = group[0]
        sends = {head.send_of(position) for position in head.positions()}
        for send in sorted(sends, key=lambda one: one.key, reverse=True):
            if send.key < end_key:
                yield overview_from(send, group, now)
