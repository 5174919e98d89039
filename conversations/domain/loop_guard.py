"""
The loop guard, which stops two machines from replying to each other for ever.

More than twenty equal texts to one person within five minutes are no conversation. Its memory of
each person is bounded: the newest texts by their digest, with the times of each.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

SentText = tuple[datetime, str]
"""When a text was sent, and its cause: the same cause counts once."""

Recent = Mapping[str, Sequence[SentText]]
"""What was sent to a person recently, by digest of the text."""

LIMIT = 20
"""Equal texts to one person that may be sent in one period."""

PERIOD = timedelta(minutes=5)

_TEXTS_KEPT = 16


def record_text(recent: Recent, text: str, cause: str, now: datetime) -> Recent | None:
    """
    Record that a text is sent now; None if it was sent too often.

    Parameters
    ----------
    cause : str
        The id of the reason; a repeat with the same cause counts once, and is allowed.
    """
    begin, digest = now - PERIOD, _digest(text)
    known = {key: [one for one in sent if one[0] > begin] for key, sent in recent.items()}
    equal = known.pop(digest, [])
    if any(one[1] == cause for one in equal):
        return recent
    if len(equal) >= LIMIT:
        return None
    kept = [(key, sent) for key, sent in known.items() if sent][-(_TEXTS_KEPT - 1) :]
    return {**dict(kept), digest: [*equal, (now, cause)]}


def _digest(text: str) -> str:
    """Case and spaces do not make another text."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]
