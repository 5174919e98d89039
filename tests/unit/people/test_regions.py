"""States and provinces by area code, beside those that libphonenumber names."""

import phonenumbers
import pytest

from people.regions import region_of
from send_sms.domain.prices import country_of

_STATES = {
    "CA": "California", "FL": "Florida", "IL": "Illinois", "NE": "Nebraska", "NY": "New York",
    "ON": "Ontario", "PA": "Pennsylvania", "QC": "Quebec", "TX": "Texas", "UT": "Utah",
}  # fmt: skip
_OTHER_NAMES = {
    "British Colombia": "British Columbia",
    "Northwest Territories/Nunavut/Yukon": "Yukon, Northwest Territories or Nunavut",
    "Nova Scotia/Prince Edward Island": "Nova Scotia or Prince Edward Island",
    "Washington D.C.": "Washington, D.C.",
    "Washington State": "Washington",
}


def as_libphonenumber_has_it(number: str) -> str:
    """Give the name of a state; of codes that it gives one town, of the town's."""
    from phonenumbers import geocoder  # takes half a second to import

    name = geocoder.description_for_number(phonenumbers.parse(number), "en")
    town, _, state = name.rpartition(", ")
    return _STATES[state] if town else _OTHER_NAMES.get(name, name)


def test_regions_are_those_of_libphonenumber() -> None:
    numbers = [f"+1{code}5550100" for code in range(200, 1000)]
    known = {
        one: as_libphonenumber_has_it(one) for one in numbers if country_of(one) in {"US", "CA"}
    }
    wrong = {
        number: (region_of(number), name)
        for number, name in known.items()
        if name not in {"", "Canada", region_of(number)}
    }
    assert wrong == {}
    assert len([number for number in known if region_of(number)]) > 400


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+12065550136", "Washington"),
        ("+13575550100", "California"),  # an overlay that libphonenumber does not know
        ("+18335550100", ""),
        ("+17875550100", ""),  # Puerto Rico
        ("+442079460000", ""),
        ("77001", ""),
    ],
)
def test_region_is_that_of_the_area_code(number: str, region: str) -> None:
    assert region_of(number) == region
