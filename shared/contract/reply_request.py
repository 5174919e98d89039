"""The body of `POST /conversations/{sender}/{user}/replies`, and the send it becomes."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.contract.send_request import SendRequest
from shared.domain.kinds import Purpose
from shared.domain.message_text import placeholders
from shared.web.contract import MAX_BODY_CHARACTERS, RequestModel, Text, TimeToLive


def _without_placeholders(text: str) -> str:
    if placeholders(text):
        raise PydanticCustomError("placeholder", "A reply has no values for placeholders")
    return text


ReplyText = Annotated[
    Text,
    AfterValidator(_without_placeholders),
    Field(min_length=1, max_length=MAX_BODY_CHARACTERS, description="Without placeholders"),
]


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
