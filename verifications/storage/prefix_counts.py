"""
The `VerificationCounts` table: codes sent and entered, by prefix and country.

One partition, so that all rows of a code are written together, and those of concurrent codes of a
process with them. Rows: `p|{prefix}`, `c|{country}`, `new`. ETags put the writers of all instances
one after the other, so that no code is granted by figures that are out of date: the counts are
exact but for codes whose send failed after they were counted, which count as sent. A refusal may
rest on figures that are up to ten seconds old.
"""

import asyncio
import json
import random
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.domain.errors import ConflictError, StorageError
from shared.runtime import Batcher
from shared.storage.table import ETAG, Operation, Row, WideTable, delete_rows
from verifications.domain.brake import Braked, Granted, Tallies, count, grant
from verifications.domain.tally import Cohort, Debt, Tally
from verifications.domain.verification import Counted

KEPT_DAYS = 92
MAX_AGE = timedelta(seconds=10)
"""How old figures may be that a refusal rests on."""

PARTITION = "counts"
_ROWS_OF_A_CODE, _MAX_ROUND = 3, 30
_NEW, _PREFIX, _COUNTRY, _LAST_KEY = "new", "p|", "c|", "~"
_ATTEMPTS, _LONGEST_PAUSE_SECONDS = 16, 0.2
_MAX_CACHED = 3_000
_SECONDS_PER_HOUR = 3_600


@dataclass(slots=True)
class _Change:
    """
    A code to be granted (`result` is what came of it), or what became of one that was.

    Attributes
    ----------
    granted : Granted or None
        Where an earlier one is counted; None: a new one.
    sent, entered : int
        What is added for an earlier one.
    """

    prefix: str
    country: str
    hour: int
    now: datetime
    granted: Granted | None = None
    sent: int = 0
    entered: int = 0
    result: Granted | Braked | None = None

    @property
    def keys(self) -> tuple[str, str, str]:
        return _PREFIX + self.prefix, _COUNTRY + self.country, _NEW

    def apply(self, rows: Mapping[str, "_CountRow"]) -> None:
        prefix, country, new = (rows[key] for key in self.keys)
        tallies = Tallies(prefix.tally, country.tally, new.tally)
        if self.granted:
            count(tallies, self.hour, self.granted, sent=self.sent, entered=self.entered)
            prefix.add_to_day(self, sent=self.sent)
            return
        self.result = grant(tallies, self.hour)
        if isinstance(self.result, Granted):
            prefix.add_to_day(self, sent=1)


@dataclass(slots=True)
class _CountRow:
    """A row as it was read, and as it is to be written."""

    key: str
    tally: Tally = field(default_factory=Tally)
    days: dict[str, list[int]] = field(default_factory=dict)
    country: str = ""
    etag: str = ""
    read_at: datetime | None = None
    written_by: str = ""

    def add_to_day(self, change: _Change, *, sent: int) -> None:
        day = f"{datetime.fromtimestamp(change.hour * _SECONDS_PER_HOUR, UTC):%Y%m%d}"
        counts = self.days.setdefault(day, [0, 0])
        counts[0] += sent
        counts[1] += change.entered
        self.country = change.country
        for over in sorted(self.days)[:-KEPT_DAYS]:
            del self.days[over]

    def operation(self, round_id: str) -> Operation:
        values: dict[str, Any] = {
            "PartitionKey": PARTITION,
            "RowKey": self.key,
            "hours": json.dumps(self.tally.hours),
            "debts": json.dumps(
                {cohort: [one.owed, one.credit] for cohort, one in self.tally.debts.items()}
            ),
            "days": json.dumps(self.days),
            "country": self.country,
            "last_day": max(self.days, default=""),
            "written_by": round_id,
        }
        return ("merge", values, self.etag) if self.etag else ("create", values, "")


@dataclass(frozen=True, slots=True)
class PrefixDays:
    """A prefix's codes by UTC day: sent and entered."""

    prefix: str
    country: str
    days: Mapping[date, tuple[int, int]]
    tally: Tally


