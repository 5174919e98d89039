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
    SeparatorNotAllowedError,
)

_INPUT_LIMIT: Final = 40  # characters; the longest E.164 number with a separator after each digit
_E164_DIGITS_LIMIT: Final = 15  # ITU-T E.164 (11/2010) §6.2.1

# Area codes of the North American plan do not start with 0 or 1, so there is no national
# prefix to strip and only one possible length.
_NORTH_AMERICAN: Final = re.compile(r"\+1[2-9][0-9]{9}")

# Named one by one. Unicode normalisation would do more than wanted: it reads the footnote mark
# of "+1425555012²" as a digit of the number.
_SIGNS: Final = {
    **dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFF0D], "-"),
    ord("\uff0b"): "+",
    ord("\uff0e"): ".",
    ord("\uff0f"): "/",
    **dict.fromkeys(map(ord, "[\uff08\uff3b"), "("),
    **dict.fromkeys(map(ord, "]\uff09\uff3d"), ")"),
}
_GROUPS: Final = r"\+? *\d+(?:(?: *[-./] *| +)\d+)*"
_GROUPS_ONLY: Final = re.compile(rf" *{_GROUPS}\.? *")
_BRACKETED: Final = re.compile(rf"\( *({_GROUPS}) *\)")
_WIDE_SPACE: Final = " " * 3  # parts the columns of a table
# Nine digits without a break are a whole number already. Behind a shorter group a space is not
# followed by less than people put into a group, nor a point by decimals.
_SOMETHING_ELSE: Final = re.compile(
    r"\d{9}(?: *[-./] *| +)\d"
    r"|(?:\d{4} +\d|\d{5} +\d\d|\d{4} *\. *\d\d|\d{3} *\. *00|\d{4} *\. *000) *\.? *$"
)
_SEPARATOR: Final = re.compile(r"[-\s()./]")
_NUMBER: Final = re.compile(r"\+\d+")
_DIGIT: Final = re.compile(r"\d")

_MAX_DIGITS_OF_CODES: Final = 7  # country and area code
_MIN_DIGITS_BEHIND_BRACKETS: Final = 4
_MIN_DIGITS_BEHIND_SLASH: Final = 5  # fewer are another ending of the number
_MIN_DIGITS_BEHIND_POINT: Final = 4  # fewer are a fraction
_MIN_DIGITS_BEHIND_POINTS: Final = 2

# Mexico dropped the 1 of mobile numbers on 3 August 2019 (IFT, national numbering plan); some
# networks still write it.
_MEXICAN_MOBILE: Final = re.compile(r"\+521([2-9][0-9]{9})")
_MEXICAN: Final = re.compile(r"\+52([2-9][0-9]{9})")

_PLAIN: Final = re.compile(r"\+[0-9]{5,15}")

_PSEUDONYM_MARK: Final = "#"


