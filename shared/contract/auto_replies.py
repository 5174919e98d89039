"""The bodies of the automatic replies' API."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.contract.reply_request import ReplyText
from shared.web.contract import RequestModel, ResponseModel


class AutoReplyText(RequestModel):
    """What is answered to a keyword."""

    text: ReplyText


class AutoReplyRule(ResponseModel):
    """What is answered to a message that is a keyword and nothing else."""

    sender: Annotated[str, Field(description="The own number")]
    keyword: Annotated[str, Field(description="As it is compared: lower case, words only")]
    text: str
    changed_at: datetime


class AutoReplyPage(ResponseModel):
    """Some automatic replies, in the order of their keywords."""

    auto_replies: list[AutoReplyRule]
    next_url: str | None = None
