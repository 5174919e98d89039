"""The response body of `POST /preview`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from send_sms.contract.answers import Rejection
from send_sms.domain.advice import WarningCode
from send_sms.domain.quiet_hours import QuietHoursPolicy
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import Encoding
from shared.web.contract import ResponseModel


class PreviewMessage(ResponseModel):
    """One message that would be sent or suppressed."""

    to: str
    status: Annotated[
        MessageStatus, Field(description="queued, scheduled (`sendAt`) or suppressed (opted out)")
    ]
    segment_count: int


class PreviewRecipient(ResponseModel):
    """What one of the recipients would receive."""

    index: Annotated[int, Field(description="In the order of the numbers, from 0")]
    to: str
    status: MessageStatus
    text: str
    segment_count: int
    encoding: Encoding
    not_before: Annotated[
        datetime | None, Field(description="When their quiet hours end; absent: not in any")
    ] = None


class PreviewCharacter(ResponseModel):
    """A character outside the GSM alphabet; one of them makes a text UCS-2."""

    character: str
    code_point: Annotated[str, Field(description="In Unicode", examples=["U+2019"])]
    name: Annotated[
        str,
        Field(
            description="In Unicode; empty for control characters",
            examples=["RIGHT SINGLE QUOTATION MARK"],
        ),
    ]
    count: Annotated[int, Field(description="In the text and its values")]
    suggestion: Annotated[
        str | None, Field(description="A similar character of the GSM alphabet; empty: omit it")
    ] = None


class PreviewCountryCost(ResponseModel):
    """What the messages to one country would cost."""

    country: Annotated[str, Field(description="ISO 3166-1 alpha-2")]
    segment_count: int
    amount: Annotated[str, Field(examples=["0.0200"])]


class PreviewCost(ResponseModel):
    """The estimated cost of the messages that would be sent."""

    currency: Annotated[str, Field(description="ISO 4217")]
    amount: Annotated[str, Field(examples=["0.0200"])]
    by_country: list[PreviewCountryCost]
    unpriced_count: Annotated[
        int, Field(description="Messages without a known price; not in `amount`")
    ]
    saved_amount: Annotated[
        str | None,
        Field(
            description="How much less with each `suggestion` of `ucs2Characters`; absent: nothing",
            examples=["0.0100"],
        ),
    ] = None
    source: Annotated[str, Field(description="Source and date of the prices")]


class PreviewQuietHours(ResponseModel):
    """How many recipients would be in quiet hours when the send is due, in their local time."""

    policy: Annotated[QuietHoursPolicy, Field(description="The setting `SMS_QUIET_HOURS`")]
    recipient_count: int
    never_count: Annotated[
        int, Field(description="Of them: recipients without a known allowed time")
    ]
    expiring_count: Annotated[
        int | None,
        Field(description="Of them: recipients whose time to live ends first; absent if none"),
    ] = None
    earliest_at: Annotated[
        datetime | None, Field(description="When the first of them may be sent to")
    ] = None
    latest_at: Annotated[
        datetime | None, Field(description="When the last of them may be sent to")
    ] = None


class PreviewWarning(ResponseModel):
    """Something that is allowed, but likely to cost more, look bad or be blocked."""

    code: WarningCode | Literal["carrier_refuses", "unknown_sender"]
    message: str


class Preview(ResponseModel):
    """What a send would do."""

    encoding: Annotated[Encoding, Field(description="Of the longest text")]
    segment_count: Annotated[int, Field(description="Of the longest text")]
    segment_total: Annotated[int, Field(description="Of all messages that would be sent")]
    recipient_count: Annotated[int, Field(description="Including opted-out ones")]
    duplicate_count: Annotated[int, Field(description="Recipients named more than once")]
    suppressed_count: Annotated[int, Field(description="Recipients who have opted out")]
    rejected: list[Rejection]
    messages: Annotated[
        list[PreviewMessage] | None,
        Field(description="For up to 100 recipients, in the order of the numbers"),
    ] = None
    text: Annotated[str, Field(description="As the recipient with the lowest number receives it")]
    ucs2_characters: Annotated[
        list[PreviewCharacter], Field(description="The 100 most frequent ones")
    ]
    cost: PreviewCost
    quiet_hours: Annotated[PreviewQuietHours | None, Field(description="For `marketing` only")] = (
        None
    )
    warnings: list[PreviewWarning]
    recipient: Annotated[
        PreviewRecipient, Field(description="The one of the parameter `recipient`")
    ]
    longest_index: Annotated[int, Field(description="The recipient with the longest text")]
    expected_minutes: Annotated[
        int | None,
        Field(
            description="For what need not wait, at the sender's limit and with nothing before it; "
            "absent: it has no limit"
        ),
    ] = None
    needs_confirmation: Annotated[bool, Field(description="Whether the send must have `confirm`")]
    hash: Annotated[
        str,
        Field(
            description="Of sender, recipients, texts and options. A send with it as `confirm` is "
            "accepted only if it says the same",
            examples=["e62ea00b9d3965824c7e4e2d110334224f4c8e0209f9f7584922df96df7bda55"],
        ),
    ]
