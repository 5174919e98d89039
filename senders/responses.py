"""Build the response bodies of senders."""

from collections.abc import Mapping

from senders.contract import (
    ActivityAnswer,
    HoldAnswer,
    LastHourAnswer,
    SenderAnswer,
    SenderHealth,
    SenderPage,
    TimesAnswer,
    WaitingOfSender,
)
from senders.domain.activity import Activity, value_at
from senders.domain.hold import Hold
from senders.listing import SenderList
from senders.pause import SenderOverview
from senders.storage.holds import Switches
from shared.domain.kinds import WaitReason
from shared.domain.sender import parse_sender
from shared.web.contract import next_page_url


def list_response(page: SenderList, limit: int) -> SenderPage:
    """Build the response to `GET /senders`; the next page has activity if this one has."""
    query = {"limit": limit, "activity": "true" if page.last_hour else ""}
    return SenderPage(
        senders=[sender_response(one) for one in page.senders],
        next_url=next_page_url("senders", page.next_after, query),
        last_hour=last_hour_response(page.last_hour) if page.last_hour else None,
    )


def sender_response(state: SenderOverview) -> SenderAnswer:
    """Build the response to `GET /senders/{sender}`."""
    switches, limits = state.switches, state.profile.limits
    return SenderAnswer(
        sender=state.sender,
        kind=parse_sender(state.sender).kind,
        health=_health(switches),
        paused=switches.paused_since is not None,
        paused_since=switches.paused_since,
        pause_reason=switches.pause_reason or None,
        paused_by=switches.paused_by or None,
        units_per_minute=limits.units_per_minute,
        units_per_day=limits.units_per_day,
        unit=state.profile.unit,
        hold=hold_response(switches.hold) if switches.hold else None,
        used_units=state.used_units,
        activity=_activity(state),
    )


def _activity(state: SenderOverview) -> ActivityAnswer | None:
    if state.activity is None:
        return None
    switches = state.switches
    is_paused = switches.paused_since is not None
    return activity_response(state.activity, is_paused=is_paused, hold=switches.hold)


def _health(switches: Switches) -> SenderHealth:
    if switches.paused_since:
        return SenderHealth.PAUSED
    return SenderHealth.HELD if switches.hold else SenderHealth.OK


def hold_response(hold: Hold) -> HoldAnswer:
    """Build the description of a hold."""
    return HoldAnswer(
        code=hold.refusal,
        message=hold.message,
        since=hold.since,
        refused_count=hold.refused_count,
        next_attempt_at=hold.next_attempt_at,
    )


def activity_response(activity: Activity, *, is_paused: bool, hold: Hold | None) -> ActivityAnswer:
    """Build the description of what a sender's messages do."""
    return ActivityAnswer(
        waiting_count=activity.waiting_count,
        waiting=_waiting(activity, is_paused=is_paused, hold=hold),
        oldest_due_at=activity.oldest_due_at,
        unknown_count=sum(activity.unknown.values()),
        submitted_count=activity.submitted_count,
        reported_count=activity.reported_count,
        delivered_count=activity.delivered_count,
        suppressed_count=activity.suppressed_count,
        failures=dict(sorted(activity.failures.items(), key=lambda one: (-one[1], one[0]))),
        to_sent=_times(activity.to_sent),
        to_delivered=_times(activity.to_delivered),
        to_accepted=_times(activity.to_accepted),
    )


def last_hour_response(activity: Activity) -> LastHourAnswer:
    """Build the description of the last hour of all own numbers."""
    return LastHourAnswer(
        submitted_count=activity.submitted_count,
        reported_count=activity.reported_count,
        delivered_count=activity.delivered_count,
        to_sent=_times(activity.to_sent),
        to_delivered=_times(activity.to_delivered),
        to_accepted=_times(activity.to_accepted),
    )


def _times(by_seconds: Mapping[float, int]) -> TimesAnswer:
    return TimesAnswer(
        count=sum(by_seconds.values()),
        p50_seconds=_rounded(value_at(by_seconds, 0.5)),
        p95_seconds=_rounded(value_at(by_seconds, 0.95)),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _waiting(activity: Activity, *, is_paused: bool, hold: Hold | None) -> list[WaitingOfSender]:
    """A pause or a refusal comes first, as in `waitingFor` of a message."""
    stop = WaitReason.SENDER_PAUSED if is_paused else WaitReason.CARRIER_REFUSES if hold else None
    next_attempt_at = hold.next_attempt_at if hold and not is_paused else None
    due_count = activity.due_count + (activity.quiet_count if stop else 0)
    groups = [
        WaitingOfSender(reason=stop, count=due_count, next_attempt_at=next_attempt_at),
        WaitingOfSender(
            reason=WaitReason.QUIET_HOURS,
            count=0 if stop else activity.quiet_count,
            next_attempt_at=activity.next_open_at,
        ),
        WaitingOfSender(reason=WaitReason.SCHEDULED, count=activity.scheduled_count),
    ]
    return [one for one in groups if one.count]
