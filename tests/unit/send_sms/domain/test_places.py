"""A number may be in every zone of its area code or country; tables and libraries agree on them."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.tzdata import TIMEZONE_DATA

from send_sms.domain.places import (
    OVERLAID_AREA_CODES,
    ZONES_OF_AREA_CODES,
    ZONES_OF_CALLING_CODES,
    area_code_of,
    zone_names_of,
)
from send_sms.domain.prices import country_of

DAYS = [datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=3 * n) for n in range(243)]
"""Two years; a Ramadan, in which Morocco's clocks differ, is longer than three days."""

OUTDATED = {
    "867": {"America/Vancouver"},  # Yukon left Pacific time in 2020
    "907": {"Pacific/Honolulu"},  # Unalaska, which is in Alaska time
    "689": {"America/Chicago"},  # Orlando
    "879": {"America/Puerto_Rico"},  # Newfoundland
}
"""What libphonenumber 9.0.43 says of an area code and is not so."""

WITHOUT_ROWS = {
    "AC": "Atlantic/St_Helena",
    "TA": "Atlantic/St_Helena",
    "XK": "Europe/Belgrade",
}
"""Regions of libphonenumber that `zone.tab` does not list."""

Offsets = tuple[timedelta | None, ...]


@cache
def offsets_in(zone: str) -> Offsets:
    """Give a zone's difference from UTC on many days: equal ones are one zone to us."""
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in DAYS)


@cache
def zones_of_regions() -> dict[str, set[str]]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    found: dict[str, set[str]] = defaultdict(set)
    for region, _, zone, *_ in rows:
        found[region].add(zone)
    return found


def offsets_of_regions(*regions: str) -> set[Offsets]:
    known = zones_of_regions()
    zones = {z for region in regions for z in known.get(region) or {WITHOUT_ROWS[region]}}
    return set(map(offsets_in, zones))


def offsets_of(number: str) -> set[Offsets]:
    return set(map(offsets_in, zone_names_of(number)))


CALLING_CODES = {
    code: regions
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()
    if regions != ("001",) and code not in (1, 7)
}


def test_country_has_the_zones_of_the_tz_database() -> None:
    assert len(CALLING_CODES) > 200
    assert [
        code
        for code, regions in CALLING_CODES.items()
        if offsets_of(f"+{code}000000000") != offsets_of_regions(*regions)
    ] == []


@pytest.mark.parametrize(
    ("number", "region"), [("+79161234567", "RU"), ("+77011234567", "KZ"), ("+76121234567", "KZ")]
)
def test_russia_and_kazakhstan_share_a_calling_code_and_no_zones(number: str, region: str) -> None:
    assert offsets_of(number) == offsets_of_regions(region)


@pytest.mark.parametrize("code", ZONES_OF_CALLING_CODES)
def test_row_of_a_country_stays_only_while_libphonenumber_is_wrong(code: str) -> None:
    regions = ("RU",) if code == "7" else CALLING_CODES[int(code)]
    assert set(map(offsets_in, TIMEZONE_DATA[code])) != offsets_of_regions(*regions)


@pytest.mark.parametrize("code", [800, 870, 878, 881, 883])
def test_calling_code_of_no_country_has_no_zone(code: int) -> None:
    assert zone_names_of(f"+{code}12345678") == ()


def test_area_codes_of_brazil_have_the_zones_of_their_states() -> None:
    areas = [f"+55{code}9" for code in range(11, 100)]
    listed = [area for area in areas if zone_names_of(area) != zone_names_of("+5500")]
    assert len(listed) == 67
    assert set().union(*map(offsets_of, listed)) == offsets_of_regions("BR")


def test_northern_cyprus_has_its_own_clocks_with_the_calling_code_of_turkey() -> None:
    cyprus, turkey = offsets_in("Asia/Famagusta"), offsets_in("Europe/Istanbul")
    assert cyprus != turkey, "drop the rows"
    assert offsets_of("+903922281234") == {cyprus}
    for mobile in ("+905338612345", "+905428612345", "+905488612345"):
        assert offsets_of(mobile) == {cyprus, turkey}
    assert offsets_of("+905321234567") == {turkey}


def test_palestinian_mobile_number_has_the_same_clocks_with_either_calling_code() -> None:
    for mobile in ("591234567", "561234567"):
        assert offsets_of(f"+970{mobile}") <= offsets_of(f"+972{mobile}")
    assert offsets_of("+972501234567") == offsets_of_regions("IL")


@cache
def zones_of_libphonenumber() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for prefix, zones in TIMEZONE_DATA.items():
        if prefix.startswith("1") and len(prefix) > 1:
            found[prefix[1:4]].update(zones)
    return found


def test_area_code_has_all_zones_of_its_exchanges() -> None:
    assert len(zones_of_libphonenumber()) > 400
    assert [
        code
        for code, zones in zones_of_libphonenumber().items()
        if not set(map(offsets_in, zones - OUTDATED.get(code, set()))) <= offsets_of(f"+1{code}")
    ] == []


def test_area_code_without_a_row_has_one_zone() -> None:
    codes = zones_of_libphonenumber().keys() - ZONES_OF_AREA_CODES
    assert len(codes) > 350
    assert [code for code in sorted(codes) if len(offsets_of(f"+1{code}")) != 1] == []


def test_overlaying_area_codes_have_the_zones_of_those_they_overlay() -> None:
    for codes in ("219", "270 364", "423 729", "812 930", "850 448", "208 986", "541 458",
                  "250 236 257 672 778", "306 474 639", "418 367 581", "709 879", "334 483",
                  "407 689"):  # fmt: skip
        assert len({zone_names_of(f"+1{code}") for code in codes.split()}) == 1, codes


@pytest.mark.parametrize("code", OVERLAID_AREA_CODES)
def test_row_of_a_new_area_code_stays_only_until_libphonenumber_knows_it(code: str) -> None:
    from phonenumbers import geocoder  # takes half a second to import

    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(f"{code}2345678"))
    assert code not in zones_of_libphonenumber(), "drop the row"
    assert phonenumbers.region_code_for_number(number) is None, "drop the row"
    assert not geocoder.description_for_number(number, "en"), "drop the row"


@pytest.mark.parametrize(("new", "old"), OVERLAID_AREA_CODES.items())
def test_new_area_code_has_zones_and_country_of_the_one_it_overlays(new: str, old: str) -> None:
    assert old in zones_of_libphonenumber()
    assert area_code_of(f"+1{new}5550100") == old
    assert zone_names_of(f"+1{new}5550100") == zone_names_of(f"+1{old}5550100")
    assert country_of(f"+1{new}5550100") == "US"


def test_area_code_without_a_territory_may_be_anywhere_in_north_america() -> None:
    assert zone_names_of("+18005550100") == zone_names_of("+15235550100") == TIMEZONE_DATA["1"]
    assert zone_names_of("+12005550100") == TIMEZONE_DATA["1"]
