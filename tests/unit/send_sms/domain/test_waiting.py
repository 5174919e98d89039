"""What a message waits for follows from what is stored and the time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.quiet_hours import QuietHoursPolicy, next_open
from send_sms.domain.status import status_of
from send_sms.domain.waiting import Wait, WaitConditions, WaitingGroup, grouped, wait_of
from shared.domain.kinds import Category, MessageStatus, WaitReason
from tests.support.samples import make_batch, make_options

MIAMI = "+13055550100"
NOWHERE = "+878101234567"
NIGHT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
SOON = Wait(WaitReason.SENDER_PACED, NIGHT + timedelta(seconds=30))
PAUSED = Wait(WaitReason.SENDER_PAUSED)
RESCHEDULE = QuietHoursPolicy.RESCHEDULE


def marketing(to: str = MIAMI, **options: Any) -> Batch:
    return make_batch((to,), options=make_options(category=Category.MARKETING, **options))


@pytest.mark.parametrize(
    ("conditions", "wait"),
    [
        (WaitConditions(RESCHEDULE, PAUSED, SOON), PAUSED),
        (WaitConditions(RESCHEDULE, None, SOON), Wait(WaitReason.QUIET_HOURS, MORNING)),
        (WaitConditions(QuietHoursPolicy.OFF, None, SOON), SOON),
        (WaitConditions(QuietHoursPolicy.BLOCK, None, SOON), SOON),
        (WaitConditions(QuietHoursPolicy.OFF), None),
    ],
)
def test_reason_is_the_one_that_ends_last(conditions: WaitConditions, wait: Wait | None) -> None:
    assert wait_of(marketing(), 0, NIGHT, conditions) == wait


def test_number_of_nowhere_waits_for_no_time() -> None:
    found = wait_of(marketing(NOWHERE), 0, NIGHT, WaitConditions(RESCHEDULE))
    assert found == Wait(WaitReason.QUIET_HOURS)


@pytest.mark.parametrize(("before_its_end", "is_told"), [(1, True), (0, False), (-1, False)])
def test_attempt_is_told_only_if_the_message_still_lives_then(
    before_its_end: int, is_told: bool
) -> None:
    batch = make_batch()
    at = batch.expires_at(0) - timedelta(milliseconds=before_its_end)
    wait = wait_of(
        batch, 0, NIGHT, WaitConditions(RESCHEDULE, rate_limit=Wait(WaitReason.SENDER_PACED, at))
    )
    assert wait == Wait(WaitReason.SENDER_PACED, at if is_told else None)


@given(st.integers(-1_000, 10_000).map(lambda minutes: NIGHT + timedelta(minutes=minutes)))
def test_only_what_is_scheduled_or_queued_waits_and_then_for_a_time_to_come(
    moment: datetime,
) -> None:
    batch = marketing(send_at=NIGHT + timedelta(hours=2))
    wait = wait_of(batch, 0, moment, WaitConditions(RESCHEDULE))
    status = status_of(batch, 0, moment)
    assert (wait is not None) <= (status in {MessageStatus.SCHEDULED, MessageStatus.QUEUED})
    if wait and wait.next_attempt_at:
        assert moment < wait.next_attempt_at < batch.expires_at(0)
        assert next_open(MIAMI, wait.next_attempt_at) == wait.next_attempt_at


def test_groups_are_by_reason_the_most_frequent_first_with_first_and_last_attempt() -> None:
    later = replace(SOON, next_attempt_at=MORNING)
    assert grouped([PAUSED, later, None, SOON, Wait(SOON.reason)]) == (
        WaitingGroup(WaitReason.SENDER_PACED, 3, SOON.next_attempt_at, last_attempt_at=MORNING),
        WaitingGroup(WaitReason.SENDER_PAUSED, 1, None),
    )
