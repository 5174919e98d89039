"""The browser of the tests."""

import pytest

from tests.e2e.browser import find_chromium, open_browser
from tests.e2e.dev_process import are_gone, pids_with


async def test_browser_ends_with_everything_that_it_started() -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    async with open_browser(chromium) as page:
        pids = pids_with(page.profile.name)
        assert pids

    assert are_gone(pids)
