"""axe-core finds nothing in any view: WCAG 2.2 AA, light and dark, wide and on a phone."""

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import IS_READ, OVERFLOW, open_view
from tests.support.local_app import TOLL_FREE, LocalApp

PLACES = (
    "home",
    "inbox",
    "sends",
    "sends/new",
    "opt-outs/reviews",
    "opt-outs/list",
    "opt-outs/ledger",
    "opt-outs/comparison",
    "dashboard",
    "operations",
    "settings",
    "sends/{send}",
    "messages/{message}",
    "people/{person}",
    "inbox/{own}/{person}",
)


@pytest.fixture
async def places(app: LocalApp, person: str) -> list[str]:
    """The addresses of all views, with a send, a message, a conversation and an opt-out to show."""
    accepted = await app.send(TOLL_FREE, [person, "+12025550106"], "Hello")
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    names = {
        "send": accepted["sendId"],
        "message": accepted["messages"][0]["messageId"],
        "person": person.lstrip("+"),
        "own": TOLL_FREE.lstrip("+"),
    }
    return [place.format(**names) for place in PLACES]


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
