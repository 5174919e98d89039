"""
Durations counted in buckets that grow by a fixed factor.

Samples of two days cannot be merged into a median without keeping them all; counts can be added.
A bucket is 9 % wider than the one before, so what is read from it is at most 4.5 % off.
"""

from collections.abc import Mapping
from math import ceil, log2

_PER_DOUBLING = 8


def bucket_of(seconds: float) -> int:
    """Give the bucket of a duration; below a millisecond (negative too) it is 0."""
    milliseconds = seconds * 1000
    return int(log2(milliseconds) * _PER_DOUBLING) + 1 if milliseconds >= 1 else 0


def seconds_at(counts: Mapping[int, int], share: float) -> float | None:
    """
    Tell which duration a share of all does not exceed (nearest rank); None if there are none.

    Parameters
    ----------
    counts : mapping
        By bucket.
    share : float
        Above 0, at most 1: 0.5 is the median.
    """
    left = ceil(share * sum(counts.values()))
    for bucket in sorted(counts):
        left -= counts[bucket]
        if left <= 0 and counts[bucket]:
            return _middle(bucket)
    return None


def _middle(bucket: int) -> float:
    return 2 ** ((bucket - 0.5) / _PER_DOUBLING) / 1000 if bucket else 0.0
