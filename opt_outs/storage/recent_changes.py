"""What the ledger recorded lately: only what it takes to count the changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from opt_outs.domain.consent import ChangeSource, ConsentState
from opt_outs.storage.registry_rows import LAST_KEY, LEDGER
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import WideTable

_MEMBERS = ("state", "source", "recorded_at", "event_id", "user_number")


class RecentChange(NamedTuple):
    """A line of the ledger; those of one event have the same person, event and state."""

    user_number: str
    event_id: str
    state: ConsentState
    source: ChangeSource
    recorded_at: datetime


class RecentChanges:
    """Reads the ledgers of own numbers."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def since(
        self, own_number: str, moment: datetime, most_reads: int
    ) -> Sequence[RecentChange] | None:
        """
        Read what was recorded from a moment on; one operation for 1,000 lines of the ledger.

        Lines are sorted by person, so all of them are looked at.

        Returns
        -------
        sequence or None
            None if it takes more operations than `most_reads`.
        """
        first = time_to_text(moment)
        found: list[RecentChange] = []
        reads = 0
        pages = self._table.pages(own_number, LEDGER, LEDGER + LAST_KEY, select=_MEMBERS)
        async for rows in pages:
            reads += 1
            if reads > most_reads:
                return None
            found += [
                RecentChange(
                    row["user_number"],
                    row["event_id"],
                    ConsentState(row["state"]),
                    ChangeSource(row["source"]),
                    time_from_text(row["recorded_at"]),
                )
                for row in rows
                if row["recorded_at"] >= first
            ]
        return found
