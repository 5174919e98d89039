"""What tests of the pages are given."""

from collections.abc import Callable

import pytest

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
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"of-{new_person()[1:]}"


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
