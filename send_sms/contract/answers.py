"""The response bodies about messages, and of an accepted send."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.kinds import Category, MessageStatus, WaitReason
from shared.domain.message_text import Encoding
from shared.web.contract import PageModel, Reason, ResponseModel

WaitingFor = Annotated[
    WaitReason | None,
    Field(description="What a scheduled or queued message waits for; absent: for nothing else"),
]
NextAttemptAt = Annotated[
    datetime | None,
    Field(
        description="When it is tried next, as far as is known; absent: not known, or not before "
        "its time to live ends"
    ),
]
WaitingText = Annotated[
    str | None, Field(description="What an operator has to correct, for `carrier_refuses`")
]


Reference = Annotated[
    str | None, Field(description="The caller's name for the message, else for its send")
]
Erased = Annotated[
    bool | None,
    Field(description="true: the recipient was erased, and `to` is a pseudonym; else absent"),
]
SendReference = Annotated[str | None, Field(description="The caller's name for the send")]


TextForRecipient = Annotated[
    str,
    Field(
        description="The text for the recipient; masked for `otp`",
        examples=["Hi Ana, your appointment is at 9."],
    ),
]


class MessageSummary(ResponseModel):
    """One message of a send."""

    message_id: str
    to: str
    status: MessageStatus
    erased: Erased = None
    reference: Reference = None
    error: Reason | None = None
    waiting_for: WaitingFor = None
    next_attempt_at: NextAttemptAt = None


class ListedMessage(MessageSummary):
    """One message of a list."""

    send_id: str
    sender: Annotated[str, Field(alias="from")]
    message: TextForRecipient
    category: Category
    campaign: str | None
    accepted_at: datetime
    send_at: datetime | None
    sent_at: datetime | None
    reported_at: datetime | None
    segment_count: int
    updated_at: Annotated[datetime, Field(description="When something was last recorded about it")]


class Rejection(ResponseModel):
    """A recipient that is invalid; all others are sent."""

    position: Annotated[int, Field(description="In the list `to`, from 0")]
    code: str
    reason: Annotated[str, Field(examples=["This is not a phone number."])]


class SendAccepted(ResponseModel):
    """A send is stored and will be dispatched."""

    send_id: str
    status: str = "accepted"
    recipient_count: Annotated[int, Field(description="Messages that will be sent")]
    duplicate_count: Annotated[int, Field(description="Recipients named more than once")]
    segment_count: Annotated[int, Field(description="Of the longest message")]
    encoding: Encoding
    messages: Annotated[
        list[MessageSummary] | None, Field(description="For up to 100 recipients")
    ] = None
    messages_url: Annotated[str, Field(description="Pages through all messages")]
    rejected: list[Rejection]
    reference: SendReference = None
    warnings: Annotated[
        list[Reason] | None,
        Field(
            description="As of now. carrier_refuses: the messages wait, see GET /senders/{sender}; "
            "unknown_sender: the number may not be yours"
        ),
    ] = None


class MessagePage(PageModel):
    """Some messages of a send, in the order of the numbers."""

    send_id: str
    messages: list[ListedMessage]


class FoundMessages(PageModel):
    """Some messages of all own numbers, newest first; a short page may have a next one."""

    messages: list[ListedMessage]
    read_count: Annotated[int, Field(description="Reads of storage that the page took")]


class HistoryEntry(ResponseModel):
    """Something that happened to a message."""

    at: datetime
    event: str
    detail: str | None = None


class Message(ResponseModel):
    """One message with its history."""

    message_id: str
    send_id: str
    sender: Annotated[str, Field(alias="from")]
    to: str
    status: MessageStatus
    erased: Erased = None
    message: TextForRecipient
    category: Category
    campaign: str | None
    reference: Reference = None
    segment_count: int
    encoding: Encoding
    provider_message_id: str | None
    error: Reason | None
    waiting_for: WaitingFor = None
    next_attempt_at: NextAttemptAt = None
    waiting_text: WaitingText = None
    history: list[HistoryEntry]