def normalise_recipient(text: str) -> str:
    """
    Turn a phone number as people write it into E.164.

    Tolerated are spaces, dashes and points between groups of digits, brackets round an area
    code, a slash behind one, digits of any script, invisible marks and a national prefix. What
    is accepted keeps all its digits but that prefix. Idempotent.

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
    return _e164_from_digits(canonical_number(_plus_and_digits(text)))


def normalise_path_number(text: str) -> str:
    """
    Turn a number from a URL path, with or without ``+``, into E.164.

    Raises
    ------
    InvalidPhoneNumberError
        As :func:`normalise_recipient`.
    """
    return normalise_recipient(f"+{text}" if text.isdecimal() else text)


def canonical_number(number: str) -> str:
    """
    Give the one form of a number that has two: a Mexican mobile number without its former 1.

    Parameters
    ----------
    number : str
        ``+`` and ASCII digits; one of any other country is returned unchanged.
    """
    former = _MEXICAN_MOBILE.fullmatch(number)
    return f"+52{former[1]}" if former else number


def comparable_number(text: str) -> str:
    """Give the number that a text is, however it is written; the text itself if it is none."""
    if _PLAIN.fullmatch(text):
        return canonical_number(text)
    try:
        return normalise_recipient(text) if text.startswith("+") else text
    except InvalidPhoneNumberError:
        return text


def former_number(number: str) -> str | None:
    """Give the other form of a canonical number, which rows may have; None if it has none."""
    mexican = _MEXICAN.fullmatch(number)
    return f"+521{mexican[1]}" if mexican else None


def make_pseudonym(country: str, chance: bytes) -> str:
    """
    Make what stands for an erased number: its country, for figures, and nothing else of it.

    It sorts before every number.
    """
    return f"{_PSEUDONYM_MARK}{country}-{chance.hex()}"


def is_pseudonym(number: str) -> bool:
    """Tell whether a number was erased."""
    return number.startswith(_PSEUDONYM_MARK)


def country_of_pseudonym(pseudonym: str) -> str:
    """Give the country of a number that was erased, as `make_pseudonym` got it."""
    return pseudonym.removeprefix(_PSEUDONYM_MARK).rpartition("-")[0]


def _plus_and_digits(text: str) -> str:
    """Remove separators where people write them; refuse all else but a plus and digits."""
    if not _NUMBER.fullmatch(text):
        # Format characters come along when a number is copied from an address book.
        visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
        text = _without_separators(visible.translate(_SIGNS).strip())
    return "+" + "".join(str(int(digit)) for digit in text[1:])


def _without_separators(text: str) -> str:
    compact = _SEPARATOR.sub("", text)
    has_plus = _NUMBER.fullmatch(compact)
    if not has_plus and not compact.isdecimal():
        raise _refusal_of_characters(text)
    if not _is_written_as_number(text):
        raise SeparatorNotAllowedError
    if not has_plus:
        raise CountryCodeMissingError
    return compact


def _is_written_as_number(text: str) -> bool:
    """
    Tell whether separators are where people put them.

    Elsewhere they join what does not belong together: `.0` is the fraction of a spreadsheet's
    number, `/79` another ending, a tab or a space parts two cells.
    """
    plain = _BRACKETED.sub(r" \1 ", text)
    return (
        _WIDE_SPACE not in text
        and all(map(_is_area_code, _BRACKETED.finditer(text)))
        and _GROUPS_ONLY.fullmatch(plain) is not None
        and _has_proper_slash(plain)
        and _has_proper_points(plain)
        and not _SOMETHING_ELSE.search(plain)
    )


def _is_area_code(bracketed: re.Match[str]) -> bool:
    """Brackets hold what is in front of a subscriber's number, or all of a number."""
    before = _count_digits(bracketed.string[: bracketed.start()])
    behind = _count_digits(bracketed.string[bracketed.end() :])
    is_behind_codes = before <= _MAX_DIGITS_OF_CODES and behind >= _MIN_DIGITS_BEHIND_BRACKETS
    return is_behind_codes or not (before or behind)


def _has_proper_slash(text: str) -> bool:
    codes, *further = text.split("/")
    if not further:
        return True
    is_behind_codes = 1 < _count_digits(codes) <= _MAX_DIGITS_OF_CODES
    return (
        len(further) == 1
        and is_behind_codes
        and _count_digits(further[0]) >= _MIN_DIGITS_BEHIND_SLASH
    )


def _has_proper_points(text: str) -> bool:
    """A single point may be a decimal point; behind it is no fraction like 0, 00 or 5."""
    _, *further = filter(_count_digits, text.split("."))
    if not further:
        return True
    digits = _DIGIT.findall(further[-1])
    if len(further) > 1:
        return len(digits) >= _MIN_DIGITS_BEHIND_POINTS
    return len(digits) >= _MIN_DIGITS_BEHIND_POINT and any(map(int, digits))


def _count_digits(text: str) -> int:
    return len(_DIGIT.findall(text))


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
