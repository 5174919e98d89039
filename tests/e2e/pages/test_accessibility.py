"""axe-core finds nothing in any view: WCAG 2.2 AA, light and dark, wide and on a phone."""

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import IS_READ, OVERFLOW, open_view
from tests.support.local_app import LocalApp


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
async def test_axe_finds_nothing_in_any_view(
    page: Page, app: LocalApp, places: list[str], width: int, scheme: str
) -> None:
    await page.show_as(width=width, height=900, scheme=scheme)
    found = []
    for place in places:
        await open_view(page, app, place)
        await page.wait_for(IS_READ)
        findings = await findings_in(page)
        if await page.evaluate(OVERFLOW):
            findings.append("wider than the window")
        found += [f"{place}: {finding}" for finding in findings]
    assert found == [], "\n".join(found)
