"""How long to wait before an empty queue is asked again."""

import random
from collections.abc import Callable

_SHORTEST_SECONDS = 0.1


class PollingDelay:
    """
    Randomised exponential back-off between two polls that found nothing.

    From 0.1 s after a find, about doubling (plus or minus a fifth) up to the maximum:
    azure-sdk-for-net, ``RandomizedExponentialBackoffStrategy.cs``.
    """

    def __init__(
        self, maximum_seconds: float, *, uniform: Callable[[float, float], float] = random.uniform
    ) -> None:
        self._maximum_seconds = maximum_seconds
        self._uniform = uniform
        self._exponent = 0
        self._current_seconds = 0.0

    def next_seconds(self, *, has_found: bool) -> float:
        """Give the next wait; ``has_found`` if a message was found since the last one."""
        if has_found:
            self._exponent = 1
            self._current_seconds = _SHORTEST_SECONDS
        elif self._current_seconds < self._maximum_seconds:
            self._current_seconds = min(self._grown(), self._maximum_seconds)
        return self._current_seconds

    def _grown(self) -> float:
        seconds = _SHORTEST_SECONDS
        if self._exponent:
            seconds += self._uniform(0.8, 1.2) * 2 ** (self._exponent - 1) * _SHORTEST_SECONDS
        self._exponent += 1
        return seconds
