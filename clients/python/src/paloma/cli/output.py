"""What the command prints: results to stdout, progress and errors to stderr."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from paloma.errors import PalomaError
    from paloma.models import ConversationEntry, Message, MessageSummary, Preview, Send, SendStatus

_BAR_WIDTH = 30
_LINE_BREAKS = re.compile("[\n\r\t\v\f\x85\u2028\u2029]+")
_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def print_json(document: object) -> None:
    """Print a value as one line of JSON, in ASCII: terminals differ."""
    print(json.dumps(document), flush=True)


def say(text: str) -> None:
    """Print a line; characters that steer a terminal are replaced, because strangers write too."""
    print(_plain(text), flush=True)


def complain(text: str) -> None:
    """Print to stderr."""
    print(_plain(text), file=sys.stderr, flush=True)


def _plain(text: str) -> str:
    return _LINE_BREAKS.sub(" ", _STEERING.sub("\ufffd", text))


def complain_of(error: PalomaError) -> None:
    """Print what the app says, in its own words, with each field."""
    complain(error.detail)
    for one in error.errors:
        if error.detail not in {one.message, f"{one.field}: {one.message}"}:
            complain(f"  {one.field}: {one.message}")
    if error.request_id:
        complain(f"  request {error.request_id}")


def print_send(send: Send) -> None:
    """Print an accepted send and its messages."""
    again = ", accepted earlier" if send.replayed else ""
    say(f"{send.send_id}  {counted(send.recipient_count, 'message')} accepted{again}")
    for message in send.messages:
        say(line_of(message))
    for one in send.rejected:
        say(f"  recipient {one.position + 1} rejected: {one.reason}")
    for advice in send.warnings:
        say(f"  {advice.code}: {advice.message}")


def line_of(message: Message | MessageSummary) -> str:
    """Write a message as a line."""
    reason = f": {message.error.message}" if message.error else ""
    waiting = f" (waiting: {message.waiting_for})" if message.waiting_for else ""
    return f"  {message.message_id}  {message.to}  {message.status}{reason}{waiting}"


def status_line(send: SendStatus) -> str:
    """Write a send as a line."""
    counts = ", ".join(f"{count} {status}" for status, count in send.counts.items() if count)
    waiting = f" (waiting: {send.waiting_for})" if send.waiting_for else ""
    return f"{send.send_id}  {counts or send.status}{waiting}"


def entry_line(user: str, entry: ConversationEntry) -> str:
    """Write a message of a conversation as a line, with the time of this machine."""
    arrow = "<" if entry.direction == "inbound" else ">"
    return f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}  {user} {arrow} {entry.text}"


def print_preview(preview: Preview) -> None:
    """Print what a send would do."""
    say(preview.text)
    say(
        f"  {preview.encoding}, {counted(preview.segment_count, 'segment')} each, "
        f"{preview.segment_total} in all, for {counted(preview.recipient_count, 'recipient')}"
    )
    if preview.cost:
        unpriced = preview.cost.unpriced_count
        without = f" ({counted(unpriced, 'message')} without a price)" if unpriced else ""
        say(f"  about {preview.cost.amount} {preview.cost.currency}{without}")
    if preview.suppressed_count:
        say(f"  {counted(preview.suppressed_count, 'recipient')} opted out")
    for one in preview.rejected:
        say(f"  recipient {one.position + 1} rejected: {one.reason}")
    for advice in preview.warnings:
        say(f"  {advice.code}: {advice.message}")


def counted(count: int, noun: str) -> str:
    """Write a count with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def sum_of_counts(sends: list[SendStatus]) -> Mapping[str, int]:
    """Add up the messages of several sends by status."""
    total: dict[str, int] = {}
    for send in sends:
        for status, count in send.counts.items():
            if count:
                total[status] = total.get(status, 0) + count
    return total


class Progress:
    """A bar on a terminal; prints nothing where stderr is a file."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = max(1, total)
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()

    def show(self, done: int, what: str) -> None:
        """Draw the bar over the last one."""
        if self._is_shown:
            width = _BAR_WIDTH * min(done, self._total) // self._total
            bar = "#" * width + "." * (_BAR_WIDTH - width)
            self._stream.write(f"\r[{bar}] {done:,} of {self._total:,} {what}\x1b[K")
            self._stream.flush()

    def end(self) -> None:
        """Leave the bar, and begin a new line."""
        if self._is_shown:
            self._stream.write("\n")
            self._stream.flush()
