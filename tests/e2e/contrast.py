"""How well text stands out from its ground."""

import json

from tests.e2e.browser import Page

ENOUGH = 4.5
"""WCAG 2.1, success criterion 1.4.3, level AA."""

_CONTRASTS = """
(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  return Object.fromEntries([...document.querySelectorAll(SELECTOR)].map((element) => {
    const [one, other] = [getComputedStyle(element).color, ground(element)].map(light);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return [`${element.parentElement.className} ${element.className}`, ratio];
  }));
})()
"""


async def contrasts_of(page: Page, selector: str) -> dict[str, float]:
    """Give the contrast of each element of a selector, by its class and its parent's."""
    found = await page.evaluate(_CONTRASTS.replace("SELECTOR", json.dumps(selector)))
    assert isinstance(found, dict)
    return found
