"""
The `Subscriptions` table: subscribers and their secrets; one partition.

A subscription has its row and a guard for its URL (`!url|…`), and one for its `Idempotency-Key`
(`!key|…`) if it has one, written together: of concurrent requests for one URL or key one is stored.

People who were erased lately have rows too (`~digest`, see `subscriptions.storage.erased_lately`).
"""

import asyncio
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from shared.domain.errors import ConflictError, NotStoredError
from shared.domain.times import time_from_text, time_to_text
from shared.storage.table import ETAG, Operation, Row, Table
from subscriptions.domain.event import EventKind, SubscriptionState

MAX_SUBSCRIPTIONS = 20
"""Each costs every producer a queue message."""

CACHE_TIME = timedelta(seconds=4)
"""How long a process may go without looking who has subscribed."""

PARTITION = "subscriptions"
ERASED, BEHIND_ERASED = "~", "~~"
"""Begins and bounds the keys of people who were erased; they sort behind every id."""

_DIGEST_LENGTH = 32
_FORM = re.compile("[0-9a-f]{20}")
_GUARDS = "!"  # sorts before every id


class FormerSecret(NamedTuple):
    """A secret that was replaced, and when it stops to sign."""

    secret: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """
    A subscribed system.

    Attributes
    ----------
    key_hash, request_hash : str
        Of the `Idempotency-Key` that it was made with and of the body; empty if there was none.
    state_reason : str
        Why it ended, for machines; empty if it did not.
    state_changed_at : datetime or None
        None: its state never changed.
    former_secrets : tuple of FormerSecret
        Replaced ones, the newest first; some may be over.
    etag : str
        Of the row that was read; empty if it was not read.
    """

    subscription_id: str
    url: str
    kinds: frozenset[EventKind]
    created_at: datetime
    secret: str = field(repr=False)
    key_hash: str = ""
    request_hash: str = ""
    state: SubscriptionState = SubscriptionState.ACTIVE
    state_reason: str = ""
    state_changed_at: datetime | None = None
    former_secrets: tuple[FormerSecret, ...] = field(default=(), repr=False)
    etag: str = field(default="", repr=False, compare=False)

    def valid_former_secrets(self, now: datetime) -> tuple[FormerSecret, ...]:
        """Give the replaced secrets that still sign, the newest first."""
        return tuple(one for one in self.former_secrets if now < one.until)

    def wants(self, kind: EventKind) -> bool:
        """Tell whether events of a kind are for it."""
        return kind in self.kinds and self.state is not SubscriptionState.ENDED


def is_subscription_id(text: str) -> bool:
    """Tell whether a text has the form of an id, and may be asked for."""
    return _FORM.fullmatch(text) is not None


def digest_of(number: str) -> str:
    """Give what stands for the number of an erased person."""
    return hashlib.sha256(number.encode()).hexdigest()[:_DIGEST_LENGTH]


def _oldest_first(rows: Iterable[Row]) -> list[Subscription]:
    return sorted(map(_from_row, rows), key=lambda one: one.created_at)


