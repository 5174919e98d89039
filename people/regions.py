"""In which state or province a number of North America lies, by its area code."""

from collections.abc import Mapping
from functools import cache

from send_sms.domain.area_codes import PROVINCES, STATES
from send_sms.domain.places import area_code_of


def region_of(number: str) -> str:
    """Give the state or province of a number; empty for one of elsewhere, or that is unknown."""
    return _regions().get(area_code_of(number), "")


@cache
def _regions() -> Mapping[str, str]:
    return {code: name for name, codes in (STATES | PROVINCES).items() for code in codes.split()}
