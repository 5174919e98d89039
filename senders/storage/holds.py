"""
The holds of senders: a column of the rows `pause|{sender}` of the `Senders` table.

A row is written on the condition that it was not changed, so that instances agree on one hold and
on one probe at a time.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from senders.domain.hold import Hold, ProbeResult, after_probe, refused
from senders.domain.profile import SenderProfile
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.domain.times import time_from_text, time_or_none, time_to_text
from shared.storage.table import ETAG, Operation, Row, WideTable

SWITCH_KEY = "pause|"

_OVERDUE_TIME = timedelta(minutes=2)
"""How long after its next attempt a hold is known without being read again."""

_ATTEMPTS = 8
_TIMES = ("since", "next_attempt_at")
_Change = Callable[[Hold | None], Hold | None]


@dataclass(frozen=True, slots=True)
class HeldSender:
    """A sender, and its hold."""

    sender: str
    hold: Hold


class Switches(NamedTuple):
    """Since when a sender is paused (None: it is not), its hold, and who paused it and why."""

    paused_since: datetime | None = None
    hold: Hold | None = None
    pause_reason: str = ""
    paused_by: str = ""


class Holds:
    """The holds of all senders; each change is two operations, or one if nothing changes."""

    def __init__(self, table: WideTable) -> None:
        self._table = table
        self._known: dict[str, Hold] = {}

    def known(self, now: datetime) -> dict[str, Hold]:
        """
        Give the holds by sender that this process has read or stored last, without reading.

        One whose next attempt is overdue by `_OVERDUE_TIME` may have ended.
        """
        known = self._known.items()
        return {sender: one for sender, one in known if now < one.next_attempt_at + _OVERDUE_TIME}

    def note(self, sender: str, hold: Hold | None) -> None:
        """Keep what was read or stored."""
        if hold:
            self._known[sender] = hold
        else:
            self._known.pop(sender, None)

    async def read_all(self) -> list[HeldSender]:
        """List the held senders; one operation, which looks at each row of the table."""
        rows = await self._table.across("!", "~", [("hold", "ge", "!")])
        found = ((row["RowKey"].removeprefix(SWITCH_KEY), hold_from_row(row)) for row in rows)
        return [HeldSender(sender, hold) for sender, hold in found if hold]

    async def refuse(
        self, sender: str, profile: SenderProfile, refusal: str, *, probe_id: str, now: datetime
    ) -> Hold:
        """
        Hold a sender that the carrier refused, or make the pause after a refused probe longer.

        Parameters
        ----------
        probe_id : str
            Of the probe that was refused; empty: the call was none.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        held = refused(None, refusal, probe_id, now)

        def change(hold: Hold | None) -> Hold:
            nonlocal held
            held = refused(hold, refusal, probe_id, now)
            return held

        await self._change(sender, profile, change)
        return held

    async def end_probe(
        self,
        sender: str,
        profile: SenderProfile,
        probe_id: str,
        *,
        result: ProbeResult,
        now: datetime,
    ) -> None:
        """
        End a probe that was not refused; nothing changes where it was not the last one.

        Raises
        ------
        StorageError
            It is not known to be stored; the probe ends by itself after `PROBE_TIME`.
        """
        await self._change(sender, profile, lambda hold: after_probe(hold, probe_id, result, now))

    async def _change(self, sender: str, profile: SenderProfile, change: _Change) -> None:
        key = SWITCH_KEY + sender
        for _ in range(_ATTEMPTS):
            row = await self._table.get(profile.scope, key)
            before = hold_from_row(row) if row else None
            after = change(before)
            if after == before:
                self.note(sender, after)
                return
            values = {"PartitionKey": profile.scope, "RowKey": key, **hold_to_row(after)}
            operation: Operation = (
                ("merge", values, row[ETAG]) if row else ("create", {**values, "paused_at": ""}, "")
            )
            try:
                await self._table.write([operation])
            except (ConflictError, NotStoredError):
                continue
            self.note(sender, after)
            return
        raise StorageError


def hold_to_row(hold: Hold | None) -> dict[str, Any]:
    """Write a hold, or that there is none."""
    if hold is None:
        return {"hold": ""}
    members = asdict(hold)
    times = {name: time_to_text(members[name]) for name in _TIMES}
    return {"hold": json.dumps({**members, **times})}


def switches_from_row(row: Row) -> Switches:
    """Read whether a sender is paused or held."""
    paused_at = time_or_none(row["paused_at"])
    if paused_at is None:
        return Switches(hold=hold_from_row(row))
    words = row.get("pause_reason", ""), row.get("pause_actor", "")
    return Switches(paused_at, hold_from_row(row), *words)


def hold_from_row(row: Row) -> Hold | None:
    """Read the hold of a row; None: there is none."""
    text = row.get("hold", "")
    if not text:
        return None
    members = json.loads(text)
    times = {name: time_from_text(members[name]) for name in _TIMES}
    return Hold(**{**members, **times})
