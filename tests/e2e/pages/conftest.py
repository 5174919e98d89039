"""What tests of the pages are given."""

from collections.abc import Callable

import pytest


@pytest.fixture
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"of-{new_person()[1:]}"
