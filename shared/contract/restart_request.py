"""The body of `POST /sms/{sendId}/resend-unknown` and `/redrive`, which may be left out."""

from typing import Annotated

from pydantic import Field

from shared.web.contract import RequestModel, TimeToLive


class RestartRequest(RequestModel):
    """How what has ended is to be taken up again."""

    ttl_seconds: Annotated[
        TimeToLive,
        Field(description="From now on; without it the first time to live counts"),
    ] = None
