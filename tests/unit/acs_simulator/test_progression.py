"""When the fate of messages is decided, with timers that go off when told to."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from local.acs_simulator.outcomes import OUTCOME_BY_RECIPIENT, DeliveryStatus, Outcome
from local.acs_simulator.progression import Mode, Progression
from tests.unit.acs_simulator.samples import NOW, make_message

if TYPE_CHECKING:
    from local.acs_simulator.events import Event


class FakeTimer:
    def __init__(self, seconds: float, work: Callable[[], None]) -> None:
        self.seconds, self.work, self.is_cancelled = seconds, work, False

    def cancel(self) -> None:
        self.is_cancelled = True


class Course:
    """A progression whose timers go off when told to."""

    def __init__(self, mode: Mode) -> None:
        self.timers: list[FakeTimer] = []
        self.published: list[Event] = []
        self.changed: list[str] = []
        self.progression = Progression(
            publish=self.published.extend,
            on_change=self._note,
            clock=lambda: NOW,
            call_later=self._call_later,
            mode=mode,
            seconds=5,
        )

    def _note(self, messages: Sequence[Any]) -> None:
        self.changed += [message.message_id for message in messages]

    def _call_later(self, seconds: float, work: Callable[[], None]) -> FakeTimer:
        self.timers.append(FakeTimer(seconds, work))
        return self.timers[-1]

    def go_off(self) -> None:
        for timer in self.timers:
            timer.work()


def test_messages_of_one_call_cost_one_timer() -> None:
    course = Course(Mode.AFTER_SECONDS)

    course.progression.start([make_message(f"m{n}") for n in range(100)])
    course.go_off()

    assert [timer.seconds for timer in course.timers] == [5]
    assert len(course.published) == len(course.changed) == 100


def test_manual_message_is_reported_as_timed_out_when_its_time_is_up() -> None:
    course = Course(Mode.MANUAL)
    message = make_message(report_timeout_seconds=60)

    course.progression.start([message])
    course.go_off()

    assert [timer.seconds for timer in course.timers] == [60]
    assert message.report is not None
    assert message.report.details == "5002: Carrier does not support delivery report"
    assert [event.message for event in course.published] == [message]


def test_reported_message_does_not_time_out() -> None:
    course = Course(Mode.MANUAL)
    message = make_message(report_timeout_seconds=60)
    course.progression.start([message])

    course.progression.report_by_hand(message, Outcome())
    course.go_off()

    assert [event.report and event.report.status for event in course.published] == ["Delivered"]


def test_report_by_hand_is_not_undone_by_the_timer() -> None:
    course = Course(Mode.AFTER_SECONDS)
    message = make_message()
    course.progression.start([message])

    failed = Outcome(DeliveryStatus.FAILED, "4005", (False,))
    course.progression.report_by_hand(message, failed)
    course.go_off()

    assert [event.report and event.report.status for event in course.published] == ["Failed"]
    assert message.status == "failed"


def test_silent_recipient_times_out_and_others_do_not() -> None:
    course = Course(Mode.AFTER_SECONDS)
    silent, other = (make_message(name, report_timeout_seconds=60) for name in ("m1", "m2"))
    silent.outcome = OUTCOME_BY_RECIPIENT["+12025550152"]

    course.progression.start([silent, other])
    course.go_off()

    assert [timer.seconds for timer in course.timers] == [5, 60]
    assert [(m.report and m.report.status) for m in (silent, other)] == ["Failed", "Delivered"]


def test_closing_cancels_what_was_to_come() -> None:
    course = Course(Mode.AFTER_SECONDS)
    course.progression.start([make_message()])

    course.progression.close()

    assert [timer.is_cancelled for timer in course.timers] == [True]
