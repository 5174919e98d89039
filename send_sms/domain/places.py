"""
Where a number may be: the time zones of its area code or country.

A number is believed to be in every zone of its area code (North America) or of its country
(elsewhere). libphonenumber's zones are used where an area code or a country has one zone. They are
not used for single exchanges: those that it does not list get the zone of their neighbours, and
some that it lists are wrong (850 227 in Florida is in Eastern time, 250 262 in British Columbia has
no daylight saving time).

Sources:

- area codes in several zones: the area codes' territories (NANPA, Canadian Numbering
  Administrator) against the zones' territories (49 CFR part 71 and the comments of the tz
  database, `northamerica`), places with a time of their own included: Phenix City in Alabama,
  Kenton in Oklahoma, Lloydminster and Creighton in Saskatchewan.
- countries: `zone.tab` of the tz database, 2026. A test compares both with libphonenumber.
- new area codes: NANPA's planning letters as announced by the states' commissions; each code
  overlays another one, so state, country and zones are the same.
"""

from typing import Final

OVERLAID_AREA_CODES: Final = {
    "357": "559",  # California, March 2025
    "436": "440",  # Ohio, March 2024
    "457": "318",  # Louisiana, 2025
    "465": "718",  # New York, June 2026
    "471": "662",  # Mississippi, January 2026
    "483": "334",  # Alabama, February 2026
    "621": "713",  # Texas, January 2025
    "624": "716",  # New York, September 2023
    "679": "313",  # Michigan, November 2025
    "729": "423",  # Tennessee, September 2025
    "837": "530",  # California, January 2025
    "861": "309",  # Illinois, February 2023
    "924": "507",  # Minnesota, August 2024
}
"""Area codes that libphonenumber 9.0.43 does not know, and the older ones of the same territory."""

_AREA_CODES: Final = {
    ("America/Chicago", "America/New_York"): "219 270 334 364 423 448 574 606 812 850 906 930",
    ("America/Chicago", "America/Denver"): "308 580 605 620 701 785",
    ("America/Denver", "America/Los_Angeles"): "208 458 541 775 986",
    ("America/Denver", "America/Phoenix"): "928",
    ("America/Adak", "America/Anchorage"): "907",
    ("America/Edmonton", "America/Fort_Nelson", "America/Vancouver"): "236 250 257 672 778",
    ("America/Edmonton", "America/Regina", "America/Winnipeg"): "306 474 639",
    ("America/Panama", "America/Toronto", "America/Winnipeg"): "807",
    ("America/Halifax", "America/Puerto_Rico", "America/Toronto"): "367 418 581",
    ("America/Halifax", "America/St_Johns"): "709 879",
    (
        "America/Edmonton",
        "America/Fort_Nelson",
        "America/Panama",
        "America/Toronto",
        "America/Winnipeg",
    ): "867",
    ("America/New_York",): "689",  # Orlando; libphonenumber has Chicago
    ("America/Los_Angeles",): "310",  # libphonenumber lists its exchanges only
}

ZONES_OF_AREA_CODES: Final = {
    code: zones for zones, codes in _AREA_CODES.items() for code in codes.split()
}
"""The area codes in several zones, and those whose zone libphonenumber has wrong or not at all."""

ZONES_OF_CALLING_CODES: Final[dict[str, tuple[str, ...]]] = {
    "7": (
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Omsk",
        "Asia/Novosibirsk",
        "Asia/Irkutsk",
        "Asia/Yakutsk",
        "Asia/Vladivostok",
        "Asia/Magadan",
        "Asia/Kamchatka",
    ),
    "52": (
        "America/Cancun",
        "America/Mexico_City",
        "America/Matamoros",
        "America/Hermosillo",
        "America/Ciudad_Juarez",
        "America/Tijuana",
    ),
    "56": ("America/Punta_Arenas", "America/Coyhaique", "America/Santiago", "Pacific/Easter"),
    "61": (
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Australia/Brisbane",
        "Australia/Adelaide",
        "Australia/Darwin",
        "Australia/Eucla",
        "Australia/Perth",
        "Indian/Christmas",
        "Indian/Cocos",
    ),
    "86": ("Asia/Shanghai", "Asia/Urumqi"),
    "211": ("Africa/Juba",),
    "212": ("Africa/Casablanca",),
    "213": ("Africa/Algiers",),
    "218": ("Africa/Tripoli",),
    "299": (
        "America/Godthab",
        "America/Scoresbysund",
        "America/Danmarkshavn",
        "America/Thule",
    ),
    "380": ("Europe/Kyiv", "Europe/Simferopol"),
    "505": ("America/Managua",),
    "675": ("Pacific/Port_Moresby", "Pacific/Bougainville"),
    "970": ("Asia/Gaza", "Asia/Hebron"),
}
"""The countries whose zones libphonenumber has wrong or incomplete."""

