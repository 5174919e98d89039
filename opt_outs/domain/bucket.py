"""
Buckets: the opted-out numbers of one own number, packed by prefix.

A row per person would make the check of 100 sorted recipients read a thousand rows where
100,000 people opted out. A bucket holds all opted-out numbers that begin with its prefix, so
the same check reads a few. A bucket that grows too big is split by one more digit: it stays
as a marker, and its numbers move to the buckets below it.

A bucket entry says what is blocked for one of its numbers:

    (empty)                  every category
    m                        marketing only
    ,+18335550100=,77001=m   every category, but nothing from the first number and only marketing
                             from the second
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from opt_outs.domain.entry import ConsentEntry
from shared.domain.kinds import Category

PREFIX_LENGTH = 4
"""Digits of a first-level prefix: country and area code in North America."""

MAX_CHARACTERS = 24_000
"""What a bucket may hold before it is split: 2,000 numbers of North America with empty entries."""

_DIGITS = re.compile("[0-9]+")

_LETTERS = {
    Category.TRANSACTIONAL: "t",
    Category.MARKETING: "m",
    Category.OTP: "o",
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """
    One bucket.

    Attributes
    ----------
    prefix : str
        Digits without `+`.
    packed : str
        The numbers' digits, each with its bucket entry, if that is not empty, and between two
        spaces.
    is_split : bool
        Longer numbers are in the buckets below.
    version : str
        The row's ETag; empty before it is stored.
    """

    prefix: str
    packed: str = " "
    is_split: bool = False
    version: str = ""

    def bucket_entry(self, digits: str) -> str | None:
        """Give the entry of a number; None if the number is not in this bucket."""
        wanted = f" {digits}"
        at = self.packed.find(wanted)
        while at >= 0:
            start = at + len(wanted)
            if not self.packed[start].isdecimal():
                return self.packed[start : self.packed.index(" ", start)]
            at = self.packed.find(wanted, start)
        return None


Buckets = Mapping[str, Bucket]


def bucket_for(digits: str, buckets: Buckets) -> Bucket:
    """Find the bucket a number belongs to; an empty one where there is none yet."""
    length = PREFIX_LENGTH
    bucket = buckets.get(digits[:length])
    while bucket and bucket.is_split and length < len(digits):
        length += 1
        bucket = buckets.get(digits[:length])
    return bucket or Bucket(digits[:length])


def with_bucket_entry(
    bucket: Bucket, digits: str, bucket_entry: str | None, max_characters: int = MAX_CHARACTERS
) -> list[Bucket]:
    """
    Put a number in, change its entry, or take it out.

    Parameters
    ----------
    bucket_entry : str or None
        Without spaces, and not beginning with a digit; None takes the number out.

    Returns
    -------
    list of Bucket
        The buckets to write; several where the addition splits the bucket, none for a no-op.
    """
    known = bucket.bucket_entry(digits)
    if known == bucket_entry:
        return []
    packed = bucket.packed
    if known is not None:
        packed = packed.replace(f" {digits}{known} ", " ", 1)
    if bucket_entry is not None:
        packed += f"{digits}{bucket_entry} "
    changed = replace(bucket, packed=packed)
    is_too_big = len(packed) > max_characters and bucket_entry is not None
    return _split(changed) if is_too_big else [changed]


def _split(bucket: Bucket) -> list[Bucket]:
    length = len(bucket.prefix) + 1
    children: dict[str, list[str]] = {}
    for token in bucket.packed.split():
        children.setdefault(_digits(token)[:length], []).append(token)
    own = children.pop(bucket.prefix, [])
    marker = replace(bucket, packed=_pack(own), is_split=True)
    return [marker, *(Bucket(prefix, _pack(tokens)) for prefix, tokens in children.items())]


def _digits(token: str) -> str:
    found = _DIGITS.match(token)
    return found[0] if found else ""


def _pack(tokens: Iterable[str]) -> str:
    return " " + "".join(f"{token} " for token in tokens)


def bucket_entry_of(entry: ConsentEntry) -> str | None:
    """Write what an entry blocks; None if nothing."""
    blocked = entry.blocked()
    if not blocked:
        return None
    exceptions = [
        f",{_without_spaces(own_number)}={_letters(except_for)}"
        for own_number in sorted({override.own_number for override in entry.overrides.values()})
        if (except_for := entry.blocked(own_number)) != blocked
    ]
    letters = "" if len(blocked) == len(Category) else _letters(blocked)
    return letters + "".join(exceptions)


def blocks(bucket_entry: str, own_number: str, category: Category) -> bool:
    """Tell whether a bucket entry blocks a category of an own number."""
    if not bucket_entry:
        return True
    letters, *exceptions = bucket_entry.split(",")
    own = _without_spaces(own_number) + "="
    for exception in exceptions:
        if exception.startswith(own):
            return _LETTERS[category] in exception.removeprefix(own)
    return not letters or _LETTERS[category] in letters


def _letters(categories: frozenset[Category]) -> str:
    return "".join(sorted(_LETTERS[category] for category in categories))


def _without_spaces(own_number: str) -> str:
    """Spaces part the numbers of a bucket; names have them, but no underscores."""
    return own_number.replace(" ", "_")
