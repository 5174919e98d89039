"""
What ``run`` shows of the app: a line for each send, report, inbound message and failure.

The lines are made of the app's structured log lines (docs/operations.md), which hold no numbers
and no texts.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

_EVENT = re.compile(r'(?P<before>.*?)(?P<event>\{"event": ".*)')
_HOST_ERROR = re.compile(r"\[[^]]*\] (?:ERROR|CRITICAL) \S+ [\w.]+: (?P<said>.*)")
_UNSHOWN = frozenset({"event", "invocationId"})
# Events of level info that a person does not wait for; Core Tools shows no level.
_UNSHOWN_EVENTS = frozenset(
    {
        "delivery_dropped",
        "delivery_kept",
        "erasure_completed",
        "erasure_started",
        "figures_counted",
        "opt_outs_recorded",
        "reports_parked",
        "retention_applied",
        "work_dropped",
        "work_moved",
    }
)
_GREEN, _YELLOW, _RED, _DIM, _PLAIN = "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
_COLOURS = {"ERROR": _RED, "CRITICAL": _RED, "WARNING": _YELLOW}
_TITLE_WIDTH = 8

Fields = dict[str, Any]


def takes_colours(stream: TextIO, surroundings: Mapping[str, str]) -> bool:
    """Tell whether lines may be coloured: on a terminal, unless ``NO_COLOR`` is set."""
    if surroundings.get("NO_COLOR") or surroundings.get("TERM") == "dumb":
        return False
    is_old_console = sys.platform == "win32" and "WT_SESSION" not in surroundings
    return stream.isatty() and not is_old_console


class Activity:
    """
    Shows what the app does.

    Parameters
    ----------
    stream : TextIO
        Where the lines go.
    is_coloured : bool
        Whether titles are coloured.
    clock : callable
        Gives the time that stands before a line.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        is_coloured: bool,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._stream = stream
        self._is_coloured = is_coloured
        self._clock = clock

    def show(self, line: str) -> None:
        """Show a line of the Functions host if it tells of something that a person waits for."""
        if found := _EVENT.match(line):
            fields = _fields_of(found["event"])
            if fields:
                self._show_event(fields, _alarm_in(found["before"]))
        elif error := _HOST_ERROR.match(line):
            self._write("failure", error["said"].strip(), _RED)

    def _show_event(self, fields: Fields, colour: str) -> None:
        event = fields["event"]
        if not colour and event in _SENTENCES:
            title, describe = _SENTENCES[event]
            self._write(title, describe(fields), _GREEN)
        elif colour or event not in _UNSHOWN_EVENTS:
            self._write("failure", _all_fields(fields), colour or _RED)

    def _write(self, title: str, text: str, colour: str) -> None:
        time, padded = f"{self._clock():%H:%M:%S}", f"{title:<{_TITLE_WIDTH}}"
        if self._is_coloured:
            time, padded = f"{_DIM}{time}{_PLAIN}", f"{colour}{padded}{_PLAIN}"
        self._stream.write(f"{time}  {padded}  {text}\n")
        self._stream.flush()


def _fields_of(text: str) -> Fields:
    """Read the JSON object at the beginning of a text; empty if there is none."""
    try:
        fields, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return {}
    return dict(fields)


def _alarm_in(text: str) -> str:
    """Give the colour of the level that stands before the object; empty if it is no alarm."""
    return next((colour for level, colour in _COLOURS.items() if level in text.split()), "")


def _all_fields(fields: Fields) -> str:
    shown = [f"{name}={value}" for name, value in fields.items() if name not in _UNSHOWN]
    return " ".join([fields["event"].replace("_", " "), *shown])


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _send(fields: Fields) -> str:
    parts = [_counted(fields["recipientCount"], "recipient"), fields["category"]]
    if suppressed := fields.get("suppressedCount"):
        parts.append(f"{suppressed:,} opted out")
    return f"{', '.join(parts)}: {fields['sendId']}"


def _report(fields: Fields) -> str:
    return f"{_counted(fields['count'], 'message')} {fields['status']}"


def _inbound(fields: Fields) -> str:
    return _counted(fields["count"], "message")


def _ended(fields: Fields) -> str:
    counted = _counted(fields["count"], "message")
    return f"{counted} {fields['status']} ({fields['reason']}): {fields['sendId']}"


def _opt_out(fields: Fields) -> str:
    unchanged = "" if fields.get("hasChanged") else ", as before"
    return f"{fields['state'].replace('_', ' ')} by {fields['source']}{unchanged}"


_SENTENCES: dict[str, tuple[str, Callable[[Fields], str]]] = {
    "send_accepted": ("send", _send),
    "messages_ended": ("send", _ended),
    "reports_recorded": ("report", _report),
    "inbound_recorded": ("inbound", _inbound),
    "opt_out_recorded": ("opt-out", _opt_out),
}
