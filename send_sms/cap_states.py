"""Tell how much of each cap is used in the present day and month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from send_sms.contract.caps import CapAnswer, CapsAnswer
from send_sms.domain.caps import EACH, Cap, CapAccount
from send_sms.storage.cap_accounts import AccountKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from send_sms.storage.cap_accounts import CapAccounts

    Accounts = Mapping[AccountKey, CapAccount]


async def read_caps(
    caps: Sequence[Cap], accounts: CapAccounts, now: datetime
) -> list[tuple[Cap, CapAccount]]:
    """
    Read the account of each cap; two operations, none where no caps are set.

    A cap for each own number, category or campaign is given once for each that something was
    counted for.
    """
    if not caps:
        return []
    found = await accounts.read_all(now)
    return [(one, account) for cap in caps for one, account in _accounts(cap, caps, found, now)]


def caps_response(found: Sequence[tuple[Cap, CapAccount]], now: datetime) -> CapsAnswer:
    """Build the response to `GET /caps`."""
    return CapsAnswer(as_of=now, caps=[_answer(cap, account, now) for cap, account in found])


def _accounts(
    cap: Cap, caps: Sequence[Cap], found: Accounts, now: datetime
) -> Iterator[tuple[Cap, CapAccount]]:
    key = AccountKey.of(cap, now)
    if cap.name != EACH:
        yield cap, found.get(key, CapAccount())
        return
    named = {AccountKey.of(other, now) for other in caps}
    for other, account in found.items():
        if replace(other, name=EACH) == key and other not in named:
            yield replace(cap, name=other.name), account


def _answer(cap: Cap, account: CapAccount, now: datetime) -> CapAnswer:
    return CapAnswer(
        scope=cap.scope,
        name=cap.name or None,
        period=cap.period,
        unit=cap.unit,
        currency=cap.currency or None,
        limit=cap.quantity(cap.limit),
        used=cap.quantity(account.granted),
        has_refused=account.is_published,
        resets_at=cap.period.resets_at(now),
    )
