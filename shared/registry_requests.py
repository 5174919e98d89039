"""Reading of whom a request about the opt-out registry speaks."""

import re

from shared.domain.opt_out import ALL_NUMBERS
from shared.web.http import RequestError
from shared.web.requests import read_number, read_sender

# What may write to us (shared/acs/events.py).
_SHORT_CODE = re.compile("[0-9]{3,6}")
_KNOWN_DIGITS = re.compile("[0-9]{7,15}")


def read_scope(field: str, text: str) -> str:
    """
    Read an own number, or `*` for all of them.

    Raises
    ------
    RequestError
        It is neither.
    """
    return ALL_NUMBERS if text.strip() == ALL_NUMBERS else read_sender(field, text)


def read_recipient_pair(field: str, text: str) -> str:
    """
    Read a person who may get into the registry: by a phone number, or by a short code.

    Raises
    ------
    RequestError
        It is neither.
    """
    compact = text.strip()
    return compact if _SHORT_CODE.fullmatch(compact) else read_number(field, compact)


def read_known_recipient_pair(field: str, text: str) -> str:
    """
    Read a person who may be in the registry: also by what only the network calls a number.

    Raises
    ------
    RequestError
        Nothing that is stored looks like that.
    """
    try:
        return read_recipient_pair(field, text)
    except RequestError:
        digits = text.strip().removeprefix("+")
        if not _KNOWN_DIGITS.fullmatch(digits):
            raise
        return f"+{digits}"
