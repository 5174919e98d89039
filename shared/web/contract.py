"""The base classes of request and response bodies, problem documents and common field types."""

import re
from collections.abc import Mapping
from typing import Annotated, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from shared.domain.errors import InvalidSenderError
from shared.domain.message_text import compose, has_unpaired_braces, is_blank, placeholders
from shared.domain.sender import parse_sender

MAX_BODY_CHARACTERS = 2_048
"""What ACS takes in one message (REST specification 2021-03-07)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")

TimeToLive = Annotated[int | None, Field(ge=5, le=259_200)]


class ResponseModel(BaseModel):
    """JSON in camelCase; members without a value are left out."""

    # Deferred: one function uses one of these, and building all of them costs 9 ms.
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, defer_build=True)

    def to_json(self) -> str:
        """Write the body."""
        return self.model_dump_json(by_alias=True, exclude_none=True)


class PageModel(ResponseModel):
    """A page of a list; both members are absent on the last one."""

    next_url: str | None = None
    next_cursor: str | None = None

    @model_validator(mode="after")
    def _name_cursor(self) -> Self:
        if self.next_url:
            query = urlsplit(self.next_url).query
            self.next_cursor = dict(parse_qsl(query))["after"]
        return self


def next_page_url(path: str, after: str, query: Mapping[str, object]) -> str | None:
    """
    Give the `nextUrl` of a page; None if `after` is empty, because this page is the last one.

    Parameters
    ----------
    path : str
        Behind `/api/`.
    after : str
        Where the next page begins.
    query : mapping
        What the request asked for; empty values are left out.
    """
    if not after:
        return None
    given = {name: value for name, value in {**query, "after": after}.items() if value}
    return f"/api/{path}?{urlencode(given, safe=',')}"


class Reason(ResponseModel):
    """Why something did not happen: a code for machines, words for people."""

    code: str
    message: str
    carrier_message: Annotated[
        str | None, Field(description="The carrier's own words, where `message` has others")
    ] = None


def reason_of(failure: tuple[str, str] | None, carrier_text: str) -> Reason | None:
    """Describe a failure by its code and text, with the carrier's own words if they differ."""
    if failure is None:
        return None
    return Reason(code=failure[0], message=failure[1], carrier_message=carrier_text or None)


class FieldError(BaseModel):
    """One thing that is wrong with a request."""

    field: Annotated[str, Field(description="For example to[3].number")]
    code: str
    message: str


class Problem(BaseModel):
    """What went wrong."""

    type: str
    title: str
    status: int
    code: Annotated[str, Field(description="Stable, for programs")]
    detail: Annotated[str, Field(description="For people")]
    errors: list[FieldError] | None = None


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise PydanticCustomError("control_character", "Control characters cannot be sent")
    return text


Text = Annotated[str, AfterValidator(_printable)]

PersonName = Annotated[Text, Field(min_length=1, max_length=100, pattern=r"\S")]

ActorName = Annotated[PersonName | None, Field(description="The operator who does it")]


def _is_sender(text: str) -> str:
    try:
        parse_sender(text)
    except InvalidSenderError as error:
        raise PydanticCustomError("invalid_sender", str(error).removesuffix(".")) from None
    return text


SenderText = Annotated[str, Field(min_length=1, max_length=32), AfterValidator(_is_sender)]
"""An own number as `from` has it; not parsed yet."""


def _sendable(text: str) -> str:
    if text and is_blank(text):
        raise PydanticCustomError("blank_text", "The text has no visible character")
    if has_unpaired_braces(text):
        raise PydanticCustomError(
            "unpaired_braces", "Each {{ needs its }}, with a name and no other brace between them"
        )
    if len(compose(text)) > MAX_BODY_CHARACTERS:
        message = "Composed (NFC) the text has more than {limit} characters"
        raise PydanticCustomError("message_too_long", message, {"limit": MAX_BODY_CHARACTERS})
    return text


MessageText = Annotated[
    Text, AfterValidator(_sendable), Field(min_length=1, max_length=MAX_BODY_CHARACTERS)
]
"""The text of a message, which may have placeholders; not composed yet."""


def _without_placeholders(text: str) -> str:
    if placeholders(text):
        raise PydanticCustomError("placeholder", "A reply has no values for placeholders")
    return text


ReplyText = Annotated[
    MessageText,
    AfterValidator(_without_placeholders),
    AfterValidator(compose),
    Field(description="Without placeholders"),
]


class RequestModel(BaseModel):
    """JSON in camelCase, nothing unknown, nothing converted."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        strict=True,
        frozen=True,
        str_max_length=2_048,
        defer_build=True,
    )

    def fingerprint(self) -> bytes:
        """Give what equal requests have in common, however their JSON was written."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True).encode()
