"""Automatic replies: what is answered to a message that is one keyword and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from opt_outs.domain.classifier.text import bare_words, clauses_of, fold

MAX_KEYWORD_CHARACTERS = 40
HELP = "help"
"""The keyword whose text replaces the usual answer to HELP."""


@dataclass(frozen=True, slots=True)
class AutoReply:
    """
    One rule of an own number.

    Attributes
    ----------
    keyword : str
        As `keyword_of` gives it.
    text : str
        What is answered, without placeholders.
    changed_at : datetime
        When it was last set.
    """

    own_number: str
    keyword: str
    text: str
    changed_at: datetime


def keyword_of(body: str) -> str:
    """
    Bring a message into the form in which it is compared with keywords, as the reader reads it.

    Case, accents, emoji, punctuation and spaces do not count. Empty: it cannot be a keyword.
    """
    words = bare_words(clauses_of(fold(body)))
    return words if len(words) <= MAX_KEYWORD_CHARACTERS else ""
