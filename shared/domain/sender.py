"""
Senders: what may stand in ``from``, and what follows from its form.

Forms and limits are those of the ACS SMS FAQ, "sender types".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.errors import InvalidPhoneNumberError, InvalidSenderError
from shared.domain.phone_number import normalise_recipient

# The seven codes are shared by the countries of the North American plan;
# ACS has toll-free numbers of the US, Canada and Puerto Rico only.
_TOLL_FREE: Final = re.compile(r"\+1(?:800|833|844|855|866|877|888)[0-9]{7}")
_SHORT_CODE: Final = re.compile(r"[0-9]{5,6}")
_ALPHANUMERIC: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?")
_NUMBER_WITHOUT_PLUS: Final = re.compile(r"[0-9]{7,15}")


class SenderKind(StrEnum):
    """What an own number is, as far as its form tells."""

    TOLL_FREE = "toll_free"
    LONG_CODE = "long_code"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"


@dataclass(frozen=True, slots=True)
class Sender:
    """
    The originator of a message.

    Attributes
    ----------
    address : str
        E.164 with ``+``, a short code, or an alphanumeric sender ID; as ACS takes it.
    kind : SenderKind
        Guessed from the form of the address.
    """

    address: str
    kind: SenderKind

    @property
    def can_receive(self) -> bool:
        """Whether people can reply, and so opt out by text."""
        return self.kind is not SenderKind.ALPHANUMERIC


def parse_sender(text: str) -> Sender:
    """
    Read a sender as it stands in ``from``.

    Parameters
    ----------
    text : str
        A phone number that starts with ``+``; or 5 or 6 digits; or 1 to 11 of ``A-Z a-z 0-9``
        and space, at least one of them a letter, no space at either end.

    Raises
    ------
    InvalidSenderError
        With a message for people, which does not contain the text.
    """
    if text.startswith("+"):
        return _phone_sender(text)
    if _SHORT_CODE.fullmatch(text):
        return Sender(text, SenderKind.SHORT_CODE)
    if _ALPHANUMERIC.fullmatch(text):
        return Sender(text, SenderKind.ALPHANUMERIC)
    raise InvalidSenderError(_explain(text))


def kind_of(address: str) -> SenderKind:
    """Tell the kind of a sender's address, as `parse_sender` gives it."""
    if address.startswith("+"):
        return SenderKind.TOLL_FREE if _TOLL_FREE.fullmatch(address) else SenderKind.LONG_CODE
    return SenderKind.SHORT_CODE if _SHORT_CODE.fullmatch(address) else SenderKind.ALPHANUMERIC


def parse_path_sender(text: str) -> Sender:
    """
    Read a sender from a URL path, where a phone number may lack its ``+``.

    Five or six digits are a short code, 7 to 15 a phone number.

    Raises
    ------
    InvalidSenderError
        As :func:`parse_sender`.
    """
    return parse_sender(f"+{text}" if _NUMBER_WITHOUT_PLUS.fullmatch(text) else text)


def _phone_sender(text: str) -> Sender:
    try:
        address = normalise_recipient(text)
    except InvalidPhoneNumberError as error:
        message = f"The sender starts with + but is not a phone number. {error}"
        raise InvalidSenderError(message) from error
    return Sender(address, kind_of(address))


def _explain(text: str) -> str:
    if _NUMBER_WITHOUT_PLUS.fullmatch(text):
        return "A phone number as sender must start with + and the country code."
    return (
        "A sender is a phone number that starts with +, a short code of 5 or 6 digits, or "
        "1 to 11 letters (A to Z), digits and spaces with at least one letter and no space "
        "at either end."
    )
