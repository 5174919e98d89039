"""
Quiet hours: the local hours in which marketing is not sent.

The time is local to the recipient, as far as a number tells: the zones of its area code or country
(`places`), and the state of a US area code. Where a number may be in several zones, the hours must
allow sending in all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache

from send_sms.domain.batch import Batch, SendOptions
from send_sms.domain.dispatching import as_known
from send_sms.domain.places import PREFIX_LENGTH, area_code_of, zone_names_of
from send_sms.domain.quiet_hours_table import (
    FEDERAL_HOURS,
    STATE_HOURS,
    STATE_OF_AREA_CODE,
    WeekHours,
)
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.kinds import Category

_LAST_START = LONGEST_REPEAT_WINDOW + timedelta(minutes=1)
"""How long before closing the last message may set out: so its second tries end in time too."""

_DAYS_AHEAD = 10  # beyond any closed day, a holiday behind a Sunday for one
_ROUNDS = 60

BLOCKED = Outcome(
    OutcomeKind.SUPPRESSED, code="quiet_hours", text="It was quiet hours for the recipient."
)


class QuietHoursPolicy(StrEnum):
    """What happens to marketing in the recipient's quiet hours."""

    RESCHEDULE = "reschedule"
    BLOCK = "block"
    OFF = "off"  # it is sent: the caller is responsible for the time of day


@dataclass(frozen=True, slots=True)
class Locality:
    """Where a number may be, and the hours that hold there."""

    zones: tuple[tzinfo, ...]
    hours: WeekHours


def next_open(number: str, moment: datetime) -> datetime | None:
    """
    Tell when marketing to a number may next set out: at `moment` itself if it may now.

    Parameters
    ----------
    number : str
        E.164.
    moment : datetime
        Aware.

    Returns
    -------
    datetime or None
        UTC unless it is `moment`; None if there is no such time, because nothing is known of
        where the number is or its zones are never awake together.
    """
    return _next_open_at(_locality_of(number), moment)


@dataclass(frozen=True, slots=True)
class QuietHoursResult:
    """
    What quiet hours leave of a batch.

    Attributes
    ----------
    batch : Batch
        With the outcome of members that are not to be sent at another time either.
    ready : tuple of int
        The positions that may be sent now.
    opens_at : datetime or None
        When the first of the others may; None if there are none.
    """

    batch: Batch
    ready: tuple[int, ...]
    opens_at: datetime | None = None


def apply_quiet_hours(batch: Batch, policy: QuietHoursPolicy, now: datetime) -> QuietHoursResult:
    """
    Sort a batch's waiting positions by whether they may be sent now.

    Anything but marketing may. So may uncertain members: they may already have the message, and
    the time for a second try is short.
    """
    waiting, outcomes = batch.waiting_positions(), batch.progress.outcomes
    if batch.shared_options.category is not Category.MARKETING or policy is QuietHoursPolicy.OFF:
        return QuietHoursResult(batch, tuple(waiting))
    openings = {p: now if p in outcomes else next_open(batch.recipients[p], now) for p in waiting}
    blocked = [
        position
        for position, opening in openings.items()
        if opening is None or (policy is QuietHoursPolicy.BLOCK and opening > now)
    ]
    later = [opening for p, opening in openings.items() if opening and p not in blocked]
    return QuietHoursResult(
        _with_blocked(batch, blocked, now),
        tuple(position for position in waiting if openings[position] == now),
        min((opening for opening in later if opening > now), default=None),
    )


def _with_blocked(batch: Batch, blocked: list[int], now: datetime) -> Batch:
    if not blocked:
        return batch
    outcomes = dict(batch.progress.outcomes)
    for position in blocked:
        outcomes[position] = as_known(batch, position, replace(BLOCKED, at=now))
    return replace(batch, progress=replace(batch.progress, outcomes=outcomes))


@lru_cache(maxsize=1024)
def _next_open_at(locality: Locality, moment: datetime) -> datetime | None:
    """Most recipients of a batch are in one place."""
    for _ in range(_ROUNDS if locality.zones else 0):
        latest = max(_opening(zone, locality.hours, moment) for zone in locality.zones)
        if latest == moment:
            return moment
        moment = latest
    return None


def _opening(zone: tzinfo, hours: WeekHours, moment: datetime) -> datetime:
    today = moment.astimezone(zone).date()
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        window = _window(zone, hours, day)
        if window and moment <= window[1]:
            return max(moment, window[0])
    return moment + timedelta(days=_DAYS_AHEAD)


def _window(zone: tzinfo, hours: WeekHours, day: date) -> tuple[datetime, datetime] | None:
    of_day = hours.on(day)
    if of_day is None:
        return None
    opens = datetime.combine(day, of_day.opens, zone).astimezone(UTC)
    closes = datetime.combine(day, of_day.closes, zone).astimezone(UTC)
    return opens, closes - _LAST_START


def _locality_of(number: str) -> Locality:
    return _locality_of_prefix(number[:PREFIX_LENGTH])


@lru_cache(maxsize=4096)
def _locality_of_prefix(prefix: str) -> Locality:
    state = STATE_OF_AREA_CODE.get(area_code_of(prefix))
    hours = STATE_HOURS[state] if state else FEDERAL_HOURS
    return Locality(tuple(map(_zone, zone_names_of(prefix))), hours)


@lru_cache(maxsize=512)
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class QuietHoursPreview:
    """
    The recipients who would be in quiet hours when the send is due.

    Attributes
    ----------
    recipient_count : int
        How many would have to wait, or be blocked.
    never_count : int
        How many of them have no known allowed time.
    expiring_count : int
        How many of them would expire unsent, because their time to live ends first.
    earliest_at, latest_at : datetime or None
        When the first and the last of them may be sent to; None if no recipient has to wait.
    """

    policy: QuietHoursPolicy
    recipient_count: int
    never_count: int
    expiring_count: int
    earliest_at: datetime | None
    latest_at: datetime | None


def preview_quiet_hours(
    recipients: Sequence[str], options: SendOptions, policy: QuietHoursPolicy, now: datetime
) -> QuietHoursPreview | None:
    """Count the recipients in quiet hours when a send is due; None if quiet hours do not apply."""
    if options.category is not Category.MARKETING or policy is QuietHoursPolicy.OFF:
        return None
    due_at = max(options.send_at or now, now)
    openings = [next_open(recipient, due_at) for recipient in recipients]
    later = sorted(opening for opening in openings if opening and opening > due_at)
    never_count = openings.count(None)
    waits = policy is QuietHoursPolicy.RESCHEDULE
    return QuietHoursPreview(
        policy=policy,
        recipient_count=len(later) + never_count,
        never_count=never_count,
        expiring_count=sum(waits and opening >= options.expires_at for opening in later),
        earliest_at=later[0] if later else None,
        latest_at=later[-1] if later else None,
    )