class PrefixCounts:
    """Codes sent and entered, shared by all instances."""

    def __init__(self, table: WideTable) -> None:
        self._table = table
        self._cache: dict[str, _CountRow] = {}
        self._batcher: Batcher[_Change] = Batcher(self._run_round, max_items=_MAX_ROUND)

    async def take(self, prefix: str, country: str, now: datetime) -> Counted | Braked:
        """
        Count a code if it may be sent; a write for all concurrent ones, and up to three reads.

        Where an instance knows that it is refused there is no operation.

        Raises
        ------
        StorageError
            It may have been counted, and must not be sent.
        """
        change = _Change(prefix, country, hour_of(now), now)
        await self._batcher.add(change)
        result = change.result
        if isinstance(result, Granted):
            return Counted(prefix, country, change.hour, result.cohort, result.is_new_country)
        if result is None:
            raise StorageError
        return result

    async def enter(self, counted: Counted, now: datetime) -> None:
        """Count that a code was entered, where it was counted when it was taken; as `take`."""
        await self._batcher.add(_later(counted, now, entered=1))

    async def give_back(self, counted: Counted, now: datetime) -> None:
        """Count a code no longer that was taken and not sent; as `take`."""
        await self._batcher.add(_later(counted, now, sent=-1))

    async def _run_round(self, changes: Sequence[_Change]) -> None:
        keys = {key for change in changes for key in change.keys}
        round_id = secrets.token_hex(8)
        for attempt in range(_ATTEMPTS):
            rows = await self._rows(keys, changes[0].now)
            if any(row.written_by == round_id for row in rows.values()):
                return  # a write whose response was lost
            try:
                for change in changes:
                    change.apply(rows)
                await self._write([row for row in rows.values() if row.tally.is_changed], round_id)
            except ConflictError:
                self._forget(keys)
                longest = _LONGEST_PAUSE_SECONDS if attempt else 0.0
                await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 - spreads load
            except BaseException:
                self._forget(keys)
                raise
            else:
                return
        message = "the counts kept changing while they were being written"
        raise StorageError(message)

    async def _rows(self, keys: Iterable[str], now: datetime) -> dict[str, _CountRow]:
        if len(self._cache) > _MAX_CACHED:
            self._cache.clear()
        old = [key for key in keys if not self._is_fresh(key, now)]
        for row in await asyncio.gather(*(self._read(key, now) for key in old)):
            self._cache[row.key] = row
        return {key: self._cache[key] for key in keys}

    def _is_fresh(self, key: str, now: datetime) -> bool:
        row = self._cache.get(key)
        return bool(row and row.read_at and abs(now - row.read_at) <= MAX_AGE)

    async def _read(self, key: str, now: datetime) -> _CountRow:
        row = await self._table.get(PARTITION, key)
        found = _count_row(row) if row else _CountRow(key)
        found.read_at = now
        return found

    async def _write(self, rows: Sequence[_CountRow], round_id: str) -> None:
        if not rows:
            return
        etags = await self._table.write([row.operation(round_id) for row in rows])
        for row, etag in zip(rows, etags, strict=True):
            row.etag, row.tally.is_changed, row.written_by = etag, False, round_id

    def _forget(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._cache.pop(key, None)

    async def days(self) -> list[PrefixDays]:
        """Read the days of all prefixes; one operation for 1,000 of them."""
        rows = await self._table.rows(PARTITION, _PREFIX, _PREFIX + _LAST_KEY)
        return [_days(_count_row(row)) for row in rows]

    async def purge(self, now: datetime) -> None:
        """Delete the counts of prefixes without codes in 92 days; reads all of them."""
        first = f"{now - timedelta(days=KEPT_DAYS):%Y%m%d}"
        rows = await self._table.rows(PARTITION, _PREFIX, _PREFIX + _LAST_KEY)
        await delete_rows(self._table, [row for row in rows if row["last_day"] < first])


def hour_of(moment: datetime) -> int:
    """Give the hour since 1970 that a moment lies in."""
    return int(moment.timestamp()) // _SECONDS_PER_HOUR


def _later(counted: Counted, now: datetime, *, sent: int = 0, entered: int = 0) -> _Change:
    granted = Granted(Cohort(counted.cohort), counted.is_new_country)
    return _Change(counted.prefix, counted.country, counted.hour, now, granted, sent, entered)


def _count_row(row: Row) -> _CountRow:
    return _CountRow(
        row["RowKey"],
        Tally(_by_number(row["hours"]), _debts(row)),
        json.loads(row["days"]),
        row["country"],
        row[ETAG],
        written_by=row["written_by"],
    )


def _days(row: _CountRow) -> PrefixDays:
    days = {
        datetime.strptime(day, "%Y%m%d").date(): (sent, entered)  # noqa: DTZ007 - a day
        for day, (sent, entered) in row.days.items()
    }
    return PrefixDays(row.key.removeprefix(_PREFIX), row.country, days, row.tally)


def _debts(row: Row) -> dict[int, Debt]:
    debts = _by_number(row.get("debts", "{}"))
    return {
        cohort: Debt({int(hour): count for hour, count in owed.items()}, credit)
        for cohort, (owed, credit) in debts.items()
    }


def _by_number(text: str) -> dict[int, Any]:
    return {int(number): value for number, value in json.loads(text).items()}
