"""
Phone numbers: from what people write to E.164.

What counts is whether a number is *possible* (its length fits its country), not whether it
is assigned: numbering plans change faster than any table of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shared.domain.errors import (
    CountryCodeMissingError,
    CountryCodeUnknownError,
    ExtensionNotAllowedError,
    ImpossibleLengthError,
    InvalidPhoneNumberError,
    LettersNotAllowedError,
    NotANumberError,
    NumberTooLongError,
    NumberTooShortError,
)

_INPUT_LIMIT: Final = 40  # characters; the longest E.164 number with a separator after each digit
_E164_DIGITS_LIMIT: Final = 15  # ITU-T E.164 (11/2010) §6.2.1

# Area codes of the North American plan do not start with 0 or 1, so there is no national
# prefix to strip and only one possible length.
_NORTH_AMERICAN: Final = re.compile(r"\+1[2-9][0-9]{9}")

# Named one by one, with their full-width forms. Unicode normalisation would do more than
# wanted: it reads the footnote mark of "+1425555012²" as a digit of the number.
_SEPARATORS: Final = re.compile(
    r"[\s()\[\]./\u2010-\u2015\u2212\uff08\uff09\uff0d-\uff0f\uff3b\uff3d-]+"
)
_PLUS_AND_DIGITS: Final = re.compile(r"[+\uff0b]\d+")


def normalise_recipient(text: str) -> str:
    """
    Turn a phone number as people write it into E.164.

    Spaces, dashes, dots, slashes, brackets, full-width digits, invisible marks and a
    national prefix in brackets are tolerated. Idempotent.

    Parameters
    ----------
    text : str
        A number with ``+`` and country code; longer than 40 characters is refused unread.

    Returns
    -------
    str
        ``+`` and at most 15 ASCII digits.

    Raises
    ------
    InvalidPhoneNumberError
        One of its subclasses; neither code nor message contains the number.
    """
    if _NORTH_AMERICAN.fullmatch(text):
        return text
    if len(text) > _INPUT_LIMIT:
        raise NumberTooLongError
    return _e164_from_digits(_plus_and_digits(text))


def normalise_path_number(text: str) -> str:
    """
    Turn a number from a URL path, with or without ``+``, into E.164.

    Raises
    ------
    InvalidPhoneNumberError
        As :func:`normalise_recipient`.
    """
    return normalise_recipient(f"+{text}" if text.isdecimal() else text)


def _plus_and_digits(text: str) -> str:
    """Remove separators between digits; refuse everything else but a plus and digits."""
    if _PLUS_AND_DIGITS.fullmatch(text):
        return text
    # Format characters come along when a number is copied from an address book.
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    compact = _SEPARATORS.sub("", visible)
    if _PLUS_AND_DIGITS.fullmatch(compact):
        return compact
    if compact.isdecimal():
        raise CountryCodeMissingError
    raise _refusal_of_characters(visible)


def _refusal_of_characters(text: str) -> InvalidPhoneNumberError:
    import phonenumbers

    try:
        # phonenumbers knows how extensions are written in many languages.
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is not None and parsed.extension:
        return ExtensionNotAllowedError()
    return LettersNotAllowedError() if any(map(str.isalpha, text)) else NotANumberError()


def _e164_from_digits(digits: str) -> str:
    number = _parse(digits)
    # phonenumbers strips one national prefix at a time: what still changes on a second
    # reading had two, and would make two recipients of one.
    if number != digits and _parse(number) != number:
        raise NotANumberError
    if len(number) > _E164_DIGITS_LIMIT + 1:
        raise NumberTooLongError
    return number


def _parse(digits: str) -> str:
    # Imported here: 22 ms of CPU, which a process that meets only +1 numbers never pays.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException as error:
        raise _refusal_of_parser(error.error_type) from error
    result = phonenumbers.is_possible_number_with_reason(parsed)
    if result != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise _refusal_of_length(result)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _refusal_of_parser(error_type: int) -> InvalidPhoneNumberError:
    from phonenumbers import NumberParseException

    refusals: dict[int, type[InvalidPhoneNumberError]] = {
        NumberParseException.INVALID_COUNTRY_CODE: CountryCodeUnknownError,
        NumberParseException.TOO_SHORT_NSN: NumberTooShortError,
        NumberParseException.TOO_LONG: NumberTooLongError,
    }
    return refusals.get(error_type, NotANumberError)()


def _refusal_of_length(result: int) -> InvalidPhoneNumberError:
    from phonenumbers import ValidationResult

    refusals: dict[int, type[InvalidPhoneNumberError]] = {
        # Dialled within its town only: the area code is missing.
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: NumberTooShortError,
        ValidationResult.TOO_SHORT: NumberTooShortError,
        ValidationResult.TOO_LONG: NumberTooLongError,
    }
    return refusals.get(result, ImpossibleLengthError)()
