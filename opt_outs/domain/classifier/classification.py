"""The classifier's input about a sender, and its result: intent, confidence and rule."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RULE_SET: Final = "13"
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

    `AFFIRMATIVE` is a bare yes, which only means something in reply to an open question.
    """

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    AFFIRMATIVE = "affirmative"
    NONE = "none"


class Confidence(StrEnum):
    """
    How clearly the message states its intent.

    `DEFINITIVE`: the whole message is the keyword. `PHRASE`: a sentence that leaves no doubt, or
    a keyword among courtesies. `POSSIBLE`: an operator should decide. `NONE`: no intent.
    """

    DEFINITIVE = "definitive"
    PHRASE = "phrase"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Classification:
    """
    The classification of one message.

    Attributes
    ----------
    confidence : Confidence
        Only opt-outs are ever `PHRASE` by a sentence or `POSSIBLE`: an opt-in needs a keyword.
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
    def is_decided(self) -> bool:
        """Whether to act on it without a review."""
        return self.confidence in (Confidence.DEFINITIVE, Confidence.PHRASE)


NO_INTENT: Final = Classification(Intent.NONE, Confidence.NONE)
