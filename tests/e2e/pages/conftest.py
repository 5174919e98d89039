"""What tests of the pages are given."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.pages.inbox_page import BUSY
from tests.support.local_app import TOLL_FREE, LocalApp, poll

WAITING = 53
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
    "operations/limits",
    "operations/changes",
    "settings",
    "sends/{send}",
    "messages/{message}",
    "people/{person}",
    "inbox/{own}/{person}",
)


@pytest.fixture
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"of-{new_person()[1:]}"


@pytest.fixture(scope="module")
async def places(running: LocalApp, _numbers: Iterator[str]) -> list[str]:
    """The addresses of all views, with a send, a message, a conversation and an opt-out to show."""
    await running.begin_anew()
    person = next(_numbers)
    accepted = await running.send(TOLL_FREE, [person, "+12025550106"], "Hello")
    await running.text_in(person, TOLL_FREE, "STOP")
    await running.registry_says(person, "opted_out")
    names = {
        "send": accepted["sendId"],
        "message": accepted["messages"][0]["messageId"],
        "person": person.lstrip("+"),
        "own": TOLL_FREE.lstrip("+"),
    }
    return [place.format(**names) for place in PLACES]


@pytest.fixture(scope="package")
async def crowd(running: LocalApp, _numbers: Iterator[str]) -> list[str]:
    """More people who wait than a page of the list shows, the longest wait first."""
    await running.subscribe()
    people = [next(_numbers) for _ in range(WAITING)]
    for person in people:
        await running.text_in(person, BUSY, f"Is it you, or {person[-4:]}?")

    async def all_wait() -> bool:
        path = f"conversations?sender={BUSY.lstrip('+')}&view=waiting&counts=true"
        return bool((await running.call("GET", path)).json["counts"]["waiting"] >= WAITING)

    await poll(all_wait)
    return people
