"""What is to be known of a language to read opt-outs in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from opt_outs.domain.classifier.classification import Language

Phrases = tuple[str, ...]
"""In the notation of `pattern.py`."""


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """
    The words and phrases of one language, as `text.py` leaves them: lower case, no accents.

    Attributes
    ----------
    firm : tuple of str
        Words that opt out as the whole message, and so they do among courtesies.
    whole : tuple of str
        Words that opt out as the whole message; with more they are everyday words.
    unsure : tuple of str
        Words that may opt out as the whole message, or answer something else.
    misspelt : tuple of str
        How people miss the firm ones; `unsub*` is any word with that beginning.
    opt_in, help, affirmative : tuple of str
        Words that are the whole message.
    courtesies : tuple of str
        What stands round a keyword and says nothing.
    objects : tuple of str
        What people add to a firm word: "stop *all texts*".
    phrases : mapping of str to tuple of str
        Opt-outs by rule.
    lead_ins : tuple of str
        What makes the phrase behind it the person's own wish: "I want you to".
    guards : tuple of str
        What makes the phrase behind it doubtful: "why did you".
    hedges : tuple of str
        The same behind a phrase: "until Monday".
    tails : str
        Words that end a clause where people leave out punctuation.
    retractions : tuple of str
        What takes it back, anywhere in the message.
    reasons : tuple of str
        What leaves no doubt beside a firm word that is a clause of its own: "not my number".
    doubtful : tuple of str
        A person should look; a reason too.
    threats : tuple of str
        What is doubtful though it has everyday words in it: "if you don't stop".
    footers : tuple of str
        How senders tell people to opt out, which people repeat.
    harmless : tuple of str
        Everyday uses of the words in `alarming`; not looked at any more.
    alarming : tuple of str
        Words that make a person look wherever they stand.
    """

    language: Language
    firm: Phrases
    whole: Phrases
    unsure: Phrases
    opt_in: Phrases
    help: Phrases
    affirmative: Phrases
    courtesies: Phrases
    objects: Phrases
    phrases: Mapping[str, Phrases]
    tails: str
    alarming: Phrases
    misspelt: Phrases
    lead_ins: Phrases
    guards: Phrases
    hedges: Phrases
    retractions: Phrases
    reasons: Phrases
    doubtful: Phrases
    threats: Phrases
    footers: Phrases
    harmless: Phrases


def listed(text: str) -> Phrases:
    """Give the phrases of a text, which stand between semicolons; a line may end behind a `|`."""
    return tuple(" ".join(phrase.split()) for phrase in alternatives(text).split(";"))


def alternatives(text: str) -> str:
    """Join words that stand between `|` on several lines."""
    return re.sub(r"\|\s+", "|", text.strip())
