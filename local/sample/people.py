"""The sample's people and own numbers: all of them made up, on 555-01XX numbers."""

from __future__ import annotations

from dataclasses import dataclass

CARE, SURVEY, DISPATCH, BRAND = "+18335550100", "+18335550101", "+14255550100", "PALOMA"
OWN_NUMBERS = (CARE, SURVEY, DISPATCH, BRAND)
"""Two toll-free numbers, a 10-digit one, and a name, to which people cannot reply."""

# NANPA reserves 555-0100 to 555-0199 of every area code for fiction.
_AREA_CODES = (
    201, 202, 203, 205, 206, 207, 208, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228,
    229, 231, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302,
    303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325,
)  # fmt: skip
_NUMBERS_PER_CODE = 100
_NAMES = (
    "Ana", "Ben", "Carla", "Dev", "Elif", "Femi", "Grace", "Hugo", "Ines", "Jonas", "Kaya", "Liam",
    "Mei", "Noor", "Olga", "Pablo", "Quinn", "Rosa", "Sam", "Tara", "Uma", "Viktor", "Wanda",
    "Yuki", "Zoë",
)  # fmt: skip
_STORES = ("Bellevue", "Tacoma", "Queens", "Savannah", "Duluth", "Mesa")


@dataclass(frozen=True, slots=True)
class Person:
    """A person with what a customer file says."""

    number: str
    name: str
    store: str
    points: int


def all_people() -> list[Person]:
    """Give all people, always the same ones in the same order."""
    count = len(_AREA_CODES) * _NUMBERS_PER_CODE
    return [_person(index) for index in range(count)]


def _person(index: int) -> Person:
    # Neighbours in the list live in different places.
    area, last = _AREA_CODES[index % len(_AREA_CODES)], index // len(_AREA_CODES)
    return Person(
        number=f"+1{area}55501{last:02d}",
        name=_NAMES[index * 7 % len(_NAMES)],
        store=_STORES[index * 5 % len(_STORES)],
        points=100 + index * 37 % 1900,
    )
