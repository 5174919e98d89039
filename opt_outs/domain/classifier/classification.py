"""The classifier's input about a sender, and its result: intent, confidence and rule."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RULE_SET: Final = "1"
"""The version of words and phrases, kept with every decision; changes whenever they do."""


class Language(StrEnum):
    """The languages there are rules for, as ISO 639-1 codes."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    PORTUGUESE = "pt"
    GERMAN = "de"


DEFAULT_LANGUAGES: Final = (Language.ENGLISH, Language.SPANISH)


@dataclass(frozen=True, slots=True)
class ExtraWords:
    """A sender's own words: each counts when it is the whole message, in any case and accents."""

    opt_out: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    help: tuple[str, ...] = ()


NO_EXTRA_WORDS: Final = ExtraWords()


class Intent(StrEnum):
    """
    What the person asks for.

    `AFFIRMATIVE` is a bare yes: it means something only as the answer to an open question.
    """

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    AFFIRMATIVE = "affirmative"
    NONE = "none"


class Confidence(StrEnum):
    """
    How the message says it.

    `DEFINITIVE`: the whole message is the keyword. `PHRASE`: a sentence that leaves no doubt, or
    a keyword among courtesies. `POSSIBLE`: a person should look. `NONE`: it says nothing of it.
    """

    DEFINITIVE = "definitive"
    PHRASE = "phrase"
    POSSIBLE = "possible"
    NONE = "none"


# The least share of the corpus' messages of a tier that are what the tier takes them for: a test
# holds it against tests/corpus.
_SCORES: Final = {
    Confidence.DEFINITIVE: 1.0,
    Confidence.PHRASE: 0.99,
    Confidence.POSSIBLE: 0.5,
    Confidence.NONE: 0.0,
}


@dataclass(frozen=True, slots=True)
class Classification:
    """
    One message as read.

    Attributes
    ----------
    tier : Tier
        Only opt-outs are ever `PHRASE` by a sentence or `POSSIBLE`: opting in wants a keyword.
    rule_id : str
        Which rule decided, such as `en.phrase.stop_texting`; empty if none did.
    language : Language or None
        Whose rule it was; None for a sender's own words and where no rule decided.
    rule_set : str
        The version of the rules.
    """

    intent: Intent
    confidence: Confidence
    rule_id: str = ""
    language: Language | None = None
    rule_set: str = RULE_SET

    @property
    def score(self) -> float:
        """Say how far to trust the intent, 0 to 1; the same for all readings of a tier."""
        return _SCORES[self.confidence]

    @property
    def is_decided(self) -> bool:
        """Whether to act on it without asking a person."""
        return self.confidence in (Confidence.DEFINITIVE, Confidence.PHRASE)


NO_INTENT: Final = Classification(Intent.NONE, Confidence.NONE)
