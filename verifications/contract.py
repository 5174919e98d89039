"""The request and response bodies of verifications."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.domain.phone_number import comparable_number
from shared.web.contract import RequestModel, ResponseModel, SenderText
from verifications.domain.limits import site_of_address
from verifications.domain.texts import DEFAULT_LANGUAGE, LANGUAGES, language_of
from verifications.domain.verification import VerificationStatus
from verifications.settings import MAX_BRAND

DEFAULT_LIFETIME_SECONDS = 600

_PLAIN = r"^[^\x00-\x1f\x7f-\x9f{}]*$"
_DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$"


def _address(text: str) -> str:
    try:
        site_of_address(text)
    except ValueError:
        raise PydanticCustomError("invalid_address", "It must be an IP address") from None
    return text


class VerificationRequest(RequestModel):
    """A code for a person."""

    sender: Annotated[
        SenderText,
        Field(
            alias="from",
            description="Own number with +, short code, or alphanumeric sender id",
            examples=["+18335550100"],
        ),
    ]
    to: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            description="The person's number, with + and country code",
        ),
    ]
    purpose: Annotated[
        str,
        Field(
            pattern="^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$",
            description="What it is for, such as login or payment; codes are apart by purpose",
            examples=["login"],
        ),
    ] = "verification"
    locale: Annotated[
        str,
        Field(
            pattern="^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,3}$",
            description="Language of the text, such as es-MX: one of "
            f"{', '.join(LANGUAGES)}; else en",
            examples=["es"],
        ),
    ] = DEFAULT_LANGUAGE
    code_length: Annotated[int, Field(ge=4, le=8, description="Digits of the code")] = 6
    lifetime_seconds: Annotated[
        int, Field(ge=60, le=3_600, description="How long the code can be entered")
    ] = DEFAULT_LIFETIME_SECONDS
    brand: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=MAX_BRAND,
            pattern=_PLAIN,
            description="Your name, with which the text begins; default `SMS_BRAND`",
        ),
    ] = None
    domain: Annotated[
        str | None,
        Field(
            max_length=100,
            pattern=_DOMAIN,
            description="Your site's domain in lower case: phones then offer the code there alone",
            examples=["example.com"],
        ),
    ] = None
    client_address: Annotated[
        str | None,
        AfterValidator(_address),
        Field(
            max_length=45,
            description="The IP address that asks you for the code: it is limited, and kept as a "
            "keyed hash",
            examples=["203.0.113.7"],
        ),
    ] = None

    def fingerprint(self, default_brand: str = "") -> bytes:
        """
        Give what requests that mean the same have in common; never equal to that of a send.

        Parameters
        ----------
        default_brand : str
            What `brand` is where the request names none.
        """
        brand = None if self.brand == default_brand else self.brand
        meant = {"brand": brand, "locale": language_of(self.locale)}
        return self.model_copy(update=meant).former_fingerprint()

    def former_fingerprint(self) -> bytes:
        """Give the fingerprint as it was stored when only the model's defaults were left out."""
        numbers = {"sender": comparable_number(self.sender), "to": comparable_number(self.to)}
        members = self.model_copy(update=numbers).model_dump_json(
            by_alias=True, exclude_defaults=True
        )
        return f"verification {members}".encode()


class CheckRequest(RequestModel):
    """A code as a person typed it."""

    code: Annotated[
        str,
        Field(
            min_length=1,
            max_length=32,
            description="As it was typed; spaces and hyphens do not count",
            examples=["123456"],
        ),
    ]


class VerificationStarted(ResponseModel):
    """A code was requested; the same response whatever is known of the number."""

    verification_id: str
    purpose: Annotated[str, Field(description="What it is for")]
    status: VerificationStatus
    created_at: datetime
    expires_at: Annotated[datetime, Field(description="Until when the code can be entered")]
    resend_at: Annotated[datetime, Field(description="When the code may be requested again")]


class VerificationAnswer(ResponseModel):
    """A verification, without its code or the person's number."""

    verification_id: str
    purpose: Annotated[str, Field(description="What it is for")]
    status: VerificationStatus
    attempts_left: Annotated[int, Field(description="Wrong codes that may still be entered")]
    created_at: datetime
    expires_at: Annotated[datetime, Field(description="Until when the code can be entered")]
    approved_at: Annotated[
        datetime | None, Field(description="When the right code was entered; absent: it was not")
    ] = None


class CheckAnswer(VerificationAnswer):
    """What came of an attempt."""

    valid: Annotated[bool, Field(description="Whether this attempt proves that the code is known")]


class CodeFigures(ResponseModel):
    """Codes that were sent, and those of them that were entered."""

    sent: Annotated[int, Field(description="Codes that were sent")]
    entered: Annotated[int, Field(description="Codes of these that were entered")]
    conversion: Annotated[
        float | None, Field(description="entered / sent, from 0 to 1; absent if that is 0")
    ] = None


class CountryFigures(CodeFigures):
    """The codes for a country."""

    country: Annotated[
        str, Field(description="ISO 3166-1 alpha-2, or + and calling code", examples=["US"])
    ]


class PrefixFigures(CountryFigures):
    """The codes for a prefix."""

    prefix: Annotated[
        str, Field(description="At most the first 7 digits of numbers", examples=["+1425555"])
    ]
    braked: Annotated[bool, Field(description="Whether codes for it are refused now")]


class VerificationFigures(ResponseModel):
    """Codes by country and prefix."""

    start: Annotated[date, Field(description="The first day, UTC")]
    end: Annotated[date, Field(description="The last day, UTC")]
    total: CodeFigures
    by_country: Annotated[list[CountryFigures], Field(description="Most codes sent first")]
    by_prefix: Annotated[
        list[PrefixFigures], Field(description="Most codes not entered first; at most 100")
    ]
    prefix_count: Annotated[int, Field(description="Prefixes in all")]
