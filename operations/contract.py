"""The response bodies of health, which shows no secret, of readiness, queue and parked events."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from senders.contract import HoldAnswer
from shared.web.contract import PageModel, ResponseModel


class ForeignEvents(ResponseModel):
    """Event Grid events of another resource than `ACS_RESOURCE_ID`, which were refused."""

    count: Annotated[int, Field(description="Since this worker started")]
    last_refused_at: datetime


class Health(ResponseModel):
    """That the app runs, whether storage responds, and what is configured; no secrets."""

    status: Annotated[
        Literal["ok", "storage_unavailable", "storage_refused"],
        Field(description="What a look at storage found, at most five seconds ago"),
    ] = "ok"
    storage: Annotated[str, Field(description="connection_string or managed_identity")]
    acs: Annotated[str, Field(description="access_key or managed_identity")]
    event_source_checked: Annotated[
        bool, Field(description="Events of other resources than ACS_RESOURCE_ID are refused")
    ]
    trial: Annotated[bool, Field(description="Only guests get real messages: `SMS_TRIAL`")] = False
    foreign_events: Annotated[
        ForeignEvents | None,
        Field(description="If this worker refused any; ACS_RESOURCE_ID may be another resource"),
    ] = None
    held_senders: Annotated[
        list[str] | None,
        Field(description="Kind and reason of senders whose messages wait; see GET /queue"),
    ] = None
    overdue_count: Annotated[
        int | None,
        Field(description="Waiting work that is due: the timer move_due_work does not run"),
    ] = None


class Readiness(ResponseModel):
    """That storage responds: one row and two queues were read."""

    status: Literal["ok"] = "ok"
    tables: Literal["ok"] = "ok"
    queues: Literal["ok"] = "ok"


class HeldSenderAnswer(ResponseModel):
    """A sender that the carrier refuses."""

    sender: str
    hold: HoldAnswer


class QueueAnswer(ResponseModel):
    """How much sending work waits; a piece of work is up to 1,000 messages."""

    due_count: Annotated[int, Field(description="Pieces of work due now; 32 also means more")]
    work_count: Annotated[
        int,
        Field(description="About how many there are: due, due within minutes, or in progress"),
    ]
    waiting_count: Annotated[
        int, Field(description="About how many messages of work wait longer, in sms-waiting")
    ] = 0
    overdue_count: Annotated[
        int,
        Field(
            description="Of those that wait longer, how many are due: the timer move_due_work does "
            "not run; 32 also means more"
        ),
    ] = 0
    held_senders: Annotated[
        list[HeldSenderAnswer] | None,
        Field(description="Senders whose messages wait because the carrier refuses them"),
    ] = None


class AttentionCode(StrEnum):
    """What needs an operator, the most urgent first."""

    REVIEWS_OVERDUE = "reviews_overdue"
    CARRIER_REFUSES = "carrier_refuses"
    WORK_STANDS_STILL = "work_stands_still"  # due for 15 minutes, and nothing keeps it
    CAP_REACHED = "cap_reached"  # sends are rejected
    ROWS_UNREADABLE = "rows_unreadable"  # of the journal, today and yesterday
    MESSAGES_UNKNOWN = "messages_unknown"
    SENDER_PAUSED = "sender_paused"  # and messages wait
    REVIEWS_DUE = "reviews_due"  # today, UTC
    DEAD_LETTERS = "dead_letters"
    UNUSABLE_EVENTS = "unusable_events"


class AttentionItem(ResponseModel):
    """One thing that needs an operator; members that do not apply are absent."""

    code: AttentionCode
    count: Annotated[
        int,
        Field(
            description="Reviews, messages that wait or are unknown, caps, rows, dead letters, or "
            "events; of dead letters and events 1,000 stands for more as well"
        ),
    ]
    sender: str | None = None
    campaign: str | None = None
    subscription_id: str | None = None
    since: datetime | None = None
    since_day: Annotated[date | None, Field(description="Of events: their first UTC day")] = None
    detail: Annotated[str | None, Field(description="Why, as far as it is known")] = None
    actor: Annotated[str | None, Field(description="The operator who paused the sender")] = None
    next_attempt_at: Annotated[
        datetime | None, Field(description="When the carrier is asked again")
    ] = None


class Attention(ResponseModel):
    """What needs an operator, most urgent first, and counts for navigation."""

    as_of: Annotated[datetime, Field(description="When it was read")]
    items: Annotated[list[AttentionItem], Field(description="The most urgent first")]
    operations_count: Annotated[int, Field(description="Items that are not about reviews")]
    open_review_count: Annotated[int, Field(description="Reviews to be decided")]
    due_review_count: Annotated[
        int, Field(description="Open reviews whose last day is today (UTC), or was earlier")
    ]
    parked_report_count: Annotated[
        int,
        Field(
            description="Delivery reports that wait for their send, for up to 72 hours; 1,000 "
            "stands for more as well"
        ),
    ]
    trial: Annotated[
        Literal[True] | None, Field(description="In trial mode; absent if it is off")
    ] = None


class SettingSource(StrEnum):
    """Where the value of a setting comes from."""

    SET = "set"
    DEFAULT = "default"
    UNSET = "unset"


class SettingAnswer(ResponseModel):
    """A setting as it is in force."""

    name: Annotated[str, Field(description="As in the environment", examples=["SMS_QUIET_HOURS"])]
    source: Annotated[
        SettingSource, Field(description="set: by the environment; unset: it has no default")
    ]
    secret: Annotated[bool, Field(description="Its value is never shown")]
    value: Annotated[
        str | None, Field(description="Absent if it is secret or unset; of addresses the origin")
    ] = None


class SettingsAnswer(ResponseModel):
    """The settings in force; read when the app started."""

    settings: Annotated[list[SettingAnswer], Field(description="All settings of the app")]


class ParkedEventAnswer(ResponseModel):
    """An Event Grid event that could not be used."""

    parked_event_id: str
    parked_on: Annotated[date, Field(description="The UTC day on which it came")]
    reason: Annotated[str, Field(examples=["unknown_own_number"])]
    type: Annotated[str, Field(description="Empty if it had none")]
    event_id: str
    occurred_at: datetime
    data: Annotated[str, Field(description="Its data as JSON; cut after 32,000 characters")]


class ParkedEventPage(PageModel):
    """Some of the parked events of one kind, the oldest day first."""

    events: list[ParkedEventAnswer]
