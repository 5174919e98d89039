"""
Structured log lines: one JSON object each, on the standard logger `paloma`.

Each line has the member `event`, a stable snake_case name that operators search for, and plain
fields: IDs of sends and messages, kinds, counts, codes. Never a number, a text or a key.
"""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Field = str | int | float | bool | None

_MINUTE = 60.0

_KEYS_AT_MOST = 1_000

_logger = logging.getLogger("paloma")


def log_event(event: str, *, level: int = logging.INFO, **fields: Field) -> None:
    """Log one line; fields that are None are left out."""
    if _logger.isEnabledFor(level):
        shown = {name: value for name, value in fields.items() if value is not None}
        _logger.log(level, "%s", json.dumps({"event": event, **shown}, ensure_ascii=True))


class MinuteLog:
    """
    Log what repeats at most once a minute and process.

    A line counts in `repeated` how often its event was left out since the line before.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._logged: dict[tuple[str, str], tuple[float, int]] = {}

    def log(
        self, event: str, key: str = "", *, level: int = logging.WARNING, **fields: Field
    ) -> None:
        """Log an event unless the same event of the same key was logged within a minute."""
        now = self._monotonic()
        logged_at, repeated = self._logged.get((event, key), (now - _MINUTE, 0))
        if now - logged_at < _MINUTE:
            self._logged[event, key] = (logged_at, repeated + 1)
            return
        if len(self._logged) >= _KEYS_AT_MOST:
            self._logged.clear()
        self._logged[event, key] = (now, 0)
        log_event(event, level=level, **fields, repeated=repeated or None)

    def clear(self) -> None:
        """Forget what was logged."""
        self._logged.clear()


minute_log = MinuteLog()
