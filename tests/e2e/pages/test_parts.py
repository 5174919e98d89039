"""Each part of the pages has a story, in which it can be used by all and fits everywhere."""

import re
from pathlib import Path

import pytest

from local.dev.paths import LOCAL, ROOT
from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import DIALOG, OVERFLOW, open_view
from tests.support.local_app import LocalApp

PARTS = ROOT / "pages" / "static" / "parts"
STORIES = (Path(__file__).parent / "stories.js").read_text(encoding="utf-8")
PICTURES = LOCAL / "parts"
"""Where the stories are kept as pictures, to be looked at."""

_COMPONENT = re.compile(r"^export (?:function|const) ([A-Z]\w+)\b(?! = new)", re.MULTILINE)


def components() -> dict[str, set[str]]:
    """Name what the modules of parts export to be drawn; `html` is no part."""
    found = {
        path.stem: set(_COMPONENT.findall(path.read_text(encoding="utf-8")))
        for path in PARTS.glob("*.js")
        if path.stem != "html"
    }
    return {module: names for module, names in found.items() if names}


async def tell(page: Page, app: LocalApp) -> dict[str, set[str]]:
    await open_view(page, app, "nowhere")
    named = await page.evaluate(STORIES)
    assert isinstance(named, dict)
    await page.wait_for("document.querySelectorAll('.story').length > 20")
    return {module: set(names) for module, names in named.items()}


async def test_every_part_has_a_story(page: Page, app: LocalApp) -> None:
    assert await tell(page, app) == components()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
async def test_parts_can_be_used_by_all_and_fit(
    page: Page, app: LocalApp, width: int, scheme: str
) -> None:
    await page.show_as(width=width, height=900, scheme=scheme)
    await tell(page, app)
    assert await findings_in(page) == []
    assert not await page.evaluate(OVERFLOW)
    height = await page.evaluate("document.documentElement.scrollHeight")
    assert isinstance(height, int)
    await page.show_as(width=width, height=height, scheme=scheme)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{width}-{scheme}.png").write_bytes(await page.screenshot())


MANY_ROWS = """
(async () => {
  const assets = document.querySelector("script[type=module]").src.replace(/[^/]*$/, "");
  const { html, render } = await import(`${assets}parts/html.js`);
  const { Table } = await import(`${assets}parts/table.js`);
  const app = document.getElementById("app");
  const columns = [
    { name: "text", head: "Text", isWide: true, cell: ({ text }) => text },
    { name: "own", head: "Own number", cell: () => "+1 833 555 0100" },
    { name: "count", head: "Recipients", isNumber: true, cell: ({ id }) => id },
  ];
  const row = (id) => ({ id, text: `Row ${id} ${"word ".repeat(id % 40)}` });
  const rows = Array.from({ length: 1_000 }, (_, id) => row(id));
  window.show = (number) => render(html`<nav class="side" aria-label="Places"></nav>
    <main id="main"><div class="page"><h1>Rows</h1><${Table} label="Long" columns=${columns}
    rows=${rows.slice(0, number)} keyOf=${({ id }) => id} hrefOf=${({ id }) => `#${id}`} />
    </div></main>`, app);
  render(null, app);
})()
"""
TABLE = "document.querySelector('table')"
IS_DRAWN = "checkVisibility({ contentVisibilityAuto: true })"


async def test_of_many_rows_those_near_the_window_are_laid_out_and_nothing_moves(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "nowhere")
    await page.evaluate(MANY_ROWS)
    await page.evaluate("show(500); window.first = document.querySelector('tbody tr')")
    drawn = f"[...{TABLE}.querySelectorAll('tbody a')].filter((one) => one.{IS_DRAWN}).length"
    assert await page.evaluate(drawn) == 500
    short = await page.evaluate(f"{TABLE}.offsetHeight")
    await page.evaluate("show(501)")
    await page.wait_for(f"{drawn} < 251")
    assert await page.evaluate("first === document.querySelector('tbody tr')"), "nodes live on"
    grown = await page.evaluate(f"{TABLE}.offsetHeight - {TABLE}.rows[501].offsetHeight")
    assert abs(float(str(grown)) - float(str(short))) < 0.02 * float(str(short))

    await page.evaluate("show(1_000)")
    last = f"{TABLE}.rows[1_000].cells[0].firstChild"
    await page.evaluate(f"{last}.focus()")
    await page.wait_for(f"{last}.{IS_DRAWN} && {drawn} < 301")
    lefts = "[...{row}.cells].map((one) => Math.round(one.getBoundingClientRect().left))"
    of_head, of_last = (lefts.format(row=f"{TABLE}.rows[{at}]") for at in (0, 1_000))
    assert await page.evaluate(of_head) == await page.evaluate(of_last)
    assert await findings_in(page) == []


@pytest.mark.parametrize("name", ["Dialog", "Drawer", "ConsentDialog", "PauseDialog"])
async def test_what_lies_above_the_page_has_the_focus_and_gives_it_back(
    page: Page, app: LocalApp, name: str
) -> None:
    await tell(page, app)
    opener = f"document.querySelector('[data-above={name}]')"
    await page.evaluate(f"{opener}.focus(); {opener}.click()")
    await page.wait_for(f"Boolean({DIALOG}?.contains(document.activeElement))")
    assert await findings_in(page) == []
    await page.press("Escape", code=27)
    await page.wait_for(f"!{DIALOG} && document.activeElement === {opener}")
