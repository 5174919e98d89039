"""One run of the programs for all end-to-end tests; the simulator's world begins anew for each."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from itertools import count

import pytest

from tests.e2e.browser import BrowserError, Page, find_chromium, open_browser
from tests.support.local_app import RECORD, CountedApp, LocalApp
from tests.support.local_programs import running_counted_app, running_local_app
from tests.support.log_privacy import assert_no_personal_data

_FIRST_AREA_CODE = 303  # past 202, whose fiction numbers mean something to the simulator


@pytest.fixture(scope="package")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalApp]:
    async with running_local_app(tmp_path_factory.mktemp("azurite")) as process_group:
        yield process_group


@pytest.fixture
async def app(running: LocalApp) -> LocalApp:
    """The run: nothing on any phone, messages that move on at once, events in batches."""
    await running.begin_anew()
    return running


@pytest.fixture(scope="module")
async def counted_run(
    running: LocalApp, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[CountedApp]:
    data = tmp_path_factory.mktemp("azurite")
    async with running_counted_app(data, running.simulator_url) as app:
        yield app


@pytest.fixture
async def counted_app(counted_run: CountedApp) -> CountedApp:
    """Another app on the phones of the run, like `app`."""
    await counted_run.begin_anew()
    return counted_run


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Page]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    async with open_browser(chromium) as page:
        yield page


@pytest.fixture
async def page(browser: Page) -> AsyncIterator[Page]:
    """
    The one tab, wide and light; it leaves what it shows, and what that kept, at the end.

    Its history is emptied: Chromium keeps 50 entries, and goes too far back once they are used up.
    """
    await browser.show_as(width=1100, height=760)
    yield browser
    await browser.forget()
    await browser.command("Page.navigate", url="about:blank")
    await browser.wait_for("location.href === 'about:blank'")
    with suppress(BrowserError):  # while the navigation is not quite over; then after the next test
        await browser.command("Page.resetNavigationHistory")


@pytest.fixture(autouse=True)
def _hosts_log_no_personal_data() -> Iterator[None]:
    """No host may say a phone number, a text that was sent, or a key."""
    yield
    said, RECORD.host_lines[:] = list(RECORD.host_lines), []
    assert_no_personal_data(said, RECORD.texts)


@pytest.fixture(scope="session")
def _numbers() -> Iterator[str]:
    return (f"+1{_FIRST_AREA_CODE + n // 100}55501{n % 100:02d}" for n in count())


@pytest.fixture
def new_person(_numbers: Iterator[str]) -> Callable[[], str]:
    """People without messages so far: the app's storage remembers those of earlier tests."""
    return lambda: next(_numbers)


@pytest.fixture
def person(new_person: Callable[[], str]) -> str:
    return new_person()
