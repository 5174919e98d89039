"""What follows from an inbound message: an automatic reply, and a record for figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opt_outs.domain.classifier.text import bare_words, clauses_of, fold

if TYPE_CHECKING:
    from datetime import datetime

    from opt_outs.domain.classifier.classification import Intent

MAX_KEYWORD_CHARACTERS = 40

HELP = "help"
"""The keyword whose text replaces the usual reply to HELP."""


@dataclass(frozen=True, slots=True)
class AutoReply:
    """
    One rule of an own number.

    Attributes
    ----------
    keyword : str
        As `keyword_of` gives it.
    text : str
        What is replied, without placeholders.
    changed_at : datetime
        When it was last set.
    """

    own_number: str
    keyword: str
    text: str
    changed_at: datetime


def keyword_of(body: str) -> str:
    """
    Bring a message into the form in which it is compared with keywords, as the classifier does.

    Case, accents, emoji, punctuation and spaces do not count. Empty: it cannot be a keyword.
    """
    words = bare_words(clauses_of(fold(body)))
    return words if len(words) <= MAX_KEYWORD_CHARACTERS else ""


@dataclass(frozen=True, slots=True)
class InboundRecord:
    """
    One inbound message.

    Attributes
    ----------
    intent : Intent
        What it certainly asks for; else none.
    in_reply_to : str
        The id of the message it replies to; empty: none is known, and the rest is empty too.
    campaign, category : str
        Of that message.
    answered_at : datetime or None
        When that message was sent.
    """

    own_number: str
    user_number: str
    event_id: str
    received_at: datetime
    intent: Intent
    in_reply_to: str = ""
    campaign: str = ""
    category: str = ""
    answered_at: datetime | None = None
