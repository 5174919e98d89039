"""The rules of the classifier: keywords, alone or among courtesies, and phrases."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from opt_outs.domain.classifier.classification import (
    Classification,
    Confidence,
    ExtraWords,
    Intent,
    Language,
)
from opt_outs.domain.classifier.language_pack import (
    KeywordPrefilter,
    LanguagePack,
    Phrases,
    finder,
    named,
    one_of,
)
from opt_outs.domain.classifier.text import bare_words, clauses_of, fold

_UNCERTAIN_RULE: Final = Classification(Intent.OPT_OUT, Confidence.POSSIBLE)
_REPEATED: Final = re.compile(r"(.)\1+")

_PASSED_OVER: Final = "~ "
"""Stands where everyday words were; no rule matches across it."""


class KeywordIndex:
    """
    The keywords of several languages and of a sender.

    Of a word that several have the first counts, among courtesies the first for which it is firm.
    """

    def __init__(self, packs: Sequence[LanguagePack], extra: ExtraWords) -> None:
        self._alone: dict[str, Classification] = {}
        self._among_courtesies: dict[str, Classification] = {}
        self._add_extra(extra)
        for pack in packs:
            self._add_pack(pack)
        self._squeezed = {_squeeze(word): word for pack in packs for word in pack.firm}
        self._courtesies = finder(one_of(word for pack in packs for word in pack.courtesies))
        self._objects = finder(one_of(word for pack in packs for word in pack.objects))
        self._misspelt = {pack.language: finder(one_of(pack.misspelt)) for pack in packs}

    def find(self, words: str) -> Classification | None:
        """
        Read words as a keyword.

        Parameters
        ----------
        words : str
            All of a message, as `bare_words` gives them.

        Returns
        -------
        Classification or None
            None if they say more, or nothing.
        """
        alone = self._alone.get(words)
        if alone or not words:
            return alone
        return self._find_among_courtesies(words) or self._find_misspelt(words)

    def _find_among_courtesies(self, words: str) -> Classification | None:
        rest = self._courtesies.sub("", f"{words} ")
        found = self._among_courtesies.get(_once(rest))
        if found:
            return found
        found = self._among_courtesies.get(_once(self._objects.sub("", rest)))
        return found if found and found.intent is Intent.OPT_OUT else None

    def _find_misspelt(self, words: str) -> Classification | None:
        rest = self._objects.sub("", self._courtesies.sub("", f"{words} "))
        meant = self._among_courtesies.get(self._squeezed.get(_squeeze(_once(rest)), ""))
        if meant and meant.confidence is Confidence.PHRASE:
            return _reading(Intent.OPT_OUT, Confidence.PHRASE, "misspelt", meant.language)
        for language, misspelt in self._misspelt.items():
            if misspelt.fullmatch(rest):
                return _reading(Intent.OPT_OUT, Confidence.PHRASE, "misspelt", language)
        return None

    def _add_extra(self, extra: ExtraWords) -> None:
        for intent, words in (
            (Intent.OPT_OUT, extra.opt_out),
            (Intent.OPT_IN, extra.opt_in),
            (Intent.HELP, extra.help),
        ):
            spelt_alike = (bare_words(clauses_of(fold(word))) for word in words)
            self._add(filter(None, spelt_alike), intent, None)

    def _add_pack(self, pack: LanguagePack) -> None:
        self._add(pack.firm, Intent.OPT_OUT, pack.language)
        self._add(pack.whole, Intent.OPT_OUT, pack.language, Confidence.POSSIBLE)
        for word in pack.unsure:
            unsure = _reading(Intent.OPT_OUT, Confidence.POSSIBLE, "unsure_word", pack.language)
            self._among_courtesies.setdefault(word, unsure)
        self._add(pack.opt_in, Intent.OPT_IN, pack.language)
        self._add(pack.help, Intent.HELP, pack.language)
        self._add(pack.affirmative, Intent.AFFIRMATIVE, pack.language)

    def _add(
        self,
        words: Iterable[str],
        intent: Intent,
        language: Language | None,
        among_courtesies: Confidence = Confidence.PHRASE,
    ) -> None:
        alone = _reading(intent, Confidence.DEFINITIVE, "word", language)
        polite = _reading(intent, among_courtesies, "polite_word", language)
        for word in words:
            self._alone.setdefault(word, alone)
            if self._among_courtesies.get(word, _UNCERTAIN_RULE).confidence is Confidence.POSSIBLE:
                self._among_courtesies[word] = polite


def _reading(
    intent: Intent, confidence: Confidence, rule: str, language: Language | None
) -> Classification:
    return Classification(intent, confidence, f"{language or 'sender'}.{rule}", language)


def _once(words: str) -> str:
    """Give a word that is said again and again once: "stop stop stop"."""
    distinct = set(words.split())
    return distinct.pop() if len(distinct) == 1 else words.strip()


def _squeeze(word: str) -> str:
    """Write letters that follow each other once: "stoppp" and "sttop" are "stop"."""
    return _REPEATED.sub(r"\1", word)


class PhraseRules:
    """What sentences of one language say about writing to a person."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        rules = (rule for phrases in pack.phrases.values() for rule in phrases)
        self._trigger = KeywordPrefilter(
            (*rules, *pack.doubtful, *pack.threats, *pack.alarming, *pack.firm)
        )

    def classify(self, clauses: str) -> Classification | None:
        """
        Read clauses, as `clauses_of` gives them, as an opt-out.

        Returns
        -------
        Classification or None
            With the confidence `PHRASE` or `POSSIBLE`; None if they are about something else.
        """
        if not self._trigger.is_in(clauses):
            return None
        rest = self._harmless.sub(_PASSED_OVER, self._footers.sub(_PASSED_OVER, clauses))
        rule = self._clear_phrase(rest) or self._word_with_reason(clauses, rest)
        if rule and not self._retractions.search(clauses):
            return self._reading(Confidence.PHRASE, rule)
        doubt = "doubtful" if rule else self._classify_uncertain(clauses, rest)
        return self._reading(Confidence.POSSIBLE, doubt) if doubt else None

    def without_footers(self, clauses: str) -> str:
        """Drop the words by which senders tell people how to opt out."""
        return self._footers.sub(_PASSED_OVER, clauses)

    def _clear_phrase(self, rest: str) -> str | None:
        """Name the first rule that holds without a guard before it or a hedge behind."""
        for match in self._phrases.finditer(rest):
            if match["guard"] is None and match["hedge"] is None:
                return next(rule for rule in self._pack.phrases if match[rule] is not None)
        return None

    def _word_with_reason(self, clauses: str, rest: str) -> str | None:
        is_sure = self._firm_clause.search(rest) and (
            self._reasons.search(clauses) or self._uncertain.search(rest)
        )
        return "word_with_reason" if is_sure else None

    def _classify_uncertain(self, clauses: str, rest: str) -> str | None:
        if self._uncertain.search(rest) or self._phrases.search(rest):
            return "doubtful"
        if self._threats.search(clauses):
            return "threat"
        if self._footers.search(clauses):
            return "footer"
        return "alarming" if self._alarming.search(rest) else None

    def _reading(self, confidence: Confidence, rule: str) -> Classification:
        language = self._pack.language
        return Classification(
            Intent.OPT_OUT, confidence, f"{language}.{confidence}.{rule}", language
        )

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        """A phrase with what may stand before and behind it."""
        pack = self._pack
        before = f"{one_of(pack.lead_ins)}{{1,2}}|(?P<guard>{one_of(pack.guards)})"
        behind = f"(?P<hedge>{one_of(pack.hedges)})"
        return finder(f"(?:{before})?(?:{named(pack.phrases, pack.tails)}){behind}?")

    @cached_property
    def _firm_clause(self) -> re.Pattern[str]:
        """A clause that is a firm word among courtesies."""
        pack = self._pack
        before = one_of(pack.courtesies)
        behind = one_of((*pack.courtesies, *pack.objects))
        words = f"{before}{{0,3}}{one_of(pack.firm)}{behind}{{0,3}}"
        return re.compile(rf"(?:^|\. ){words}(?=\. |$)")

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return self._any_of(self._pack.harmless)

    @cached_property
    def _footers(self) -> re.Pattern[str]:
        return self._any_of(self._pack.footers)

    @cached_property
    def _retractions(self) -> re.Pattern[str]:
        return self._any_of(self._pack.retractions)

    @cached_property
    def _uncertain(self) -> re.Pattern[str]:
        return self._any_of(self._pack.doubtful)

    @cached_property
    def _reasons(self) -> re.Pattern[str]:
        return self._any_of(self._pack.reasons)

    @cached_property
    def _threats(self) -> re.Pattern[str]:
        return self._any_of(self._pack.threats)

    @cached_property
    def _alarming(self) -> re.Pattern[str]:
        return self._any_of(self._pack.alarming)

    def _any_of(self, phrases: Phrases) -> re.Pattern[str]:
        return finder(one_of(phrases, self._pack.tails))
