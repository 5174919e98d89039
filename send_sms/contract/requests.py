"""The request bodies of sends, replies and resends."""

import re
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from shared.domain.kinds import DEFAULT_TTL_SECONDS, Category, Purpose
from shared.domain.message_text import compose, placeholder_name
from shared.domain.phone_number import comparable_number
from shared.web.contract import (
    ActorName,
    MessageText,
    ReplyText,
    RequestModel,
    SenderText,
    Text,
    TimeToLive,
)

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import core_schema

MAX_RECIPIENTS = 10_000

_HASH = "^[0-9a-f]{64}$"


Reference = Annotated[Text, Field(min_length=1, max_length=100)] | None
"""The caller's own name for a send or a message: kept, given back, and otherwise not used."""

_OF_SEND = "Your own name for the send, given back with it and its messages, and in events"


class ReplyRequest(RequestModel):
    """A reply to a person."""

    message: Annotated[ReplyText, Field(examples=["Hi Ana, your appointment is at 9."])]
    ttl_seconds: Annotated[TimeToLive, Field(description="Default 259,200 (72 h)")] = None
    reference: Annotated[Reference, Field(description=_OF_SEND)] = None
    actor: ActorName = None
    version: Annotated[
        int | None,
        Field(ge=0, description="Of the conversation as you read it: 409 if it has another now"),
    ] = None
    is_done: Annotated[bool, Field(description="The conversation is done with this reply")] = False


def _by_name(values: dict[str, str]) -> dict[str, str]:
    """Bring names into the form in which they are compared."""
    named = {placeholder_name(name): text for name, text in sorted(values.items())}
    if len(named) != len(values):
        raise PydanticCustomError("duplicate_name", "Two of the names are the same name")
    return named


class Recipient(RequestModel):
    """One recipient, with the values for the placeholders of the message."""

    number: Annotated[
        str, Field(min_length=1, max_length=64, description="With + and country code")
    ]
    values: Annotated[
        dict[Annotated[str, Field(max_length=64)], Text],
        AfterValidator(_by_name),
        Field(default_factory=dict, max_length=50, description="Text for each {{name}}"),
    ]
    reference: Annotated[
        Reference, Field(description="Your own name for this message, in place of the send's")
    ] = None

    def with_comparable_number(self) -> Self:
        """Give the recipient with its number in the form in which two are compared."""
        number = comparable_number(self.number)
        return self if number == self.number else self.model_copy(update={"number": number})

    def without_reference(self, reference: str | None) -> Self:
        """Give the recipient without its own reference, if that is the send's."""
        is_same = reference is not None and self.reference == reference
        return self.model_copy(update={"reference": None}) if is_same else self


def _as_list(value: Any) -> Any:  # noqa: ANN401 - not validated yet
    """Bring a single recipient and plain numbers into one shape; count before anything else."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise PydanticCustomError("too_few_recipients", "A send has at least one recipient")
    if len(items) > MAX_RECIPIENTS:
        raise PydanticCustomError(
            "too_many_recipients",
            "A send has at most {limit} recipients",
            {"limit": MAX_RECIPIENTS},
        )
    return [{"number": item} if isinstance(item, str) else item for item in items]


def _is_confirmation(value: Any) -> Any:  # noqa: ANN401 - not validated yet
    if isinstance(value, bool) or (isinstance(value, str) and re.fullmatch(_HASH, value)):
        return value
    raise PydanticCustomError(
        "not_a_confirmation", "It must be true, false or the hash of a preview"
    )


class _OneOrMany:
    """Describes `to` as it may be written; only the OpenAPI document asks."""

    def __get_pydantic_json_schema__(
        self, schema: "core_schema.CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        number, recipient = {"type": "string"}, handler(schema)["items"]
        bounds = {"minItems": 1, "maxItems": MAX_RECIPIENTS}
        many = {"type": "array", **bounds, "items": {"anyOf": [number, recipient]}}
        return {
            "description": "One number, or 1 to 10,000 numbers and recipients",
            "anyOf": [number, recipient, many],
            "examples": ["+14255550123"],
        }


class SendRequest(RequestModel):
    """A send: one text to one or many."""

    sender: Annotated[
        SenderText,
        Field(
            alias="from",
            description="Own number with +, short code, or alphanumeric sender id",
            examples=["+18335550100"],
        ),
    ]
    to: Annotated[
        tuple[Recipient, ...],
        Field(strict=False),
        BeforeValidator(_as_list),
        _OneOrMany(),
    ]
    message: Annotated[
        MessageText,
        Field(
            description="The text; {{name}} is replaced by each recipient's value",
            examples=["Hi Ana, your appointment is at 9."],
        ),
    ]
    category: Category = Category.TRANSACTIONAL
    campaign: Annotated[Text, Field(min_length=1, max_length=64)] | None = None
    send_at: Annotated[
        AwareDatetime | None, Field(description="With an offset; at most 365 days ahead")
    ] = None
    ttl_seconds: Annotated[TimeToLive, Field(description="Default 259,200 (72 h); otp 300")] = None
    delivery_report: bool = True
    reference: Annotated[Reference, Field(description=_OF_SEND)] = None
    actor: ActorName = None
    confirm: Annotated[
        bool | Annotated[str, Field(pattern=_HASH)],
        BeforeValidator(_is_confirmation),
        Field(
            description="Needed above the recipients of `SMS_CONFIRM_ABOVE` (1,000): true, or the "
            "`hash` of a preview, with which only what was previewed is sent"
        ),
    ] = False

    @property
    def text(self) -> str:
        """The message as it is counted, stored and sent: composed."""
        return compose(self.message)

    @property
    def purpose(self) -> Purpose:
        """What the send is for."""
        return Purpose.SEND

    def fingerprint(self) -> bytes:
        """
        Give what requests that mean the same have in common.

        These make no difference: an offset, `actor`, `confirm`, how a number is written, how the
        text is composed, and a member that is given as its default.
        """
        is_default = self.ttl_seconds == DEFAULT_TTL_SECONDS[self.category]
        meant = {
            "message": self.text,
            "ttl_seconds": None if is_default else self.ttl_seconds,
            "to": tuple(one.without_reference(self.reference) for one in self.to),
        }
        return self.model_copy(update=meant).former_fingerprint()

    def former_fingerprint(self) -> bytes:
        """Give the fingerprint as it was stored when only the model's defaults were left out."""
        at = self.send_at.timestamp() if self.send_at else 0
        numbers = {
            "sender": comparable_number(self.sender),
            "to": tuple(one.with_comparable_number() for one in self.to),
        }
        members = self.model_copy(update=numbers).model_dump_json(
            by_alias=True, exclude_defaults=True, exclude={"send_at", "confirm", "actor"}
        )
        return f"{self.purpose} {at} {members}".encode()


class ReplySend(SendRequest):
    """A send in the lane of replies, before campaigns and codes."""

    @property
    def purpose(self) -> Purpose:
        """What the send is for."""
        return Purpose.REPLY


class Cancellation(RequestModel):
    """Who cancels a send."""

    actor: ActorName = None


class RestartRequest(RequestModel):
    """The options of a resend."""

    ttl_seconds: Annotated[
        TimeToLive,
        Field(description="A new time to live, from now on; default: the first one"),
    ] = None
