"""What a campaign found: what is wrong, by kind, and how many messages ended how."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from tests.campaign.observations import FLAGGED


class Violation(StrEnum):
    """Promises that can be broken."""

    DOUBLED = "doubled"
    LOST = "lost"
    AFTER_STOP = "after a STOP"
    UNPUBLISHED = "untold"
    OTHER = "otherwise wrong"


@dataclass
class Findings:
    """
    What the recount found.

    Attributes
    ----------
    found : list
        Every broken promise, with what broke it and for how many messages.
    latest_after_stop : timedelta
        By how much a message was behind a STOP that was stored while it was under way.
    """

    found: list[tuple[Violation, str, int]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    asked_count: int = 0
    answered_count: int = 0
    absent_count: int = 0
    stop_count: int = 0
    latest_after_stop: timedelta = timedelta()

    @property
    def flagged_count(self) -> int:
        return sum(self.statuses[status] for status in FLAGGED)

    @property
    def counts(self) -> Counter[Violation]:
        """How often each promise was broken."""
        counts = Counter[Violation]()
        for kind, _, count in self.found:
            counts[kind] += count
        return counts

    @property
    def lines(self) -> list[str]:
        """Every broken promise in words."""
        return [f"{kind}: {what}" for kind, what, _ in self.found]

    def check(self, is_so: bool, kind: Violation, what: str, count: int = 1) -> None:
        if not is_so:
            self.found.append((kind, what, count))
