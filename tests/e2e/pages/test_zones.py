"""Times as the pages write them, where clocks are changed and in other years."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.support import ASSETS
from tests.support.local_app import LocalApp


@pytest.fixture
async def in_new_york(page: Page, app: LocalApp) -> AsyncIterator[Page]:
    """Any page of a person in New York; summer ends there on 1 November 2026."""
    await page.command("Emulation.setTimezoneOverride", timezoneId="America/New_York")
    try:
        await page.open(f"{app.url}/api/ui/settings")
        yield page
    finally:
        await page.command("Emulation.setTimezoneOverride", timezoneId="")


async def written(page: Page, call: str) -> str:
    found = await page.evaluate(f"import('{ASSETS}/data/times.js').then((times) => times.{call})")
    return str(found)


async def test_plan_names_the_zone_that_holds_then(in_new_york: Page) -> None:
    winter = await written(in_new_york, "planned('2026-12-01T14:00:00Z')")
    summer = await written(in_new_york, "planned('2026-07-01T13:00:00Z')")

    assert (winter[-3:], summer[-3:]) == ("EST", "EDT")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-09", "Today, Monday"),
        ("2026-03-08", "Yesterday, Sunday"),
        ("2026-03-07", "Saturday"),
        ("2025-03-09", "Sunday"),
    ],
)
async def test_day_after_the_short_one_calls_that_one_yesterday(
    in_new_york: Page, day: str, expected: str
) -> None:
    soon_after_midnight = "new Date('2026-03-09T04:30:00Z')"
    found = await written(in_new_york, f"dayInWords('{day}T12:00:00', {soon_after_midnight})")

    assert found.startswith(expected)
    assert ("2025" in found) == day.startswith("2025")


async def test_date_of_another_year_has_its_year(in_new_york: Page) -> None:
    now = "new Date('2026-03-09T04:30:00Z')"
    this_year = await written(in_new_york, f"dateInWords('2026-01-01', {now})")
    last_year = await written(in_new_york, f"dateInWords('2025-12-31', {now})")

    assert ("2026" in this_year, "2025" in last_year) == (False, True)
