"""
The loop guard: two machines that answer each other must not talk for ever.

More than twenty equal texts to one person within five minutes are no conversation. What is
remembered of each person is bounded: the newest texts by their digest, with the times of each.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

LIMIT = 20
"""Equal texts to one person that may go out in one period."""

PERIOD = timedelta(minutes=5)
_TEXTS_KEPT = 16

Saying = tuple[datetime, str]
"""When a text was said, and what caused it: the same cause counts once."""

Recent = Mapping[str, Sequence[Saying]]
"""What was said to a person lately, by digest of the text."""


def say(recent: Recent, text: str, cause: str, now: datetime) -> Recent | None:
    """
    Remember that a text is said now; None if it was said too often.

    Parameters
    ----------
    cause : str
        Why it is said; asked for again by the same cause it counts once, and is allowed.
    """
    begin, digest = now - PERIOD, _digest(text)
    known = {key: [one for one in said if one[0] > begin] for key, said in recent.items()}
    equal = known.pop(digest, [])
    if any(one[1] == cause for one in equal):
        return recent
    if len(equal) >= LIMIT:
        return None
    kept = [(key, said) for key, said in known.items() if said][-(_TEXTS_KEPT - 1) :]
    return {**dict(kept), digest: [*equal, (now, cause)]}


def _digest(text: str) -> str:
    """Case and spaces do not make another text."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]