_AREAS_ABROAD: Final = {
    ("Asia/Almaty",): "76 77",  # Kazakhstan (ITU-T, national numbering plan)
    # The three largest cities of Mexico: the Federal District, Guadalajara, Monterrey.
    ("America/Mexico_City",): "5233 5255 5256 5281",
    # Brazil (Anatel's area codes by state); mobile numbers have them too.
    ("America/Sao_Paulo",): (
        "5511 5512 5513 5514 5515 5516 5517 5518 5519 5521 5522 5524 5527 5528 5531 5532 5533 "
        "5534 5535 5537 5538 5541 5542 5543 5544 5545 5546 5547 5548 5549 5551 5553 5554 5555 "
        "5561 5562 5563 5564 5571 5573 5574 5575 5577 5579 5582 5583 5584 5585 5586 5587 5588 "
        "5589 5591 5593 5594 5596 5598 5599"
    ),
    ("America/Noronha", "America/Recife"): "5581",
    ("America/Manaus",): "5565 5566 5567 5569 5592 5595",
    ("America/Manaus", "America/Rio_Branco"): "5597",
    ("America/Rio_Branco",): "5568",
    # Northern Cyprus has Turkey's calling code and Cyprus's clocks: its landlines, and mobile
    # operators whose numbers of Turkey begin alike.
    ("Asia/Famagusta",): "90392",
    ("Asia/Famagusta", "Europe/Istanbul"): "90533 90542 90548",
    # Palestinian mobile numbers, which are reached with Israel's calling code too.
    ("Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem"): "97256 97259",
}

_ZONES_OF_AREAS_ABROAD: Final = {
    prefix: zones for zones, prefixes in _AREAS_ABROAD.items() for prefix in prefixes.split()
}

PREFIX_LENGTH: Final = 6
"""Characters of a number that its zones depend on, with the plus sign."""


def area_code_of(number: str) -> str:
    """
    Give a North American number's area code, and of a new one the older one of its territory.

    Returns
    -------
    str
        Three digits; empty for other numbers.
    """
    if not number.startswith("+1"):
        return ""
    code = number[2:5]
    return OVERLAID_AREA_CODES.get(code, code)


def zone_names_of(number: str) -> tuple[str, ...]:
    """
    Name the time zones where a number may be.

    Parameters
    ----------
    number : str
        E.164, or its first `PREFIX_LENGTH` characters.

    Returns
    -------
    tuple of str
        IANA names; those of all of North America for an area code without a territory (toll-free,
        unknown), and none for a calling code without one (satellite networks).
    """
    from phonenumbers.tzdata import TIMEZONE_DATA

    known: dict[str, tuple[str, ...]] = TIMEZONE_DATA
    area_code = area_code_of(number)
    if area_code:
        return ZONES_OF_AREA_CODES.get(area_code) or known.get(f"1{area_code}") or known["1"]
    for end in (3, 5, 6):
        if zones := _ZONES_OF_AREAS_ABROAD.get(number[1:end]):
            return zones
    code = calling_code_of(number)
    return ZONES_OF_CALLING_CODES.get(code) or known.get(code, ())


def calling_code_of(number: str) -> str:
    """Give a number's calling code without the plus sign; empty if it has none that exists."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    ends = (end for end in (2, 3, 4) if int(number[1:end]) in COUNTRY_CODE_TO_REGION_CODE)
    return number[1 : next(ends, 1)]
