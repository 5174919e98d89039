"""The federal holidays, against the calendars that the Office of Personnel Management publishes."""

from datetime import date

import pytest

from shared.domain.times import add_business_days, is_federal_holiday

# opm.gov, "Federal holidays", 2026 and 2027, as observed.
OBSERVED = {
    2026: ["01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26",
           "12-25"],
    2027: ["01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25",
           "12-24", "12-31"],
}  # fmt: skip


@pytest.mark.parametrize("year", OBSERVED)
def test_weekdays_off_are_those_of_the_official_calendar(year: int) -> None:
    start = date(year, 1, 1).toordinal()
    days = [date.fromordinal(start + offset) for offset in range(365)]
    off = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and is_federal_holiday(day)]
    assert off == OBSERVED[year]


def test_day_itself_is_a_holiday_also_when_observed_on_another() -> None:
    assert is_federal_holiday(date(2026, 7, 4))
    assert is_federal_holiday(date(2026, 7, 3))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 9), date(2026, 11, 24)),  # over Veterans Day
        (date(2026, 11, 22), date(2026, 12, 7)),  # from a Sunday, over Thanksgiving
        (date(2026, 12, 18), date(2027, 1, 5)),  # over Christmas and New Year
    ],
)
def test_ten_business_days_leave_out_weekends_and_holidays(day: date, due: date) -> None:
    assert add_business_days(day, 10) == due
