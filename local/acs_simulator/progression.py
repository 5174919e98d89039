"""When and how a message's fate is decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from local.acs_simulator.events import Event
from local.acs_simulator.messages import Message, Report
from local.acs_simulator.outcomes import TIMED_OUT, Outcome
from local.acs_simulator.settings import Clock

DEFAULT_SECONDS = 0.3


class Timer(Protocol):
    """Something that will happen unless it is cancelled."""

    def cancel(self) -> None:
        """Let it not happen."""


CallLater = Callable[[float, Callable[[], None]], Timer]


class Mode(StrEnum):
    """How messages get from accepted to delivered or failed."""

    IMMEDIATE = "immediate"
    MANUAL = "manual"
    AFTER_SECONDS = "after_seconds"


@dataclass(slots=True, eq=False)
class Progression:
    """
    Decides the fate of accepted messages, and reports it where a report was asked for.

    ``publish`` gets the reports' events, ``on_change`` every message whose state changed. Messages
    of one call are decided together, so that a bulk send costs one timer and not one per message.
    """

    publish: Callable[[Sequence[Event]], None]
    on_change: Callable[[Sequence[Message]], None]
    clock: Clock
    call_later: CallLater
    mode: Mode = Mode.AFTER_SECONDS
    seconds: float = DEFAULT_SECONDS
    _timers: set[Timer] = field(default_factory=set)

    def start(self, messages: Sequence[Message]) -> None:
        """Let accepted messages of one call take their course."""
        if not messages:
            return
        if self.mode is not Mode.MANUAL:
            wait = self.seconds if self.mode is Mode.AFTER_SECONDS else 0.0
            self._later(wait, lambda: self.publish(self.decide(messages)))
        timeout = messages[0].content.report_timeout_seconds
        silent = self.mode is Mode.MANUAL or not all(m.outcome.reports for m in messages)
        if timeout is not None and silent:
            self._later(timeout, lambda: self._time_out(messages))

    def decide(self, messages: Sequence[Message]) -> list[Event]:
        """Give messages their outcome, and return the events that tell of it."""
        reports: dict[int, Report] = {}
        decided = [m for m in messages if m.outcome.reports and m.report is None]
        for message in decided:
            outcome = message.outcome
            report = reports.get(id(outcome)) or self._report(outcome)
            reports[id(outcome)] = message.report = report
        self.on_change(decided)
        return _wanted_events(decided)

    def report_by_hand(self, message: Message, outcome: Outcome) -> None:
        """Report a message's fate now, also when it has been reported before."""
        message.report = self._report(outcome)
        self.on_change([message])
        self.publish(_wanted_events([message]))

    def close(self) -> None:
        """Decide nothing more."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _time_out(self, messages: Sequence[Message]) -> None:
        # The code for a report that never came is not documented; 5002 fits best (assumption).
        for message in messages:
            if message.report is None:
                self.report_by_hand(message, TIMED_OUT)

    def _report(self, outcome: Outcome) -> Report:
        return Report(outcome.status, outcome.details, self.clock(), outcome.attempts)

    def _later(self, seconds: float, work: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(timer)
            work()

        timer = self.call_later(seconds, run)
        self._timers.add(timer)


def _wanted_events(messages: Sequence[Message]) -> list[Event]:
    return [Event(m, m.report) for m in messages if m.content.report_wanted and m.report]
