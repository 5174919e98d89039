"""What a person sees while a benchmark runs: counts, and the time that is left."""

from __future__ import annotations

import sys
import time


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Progress:
    """
    One line that counts up to a total: live on a terminal, once at the end elsewhere.

    Parameters
    ----------
    label : str
        What is being done.
    total : int
        How many there are to do, at least 1.
    """

    def __init__(self, label: str, total: int) -> None:
        self._label = label
        self._total = total
        self._began = time.monotonic()

    def show(self, count: int) -> None:
        """Redraw the line, on a terminal."""
        if sys.stdout.isatty():
            sys.stdout.write(f"\r{self._text(count):<78}")
            sys.stdout.flush()

    def finish(self, count: int) -> None:
        """Leave one line behind."""
        start = "\r" if sys.stdout.isatty() else ""
        say(f"{start}{self._text(count):<78}".rstrip())

    def _text(self, count: int) -> str:
        passed = time.monotonic() - self._began
        text = f"{self._label}: {count:,} of {self._total:,}"
        if count >= self._total:
            return f"{text} in {passed:.1f} s"
        return text + left_text(count, self._total, passed)


def left_text(count: int, total: int, passed_seconds: float) -> str:
    """Say how much time is left at the pace so far; nothing before anything was done."""
    if count <= 0:
        return ""
    return f", {passed_seconds * (total - count) / count:.0f} s left"
