"""Reviews of opt-outs, as a person works through them."""

from collections.abc import Callable
from typing import Any

from tests.e2e.browser import Page
from tests.e2e.pages.support import NAMED, OTHER, before_each_page, button, has, open_view
from tests.support.local_app import TOLL_FREE, LocalApp, poll

UNCERTAIN = "why did you stop texting me"
HURRY = """
  const later = window.setTimeout;
  window.setTimeout = (work, pause, ...more) => later(work, pause === 10000 ? 100 : pause, ...more);
"""
SEGMENTS = "document.querySelector('.segments')"


def review_of(person: str) -> str:
    return (
        "[...document.querySelectorAll('.review')]"
        f".find((row) => row.querySelector('a').href.endsWith('{person}'))"
    )


def row_of(person: str) -> str:
    return f"document.querySelector('.table a[href$=\"{person}\"]')?.closest('tr')"


async def reviews(app: LocalApp, state: str, person: str) -> list[Any]:
    found = await app.call("GET", f"opt-out-reviews?state={state}")
    return [one for one in found.json["reviews"] if one["recipient"] == person]


async def is_decided(app: LocalApp, state: str, person: str) -> None:
    await poll(lambda: reviews(app, state, person))


async def have_review(app: LocalApp, person: str, own: str = TOLL_FREE) -> None:
    await app.text_in(person, own, UNCERTAIN)
    await poll(lambda: reviews(app, "open", person))


async def open_reviews(page: Page, app: LocalApp, person: str) -> None:
    await open_view(page, app, "opt-outs/reviews")
    await page.wait_for(f"Boolean({review_of(person)})")
    await page.evaluate(f"{review_of(person)}.focus()")


async def test_review_is_decided_by_key_and_undone_before_it_is_posted(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, person)
        assert "Due " in str(await page.evaluate(f"{review_of(person)}.textContent"))

        await page.press("a", code=65, text="a")
        await page.wait_for(f"{review_of(person)}.textContent.includes('Will be opted out')")
        assert await reviews(app, "open", person)

        await page.press("z", code=90, text="z")
        await page.wait_for(f"Boolean({button('Opt out', review_of(person))})")
        assert await page.evaluate(f"document.activeElement === {review_of(person)}")
    assert await reviews(app, "open", person)


async def test_decisions_are_posted_after_their_time_with_the_name_that_is_asked_once(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    one, other = new_person(), new_person()
    await have_review(app, one)
    await have_review(app, other, OTHER)
    async with before_each_page(page, f"localStorage.clear(); {HURRY}"):
        await open_reviews(page, app, one)
        await page.evaluate(f"{button('Not an opt-out', review_of(one))}.click()")
        await page.wait_for("Boolean(document.activeElement.closest('dialog[open]'))")
        await page.command("Input.insertText", text="Dana")
        await page.press("Enter", code=13, text="\r")
        await page.wait_for(f"{review_of(one)}.textContent.includes('Not an opt-out')")
        await page.evaluate(f"{button('Opt out', review_of(other))}.click()")

        await poll(lambda: reviews(app, "rejected", one))
        (approved,) = await poll(lambda: reviews(app, "approved", other))
        assert approved["actor"] == "Dana"
        assert (await app.registry_says(other, "opted_out", OTHER))["source"] == "review"
        await page.wait_for(f"Boolean({button('Hide decided')})")
        decided = await app.call("GET", "opt-out-activity?days=1")
        number = decided.json["days"][0]["decidedReviewCount"]
        assert number >= 2
        await page.wait_for(has(".reviews-foot", f"Decided today: {number}"))
        await page.wait_for(has(".beside-more .facts", "By review"))
        await page.evaluate(f"{button('Hide decided')}.click()")
        await page.wait_for(f"!{review_of(one)} && !{review_of(other)}")


async def test_decision_that_waits_is_posted_when_the_page_is_left_and_is_listed_as_decided(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, person)
        await page.press("r", code=82, text="r")
        await page.wait_for(f"{review_of(person)}.textContent.includes('Will be marked')")
        await page.open(f"{app.url}/api/ui/settings")
    await poll(lambda: reviews(app, "rejected", person))

    await open_view(page, app, "opt-outs/reviews")
    await page.evaluate(f"{button('Not an opt-out', SEGMENTS)}.click()")
    await page.wait_for("location.search === '?state=rejected'")
    await page.wait_for(f"Boolean({row_of(person)}?.textContent.includes('Dana'))")


async def test_selected_reviews_are_decided_together_and_a_held_key_decides_once(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    one, other = new_person(), new_person()
    await have_review(app, one)
    await have_review(app, other)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, one)
        held = {"key": "a", "text": "a", "windowsVirtualKeyCode": 65}
        await page.press("a", code=65, text="a")
        await page.command("Input.dispatchKeyEvent", type="keyDown", autoRepeat=True, **held)
        await page.wait_for(f"{review_of(one)}.textContent.includes('Will be opted out')")
        assert await page.evaluate(f"Boolean({button('Opt out', review_of(other))})")
        await page.press("z", code=90, text="z")
        await page.wait_for(f"Boolean({button('Opt out', review_of(one))})")

        for person in (one, other):
            await page.evaluate(f"{review_of(person)}.focus()")
            await page.press("x", code=88, text="x")
            await page.wait_for(f"{review_of(person)}.textContent.includes('Selected')")
        await page.press("r", code=82, text="r")
        await page.wait_for(f"{review_of(one)}.textContent.includes('Will be marked')")
        await page.open(f"{app.url}/api/ui/settings")
    for person in (one, other):
        await is_decided(app, "rejected", person)


async def test_decision_that_a_colleague_made_the_other_way_says_so_where_it_was_made(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, f"{NAMED}; {HURRY}"):
        await open_reviews(page, app, person)
        (review,) = await reviews(app, "open", person)
        path = f"opt-out-reviews/{review['reviewId']}/reject"
        await app.call("POST", path, {"actor": "Sam"})
        await page.press("a", code=65, text="a")
        await page.wait_for(f"{review_of(person)}.textContent.includes('This review was rejected')")
