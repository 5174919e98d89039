"""The response body of `GET /caps`."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from send_sms.domain.caps import CapPeriod, CapScope, CapUnit
from shared.web.contract import ResponseModel


class CapAnswer(ResponseModel):
    """A cap, and how much of it is used in the present period."""

    scope: Annotated[CapScope, Field(description="What it holds for")]
    name: Annotated[
        str | None, Field(description="The own number, category or campaign; absent for the app")
    ] = None
    period: Annotated[CapPeriod, Field(description="A day or month in UTC")]
    unit: Annotated[CapUnit, Field(description="What it counts")]
    currency: Annotated[str | None, Field(description="ISO 4217; of an amount")] = None
    limit: Annotated[str, Field(description="A decimal number", examples=["20000", "500.00"])]
    used: Annotated[
        str,
        Field(
            description="Accepted in this period, and what instances have leased and not used yet: "
            "up to a hundredth of the cap each. Above the limit through replies and confirmations"
        ),
    ]
    has_refused: Annotated[bool, Field(description="Whether a send was refused in this period")]
    resets_at: Annotated[datetime, Field(description="When the next period begins")]


class CapsAnswer(ResponseModel):
    """The caps that are set; empty: none."""

    as_of: Annotated[datetime, Field(description="When they were read")]
    caps: Annotated[list[CapAnswer], Field(description="In the order of the setting")]
