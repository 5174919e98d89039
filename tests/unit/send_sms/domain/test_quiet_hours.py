"""Marketing sets out only by day, wherever the recipient may be."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.domain.quiet_hours import QuietHoursPolicy, apply_quiet_hours, next_open
from send_sms.domain.quiet_hours_table import STATE_HOURS, STATE_OF_AREA_CODE
from shared.carriers.sending import UNCERTAIN, OutcomeKind
from shared.domain.kinds import Category
from tests.support.samples import make_batch, make_options

SEATTLE = "+12535550100"  # Washington closes at 20:00
PORTLAND = "+15035550100"  # Oregon closes at 20:00
DENVER = "+13035550100"
PITTSBURGH = "+14125550100"
AUSTIN = "+15125550100"
MIAMI = "+13055550100"
PHOENIX = "+16025550100"
HUNTSVILLE = "+12565550100"
ANCHORAGE = "+19075550100"  # libphonenumber: America/Adak and America/Anchorage
TOLL_FREE = "+18335550199"
DELHI = "+911155550100"
LONDON = "+442079460100"
NOWHERE = "+878101234567"

MARGIN = timedelta(minutes=5)
PEOPLE = (SEATTLE, AUSTIN, MIAMI, PHOENIX, HUNTSVILLE, ANCHORAGE, TOLL_FREE, DELHI, LONDON)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_open(number: str, local: str, zone: str) -> bool:
    moment = at(local, zone)
    return next_open(number, moment) == moment


@pytest.mark.parametrize(
    ("number", "zone", "opens", "closes"),
    [
        (DENVER, "America/Denver", "2026-11-18T08:00", "2026-11-18T21:00"),
        (PORTLAND, "America/Los_Angeles", "2026-11-18T08:00", "2026-11-18T20:00"),
        (PITTSBURGH, "America/New_York", "2026-11-18T08:00", "2026-11-18T21:00"),
        (SEATTLE, "America/Los_Angeles", "2026-11-18T08:00", "2026-11-18T20:00"),
        (MIAMI, "America/New_York", "2026-11-22T08:00", "2026-11-22T20:00"),
        (AUSTIN, "America/Chicago", "2026-11-21T09:00", "2026-11-21T21:00"),
        (AUSTIN, "America/Chicago", "2026-11-22T12:00", "2026-11-22T21:00"),  # a Sunday
        (LONDON, "Europe/London", "2026-11-22T08:00", "2026-11-22T21:00"),
        (DELHI, "Asia/Kolkata", "2026-11-22T08:00", "2026-11-22T21:00"),  # UTC+5:30
        # Days on which the clocks change, and a state whose clocks do not.
        (DENVER, "America/Denver", "2026-03-08T08:00", "2026-03-08T21:00"),
        (DENVER, "America/Denver", "2026-11-01T08:00", "2026-11-01T21:00"),
        (PHOENIX, "America/Phoenix", "2026-03-08T08:00", "2026-03-08T21:00"),
    ],
)
def test_day_begins_and_ends_with_the_hours_of_the_place(
    number: str, zone: str, opens: str, closes: str
) -> None:
    begin, end = at(opens, zone), at(closes, zone)
    assert next_open(number, begin - timedelta(seconds=1)) == begin
    assert next_open(number, begin) == begin
    assert next_open(number, end - MARGIN) == end - MARGIN
    assert next_open(number, end - MARGIN + timedelta(seconds=1)) != end - MARGIN


def test_second_tries_of_the_last_message_end_before_the_day_does() -> None:
    assert is_open(DENVER, "2026-11-18T20:55:00", "America/Denver")
    assert not is_open(DENVER, "2026-11-18T20:55:01", "America/Denver")


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-26", "2026-07-04"])
def test_some_states_are_closed_on_sundays_and_holidays(day: str) -> None:
    assert not is_open(HUNTSVILLE, f"{day}T12:00", "America/Chicago")
    assert is_open(DENVER, f"{day}T12:00", "America/Denver")


def test_a_state_may_be_closed_on_holidays_and_open_on_sundays() -> None:
    assert not is_open(PITTSBURGH, "2026-11-26T12:00", "America/New_York")
    assert is_open(PITTSBURGH, "2026-11-22T12:00", "America/New_York")


def test_number_of_several_zones_waits_until_it_is_day_in_all_of_them() -> None:
    eight_in_anchorage = at("2026-11-18T08:00", "America/Anchorage")
    assert next_open(ANCHORAGE, eight_in_anchorage) == at("2026-11-18T08:00", "America/Adak")
    assert not is_open(ANCHORAGE, "2026-11-18T20:30", "America/Adak")


@pytest.mark.parametrize(
    ("number", "zone", "night", "day"),
    [
        # Area codes in two zones: it must be day in both, whatever the exchange.
        ("+14233550100", "America/New_York", "2026-11-18T21:50", "2026-11-18T20:50"),
        ("+17293550100", "America/New_York", "2026-11-18T21:50", "2026-11-18T20:50"),
        ("+12195050100", "America/Chicago", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+13647020100", "America/Chicago", "2026-11-18T09:05", "2026-11-18T10:05"),
        ("+19302010100", "America/Chicago", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+13082010100", "America/Denver", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+14482010100", "America/Chicago", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+18502270100", "America/New_York", "2026-11-18T20:05", "2026-11-18T19:50"),
        ("+14582010100", "America/Boise", "2026-11-18T20:05", "2026-11-18T19:50"),
        ("+13343550100", "America/New_York", "2026-11-18T20:05", "2026-11-18T19:50"),
        ("+18672010100", "America/Edmonton", "2026-07-15T07:05", "2026-07-15T09:05"),
        ("+18674560100", "America/Whitehorse", "2026-11-18T21:05", "2026-11-18T17:50"),
        ("+12502620100", "America/Dawson_Creek", "2026-07-15T07:05", "2026-07-15T08:05"),
        ("+19075810100", "America/Anchorage", "2026-11-18T21:05", "2026-11-18T20:50"),
        ("+16895550100", "America/New_York", "2026-11-18T20:05", "2026-11-18T19:50"),
        # New area codes have the hours of their state.
        ("+16795550100", "America/Detroit", "2026-11-18T08:50", "2026-11-18T09:05"),
        ("+14575550100", "America/Chicago", "2026-11-22T12:00", "2026-11-18T12:00"),
        ("+14365550100", "America/New_York", "2026-11-18T07:55", "2026-11-18T08:05"),
        ("+19245550100", "America/Chicago", "2026-11-18T08:50", "2026-11-18T09:05"),
        ("+16215550100", "America/Chicago", "2026-11-22T11:50", "2026-11-22T12:05"),
        # Countries that have a time of their own.
        ("+213551234567", "Africa/Algiers", "2026-07-15T07:05", "2026-07-15T08:05"),
        ("+218912345678", "Africa/Tripoli", "2026-07-15T21:05", "2026-07-15T20:50"),
        ("+50581234567", "America/Managua", "2026-07-15T07:05", "2026-07-15T08:05"),
        ("+211977123456", "Africa/Juba", "2026-07-15T07:05", "2026-07-15T08:05"),
        ("+212650123456", "Africa/Casablanca", "2026-11-18T21:05", "2026-11-18T20:50"),
        ("+628121234567", "Asia/Jayapura", "2026-11-18T21:05", "2026-11-18T20:50"),
        ("+628121234567", "Asia/Jakarta", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+525512345678", "America/Mexico_City", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+526141234567", "America/Chihuahua", "2026-11-18T21:05", "2026-11-18T19:50"),
        ("+5581912345678", "America/Noronha", "2026-11-18T21:05", "2026-11-18T20:50"),
        ("+5511961234567", "America/Sao_Paulo", "2026-11-18T07:05", "2026-11-18T08:05"),
        ("+61412345678", "Australia/Perth", "2026-11-18T07:05", "2026-11-18T10:05"),
    ],
)
def test_it_must_be_day_wherever_the_number_may_be(
    number: str, zone: str, night: str, day: str
) -> None:
    assert not is_open(number, night, zone)
    assert is_open(number, day, zone)


def test_number_of_nowhere_is_never_open() -> None:
    assert next_open(NOWHERE, at("2026-11-18T12:00", "UTC")) is None


@given(st.sampled_from(PEOPLE), MOMENTS)
def test_next_opening_is_open_and_nothing_before_it_is(number: str, moment: datetime) -> None:
    opening = next_open(number, moment)
    assert opening is not None
    assert opening >= moment
    assert next_open(number, opening) == opening
    if opening > moment:
        assert next_open(number, opening - timedelta(seconds=1)) == opening
        assert next_open(number, moment + (opening - moment) / 2) == opening


@given(st.sampled_from((SEATTLE, AUSTIN, MIAMI, PHOENIX, PORTLAND)), MOMENTS)
def test_no_number_in_the_states_is_written_to_outside_the_federal_hours(
    number: str, moment: datetime
) -> None:
    opening = next_open(number, moment)
    assert opening is not None
    zones = {SEATTLE: "Los_Angeles", PORTLAND: "Los_Angeles", AUSTIN: "Chicago",
             MIAMI: "New_York", PHOENIX: "Phoenix"}  # fmt: skip
    assert 8 <= opening.astimezone(ZoneInfo(f"America/{zones[number]}")).hour < 21


def test_area_codes_of_the_stricter_states_are_those_of_libphonenumber() -> None:
    from phonenumbers import geocoder  # takes half a second to import

    abbreviations = {"AL": "Alabama", "CA": "California", "CT": "Connecticut", "FL": "Florida",
                     "IL": "Illinois", "KY": "Kentucky", "LA": "Louisiana", "MD": "Maryland",
                     "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
                     "MS": "Mississippi", "NV": "Nevada", "NJ": "New Jersey", "NM": "New Mexico",
                     "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
                     "RI": "Rhode Island", "TX": "Texas", "UT": "Utah",
                     "WA": "Washington", "Washington State": "Washington"}  # fmt: skip
    found = {}
    for code in range(200, 1000):
        number = phonenumbers.PhoneNumber(country_code=1, national_number=code * 10**7 + 5550100)
        place = geocoder.description_for_number(number, "en").split(", ")[-1]
        state = abbreviations.get(place, place)
        if state in STATE_HOURS:
            found[str(code)] = state
    assert found == STATE_OF_AREA_CODE


def marketing(*recipients: str, **changes: Any) -> Batch:
    options = make_options(category=Category.MARKETING)
    return make_batch(recipients, options=options, **changes)


NOON_IN_MIAMI = at("2026-11-18T12:00", "America/New_York")
EIGHT_IN_MIAMI = at("2026-11-18T08:30", "America/New_York")


def test_those_for_whom_it_is_night_wait_for_the_first_morning() -> None:
    result = apply_quiet_hours(
        marketing(MIAMI, AUSTIN, PORTLAND), QuietHoursPolicy.RESCHEDULE, EIGHT_IN_MIAMI
    )
    assert result.ready == (0,)
    assert result.opens_at == at("2026-11-18T09:00", "America/Chicago")
    assert result.batch.waiting_positions() == [0, 1, 2]


def test_those_for_whom_it_is_night_are_blocked_when_so_set() -> None:
    result = apply_quiet_hours(marketing(MIAMI, AUSTIN), QuietHoursPolicy.BLOCK, EIGHT_IN_MIAMI)
    assert result.ready == (0,)
    assert result.opens_at is None
    outcome = result.batch.progress.outcomes[1]
    assert (outcome.kind, outcome.code) == (OutcomeKind.SUPPRESSED, "quiet_hours")
    assert outcome.at == EIGHT_IN_MIAMI
    assert 0 not in result.batch.progress.outcomes


def test_number_of_nowhere_is_blocked_rather_than_kept_waiting() -> None:
    result = apply_quiet_hours(marketing(NOWHERE), QuietHoursPolicy.RESCHEDULE, NOON_IN_MIAMI)
    assert result.ready == ()
    assert result.opens_at is None
    assert result.batch.progress.outcomes[0].code == "quiet_hours"


def test_second_try_of_who_is_in_doubt_does_not_wait() -> None:
    batch = marketing(PORTLAND, progress=Progress(outcomes={0: UNCERTAIN}))
    assert apply_quiet_hours(batch, QuietHoursPolicy.BLOCK, EIGHT_IN_MIAMI).ready == (0,)


@pytest.mark.parametrize("category", [Category.OTP, Category.TRANSACTIONAL])
def test_other_categories_may_be_sent_in_quiet_hours(category: Category) -> None:
    batch = make_batch((PORTLAND,), options=make_options(category=category))
    assert apply_quiet_hours(batch, QuietHoursPolicy.BLOCK, EIGHT_IN_MIAMI).ready == (0,)


def test_no_recipient_waits_when_quiet_hours_are_off() -> None:
    batch = marketing(PORTLAND, NOWHERE)
    assert apply_quiet_hours(batch, QuietHoursPolicy.OFF, EIGHT_IN_MIAMI).ready == (0, 1)
