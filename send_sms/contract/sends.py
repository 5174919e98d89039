"""The response bodies about sends as a whole."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from send_sms.contract.answers import SendReference, WaitingText
from send_sms.domain.progress import ResendKind
from send_sms.domain.resend import SkipReason
from shared.domain.kinds import Category, MessageStatus, Purpose, WaitReason
from shared.domain.message_text import Encoding
from shared.web.contract import PageModel, ResponseModel


class WaitingMessages(ResponseModel):
    """The messages of a send that wait for the same."""

    waiting_for: WaitReason
    count: int
    next_attempt_at: Annotated[
        datetime | None, Field(description="When the first of them is tried next, if it is known")
    ] = None
    last_attempt_at: Annotated[
        datetime | None, Field(description="When the last of them is tried next, if it is known")
    ] = None


class ReasonCount(ResponseModel):
    """The messages of a send that have a status for the same reason."""

    status: MessageStatus
    code: Annotated[str, Field(description="Of the message's `error`")]
    message: Annotated[
        str,
        Field(
            description="Of the first of them; the carrier may vary it",
            examples=["The phone cannot be reached."],
        ),
    ]
    count: int


class SendCost(ResponseModel):
    """The estimated cost of the messages that were sent or may yet be."""

    currency: Annotated[str, Field(description="ISO 4217")]
    amount: Annotated[str, Field(examples=["0.0200"])]
    segment_count: int
    unpriced_segment_count: Annotated[
        int, Field(description="Segments without a known price; not in `amount`")
    ]


class ResentMessages(ResponseModel):
    """Messages of a send that were resent at one time."""

    at: datetime
    kind: ResendKind
    message_count: Annotated[int, Field(description="Messages that were resent then")]


class SendStatus(ResponseModel):
    """A send and its messages by status."""

    send_id: str
    sender: Annotated[str, Field(alias="from")]
    status: Annotated[str, Field(description="accepted while messages are pending, then completed")]
    message: Annotated[
        str,
        Field(
            description="With its placeholders; masked for `otp`",
            examples=["Hi Ana, your appointment is at 9."],
        ),
    ]
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
    segment_count: Annotated[int, Field(description="Of the longest message")]
    encoding: Annotated[Encoding, Field(description="Of the longest message")]
    cost: SendCost
    counts: Annotated[dict[MessageStatus, int], Field(description="Messages by status")]
    reasons: Annotated[
        list[ReasonCount],
        Field(description="Messages by status and reason, the most frequent first"),
    ]
    first_sent_at: Annotated[
        datetime | None, Field(description="When the first submission began")
    ] = None
    last_sent_at: Annotated[
        datetime | None, Field(description="When the carrier accepted the last message so far")
    ] = None
    resends: Annotated[
        list[ResentMessages] | None, Field(description="Its resends, oldest first")
    ] = None
    cancelled_at: Annotated[datetime | None, Field(description="When it was cancelled")] = None
    cancelled_by: Annotated[
        str | None,
        Field(
            description="Who cancelled it: the `actor` of the request, else its caller. Absent of "
            "a single message, and where it is not known",
            examples=["Dana"],
        ),
    ] = None
    sent_last_minute: Annotated[
        int, Field(description="Messages that the carrier accepted in the last minute")
    ]
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


class SendListPage(PageModel):
    """Some sends, newest first; a short page may have a next one."""

    sends: list[SendStatus]


class SingleSendsOfDay(ResponseModel):
    """How many sends to one recipient a day has."""

    day: Annotated[date, Field(description="In the time zone `tz`")]
    count: int
    is_complete: Annotated[bool, Field(description="False: there are more than were counted")]


class SingleSendCounts(ResponseModel):
    """Sends to one recipient by day, the newest first; a day that was not counted is absent."""

    days: Annotated[list[SingleSendsOfDay], Field(description="One for each day")]
