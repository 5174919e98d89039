"""The request and response bodies of conversations and automatic replies."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from conversations.domain.conversation import Direction
from opt_outs.domain.consent import ConsentState
from shared.domain.kinds import Category, MessageStatus, Purpose, WaitReason
from shared.domain.message_text import compose
from shared.web.contract import (
    ActorName,
    MessageText,
    PageModel,
    PersonName,
    Reason,
    ReplyText,
    RequestModel,
    ResponseModel,
)

_STATE = "opted_out: transactional messages to this person are blocked"


class ActorNote(RequestModel):
    """Who does it."""

    actor: ActorName = None


class Assignment(ActorNote):
    """Whose conversation it is."""

    assignee: Annotated[PersonName | None, Field(description="The operator; null: none")]


class AutomaticReplies(ActorNote):
    """Whether the person gets automatic replies."""

    are_stopped: Annotated[bool, Field(description="True: none, until it is set to false")]


class AutoReplyText(RequestModel):
    """The text of an automatic reply."""

    text: ReplyText


class AutoReplyRule(ResponseModel):
    """The automatic reply to a message that is one keyword and nothing else."""

    sender: Annotated[str, Field(description="The own number")]
    keyword: Annotated[str, Field(description="As it is compared: lower case, words only")]
    text: str
    changed_at: datetime


class AutoReplyPage(PageModel):
    """Some automatic replies, in the order of their keywords."""

    auto_replies: list[AutoReplyRule]


class CannedReplyText(RequestModel):
    """The text of a canned reply."""

    text: Annotated[
        MessageText,
        AfterValidator(compose),
        Field(description="May have placeholders, which the page fills or marks"),
    ]


class CannedReply(ResponseModel):
    """A text that operators put into their replies."""

    name: Annotated[str, Field(description="As it was last written")]
    text: str
    changed_at: datetime


class CannedReplyPage(PageModel):
    """Some canned replies, in the order of their names."""

    canned_replies: Annotated[list[CannedReply], Field(description="Those of this page")]


class ConversationSummary(ResponseModel):
    """The state of a conversation."""

    sender: Annotated[str, Field(description="The own number")]
    user: Annotated[str, Field(description="The person")]
    last_text: Annotated[str, Field(description="Its first 500 characters")]
    last_direction: Direction
    last_at: datetime
    unread_count: Annotated[int, Field(description="Inbound messages since it was marked read")]
    opt_out_state: Annotated[ConsentState, Field(description=_STATE)]
    loop_stopped_at: Annotated[
        datetime | None,
        Field(description="When the loop guard last stopped a reply; cleared by marking it read"),
    ] = None
    waiting_since: Annotated[
        datetime | None,
        Field(description="When the first message came that waits for a reply; absent: none waits"),
    ] = None
    is_done: Annotated[
        bool, Field(description="Nothing is to be done, until the next message that needs a person")
    ]
    assignee: Annotated[str | None, Field(description="The operator whose conversation it is")] = (
        None
    )
    changed_at: Annotated[
        datetime | None, Field(description="When it was last set done, open or assigned")
    ] = None
    changed_by: Annotated[str | None, Field(description="The operator who did it")] = None
    version: Annotated[
        int,
        Field(description="How many replies of people it had; for `POST …/replies`"),
    ]
    replied_at: Annotated[datetime | None, Field(description="When the last of them was sent")] = (
        None
    )
    replied_by: Annotated[str | None, Field(description="The operator who sent it")] = None
    reply_failed_at: Annotated[
        datetime | None,
        Field(description="When it turned out that the last of them does not arrive"),
    ] = None
    automatic_replies_stopped_at: Annotated[
        datetime | None,
        Field(description="Since when the person gets no automatic replies"),
    ] = None


class ConversationCounts(ResponseModel):
    """How many conversations there are; of each own number at most 1,000 are counted."""

    waiting: Annotated[int, Field(description="Those that wait for a reply")]
    open: Annotated[int, Field(description="Not done, those that wait included")]
    mine: Annotated[int | None, Field(description="Those of `assignee` that are not done")] = None
    is_cut: Annotated[bool, Field(description="Whether there may be more than were counted")]


class ConversationList(PageModel):
    """Some conversations in the order of their view; by default unread first, then newest first."""

    conversations: list[ConversationSummary]
    counts: Annotated[ConversationCounts | None, Field(description="With `counts=true`")] = None


class ConversationEntry(ResponseModel):
    """One message of a conversation."""

    direction: Direction
    at: Annotated[datetime, Field(description="When it was received, or accepted for sending")]
    text: Annotated[
        str, Field(description="As this person wrote it or receives it; masked for `otp`")
    ]
    message_id: Annotated[str, Field(description="For inbound messages the id of ACS")]
    status: Annotated[MessageStatus | None, Field(description="Outbound only")] = None
    error: Reason | None = None
    category: Annotated[Category | None, Field(description="Outbound only")] = None
    purpose: Annotated[
        Purpose | None,
        Field(description="Outbound only: `send`, `reply`, or the kind of automatic response"),
    ] = None
    campaign: str | None = None
    reference: Annotated[
        str | None, Field(description="Outbound only: the caller's name for it, or for its send")
    ] = None
    send_at: Annotated[datetime | None, Field(description="Outbound only: the requested time")] = (
        None
    )
    sent_at: Annotated[
        datetime | None, Field(description="Outbound only: when the carrier accepted it")
    ] = None
    reported_at: Annotated[
        datetime | None, Field(description="Outbound only: when its delivery report was made")
    ] = None
    waiting_for: Annotated[
        WaitReason | None, Field(description="Outbound only: what a waiting message waits for")
    ] = None
    next_attempt_at: Annotated[
        datetime | None, Field(description="Outbound only: when it is tried next, if it is known")
    ] = None
    answers: Annotated[
        str | None,
        Field(description="Inbound only: the id of the newest message that it can reply to"),
    ] = None


class Conversation(PageModel):
    """Some messages of a conversation, newest first; a short page may have a next one."""

    sender: Annotated[str, Field(description="The own number")]
    user: Annotated[str, Field(description="The person")]
    opt_out_state: Annotated[
        ConsentState | None, Field(description=f"{_STATE}. On the first page")
    ] = None
    state: Annotated[
        ConversationSummary | None,
        Field(description="On the first page; absent if the person never wrote or got a reply"),
    ] = None
    entries: list[ConversationEntry]
