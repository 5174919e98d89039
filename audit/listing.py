"""
List who changed what, newest first: entries of the audit log, and sends by who asked for them.

Both are read backwards in time, at a bounded number of reads. A page shows only what is as new as
the older of the two ends, so that nothing is missed between them; it may be short, or empty, and
yet have a next one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from audit.contract import AuditAnswer, AuditPage
from audit.storage.audit_log import AuditEntry, AuditLog
from send_sms.overview import SendOverview
from send_sms.search import Searching
from send_sms.send_search import SendSearch, search_sends
from shared.domain.identifiers import SendAddress, first_key
from shared.domain.kinds import Purpose
from shared.web.changes import Change
from shared.web.contract import next_page_url

MAX_DAYS = 31
"""Days of the audit log that a page reads: an operation each."""

SEND, REPLY, CODE = "send_sms", "reply_to_conversation", "start_verification"
SENDS = frozenset({SEND, REPLY, CODE})
"""The actions that the rows of sends tell."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """
    Which changes are wanted.

    Attributes
    ----------
    since, until : datetime
        Only changes made from `since` on, and before `until`.
    action, actor : str
        Only with these; empty: all.
    sender : str
        Only sends from this own number, and all other changes; empty: all.
    """

    since: datetime
    until: datetime
    action: str = ""
    actor: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """Entries, newest first, and the key down to which these are all; empty: there are no more."""

    entries: Sequence[AuditEntry]
    end_key: str


async def list_changes(
    query: AuditQuery, before_key: str, limit: int, *, log: AuditLog, searching: Searching
) -> AuditPage:
    """
    Read at most `limit` changes, newest first, from before a key (empty: the newest).

    An operation for each of up to `MAX_DAYS` days and one more, and those of a page of sends.

    Raises
    ------
    TooManyNumbersError
        Sends are wanted, no own number is named, and there are too many.
    """
    start = min(before_key or first_key(query.until), first_key(query.until))
    changes, sends = await asyncio.gather(
        _changes(query, start, limit, log), _sends(query, start, limit, searching)
    )
    end_key = max(changes.end_key, sends.end_key)
    entries = [one for one in (*changes.entries, *sends.entries) if one.key >= end_key]
    entries.sort(key=lambda one: one.key, reverse=True)
    if len(entries) > limit:
        entries, end_key = entries[:limit], entries[limit - 1].key
    return AuditPage(
        changes=[_answer(one) for one in entries], next_url=_next_url(query, end_key, limit)
    )


async def _changes(query: AuditQuery, start: str, limit: int, log: AuditLog) -> _Found:
    if query.action in SENDS:
        return _Found((), "")
    oldest_day = await log.first_day()
    if oldest_day is None:
        return _Found((), "")
    floor = max(query.since, datetime.combine(oldest_day, time(), UTC))
    newest_day = SendAddress("", start).accepted_at.date()
    found: list[AuditEntry] = []
    for offset in range(MAX_DAYS):
        day = newest_day - timedelta(days=offset)
        midnight = datetime.combine(day, time(), UTC)
        found += await log.read_day(
            day, start, limit + 1 - len(found), action=query.action, actor=query.actor
        )
        if len(found) > limit:
            return _Found(found, found[-1].key)
        if midnight <= floor:
            return _Found([one for one in found if one.at >= query.since], "")
    return _Found(found, first_key(midnight))


async def _sends(query: AuditQuery, start: str, limit: int, searching: Searching) -> _Found:
    if query.action and query.action not in SENDS:
        return _Found((), "")
    wanted = SendSearch(since=query.since, until=query.until, sender=query.sender)
    page = await search_sends(wanted, start, limit, searching)
    entries = [_entry_of(one) for one in page.sends]
    shown = [
        one
        for one in entries
        if one
        and query.action in {"", one.change.action}
        and query.actor in {"", one.change.author.actor}
    ]
    return _Found(shown, page.next_key)


def _entry_of(send: SendOverview) -> AuditEntry | None:
    """Describe a send that was asked for by API."""
    if send.author is None:
        return None
    by_purpose = REPLY if send.terms.options.purpose is Purpose.REPLY else SEND
    action = send.author.action or by_purpose
    target = {"sendId": str(send.send), "sender": send.send.sender}
    return AuditEntry(send.send.key, Change(action, send.author, target, send.author.operator))


def _answer(entry: AuditEntry) -> AuditAnswer:
    change, author = entry.change, entry.change.author
    return AuditAnswer(
        at=entry.at,
        action=change.action,
        target=dict(change.target),
        request_id=author.request_id,
        actor=author.actor or None,
        actor_kind=author.kind,
        operator=change.operator or None,
    )


def _next_url(query: AuditQuery, end_key: str, limit: int) -> str | None:
    is_over = end_key <= first_key(query.since)
    given = {
        "from": query.since.isoformat(),
        "until": query.until.isoformat(),
        "action": query.action,
        "actor": query.actor,
        "sender": query.sender,
        "limit": limit,
    }
    return next_page_url("audit", "" if is_over else end_key, given)
