"""
Marks: what a bucket says of an opted-out number besides that it is there.

    (empty)                  out for every category
    m                        out for marketing only
    ,+18335550100=,77001=m   out, but from the first number not at all, from the other for marketing
"""

from shared.domain.kinds import Category
from shared.domain.opt_out import ConsentEntry

_LETTERS = {
    Category.TRANSACTIONAL: "t",
    Category.MARKETING: "m",
    Category.OTP: "o",
}


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
    """Tell whether a mark blocks a category of an own number."""
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
