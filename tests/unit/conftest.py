"""Fixtures for the unit tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def no_pauses() -> Iterator[None]:
    """Let what lost a race for rows in storage try again at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("send_sms.storage.journal._PAUSE_SECONDS", 0)
        patch.setattr("send_sms.storage.person_batches._PAUSE_SECONDS", 0)
        patch.setattr("opt_outs.storage.registry._LONGEST_PAUSE_SECONDS", 0)
        yield
