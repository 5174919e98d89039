"""Troubles made to order: each with a count, so that it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class SendFault(StrEnum):
    """What can go wrong with a response to ``POST /sms``."""

    STATUS = "status"
    DELAY_ANSWER = "delayAnswer"
    CUT_BEFORE = "cutBefore"
    CUT_AFTER = "cutAfter"
    REPORT_FIRST = "reportFirst"


class EventFault(StrEnum):
    """What can happen to an event."""

    LOSE = "lose"
    REPEAT = "repeat"
    REVERSE = "reverse"
    DELAY = "delay"
    KEY_CASE = "keyCase"
    PLUS = "plus"


class ErrorShape(StrEnum):
    """The three forms of a 400 seen in the wild."""

    PROBLEM = "problem"
    MAP = "map"
    ENVELOPE = "envelope"


@dataclass(slots=True)
class Fault:
    """
    One order of trouble.

    ``remaining`` is how often it still happens; the other members belong to single kinds, see the
    table in README.md.
    """

    kind: SendFault | EventFault
    remaining: int = 1
    status: int = 500
    shape: ErrorShape = ErrorShape.PROBLEM
    retry_after_seconds: int | None = None
    seconds: float = 1.0
    times: int = 2
    key_case: str = "pascal"
    plus: bool = True


class FaultBook:
    """Faults in waiting, first come, first served; a send meets one at a time."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault happen ``remaining`` times."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Forget all faults."""
        self._faults.clear()

    def waiting(self) -> Sequence[Fault]:
        """Return the faults that are still to come."""
        return tuple(self._faults)

    def for_send(self) -> Fault | None:
        """Return the fault for the next response, and count it."""
        return self._take(SendFault)

    def for_event(self, kind: EventFault) -> Fault | None:
        """Return the next event's fault of one kind, and count it."""
        return self._take((kind,))

    def _take(self, kinds: type[SendFault] | tuple[EventFault]) -> Fault | None:
        for fault in self._faults:
            if fault.kind in tuple(kinds):
                fault.remaining -= 1
                if fault.remaining == 0:
                    self._faults.remove(fault)
                return fault
        return None
