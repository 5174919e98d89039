"""axe-core, which finds what keeps people out of a page (WCAG 2.2 AA)."""

from functools import cache
from pathlib import Path

from local.dev.paths import LOCAL
from local.web_libraries.library import library_files
from tests.e2e.browser import Page

_PINS = Path(__file__).parent / "axe_pins.json"
_RUN = """axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`)))"""


@cache
def _source() -> str:
    return library_files(_PINS, LOCAL / "axe")["axe.js"].decode()


async def findings_in(page: Page) -> list[str]:
    """Give what axe-core finds in the page as it is now, each with its element."""
    await page.evaluate(f"Boolean(window.axe) || (() => {{ {_source()} }})()")
    found = await page.evaluate(_RUN)
    assert isinstance(found, list)
    return [str(one) for one in found]
