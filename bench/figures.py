"""Figures: what was measured, what was to be reached, the table and the file of both."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_HEADER = ("bench", "figure", "measured", "unit", "to reach", "")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to reach: a least or a greatest value."""

    least: float | None = None
    greatest: float | None = None

    def is_reached(self, value: float) -> bool:
        """Whether a value is on the right side."""
        is_enough = self.least is None or value >= self.least
        return is_enough and (self.greatest is None or value <= self.greatest)

    def __str__(self) -> str:
        """Write it as in a table."""
        if self.least is not None:
            return f"at least {self.least:,g}"
        return f"at most {self.greatest:,g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One result.

    Attributes
    ----------
    samples : tuple of float
        One per round, in order; the figure is their median.
    """

    bench: str
    name: str
    samples: tuple[float, ...]
    unit: str
    goal: Goal | None = None

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.samples)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        return self.goal.is_reached(self.value) if self.goal else None


def figure(
    bench: str, name: str, samples: Iterable[float], unit: str, *, goal: Goal | None = None
) -> Figure:
    """Make a figure of the samples of all rounds, at least one."""
    return Figure(bench, name, tuple(samples), unit, goal)


def number_text(value: float) -> str:
    """Write a number with about three digits that count."""
    if abs(value) >= 100:  # noqa: PLR2004 - three digits
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 or value == 0 else f"{value:.2g}"


def table_text(figures: Sequence[Figure]) -> str:
    """Lay the figures out in columns."""
    rows = [_HEADER, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _row(one: Figure) -> tuple[str, ...]:
    words = {True: "reached", False: "NOT reached", None: ""}
    goal = str(one.goal) if one.goal else ""
    return one.bench, one.name, number_text(one.value), one.unit, goal, words[one.is_reached]


def machine() -> dict[str, str | int]:
    """Describe the machine, without its name."""
    return {
        "cores": os.cpu_count() or 0,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def write_json(path: Path, figures: Sequence[Figure], *, is_quick: bool) -> None:
    """Keep the results; the folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "isQuick": is_quick,
        "machine": machine(),
        "figures": [
            {**asdict(one), "value": one.value, "isReached": one.is_reached} for one in figures
        ],
    }
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
