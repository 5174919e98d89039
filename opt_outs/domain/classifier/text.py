"""
The words of a message, without what makes no difference.

Case, accents, full-width letters, invisible characters, emoji and punctuation vary freely in
what people type. What stays of punctuation is where a clause ends.
"""

# ruff: noqa: RUF001 - characters that look alike are what this is about

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_CHARACTERS: Final = 4_000
"""What is looked at of a message; ACS takes 2,048 characters in one."""

CLAUSE_END: Final = "."
QUESTION: Final = "?"
CLAUSE_ENDS: Final = (CLAUSE_END, QUESTION)

ADDRESS: Final = "www"
"""Stands for an address of the web or of mail: "optout.com" is no keyword."""

# Accents and variation selectors; the enclosing mark of key caps; zero-width and bidi marks.
_UNSEEN_CATEGORIES: Final = frozenset({"Mn", "Me", "Cf"})
# A word, or what ends a clause: punctuation and symbols but for those that stand inside one.
_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s\-‐‑'’‘\"“”„«»*=/&#@<>]+|\n")
# Endings that are words too ("alto.es spam") only count at the end of a text or before a path.
_ADDRESS: Final = re.compile(
    r"(?<![\w.@-])(?:https?:/[^\s\"“”«»]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+|(?:[\w-]{1,63}\.){1,4}(?:"
    r"(?:com|net|org|info|biz|gov|edu|io|co|app|html|www)\b|(?:es|de|us|ca|fr|br|mx|uk|pt|eu|ch|nl)$"
    r"|[a-z]{2,3}/)[^\s\"“”«»]*|www\.[^\s\"“”«»]+)"
)
_SIGNS: Final = (("wrong #", "wrong number"), ("my #", "my number"), ("this #", "this number"))
"""Where a sign is a word; "STOP#" is STOP."""
_STRETCHED: Final = re.compile(r"([a-vx-z])\1\1+")
_TORN_NOT: Final = re.compile(r"n t(?= |$)")


def fold(body: str) -> str:
    """
    Bring a message into one spelling: its first characters, lower case, nothing invisible.

    Punctuation stays. The result may be longer than the message: "™" becomes two letters.
    """
    text = body.strip()[:MAX_CHARACTERS]
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(filter(_is_seen, decomposed))
    folded = text.casefold().replace(" + ", " mas ").replace(" - ", ". ")
    for sign, words in _SIGNS if "#" in folded else ():
        folded = folded.replace(sign, words)
    return _ADDRESS.sub(ADDRESS, folded) if "." in folded or ":/" in folded else folded


@lru_cache(maxsize=1_000)
def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN_CATEGORIES


def clauses_of(folded: str) -> str:
    """
    Give the words of a folded text with one space after each.

    A clause that is followed by another ends in a full stop of its own: "no. stop!" becomes
    `no . stop `. A question ends in a question mark, the last one too. "don't" and "don t" become
    `dont`.
    """
    tokens: list[str] = []
    for token in _TOKEN.findall(folded):
        if token[0].isalnum():
            tokens.append(token)
        elif tokens:
            end = QUESTION if QUESTION in token else CLAUSE_END
            if tokens[-1] not in CLAUSE_ENDS:
                tokens.append(end)
            elif end == QUESTION:
                tokens[-1] = end
    if tokens and tokens[-1] == CLAUSE_END:
        tokens.pop()
    text = " ".join((*tokens, ""))
    return _TORN_NOT.sub("nt", text) if "n t" in text else text


def unstretched(clauses: str) -> str:
    """Write letters that follow each other thrice or more once: "stooop" is "stop"."""
    return _STRETCHED.sub(r"\1", clauses)


def bare_words(clauses: str) -> str:
    """
    Give the words of clauses with one space between them and nothing else.

    A word that was spelt out ("S.T.O.P.") is put together.
    """
    words = [word for word in clauses.split() if word not in CLAUSE_ENDS]
    is_spelt_out = len(words) > 2 and all(len(word) == 1 for word in words)  # noqa: PLR2004
    return ("" if is_spelt_out else " ").join(words)
