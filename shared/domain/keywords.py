"""
Recognise the words by which people stop, start and ask for help.

Only a message that is nothing but the keyword counts: "cancel my 3pm appointment" is a
reply to a business, not an opt-out.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Keyword(StrEnum):
    """What the person asks for."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"


# The words ACS acts on for US short codes; toll-free carriers know STOP, START and UNSTOP
# (ACS SMS FAQ, October 2025). The words for out are also those that revoke consent by
# themselves under 47 CFR 64.1200(a)(10). "optout" is how people type one of them.
_KEYWORDS: Final = {
    "stop": Keyword.OPT_OUT,
    "quit": Keyword.OPT_OUT,
    "end": Keyword.OPT_OUT,
    "revoke": Keyword.OPT_OUT,
    "opt out": Keyword.OPT_OUT,
    "optout": Keyword.OPT_OUT,
    "cancel": Keyword.OPT_OUT,
    "unsubscribe": Keyword.OPT_OUT,
    "start": Keyword.OPT_IN,
    "unstop": Keyword.OPT_IN,
    "help": Keyword.HELP,
}

_WORD: Final = re.compile(r"[^\W_]+")
# Accents and variation selectors; the enclosing mark of key caps; zero-width and bidi marks.
_UNSEEN_CATEGORIES: Final = frozenset({"Mn", "Me", "Cf"})


def read_keyword(body: str) -> Keyword | None:
    """
    Tell which keyword a message is.

    Case, accents, full-width letters, invisible characters and whatever stands round the
    words (white space, punctuation, quotation marks, emoji) make no difference.

    Parameters
    ----------
    body : str
        An inbound message, of any length.

    Returns
    -------
    Keyword or None
        None if the message says anything else, or more.
    """
    return _KEYWORDS.get(_bare_words(body))


def _bare_words(body: str) -> str:
    """Give the words of a text in lower case, one space between them and nothing else."""
    decomposed = unicodedata.normalize("NFKD", body)
    seen = "".join(c for c in decomposed if unicodedata.category(c) not in _UNSEEN_CATEGORIES)
    return " ".join(_WORD.findall(seen.casefold()))
