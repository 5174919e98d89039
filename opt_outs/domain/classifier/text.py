"""
The words of a message, without what makes no difference.

Case, accents, full-width letters, invisible characters, emoji and punctuation vary freely in
what people type. What stays of punctuation is where a clause ends.
"""

# ruff: noqa: RUF001 - characters that look alike are what this is about

from __future__ import annotations

import re
import unicodedata
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
# What ends a clause: punctuation and symbols but for those that stand inside one.
_END: Final = re.compile(r"[^\w\s\-‐‑'’‘\"“”„«»*=/&#@<>]|\n")
# Endings that are words too ("alto.es spam") only count at the end of a text or before a path.
_ADDRESS: Final = re.compile(
    r"(?<![\w.@-])(?:https?:/[^\s\"“”«»]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+|(?:[\w-]{1,63}\.){1,4}(?:"
    r"(?:com|net|org|info|biz|gov|edu|io|co|app|html|www)\b|(?:es|de|us|ca|fr|br|mx|uk|pt|eu|ch|nl)$"
    r"|[a-z]{2,3}/)[^\s\"“”«»]*|www\.[^\s\"“”«»]+)"
)
_POINT_INSIDE: Final = re.compile(r"\.\w|:/")
"""What every address has."""
_MAX_KEPT: Final = 5_000
"""Characters that tables keep: an alphabet and its marks are a few hundred."""
_SIGNS: Final = (("wrong #", "wrong number"), ("my #", "my number"), ("this #", "this number"))
"""Where a sign is a word; "STOP#" is STOP."""
_STRETCHED: Final = re.compile(r"([a-vx-z])\1\1+")
_MAY_BE_STRETCHED: Final = re.compile(
    "|".join(3 * letter for letter in "abcdefghijklmnopqrstuvxyz")
)
_TORN_NOT: Final = re.compile(r"n t(?= |$)")


def fold(body: str) -> str:
    """
    Bring a message into one spelling: its first characters, lower case, nothing invisible.

    Punctuation stays. The result may be longer than the message: "™" becomes two letters.
    """
    text = body.strip()[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_SEEN)
    folded = text.casefold().replace(" + ", " mas ").replace(" - ", ". ")
    for sign, words in _SIGNS if "#" in folded else ():
        folded = folded.replace(sign, words)
    return _ADDRESS.sub(ADDRESS, folded) if _POINT_INSIDE.search(folded) else folded


class _Seen(dict[int, int | None]):
    """Drops what is not seen."""

    def __missing__(self, code: int) -> int | None:
        is_seen = unicodedata.category(chr(code)) not in _UNSEEN_CATEGORIES
        found = code if is_seen else None
        if len(self) < _MAX_KEPT:
            self[code] = found
        return found


class _Marks(dict[int, str]):
    """Keeps letters and digits, one mark for all that ends a clause, and spaces for the rest."""

    def __missing__(self, code: int) -> str:
        found = character = chr(code)
        if not character.isalnum():
            end = QUESTION if character == QUESTION else CLAUSE_END
            found = end if _END.match(character) else " "
        if len(self) < _MAX_KEPT:
            self[code] = found
        return found


_SEEN: Final = _Seen()
_MARKS: Final = _Marks()


def clauses_of(folded: str) -> str:
    """
    Give the words of a folded text with one space after each.

    A clause that is followed by another ends in a full stop of its own: "no. stop!" becomes
    `no . stop `. A question ends in a question mark, the last one too. "don't" and "don t" become
    `dont`.
    """
    words = folded.translate(_MARKS)
    tokens = _with_ends(words) if CLAUSE_END in words or QUESTION in words else words.split()
    text = " ".join((*tokens, ""))
    return _TORN_NOT.sub("nt", text) if "n t" in text else text


def _with_ends(words: str) -> list[str]:
    """Give words and the ends of clauses between them, one end for several."""
    spaced = words.replace(CLAUSE_END, f" {CLAUSE_END} ").replace(QUESTION, f" {QUESTION} ")
    tokens: list[str] = []
    for token in spaced.split():
        if token not in CLAUSE_ENDS or (tokens and tokens[-1] not in CLAUSE_ENDS):
            tokens.append(token)
        elif tokens and token == QUESTION:
            tokens[-1] = token
    if tokens and tokens[-1] == CLAUSE_END:
        tokens.pop()
    return tokens


def unstretched(clauses: str) -> str:
    """Write letters that follow each other thrice or more once: "stooop" is "stop"."""
    return _STRETCHED.sub(r"\1", clauses) if _MAY_BE_STRETCHED.search(clauses) else clauses


def bare_words(clauses: str) -> str:
    """
    Give the words of clauses with one space between them and nothing else.

    A word that was spelt out ("S.T.O.P.") is put together.
    """
    words = clauses.split()
    if CLAUSE_END in clauses or QUESTION in clauses:
        words = [word for word in words if word not in CLAUSE_ENDS]
    is_spelt_out = len(words) > 2 and max(map(len, words)) == 1  # noqa: PLR2004
    return ("" if is_spelt_out else " ").join(words)
