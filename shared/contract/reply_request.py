"""The body of `POST /conversations/{sender}/{user}/replies`, and the send it becomes."""

from typing import Annotated

from pydantic import Field

from conversations.contract import ReplyText
from shared.contract.send_request import SendRequest
from shared.domain.kinds import Purpose
from shared.web.contract import RequestModel, TimeToLive


class ReplyRequest(RequestModel):
    """What to say to the person."""

    message: ReplyText
    ttl_seconds: Annotated[TimeToLive, Field(description="Default 259,200 (72 h)")] = None


class ReplySend(SendRequest):
    """A send that goes before campaigns and codes, because a person waits for it."""

    @property
    def purpose(self) -> Purpose:
        """What the send is for."""
        return Purpose.REPLY
