"""Units per minute, by type of sender."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from local.acs_simulator.settings import Sender, SenderKind

_WINDOW = timedelta(seconds=60)

# azure-docs, "Service limits": requests and message units a minute are the same figure. 10DLC has
# daily caps of the carriers only.
DEFAULT_LIMITS: dict[SenderKind, int] = {
    SenderKind.TOLL_FREE: 200,
    SenderKind.SHORT_CODE: 6_000,
    SenderKind.ALPHANUMERIC: 600,
}


class Unit(StrEnum):
    """What is counted: ACS does not say whether a long message is one unit or several."""

    RECIPIENTS = "recipients"
    SEGMENTS = "segments"


@dataclass(slots=True)
class _Window:
    spent: deque[tuple[datetime, int]] = field(default_factory=deque)
    total: int = 0

    def spend(self, units: int, now: datetime) -> None:
        self.spent.append((now, units))
        self.total += units

    def remove_expired(self, now: datetime) -> None:
        while self.spent and now - self.spent[0][0] >= _WINDOW:
            self.total -= self.spent.popleft()[1]


class RateLimiter:
    """
    Admits a call if it stays within the limit of every 60 seconds.

    Refused calls count as requests, as the documentation warns ("every request counts"), but spend
    no units.
    """

    def __init__(self) -> None:
        self.enabled = True
        self.unit = Unit.RECIPIENTS
        self.limits: dict[SenderKind, int] = dict(DEFAULT_LIMITS)
        self._requests: dict[str, _Window] = {}
        self._units: dict[str, _Window] = {}

    def configure(
        self, *, enabled: bool, unit: Unit, limits: Mapping[SenderKind, int | None]
    ) -> None:
        """Change the rules; None removes a type's limit. Spent units stay spent."""
        self.enabled, self.unit = enabled, unit
        for kind, limit in limits.items():
            self.limits.pop(kind, None)
            if limit is not None:
                self.limits[kind] = limit

    def admit(
        self, sender: Sender, recipient_count: int, segment_count: int, now: datetime
    ) -> bool:
        """Say whether a call may pass, and count it."""
        limit = self.limits.get(sender.kind)
        if not self.enabled or limit is None:
            return True
        # Alphanumeric senders share one limit of the resource.
        scope = sender.kind if sender.kind is SenderKind.ALPHANUMERIC else sender.number
        requests = self._requests.setdefault(scope, _Window())
        units = self._units.setdefault(scope, _Window())
        requests.remove_expired(now)
        units.remove_expired(now)
        cost = recipient_count * (segment_count if self.unit is Unit.SEGMENTS else 1)
        admitted = requests.total < limit and units.total + cost <= limit
        requests.spend(1, now)
        if admitted:
            units.spend(cost, now)
        return admitted
