"""The response body of the sender routes, and how a hold is described."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from senders.domain.hold import Hold
from senders.domain.profile import Unit
from shared.web.contract import PageModel, ResponseModel


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


class SenderAnswer(ResponseModel):
    """The limits of a sender, and whether it is paused or held."""

    sender: str
    health: Annotated[
        SenderHealth,
        Field(description="ok; paused: by an operator; held: the carrier refuses it, see `hold`"),
    ]
    paused: bool
    paused_since: datetime | None
    units_per_minute: Annotated[int | None, Field(description="Absent: no limit")]
    units_per_day: Annotated[int | None, Field(description="Per UTC day; absent: no cap")]
    unit: Unit
    hold: Annotated[
        HoldAnswer | None, Field(description="While the carrier refuses the sender")
    ] = None


class SenderPage(PageModel):
    """Some own numbers, in order."""

    senders: list[SenderAnswer]


def hold_response(hold: Hold) -> HoldAnswer:
    """Build the description of a hold."""
    return HoldAnswer(
        code=hold.refusal,
        message=hold.message,
        since=hold.since,
        refused_count=hold.refused_count,
        next_attempt_at=hold.next_attempt_at,
    )