class Subscriptions:
    """Subscriptions; one for the life of the process, because it remembers them for a while."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: Sequence[Subscription] = ()
        self._erased: Mapping[str, datetime] = {}
        self._known_since: datetime | None = None
        self._reading = asyncio.Lock()

    async def add(self, subscription: Subscription) -> bool:
        """
        Store a subscription; other processes know of it within `CACHE_TIME`.

        Returns
        -------
        bool
            False: there is one of its URL or its `Idempotency-Key`. Nothing was stored, unless it
            is this very one, by a request whose response was lost.
        """
        rows = (_to_row(subscription), *_guards(subscription))
        operations: list[Operation] = [("create", row, "") for row in rows]
        try:
            await self._table.write(operations)
        except ConflictError:
            return False
        finally:
            self._known_since = None
        return True

    async def find(self, subscription_id: str) -> Subscription | None:
        """Read a subscription as it is now; None if there is none."""
        row = await self._table.get(PARTITION, subscription_id)
        return _from_row(row) if row else None

    async def all(self) -> list[Subscription]:
        """Read all subscriptions, oldest first; one operation."""
        return _oldest_first(await self._table.rows(PARTITION, "0", ERASED))

    async def cached(self, now: datetime) -> Sequence[Subscription]:
        """
        Give all subscriptions as of at most `CACHE_TIME` ago; mostly without an operation.

        Concurrent callers share one read.
        """
        await self._refresh(now)
        return self._known

    async def _refresh(self, now: datetime) -> None:
        """Read subscriptions and who was erased, together, if what is known is outdated."""
        if not self._is_outdated(now):
            return
        async with self._reading:
            if self._is_outdated(now):
                rows = await self._table.rows(PARTITION, "0", BEHIND_ERASED)
                erased = [row for row in rows if row["RowKey"].startswith(ERASED)]
                self._erased = {
                    row["RowKey"].removeprefix(ERASED): time_from_text(row["until"])
                    for row in erased
                }
                self._known = _oldest_first(rows[: len(rows) - len(erased)])
                self._known_since = now

    def _is_outdated(self, now: datetime) -> bool:
        return self._known_since is None or abs(now - self._known_since) >= CACHE_TIME

    async def erased_until(self, numbers: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """
        Tell which people were erased lately, and up to which moment each; see `cached`.

        Parameters
        ----------
        numbers : collection of str
            Whom to look for.
        """
        await self._refresh(now)
        erased = self._erased
        if not erased:
            return {}
        found = ((number, erased.get(digest_of(number))) for number in numbers)
        return {number: until for number, until in found if until}

    async def change(self, changed: Subscription, former_url: str = "") -> bool:
        """
        Store a changed subscription, with the guard of its URL if there is another `former_url`.

        Returns
        -------
        bool
            False: it is not as it was read, or its new URL is subscribed. Nothing was stored.
        """
        operations: list[Operation] = [("merge", _to_row(changed), changed.etag)]
        former, guard = _url_guard(former_url or changed.url), _url_guard(changed.url)
        if former != guard:
            operations += [("delete", former, ""), ("create", guard, "")]
        try:
            await self._table.write(operations)
        except (ConflictError, NotStoredError):
            return False
        finally:
            self._known_since = None
        return True

    async def remove(self, subscription: Subscription) -> None:
        """
        Delete a subscription; nothing happens if it is gone.

        Its guards go first: without their subscription, nothing would ever delete them.
        """
        row = {"PartitionKey": PARTITION, "RowKey": subscription.subscription_id}
        try:
            for one in (*_guards(subscription), row):
                await self._delete(one)
        finally:
            self._known_since = None

    async def _delete(self, row: Row) -> None:
        with suppress(NotStoredError):
            await self._table.write([("delete", row, "")])


def _guards(subscription: Subscription) -> list[dict[str, str]]:
    guards = [_url_guard(subscription.url)]
    if subscription.key_hash:
        guards.append(_guard(f"key|{subscription.key_hash}"))
    return guards


def _url_guard(url: str) -> dict[str, str]:
    from subscriptions.domain.receiver import comparable_url

    return _guard(f"url|{hashlib.sha256(comparable_url(url).encode()).hexdigest()}")


def _guard(name: str) -> dict[str, str]:
    return {"PartitionKey": PARTITION, "RowKey": f"{_GUARDS}{name}"}


def _to_row(subscription: Subscription) -> dict[str, str]:
    changed_at = subscription.state_changed_at
    former = subscription.former_secrets
    return {
        "PartitionKey": PARTITION,
        "RowKey": subscription.subscription_id,
        "url": subscription.url,
        "kinds": " ".join(sorted(subscription.kinds)),
        "created_at": time_to_text(subscription.created_at),
        "secret": subscription.secret,
        "former_secrets": " ".join(f"{one.secret}|{time_to_text(one.until)}" for one in former),
        "key_hash": subscription.key_hash,
        "request_hash": subscription.request_hash,
        "state": subscription.state.value,
        "state_reason": subscription.state_reason,
        "state_changed_at": time_to_text(changed_at) if changed_at else "",
    }


def _from_row(row: Row) -> Subscription:
    changed_at = row.get("state_changed_at")
    former = [text.split("|") for text in row.get("former_secrets", "").split()]
    return Subscription(
        subscription_id=row["RowKey"],
        url=row["url"],
        kinds=frozenset(map(EventKind, row["kinds"].split())),
        created_at=time_from_text(row["created_at"]),
        secret=row["secret"],
        key_hash=row.get("key_hash", ""),
        request_hash=row.get("request_hash", ""),
        former_secrets=tuple(FormerSecret(one, time_from_text(until)) for one, until in former),
        state=SubscriptionState(row.get("state", SubscriptionState.ACTIVE)),
        state_reason=row.get("state_reason", ""),
        state_changed_at=time_from_text(changed_at) if changed_at else None,
        etag=row[ETAG],
    )
