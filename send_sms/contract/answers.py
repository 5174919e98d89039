"""The response bodies of sends and messages."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from send_sms.domain.resend import SkipReason
from shared.domain.kinds import Category, MessageStatus, Purpose, WaitReason
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
SendReference = Annotated[str | None, Field(description="The caller's name for the send")]


class MessageSummary(ResponseModel):
    """One message of a send."""

    message_id: str
    to: str
    status: MessageStatus
    reference: Reference = None
    error: Reason | None = None
    waiting_for: WaitingFor = None
    next_attempt_at: NextAttemptAt = None


class ListedMessage(MessageSummary):
    """One message of a list."""

    send_id: str
    sender: Annotated[str, Field(alias="from")]
    message: Annotated[str, Field(description="The text for the recipient; masked for `otp`")]
    category: Category
    campaign: str | None
    accepted_at: datetime
    send_at: datetime | None
    sent_at: datetime | None
    reported_at: datetime | None


class Rejection(ResponseModel):
    """A recipient that is invalid; all others are sent."""

    position: Annotated[int, Field(description="In the list `to`, from 0")]
    code: str
    reason: str


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
        Field(description="carrier_refuses: the messages wait; see GET /senders/{sender}"),
    ] = None


class WaitingMessages(ResponseModel):
    """The messages of a send that wait for the same."""

    waiting_for: WaitReason
    count: int
    next_attempt_at: Annotated[
        datetime | None, Field(description="When the first of them is tried next, if it is known")
    ] = None


class SendStatus(ResponseModel):
    """A send and its messages by status."""

    send_id: str
    sender: Annotated[str, Field(alias="from")]
    status: Annotated[str, Field(description="accepted while messages are pending, then completed")]
    message: Annotated[str, Field(description="With its placeholders; masked for `otp`")]
    category: Category
    campaign: str | None
    reference: SendReference = None
    purpose: Annotated[
        Purpose,
        Field(description="`send`, or the kind of response to a person"),
    ]
    delivery_report: bool
    accepted_at: datetime
    send_at: datetime | None
    expires_at: datetime
    recipient_count: int
    duplicate_count: int
    rejected_count: int
    counts: Annotated[dict[MessageStatus, int], Field(description="Messages by status")]
    waiting_for: Annotated[
        WaitReason | None, Field(description="What most of its waiting messages wait for")
    ] = None
    next_attempt_at: Annotated[
        datetime | None, Field(description="When the first of these is tried next")
    ] = None
    waiting_text: WaitingText = None
    waiting: Annotated[
        list[WaitingMessages] | None, Field(description="Its waiting messages by reason")
    ] = None
    messages_url: str
    attention_url: Annotated[
        str | None,
        Field(description="Pages through the unknown and failed messages, if there are any"),
    ] = None


class Restarted(ResponseModel):
    """The messages of a send that are resent."""

    send_id: str
    message_count: Annotated[int, Field(description="Messages that will be resent")]
    skipped: Annotated[
        dict[SkipReason, int],
        Field(
            description="Messages that are not resent, by reason. expired: set ttlSeconds; "
            "in_progress: try again in a minute; too_often: resent 20 times already; "
            "text_deleted: its code is deleted, send a new one"
        ),
    ]
    messages_url: str


class MessagePage(PageModel):
    """Some messages of a send, in the order of the numbers."""

    send_id: str
    messages: list[ListedMessage]


class FoundMessages(PageModel):
    """Some messages of all own numbers, newest first; a short page may have a next one."""

    messages: list[ListedMessage]
    read_count: Annotated[int, Field(description="Reads of storage that the page took")]


class SendListPage(PageModel):
    """Some sends, newest first; a short page may have a next one."""

    sends: list[SendStatus]


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
    message: Annotated[str, Field(description="The text for the recipient; masked for `otp`")]
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
