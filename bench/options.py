"""What a person chose: which benchmarks, and how thoroughly."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = (
    "bulk", "singles", "latency", "reports", "registry", "summary", "import", "memory",
    "pacing", "profile", "pages",
)  # fmt: skip
_DESCRIPTION = "What the app costs, beside a floor measured in the same run."
_SLOW = frozenset({"pacing"})


@dataclass(frozen=True, slots=True)
class Options:
    """
    What to run.

    Attributes
    ----------
    names : tuple of str
        In the order of `NAMES`.
    is_quick : bool
        Fewer rounds and smaller runs; a first look, not for quoting.
    """

    names: tuple[str, ...]
    is_quick: bool = False

    @property
    def round_count(self) -> int:
        """Rounds of each benchmark; figures are their medians."""
        return 1 if self.is_quick else 3

    @property
    def send_count(self) -> int:
        """Sends of 10,000 recipients in a bulk run."""
        return 2 if self.is_quick else 10

    @property
    def busy_day_count(self) -> int:
        """Sends of 10,000 recipients on a day that is counted."""
        return 10 if self.is_quick else 100

    @property
    def single_count(self) -> int:
        """Sends of one recipient, and single reports."""
        return 1_000 if self.is_quick else 5_000


def read_options(arguments: Sequence[str]) -> Options:
    """Read the arguments; ends the program with a usage line where they make no sense."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=_DESCRIPTION)
    parser.add_argument(
        "names", nargs="*", metavar="BENCH", help=f"default: all of {', '.join(NAMES)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one small round each, and no pacing unless named"
    )
    values = parser.parse_intermixed_args(arguments)
    if unknown := sorted(set(values.names) - set(NAMES)):
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    return Options(_chosen(values.names, is_quick=values.quick), values.quick)


def _chosen(names: Sequence[str], *, is_quick: bool) -> tuple[str, ...]:
    if names:
        return tuple(name for name in NAMES if name in names)
    return tuple(name for name in NAMES if not (is_quick and name in _SLOW))
