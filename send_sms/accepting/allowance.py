"""
What a process may accept under one cap in one period: a lease of the cap's account, in memory.

Units are leased before they are accepted and given back after, so the account is never too low. A
change whose response was lost stays pending, and is brought to its end before the next one: it
counts once.
"""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from send_sms.domain.caps import Cap, CapChange, CapScope, ChangeOutcome, lease_size
from send_sms.sending import NotCountedError
from send_sms.storage.cap_accounts import AccountKey, CapAccounts, StoredAccount
from shared.domain.errors import ConflictError, NotStoredError, StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from shared.runtime import Clock, Ids

_LOOK_EVERY = timedelta(seconds=2)
"""How long a cap that is reached is taken to be reached without another look."""

_ATTEMPTS = 12
_LONGEST_PAUSE_SECONDS = 0.02

_HOLDERS = {
    CapScope.APP: "for the whole app",
    CapScope.SENDER: "for this own number",
    CapScope.CATEGORY: "for this category",
    CapScope.CAMPAIGN: "for this campaign",
}


class CapReachedError(NotCountedError):
    """
    A send is larger than what a cap has left; nothing was stored.

    Attributes
    ----------
    used : int
        Units of the cap that are used, or leased by other processes.
    retry_after_seconds : int
        Until the cap resets.
    """

    code = "cap_reached"

    def __init__(self, allowance: Allowance, *, used: int, needed: int, now: datetime) -> None:
        cap, resets_at = allowance.cap, allowance.resets_at
        super().__init__(
            f"{cap.use_in_words(used)} {_HOLDERS[cap.scope]} are used, and this send needs "
            f"{cap.quantity(needed)}. The cap resets at {resets_at:%Y-%m-%dT%H:%M:%SZ}."
        )
        self.cap = cap
        self.used = used
        self.retry_after_seconds = max(1, ceil((resets_at - now).total_seconds()))


class Allowance:
    """
    The lease of one process.

    Attributes
    ----------
    left : int
        Units that are leased and not used. Below 0: responses were counted that are still to be
        written to the account.
    """

    def __init__(self, cap: Cap, accounts: CapAccounts, clock: Clock, ids: Ids) -> None:
        now = clock()
        self.cap = cap
        self.key = AccountKey.of(cap, now)
        self.resets_at = cap.period.resets_at(now)
        self.left = 0
        self.used_at = now
        self._accounts = accounts
        self._clock = clock
        self._ids = ids
        self._lock = asyncio.Lock()
        self._wanted = 0
        self._known: StoredAccount | None = None
        self._looked_at = now
        self._pending: CapChange | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the account says what was counted: nothing is leased, owed or pending."""
        return not self.left and self._pending is None

    async def take(self, units: int) -> None:
        """
        Count units that are to be accepted; no operation while the lease has them.

        Raises
        ------
        CapReachedError
            The account does not have them; nothing was counted.
        StorageError
            They are not known to be leased; nothing was counted.
        """
        if self.left >= units:
            self._use(units)
            return
        self._wanted += units
        try:
            async with self._lock:
                await self._lease(units)
                self._use(units)
        finally:
            self._wanted -= units

    def count(self, units: int) -> None:
        """Count units that were accepted whatever the cap says; no operation."""
        self._use(units)

    def put_back(self, units: int) -> None:
        """Put units back into the lease that were taken and not used; no operation."""
        self.left += units

    async def settle(self) -> None:
        """
        Give back what is left of the lease, or write what was counted beyond it.

        Raises
        ------
        StorageError
            It is not known to be written; settle again.
        """
        async with self._lock:
            await self._finish_pending()
            for _ in range(_ATTEMPTS):
                known = self._known or await self._look()
                if not self.left:
                    return
                await self._change(known, -self.left)
        raise StorageError

    async def publish_once(self, publish: Callable[[], Awaitable[None]]) -> None:
        """
        Publish that the cap is reached, unless that was published in this period.

        Raises
        ------
        StorageError
            It is not known to be published; the next call publishes it again, with the same id.
        """
        async with self._lock:
            await self._finish_pending()
            known = self._known or await self._look()
            if known.account.is_published:
                return
            await publish()
            while not known.account.is_published:
                await self._change(known, 0, is_published=True)
                known = self._known or await self._look()

    def _use(self, units: int) -> None:
        self.left -= units
        self.used_at = self._clock()

    async def _lease(self, units: int) -> None:
        """Enlarge the lease until it has so many units."""
        await self._finish_pending()
        for attempt in range(_ATTEMPTS):
            need = units - self.left
            if need <= 0:
                return
            if attempt > 1:  # other processes lease, too
                await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS) * attempt)  # noqa: S311
            known = await self._fitting(need)
            wanted = self._wanted - self.left
            size = lease_size(need, self.cap.limit, known.account.granted, wanted=wanted)
            if not size:
                raise self._reached(known, units)
            await self._change(known, size)
        message = "the account of a cap kept changing"
        raise StorageError(message)

    def _reached(self, known: StoredAccount, units: int) -> CapReachedError:
        used = known.account.granted - self.left
        return CapReachedError(self, used=used, needed=units, now=self._clock())

    async def _fitting(self, need: int) -> StoredAccount:
        """Give the account as it is known; look again before it refuses."""
        known = self._known
        is_fresh = abs(self._clock() - self._looked_at) < _LOOK_EVERY
        if known and (is_fresh or lease_size(need, self.cap.limit, known.account.granted)):
            return known
        return await self._look()

    async def _look(self) -> StoredAccount:
        self._known = known = await self._accounts.read(self.key)
        self._looked_at = self._clock()
        return known

    async def _change(
        self, known: StoredAccount, units: int, *, is_published: bool = False
    ) -> None:
        """Change the account once; units that are given back leave the lease before the write."""
        version = known.account.version + 1
        self._pending = CapChange(self._ids.new_id(), version, units, is_published)
        self.left += min(0, units)
        await self._finish_pending()

    async def _finish_pending(self) -> None:
        """Repeat the pending change until it is stored, or another process's change came first."""
        for _ in range(_ATTEMPTS):
            change, known = self._pending, self._known
            if change is None or known is None:
                return
            outcome = known.account.outcome_of(change)
            if outcome is not ChangeOutcome.OPEN:
                self._pending = None
                self._apply(change, outcome)
                return
            try:
                after = known.account.changed(change)
                self._known = await self._accounts.write(self.key, known, after)
            except (ConflictError, NotStoredError):
                await self._look()
        raise StorageError

    def _apply(self, change: CapChange, outcome: ChangeOutcome) -> None:
        is_return = change.units < 0
        if outcome is ChangeOutcome.APPLIED and not is_return:
            self.left += change.units
        elif outcome is ChangeOutcome.LOST and is_return:
            self.left -= change.units
