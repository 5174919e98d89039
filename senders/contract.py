"""The response body of the sender routes."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from senders.domain.profile import Unit
from shared.web.contract import ResponseModel


class SenderAnswer(ResponseModel):
    """The limits of a sender, and whether it is paused."""

    sender: str
    paused: bool
    paused_since: datetime | None
    units_per_minute: Annotated[int | None, Field(description="Absent: no limit")]
    units_per_day: Annotated[int | None, Field(description="Per UTC day; absent: no cap")]
    unit: Unit
