"""
The pictures of README, taken from the sample.

    python3 dev.py run --sample --data memory
    .venv/bin/python -m tests.e2e.pictures http://127.0.0.1:7071
"""

from __future__ import annotations

import asyncio
import base64
import sys
from typing import NamedTuple

import aiohttp

from local.dev.paths import ROOT
from local.sample.people import CARE, all_people
from tests.e2e.browser import Page, find_chromium, open_browser

FOLDER = ROOT / "docs" / "images"
QUALITY = 85
NUMBERS = "+1 201 555 0123, +1 202 555 0145, +1 203 555 0161"
_IS_READ = (
    "Boolean(document.querySelector('main h1')) && !document.querySelector('[aria-busy=true]')"
)
_FOCUS_NUMBERS = """[...document.querySelectorAll('main label')]
  .find((one) => one.textContent.startsWith('Numbers')).control.focus()"""
_IS_CALM = "document.querySelector('.badge') !== null && document.getAnimations().length === 0"


class Picture(NamedTuple):
    """A picture of a place of the pages."""

    name: str
    place: str
    width: int = 1440
    height: int = 900
    scheme: str = "light"
    numbers: str = ""
    """Typed as recipients before the picture is taken."""


def pictures(send: str, single: str) -> list[Picture]:
    """List them; `send` is one that is being sent, `single` one to one person."""
    thread = f"inbox/{CARE}/{all_people()[0].number}"
    return [
        Picture("home", "home"),
        Picture("inbox", thread),
        Picture("sends", "sends"),
        Picture("send", f"sends/{send}", scheme="dark"),
        Picture("new-send", f"sends/new?from={single}", numbers=NUMBERS),
        Picture("opt-outs", "opt-outs/reviews", scheme="dark"),
        Picture("dashboard", "dashboard?days=30"),
        Picture("phone-home", "home", 390, 844),
        Picture("phone-inbox", thread, 390, 844, "dark"),
        Picture("phone-sends", "sends", 390, 844),
    ]


async def take(page: Page, app: str, picture: Picture) -> None:
    """Open a place, wait until all of it is there, and keep it as WebP."""
    size = {"width": picture.width, "height": picture.height}
    await page.show_as(**size, scheme=picture.scheme)
    await page.command("Emulation.setScrollbarsHidden", hidden=True)
    await page.open(f"{app}/api/ui/{picture.place}")
    await page.wait_for(f"{_IS_READ} && {_IS_CALM}")
    if picture.numbers:
        await page.evaluate(_FOCUS_NUMBERS)
        await page.command("Input.insertText", text=picture.numbers)
    await asyncio.sleep(3)  # previews and charts follow
    taken = await page.command("Page.captureScreenshot", format="webp", quality=QUALITY)
    (FOLDER / f"{picture.name}.webp").write_bytes(base64.b64decode(str(taken["data"])))


async def find_sends(app: str) -> tuple[str, str]:
    """Give a large send that is being sent, and one to one person without placeholders."""
    async with aiohttp.ClientSession(f"{app}/api/") as session:
        query = "sms?status=queued,sent&minRecipients=1000&limit=1"
        async with session.get(query) as answer:
            [send] = (await answer.json())["sends"]
        async with session.get("sms?category=transactional") as answer:
            others = (await answer.json())["sends"]
    single = next(one for one in others if one["purpose"] == "send" and "{{" not in one["message"])
    return send["sendId"], single["sendId"]


async def main(app: str) -> None:
    """Take all pictures of the app at an address."""
    chromium = find_chromium()
    assert chromium, "there is no Chromium on this machine"
    found = await find_sends(app)
    async with open_browser(chromium) as page:
        for picture in pictures(*found):
            await take(page, app, picture)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
