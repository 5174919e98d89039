"""What the tests of the pages share."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pages.files import assets_version
from tests.e2e.browser import Page
from tests.support.local_app import TOLL_FREE, LocalApp

OTHER = "+18335550101"
ASSETS = f"/api/assets/{assets_version()}"
"""Where the modules of a page are, as it asks for them."""

IS_LIVE = "document.getElementById('live').textContent === 'live'"
OVERFLOW = "document.documentElement.scrollWidth > innerWidth"
TITLE = "(document.querySelector('main h1')?.textContent ?? '')"
DIALOG = "document.querySelector('dialog[open]')"
IS_READ = "!document.querySelector('[aria-busy=true]')"

NAMED = "localStorage.setItem('paloma-name', 'Dana')"
CLOCK = """
{
  const [Real, late, forget, timers] = [Date, setTimeout, clearTimeout, new Map()];
  let ahead = 0;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  window.setTimeout = (work, ms = 0, ...more) => {
    const run = () => { window.clearTimeout(id); work(...more); };
    const id = late(run, ms);
    timers.set(id, { dueAt: Date.now() + ms, run });
    return id;
  };
  window.clearTimeout = (id) => { timers.delete(id); forget(id); };
  window.skip = (ms) => {
    ahead += ms;
    for (const { dueAt, run } of [...timers.values()]) if (dueAt <= Date.now()) run();
  };
}
"""
"""Gives a page `skip(ms)`: so much time passes at once, and what is due then is done."""

KEEP_FILES = """
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => make.call(URL, window.saved = blob);
"""


def text_of(selector: str) -> str:
    return f"(document.querySelector({json.dumps(selector)})?.textContent ?? '')"


def shows(selector: str) -> str:
    return f"Boolean(document.querySelector({json.dumps(selector)}))"


def has(selector: str, words: str) -> str:
    """Tell whether one of the elements has these words."""
    found = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return f"{found}.some((one) => one.textContent.includes({json.dumps(words)}))"


def click(selector: str) -> str:
    return f"document.querySelector({json.dumps(selector)}).click()"


def button(words: str, within: str = "document") -> str:
    """Give the button or link whose words, or name, begin with these."""
    begins = f"(one.ariaLabel ?? one.textContent).trim().startsWith({json.dumps(words)})"
    return f"[...{within}.querySelectorAll('button, a')].find((one) => {begins})"


def press(words: str, within: str = "document") -> str:
    """Press the button or link whose words, or name, begin with these."""
    return f"{button(words, within)}.click()"


def fill(label: str, value: str) -> str:
    """Type into the field of a dialog, or choose in it."""
    return f"""(() => {{
      const label = [...document.querySelectorAll('dialog label')]
        .find((one) => one.textContent === {json.dumps(label)});
      const field = document.getElementById(label.htmlFor);
      field.value = {json.dumps(value)};
      const kind = field.tagName === 'SELECT' ? 'change' : 'input';
      field.dispatchEvent(new Event(kind, {{ bubbles: true }}));
    }})()"""


@asynccontextmanager
async def before_each_page(page: Page, script: str) -> AsyncIterator[None]:
    """Run a script before those of each page that is opened meanwhile."""
    await page.command("Page.enable")
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=script)
    try:
        yield
    finally:
        of_script = made["identifier"]
        await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=of_script)


async def open_view(page: Page, app: LocalApp, place: str) -> None:
    await page.open(f"{app.url}/api/ui/{place}")
    await page.wait_for(f"({TITLE}) !== ''")


async def saved_lines(page: Page) -> list[str]:
    """Give the lines of the file that the page saved last; `KEEP_FILES` must have run."""
    await page.wait_for("Boolean(window.saved)")
    return str(await page.evaluate("window.saved.text()")).strip().split("\r\n")


async def listed(app: LocalApp, person: str) -> dict[str, int]:
    """Give how a person's conversation stands; empty while there is none."""
    answer = await app.call("GET", f"conversations?sender={TOLL_FREE.lstrip('+')}&limit=100")
    found = [one for one in answer.json["conversations"] if one["user"] == person]
    return found[0] if found else {}
