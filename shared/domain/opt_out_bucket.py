"""
Buckets: the opted-out numbers of one own number, packed by prefix.

A row per person would make the check of 100 sorted recipients read a thousand rows where
100,000 people opted out. A bucket holds all opted-out numbers that begin with its prefix, so
the same check reads a few. A bucket that grows too big is split by one more digit: it stays
as a marker, and its numbers move to the buckets below it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

PREFIX_LENGTH = 4
"""Digits of a first-level prefix: country and area code in North America."""

MAX_NUMBERS = 1500
"""Numbers a bucket holds before it is split; at most 24,000 of the 32,768 characters allowed."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """
    One bucket.

    Attributes
    ----------
    prefix : str
        Digits without `+`.
    packed : str
        The numbers' digits, each between two spaces.
    is_split : bool
        Longer numbers are in the buckets below.
    version : str
        The row's ETag; empty before it is stored.
    """

    prefix: str
    packed: str = " "
    is_split: bool = False
    version: str = ""

    def holds(self, digits: str) -> bool:
        """Tell whether a number is in this bucket."""
        return f" {digits} " in self.packed

    def numbers(self) -> list[str]:
        """List the numbers in this bucket."""
        return self.packed.split()


Buckets = Mapping[str, Bucket]


def bucket_for(digits: str, buckets: Buckets) -> Bucket:
    """Find the bucket a number belongs to; an empty one where there is none yet."""
    length = PREFIX_LENGTH
    bucket = buckets.get(digits[:length])
    while bucket and bucket.is_split and length < len(digits):
        length += 1
        bucket = buckets.get(digits[:length])
    return bucket or Bucket(digits[:length])


def holds(buckets: Buckets, digits: str) -> bool:
    """Tell whether a number is opted out, given every bucket that could hold it."""
    return bucket_for(digits, buckets).holds(digits)


def with_number(bucket: Bucket, digits: str, max_numbers: int = MAX_NUMBERS) -> list[Bucket]:
    """
    Add a number.

    Returns
    -------
    list of Bucket
        The buckets to write; several where the addition made the bucket split, none where
        the number was there already.
    """
    if bucket.holds(digits):
        return []
    grown = replace(bucket, packed=f"{bucket.packed}{digits} ")
    return [grown] if len(grown.numbers()) <= max_numbers else _split(grown)


def without_number(bucket: Bucket, digits: str) -> list[Bucket]:
    """Take a number out; an empty list where it was not there."""
    if not bucket.holds(digits):
        return []
    return [replace(bucket, packed=bucket.packed.replace(f" {digits} ", " ", 1))]


def _split(bucket: Bucket) -> list[Bucket]:
    length = len(bucket.prefix) + 1
    children: dict[str, list[str]] = {}
    for digits in bucket.numbers():
        children.setdefault(digits[:length], []).append(digits)
    own = children.pop(bucket.prefix, [])
    marker = replace(bucket, packed=_pack(own), is_split=True)
    return [marker, *(Bucket(prefix, _pack(numbers)) for prefix, numbers in children.items())]


def _pack(numbers: Iterable[str]) -> str:
    return " " + "".join(f"{digits} " for digits in numbers)
