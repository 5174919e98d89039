"""
Classify an inbound message.

First the whole message as a keyword, then its sentences, language by language. An uncertain
message becomes a review (`Confidence.POSSIBLE`) and is never ignored.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from opt_outs.domain.classifier.classification import (
    DEFAULT_LANGUAGES,
    NO_EXTRA_WORDS,
    NO_INTENT,
    Classification,
    Confidence,
    ExtraWords,
    Intent,
    Language,
)
from opt_outs.domain.classifier.keywords import KeywordIndex
from opt_outs.domain.classifier.language_pack import load_pack
from opt_outs.domain.classifier.phrase_index import Words, words_of
from opt_outs.domain.classifier.quotation import (
    Quotation,
    is_reaction,
    may_quote,
    quotation_of,
    without_quotations,
)
from opt_outs.domain.classifier.rules import PhraseRules
from opt_outs.domain.classifier.text import QUESTION, bare_words, clauses_of, fold, unstretched

_MAX_WEIGHED: Final = 400
"""Characters of a message whose words are weighed: longer requests have a phrase."""
_REACTION: Final = Classification(Intent.NONE, Confidence.NONE, "reaction")


def classify(
    body: str,
    languages: tuple[Language, ...] = DEFAULT_LANGUAGES,
    extra: ExtraWords = NO_EXTRA_WORDS,
) -> Classification:
    """
    Classify one inbound message.

    Parameters
    ----------
    body : str
        Any text of any length; the first `MAX_CHARACTERS` are looked at.
    languages : tuple of Language
        Which languages to expect, the likeliest first: it names the language of words that
        several have. English is always among them, as the carriers' words are English.
    extra : ExtraWords
        The sender's own words.

    Returns
    -------
    Classification
        Always one; the same for the same arguments and rule set.
    """
    return _classifier(languages, extra).classify(body)


class OptOutClassifier:
    """A classifier for certain languages and words; it is made in parts, as messages need them."""

    def __init__(self, languages: Iterable[Language], extra: ExtraWords) -> None:
        distinct = dict.fromkeys((*languages, Language.ENGLISH))
        self._packs = [load_pack(language) for language in distinct]
        self._keywords = KeywordIndex(self._packs, extra)

    @cached_property
    def _phrase_rules(self) -> list[PhraseRules]:
        """The rules of each language; made for the first message that is no keyword."""
        words = {pack.language: words_of(pack) for pack in self._packs}
        return [
            PhraseRules(
                pack,
                frozenset().union(*(words[other] for other in words if other != pack.language)),
            )
            for pack in self._packs
        ]

    def classify(self, body: str) -> Classification:
        """Classify one message, as the function `classify` does."""
        folded = fold(body)
        if keyword := self._keywords.find_alone(folded):
            return keyword
        if not may_quote(folded):
            return self._read_message(clauses_of(folded))
        if is_reaction(folded):
            return _REACTION
        quotation = quotation_of(folded)
        if quotation and quotation.is_long:
            return self._read_round_quotation(quotation)
        own_words = without_quotations(folded)
        classification = self._read_message(clauses_of(own_words))
        if classification is NO_INTENT and own_words != folded:
            return self._read_with_quotations(folded)
        return classification

    def _read_message(self, clauses: str) -> Classification:
        """Read the person's own words; where no rule says anything, weigh them."""
        found = self._read_clauses(clauses)
        if found is not NO_INTENT or len(clauses) > _MAX_WEIGHED:
            return found
        words = Words(unstretched(clauses))
        weighed = (rules.weigh(words) for rules in self._phrase_rules)
        return next(filter(None, weighed), NO_INTENT)

    def _read_clauses(self, clauses: str) -> Classification:
        possible = self._keywords.find(bare_words(clauses)) or NO_INTENT
        if possible.confidence is Confidence.PHRASE and clauses.endswith(f"{QUESTION} "):
            possible = replace(possible, confidence=Confidence.POSSIBLE)
        if possible.is_decided:
            return possible
        words = Words(unstretched(clauses))
        for rules in self._phrase_rules:
            classification = rules.classify(words) or NO_INTENT
            if classification.confidence is Confidence.PHRASE:
                if any(other.retracts(words) for other in self._phrase_rules if other is not rules):
                    return rules.doubtful
                return classification
            possible = classification if possible is NO_INTENT else possible
        return possible

    def _read_round_quotation(self, quotation: Quotation) -> Classification:
        """Read the words outside; if they say nothing, it is a reaction to a text, or a quote."""
        classification = self._read_clauses(quotation.around)
        if classification is NO_INTENT and quotation.is_brief:
            classification = self._read_clauses(self._without_footers(quotation.quoted))
            if classification.is_decided and classification.intent is Intent.OPT_OUT:
                return _possible_quotation(classification)
            return _REACTION
        return _REACTION if classification is NO_INTENT else classification

    def _read_with_quotations(self, folded: str) -> Classification:
        """Give `POSSIBLE` for a quotation that would opt out, unless it is a sender's footer."""
        quoted = self._read_clauses(self._without_footers(clauses_of(folded)))
        return _possible_quotation(quoted) if quoted.intent is Intent.OPT_OUT else NO_INTENT

    def _without_footers(self, clauses: str) -> str:
        for rules in self._phrase_rules:
            clauses = rules.without_footers(clauses)
        return clauses


def _possible_quotation(quoted: Classification) -> Classification:
    return Classification(Intent.OPT_OUT, Confidence.POSSIBLE, "quotation", quoted.language)


@lru_cache(maxsize=100)
def _classifier(languages: tuple[Language, ...], extra: ExtraWords) -> OptOutClassifier:
    return OptOutClassifier(languages, extra)
