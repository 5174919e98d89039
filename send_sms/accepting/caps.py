"""
Count what is accepted against the caps of `SMS_CAPS`; loaded only where caps are set.

A send is counted before it is stored, and refused whole if a cap has less left. Responses to a
person who wrote (replies, confirmations, help) are counted after, and never refused; a reply to
another person is counted as a send (see `send_sms.accepting.reply`). What was accepted stays
counted, whatever becomes of it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from send_sms.accepting.allowance import Allowance, CapReachedError
from send_sms.domain.caps import UNITS_OF_MONEY, Cap, CapUnit, caps_on
from send_sms.domain.prices import PriceTable, country_of
from send_sms.sending import NotCountedError
from send_sms.storage.cap_accounts import AccountKey, CapAccounts
from shared.domain.errors import StorageError
from shared.domain.kinds import Purpose
from shared.domain.message_text import count_segments
from shared.domain.sender import kind_of
from shared.domain.times import time_to_text
from shared.log import minute_log
from subscriptions.domain.event import AppEvent, EventKind
from subscriptions.outbox import event_id_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import datetime

    from send_sms.domain.batch import Batch
    from send_sms.sending import Runtime
    from subscriptions.outbox import EventOutbox

IDLE = timedelta(seconds=60)
"""After how long without use a lease is given back."""

_SETTLE_EVERY_SECONDS = 30


class UnpricedError(NotCountedError):
    """Recipients have no price, and a cap in money holds; nothing was stored."""

    code = "no_price"

    def __init__(self, country: str) -> None:
        super().__init__(
            "A cap in money holds for this send, and SMS_PRICES has no price from this kind of "
            f"own number to {country or 'an unknown country'}."
        )


@dataclass(frozen=True, slots=True)
class CapPolicy:
    """The caps, and the prices that money is estimated with."""

    caps: Sequence[Cap]
    prices: PriceTable


class Reservation:
    """What was counted for a send."""

    def __init__(self) -> None:
        self._taken: list[tuple[Allowance, int]] = []

    def add(self, allowance: Allowance, units: int) -> None:
        """Note what was taken."""
        self._taken.append((allowance, units))

    def give_back(self) -> None:
        """Put everything back: nothing of the send is stored. Idempotent."""
        while self._taken:
            allowance, units = self._taken.pop()
            allowance.put_back(units)


class CapCounter:
    """Counts for this process; one for its life."""

    def __init__(
        self, policy: CapPolicy, accounts: CapAccounts, events: EventOutbox, runtime: Runtime
    ) -> None:
        self.accounts = accounts
        self._policy = policy
        self._events = events
        self._runtime = runtime
        self._allowances: dict[AccountKey, Allowance] = {}
        self._keeper: asyncio.Task[None] | None = None

    @property
    def caps(self) -> Sequence[Cap]:
        """The caps that are set."""
        return self._policy.caps

    @asynccontextmanager
    async def counting(self, batches: Sequence[Batch]) -> AsyncIterator[Reservation]:
        """
        Count the batches of a send while it is stored; given back where nothing was stored.

        No operation while the leases of this process last; else up to two for each cap. What may
        be stored stays counted.

        Raises
        ------
        CapReachedError, UnpricedError
            It cannot be accepted now.
        StorageError
            It is not known whether the caps have room for it.
        """
        reservation = Reservation()
        if batches[0].shared_options.purpose is Purpose.SEND:
            await self._reserve(batches, reservation)
        try:
            yield reservation
        except StorageError as error:
            if not error.may_be_stored:
                reservation.give_back()
            raise

    def count_response(self, batch: Batch) -> None:
        """Count a stored response to a person; other batches are counted already. No operation."""
        if batch.shared_options.purpose is not Purpose.SEND:
            for allowance, units in self._demands([batch], must_have_prices=False):
                allowance.count(units)

    async def settle_idle(self) -> None:
        """
        Give back leases that were not used for a minute, and write what was counted beyond others.

        Leases of a period that is over are dropped.
        """
        now = self._runtime.clock()
        for key, allowance in list(self._allowances.items()):
            if now >= allowance.resets_at:
                del self._allowances[key]
            elif allowance.left < 0 or now - allowance.used_at >= IDLE:
                try:
                    await allowance.settle()
                except StorageError:
                    minute_log.log("storage_unavailable", "caps", function="caps")

    async def _reserve(self, batches: Sequence[Batch], reservation: Reservation) -> None:
        try:
            for allowance, units in self._demands(batches, must_have_prices=True):
                await self._take(allowance, units)
                reservation.add(allowance, units)
        except BaseException:  # also where the caller is cancelled
            reservation.give_back()
            raise

    async def _take(self, allowance: Allowance, units: int) -> None:
        try:
            await allowance.take(units)
        except CapReachedError as error:
            await self._report_reached(allowance, error)
            raise

    def _demands(
        self, batches: Sequence[Batch], *, must_have_prices: bool
    ) -> Iterator[tuple[Allowance, int]]:
        first = batches[0]
        caps = list(caps_on(self._policy.caps, first.sender, first.shared_options))
        units = dict.fromkeys(CapUnit, 0)
        if caps:
            units[CapUnit.SEGMENTS] = sum(count for _, count in _sizes(batches))
        if any(cap.unit is CapUnit.AMOUNT for cap in caps):
            units[CapUnit.AMOUNT] = self._amount(batches, must_have_prices=must_have_prices)
        for cap in caps:
            yield self._allowance(cap), units[cap.unit]

    def _amount(self, batches: Sequence[Batch], *, must_have_prices: bool) -> int:
        """Estimate the price in millionths; what has no price counts as the dearest."""
        tables = self._policy.prices.per_segment
        prices = tables.get(kind_of(batches[0].sender), {})
        dearest = max(price for table in tables.values() for price in table.values())
        by_country: Counter[str] = Counter()
        for number, count in _sizes(batches):
            by_country[country_of(number)] += count
        for country in by_country:
            if must_have_prices and country not in prices:
                raise UnpricedError(country)
        amount = sum(prices.get(country, dearest) * count for country, count in by_country.items())
        return int(amount * UNITS_OF_MONEY)

    def _allowance(self, cap: Cap) -> Allowance:
        clock, ids = self._runtime.clock, self._runtime.ids
        key = AccountKey.of(cap, clock())
        if key not in self._allowances:
            self._allowances[key] = Allowance(cap, self.accounts, clock, ids)
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
            self._runtime.rounds.keep(self._keeper)
        return self._allowances[key]

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(_SETTLE_EVERY_SECONDS)
            await self.settle_idle()
            if all(allowance.is_settled for allowance in self._allowances.values()):
                return

    async def _report_reached(self, allowance: Allowance, error: CapReachedError) -> None:
        """Log once a minute, and publish once in the period; a failure changes no response."""
        cap = error.cap
        minute_log.log(
            "cap_reached",
            str(allowance.key),
            scope=cap.scope.value,
            period=cap.period.value,
            unit=cap.unit.value,
            limit=cap.quantity(cap.limit),
            used=cap.quantity(error.used),
        )
        event = _event(allowance, error.used, self._runtime.clock())
        try:
            await allowance.publish_once(lambda: self._events.publish([event]))
        except StorageError:
            minute_log.log("storage_unavailable", "caps", function="caps")


def _sizes(batches: Sequence[Batch]) -> Iterator[tuple[str, int]]:
    """Give each recipient with the number of segments of their text."""
    counts: dict[str, int] = {}
    for batch in batches:
        for position in batch.positions():
            text = batch.text_of(position)
            if text not in counts:
                counts[text] = count_segments(text).segment_count
            yield batch.recipients[position], counts[text]


def _event(allowance: Allowance, used: int, now: datetime) -> AppEvent:
    cap, key = allowance.cap, allowance.key
    data: dict[str, object] = {
        "scope": cap.scope.value,
        "period": cap.period.value,
        "unit": cap.unit.value,
        "limit": cap.quantity(cap.limit),
        "used": cap.quantity(used),
        "resetsAt": time_to_text(allowance.resets_at),
    }
    data |= {"name": cap.name} if cap.name else {}
    data |= {"currency": cap.currency} if cap.currency else {}
    parts = ("cap_reached", key.period_key, key.scope, key.unit, key.currency, key.name)
    return AppEvent(event_id_of(parts), EventKind.CAP_REACHED, now, data)
