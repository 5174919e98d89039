"""
Structured log lines: one JSON object each, on the standard logger `paloma`.

Each line has the member `event`, a stable snake_case name that operators search for, and plain
fields: IDs of sends and messages, kinds, counts, codes. Never a number, a text or a key. The page
docs/operations.md lists all events with their fields.
"""

from __future__ import annotations

import json
import logging
import re
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Field = str | int | float | bool | None

_MINUTE = 60.0

_KEYS_AT_MOST = 1_000

_CODE = re.compile("[A-Za-z_]{0,40}[0-9]{0,6}")

_NUMBER = re.compile(
    r"\+[0-9]|^(?:[().-]*[0-9]){7,15}[().-]*$"
    r"|(?<![0-9])\(?[0-9]{3}[().-]{1,2}[0-9]{3}[.-][0-9]{4}(?![0-9])"
)
_HEXADECIMAL, _DIGITS = re.compile("[0-9a-fA-F]{10,}"), re.compile("[0-9]{10}")
_LEAST_ID = 16

_logger = logging.getLogger("paloma")

_invocation_id: ContextVar[str] = ContextVar("invocation_id", default="")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def note_request(request_id: str) -> None:
    """Keep the id of the request that this task serves."""
    _request_id.set(request_id)


def current_request_id() -> str:
    """Give the id of the request that this task serves; empty: it serves none."""
    return _request_id.get()


def note_invocation(context: object) -> None:
    """Make each log line of this task, and of tasks that it starts, name the invocation."""
    _invocation_id.set(str(getattr(context, "invocation_id", "")))


def log_event(event: str, *, level: int = logging.INFO, **fields: Field) -> None:
    """Log one line, with the id of the invocation; fields that are None are left out."""
    if _logger.isEnabledFor(level):
        shown = {name: value for name, value in fields.items() if value is not None}
        if invoked := _invocation_id.get():
            shown["invocationId"] = invoked
        _logger.log(level, "%s", json.dumps({"event": event, **shown}, ensure_ascii=True))


def loggable_code(code: str) -> str:
    """Give a code of another system as a log may show it: a name or up to six digits."""
    return code if _CODE.fullmatch(code) else "other"


def may_be_a_number(text: str) -> bool:
    """Tell whether a caller's text may show a phone number; a long hexadecimal id does not."""
    if _NUMBER.search(text):
        return True
    words = _HEXADECIMAL.findall(text)
    return any(_DIGITS.search(word) for word in words if len(word) < _LEAST_ID)


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
