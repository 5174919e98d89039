"""The bodies of the sender routes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from senders.domain.profile import Unit
from shared.domain.kinds import WaitReason
from shared.domain.sender import SenderKind
from shared.web.contract import PageModel, RequestModel, ResponseModel, Text


class PauseRequest(RequestModel):
    """Why an operator pauses a sender; shown until it is resumed."""

    reason: Annotated[Text, Field(max_length=500)] = ""
    actor: Annotated[Text, Field(max_length=100, description="The operator who pauses it")] = ""


class ResumeRequest(RequestModel):
    """Who resumes a sender; the audit log keeps it."""

    actor: Annotated[Text, Field(max_length=100, description="The operator who resumes it")] = ""


class HoldAnswer(ResponseModel):
    """Why the messages of a sender wait that is not paused."""

    code: Annotated[str, Field(description="The carrier's HTTP status, or `no_token`")]
    message: str
    since: datetime
    refused_count: Annotated[int, Field(description="Refused attempts since then")]
    next_attempt_at: Annotated[datetime, Field(description="When one message is tried")]


class SenderHealth(StrEnum):
    """Whether the messages of a sender are submitted."""

    OK = "ok"
    PAUSED = "paused"  # an operator paused it
    HELD = "held"  # the carrier refuses it


class WaitingOfSender(ResponseModel):
    """Messages that wait for the same."""

    reason: Annotated[
        WaitReason | None,
        Field(description="As `waitingFor` of messages; absent: due, for their turn in the limit"),
    ] = None
    count: int
    next_attempt_at: Annotated[
        datetime | None, Field(description="When the first is tried, if that is known")
    ] = None


class TimesAnswer(ResponseModel):
    """How long messages took, at most 4.5 % off; without percentiles if there are none."""

    count: int
    p50_seconds: float | None = None
    p95_seconds: float | None = None


_ToSent = Annotated[
    TimesAnswer,
    Field(description="Of those handed to the carrier in the last hour, since they were due"),
]
_ToDelivered = Annotated[
    TimesAnswer, Field(description="Of those that were delivered, since they were handed over")
]

_ToAccepted = Annotated[
    TimesAnswer,
    Field(
        description="Of those handed over in the last hour, from the first attempt until the "
        "carrier had accepted them: how fast it responds, with the other calls of a large send"
    ),
]


class ActivityAnswer(ResponseModel):
    """What the messages of a sender do that were accepted yesterday or today (UTC)."""

    waiting_count: Annotated[int, Field(description="All messages that wait")]
    waiting: Annotated[list[WaitingOfSender], Field(description="By what they wait for")]
    oldest_due_at: Annotated[
        datetime | None, Field(description="Since when the oldest is due; to the minute")
    ] = None
    unknown_count: Annotated[int, Field(description="It is unknown whether these left")]
    submitted_count: Annotated[int, Field(description="Handed to the carrier in the last hour")]
    reported_count: Annotated[int, Field(description="Of these, those that were reported")]
    delivered_count: Annotated[int, Field(description="Of these, those that were delivered")]
    suppressed_count: Annotated[int, Field(description="Suppressed in the last hour")]
    failures: Annotated[
        dict[str, int],
        Field(description="Failed messages of the last hour by code, the most frequent first"),
    ]
    to_sent: _ToSent
    to_delivered: _ToDelivered
    to_accepted: _ToAccepted


class LastHourAnswer(ResponseModel):
    """What became of the messages of all own numbers in the last hour."""

    submitted_count: Annotated[int, Field(description="Handed to the carrier")]
    reported_count: Annotated[int, Field(description="Of these, those that were reported")]
    delivered_count: Annotated[int, Field(description="Of these, those that were delivered")]
    to_sent: _ToSent
    to_delivered: _ToDelivered
    to_accepted: _ToAccepted


class SenderAnswer(ResponseModel):
    """The limits of a sender, and whether it is paused or held."""

    sender: str
    health: Annotated[
        SenderHealth,
        Field(description="ok; paused: by an operator; held: the carrier refuses it, see `hold`"),
    ]
    kind: SenderKind
    paused: bool
    paused_since: datetime | None
    pause_reason: Annotated[
        str | None, Field(description="While it is paused, if a reason was given")
    ] = None
    paused_by: Annotated[str | None, Field(description="Likewise: the operator")] = None
    units_per_minute: Annotated[int | None, Field(description="Absent: no limit")]
    units_per_day: Annotated[int | None, Field(description="Per UTC day; absent: no cap")]
    unit: Unit
    hold: Annotated[
        HoldAnswer | None, Field(description="While the carrier refuses the sender")
    ] = None
    used_units: Annotated[
        int | None, Field(description="Granted in the last minute; only with `activity=true`")
    ] = None
    activity: Annotated[
        ActivityAnswer | None,
        Field(description="Only with `activity=true`; counted at most a minute ago"),
    ] = None


class SenderPage(PageModel):
    """Some own numbers, in order."""

    senders: list[SenderAnswer]
    last_hour: Annotated[
        LastHourAnswer | None,
        Field(description="Of all own numbers, on whichever page; only with `activity=true`"),
    ] = None
