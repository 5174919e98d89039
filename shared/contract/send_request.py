"""The body of `POST /sms`: what is asked for, checked for form but not for sense."""

import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from shared.domain.purpose import Purpose
from shared.domain.terms import Category

MAX_RECIPIENTS = 10_000
MAX_BODY_CHARACTERS = 2_048
"""What ACS takes in one message (REST specification 2021-03-07)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("control_character", "Control characters cannot be sent")
    return text


Text = Annotated[str, AfterValidator(_printable)]


TimeToLive = Annotated[int | None, Field(ge=5, le=259_200)]


class RequestModel(BaseModel):
    """JSON in camelCase, nothing unknown, nothing converted."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", strict=True, frozen=True, str_max_length=2_048
    )


class Recipient(RequestModel):
    """One recipient, with the values for the placeholders of the message."""

    number: Annotated[
        str, Field(min_length=1, max_length=64, description="With + and country code")
    ]
    values: Annotated[
        dict[Annotated[str, Field(max_length=64)], Text],
        Field(default_factory=dict, max_length=50, description="Text for each {{name}}"),
    ]


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


_TO_SCHEMA = {
    "description": "One number, or 1 to 10,000 numbers and recipients",
    "anyOf": [
        {"type": "string"},
        {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_RECIPIENTS,
            "items": {"anyOf": [{"type": "string"}, Recipient.model_json_schema()]},
        },
    ],
}


class SendRequest(RequestModel):
    """A send: one text to one or many."""

    sender: Annotated[
        str,
        Field(
            alias="from",
            min_length=1,
            max_length=32,
            description="Own number with +, short code, or alphanumeric sender id",
            examples=["+18335550100"],
        ),
    ]
    to: Annotated[
        tuple[Recipient, ...],
        Field(strict=False),
        BeforeValidator(_as_list),
        WithJsonSchema(_TO_SCHEMA),
    ]
    message: Annotated[
        Text,
        Field(
            min_length=1,
            max_length=MAX_BODY_CHARACTERS,
            description="The text; {{name}} is replaced by a recipient's value",
        ),
    ]
    category: Category = Category.TRANSACTIONAL
    campaign: Annotated[Text, Field(min_length=1, max_length=64)] | None = None
    send_at: Annotated[
        AwareDatetime | None, Field(description="With an offset; at most 365 days ahead")
    ] = None
    ttl_seconds: Annotated[TimeToLive, Field(description="Default 259,200 (72 h); otp 300")] = None
    delivery_report: bool = True

    @property
    def purpose(self) -> Purpose:
        """What the send is for."""
        return Purpose.SEND
