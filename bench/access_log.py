"""Storage operations, counted from Azurite's own access log."""

from __future__ import annotations

import asyncio
import re
from collections import Counter

from local.dev.azurite import ACCOUNT_NAME

_REQUEST = re.compile(rf'"([A-Z]+) /{ACCOUNT_NAME}/?([^ ?]*)\S* HTTP/1\.[01]" \d{{3}} ')
_MESSAGE_VERBS = {"POST": "put", "GET": "receive", "DELETE": "delete", "PUT": "update"}
_QUIET_SECONDS = 0.3
_POLL = "queue receive"


class AccessLog:
    """
    Counts requests by kind, such as `transaction`, `get Journal` or `queue put`.

    A transaction is one request, and so one operation.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def note(self, line: str) -> None:
        """Count a line of the log; anything else is passed over."""
        if match := _REQUEST.search(line):
            self._counts[_kind(match[1], match[2])] += 1

    def counts(self) -> Counter[str]:
        """Give what was counted so far."""
        return Counter(self._counts)

    async def settled(self) -> Counter[str]:
        """Give what was counted once nothing but polls has come for a moment."""
        before = None
        while (now := _without_polls(self.counts())) != before:
            before = now
            await asyncio.sleep(_QUIET_SECONDS)
        return self.counts()


def worked(counts: Counter[str]) -> Counter[str]:
    """
    Leave out the polls of an empty queue.

    The log does not tell what a poll found. Each that found something is followed by a delete
    of at least one message, so at most as many are counted: more than there were, never fewer.
    """
    found = min(counts[_POLL], counts["queue delete"])
    return +Counter({**counts, _POLL: found})


def _without_polls(counts: Counter[str]) -> Counter[str]:
    return Counter({kind: count for kind, count in counts.items() if kind != _POLL})


def _kind(method: str, place: str) -> str:
    name, _, rest = place.partition("/")
    if name == "$batch":
        return "transaction"
    if rest.startswith("messages"):
        return f"queue {_MESSAGE_VERBS[method]}"
    table = name.partition("(")[0]
    return f"{method.lower()} {table}"
