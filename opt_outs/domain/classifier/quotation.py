"""
What a message quotes: our own words, which are not the person's.

Phones send a reaction as a text that repeats ours: Liked “… Reply STOP to opt out”.
"""

from __future__ import annotations

import re
from typing import Final

from opt_outs.domain.classifier.language_pack import listed
from opt_outs.domain.classifier.text import bare_words, clauses_of

_OPENING: Final = '“„«"'
_CLOSING: Final = '”“»"'
_QUOTATION: Final = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|\"[^\"]*\"|^>.*$", re.MULTILINE
)
_SHORT_QUOTATION_WORDS: Final = 2
"""'Reply "stop"' and 'I said "stop it"' are the person's own words."""

# What stands round the quotation in a reaction, without emoji. English as iOS and Google Messages
# send it (engadget.com and ithinkdiff.com on tapbacks, 2022); the others as the same phones put
# it in their language, not confirmed in a source.
_REACTIONS: Final = frozenset(
    listed("""
        liked; loved; disliked; laughed at; emphasized; emphasised; questioned; to; reacted to;
        reacted with to; removed a like from; removed a heart from; removed a dislike from;
        removed a laugh from; removed an exclamation from; removed an exclamation mark from;
        removed a question mark from; removed from; replied to; in reply to;
        le gusto; no le gusto; le encanto; me gusta; se rio de; se rio con; enfatizo; resalto;
        exclamo; cuestiono; pregunto; reacciono con a; reacciono a; quito un me gusta de;
        a aime; a adore; n a pas aime; a ri a; a rigole; a mis en evidence; a accentue;
        a mis l accent sur; s est interroge sur; a remis en question; a reagi avec a; a reagi a;
        gostou de; gostou; nao gostou de; adorou; amou; riu de; enfatizou; destacou; questionou;
        reagiu com a; reagiu a; curtiu;
        gefallt; gefallt nicht; gefiel; liebt; mag; hat geliked; lachte uber; hat uber gelacht;
        betont; hat betont; betonte; hinterfragt; fragte nach; hat mit auf reagiert;
        hat auf reagiert; reagierte mit auf; mit reagiert auf
    """)
)


def is_reaction(folded: str) -> bool:
    """Tell whether a text only reacts to a message that it repeats, whole or cut off."""
    start = min((folded.find(mark) for mark in _OPENING if mark in folded), default=-1)
    if start < 0:
        return False
    end = max(folded.rfind(mark) for mark in _CLOSING)
    behind = folded[end + 1 :] if end > start else ""
    return bare_words(clauses_of(f"{folded[:start]} {behind}")) in _REACTIONS


def without_quotations(folded: str) -> str:
    """
    Drop what a text quotes at length, and lines of mail style that begin with `>`.

    Returns
    -------
    str
        The text itself if it is nothing but a quotation: people put quotation marks round all
        they say.
    """
    rest = _QUOTATION.sub(_keep_short, folded)
    return rest if any(map(str.isalnum, rest)) else folded


def _keep_short(quotation: re.Match[str]) -> str:
    words = clauses_of(quotation[0]).split()
    return quotation[0] if len(words) <= _SHORT_QUOTATION_WORDS else " "
