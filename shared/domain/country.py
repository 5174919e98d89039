"""The country of a phone number, as far as numbering plans tell."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_NORTH_AMERICAN_AREA: Final = 5
"""Characters of `+1` and an area code, which lies in one country."""

_ANY_SUBSCRIBER: Final = "2345678"


def country_of(number: str) -> str:
    """
    Tell the country of a number.

    Parameters
    ----------
    number : str
        E.164 with a country code that exists, as `normalise_recipient` gives it.

    Returns
    -------
    str
        ISO 3166-1 alpha-2; `001` for a country code that belongs to no country; empty for an
        area code of North America that is not known to be in use, as its country would be a
        guess. Elsewhere an unknown number counts to the main country of its code.
    """
    if number.startswith("+1"):
        return _region_of(number[:_NORTH_AMERICAN_AREA] + _ANY_SUBSCRIBER)
    regions = _regions_sharing(number)
    return regions[0] if len(regions) == 1 else _region_of(number) or regions[0]


def _regions_sharing(number: str) -> tuple[str, ...]:
    """List the regions that share a number's country code, the main one first."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    codes = (int(number[1:end]) for end in (2, 3, 4))
    return next(
        COUNTRY_CODE_TO_REGION_CODE[code] for code in codes if code in COUNTRY_CODE_TO_REGION_CODE
    )


# 20 µs without: the area codes of North America number some hundreds.
@lru_cache(maxsize=1_000)
def _region_of(number: str) -> str:
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
