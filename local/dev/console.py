"""What a person sees: plain lines, and one live line per step where there is a terminal."""

from __future__ import annotations

import io
import shutil
import sys
import time


def prepare_output() -> None:
    """Let every line out at once and in UTF-8, also into a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


class StepLine:
    """
    One step of several, with the time it takes.

    Parameters
    ----------
    position : str
        Such as ``[2/3]``.
    title : str
        What is being done.
    """

    def __init__(self, position: str, title: str) -> None:
        self._label = f"{position} {title}"
        self._began = time.monotonic()
        self._is_live = sys.stdout.isatty()
        if not self._is_live:
            print(f"{self._label} …")

    def show(self, tail: str) -> None:
        """Redraw the live line with the last words of the program at work."""
        if self._is_live:
            self._draw(f"{self._label} … {self._elapsed_seconds():.0f} s  {tail}")

    def finish(self, outcome: str = "done") -> None:
        """Leave one quiet line behind."""
        closing = f"{self._label}: {outcome} ({self._elapsed_seconds():.0f} s)"
        if self._is_live:
            self._draw(closing)
        print("" if self._is_live else closing)

    def _elapsed_seconds(self) -> float:
        return time.monotonic() - self._began

    def _draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        sys.stdout.write(f"\r{text[:width]:<{width}}")
        sys.stdout.flush()
