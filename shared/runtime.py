"""What a process has of its own: the time, and chance for ids."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.identifiers import RANDOM_BYTES

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""

_ID_BYTES = 8


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ids:
    """
    Draws ids.

    Attributes
    ----------
    randomness : callable
        Gives as many random bytes as it is asked for.
    """

    randomness: Callable[[int], bytes] = secrets.token_bytes

    def new_randomness(self) -> bytes:
        """Draw the random part of one send's id."""
        return self.randomness(RANDOM_BYTES)

    def new_id(self) -> str:
        """Draw an id by which a worker recognises what it stored itself: 16 hex digits."""
        return self.randomness(_ID_BYTES).hex()
