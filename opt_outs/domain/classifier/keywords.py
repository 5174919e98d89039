"""Keywords as the whole message: alone, among courtesies, misspelt or torn apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import Final

from opt_outs.domain.classifier.classification import (
    Classification,
    Confidence,
    ExtraWords,
    Intent,
    Language,
)
from opt_outs.domain.classifier.language_pack import LanguagePack
from opt_outs.domain.classifier.phrase_index import vocabulary_of
from opt_outs.domain.classifier.text import bare_words, clauses_of, fold

_UNCERTAIN_RULE: Final = Classification(Intent.OPT_OUT, Confidence.POSSIBLE)
_REPEATED: Final = re.compile(r"(.)\1+")
_LONG: Final = 8
_VERY_LONG: Final = 10
_SHORT: Final = 2
_HEAD: Final = 3
_MAX_UNKNOWN: Final = 2
"""More words than these that no keyword or courtesy has are not one misspelt or torn apart."""
_MAX_IN_A_ROW: Final = 5
_MAX_MISSPELT: Final = 40
"""Characters of words that may be one keyword, misspelt or torn apart."""


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
        self._courtesies = _Dropped(word for pack in packs for word in pack.courtesies)
        self._objects = _Dropped(word for pack in packs for word in pack.objects)
        self._misspelt = _Misspelt(packs)
        lists = (
            "firm",
            "whole",
            "unsure",
            "opt_in",
            "help",
            "affirmative",
            "courtesies",
            "objects",
        )
        self._known = vocabulary_of(
            chain(self._alone, *(getattr(pack, name) for pack in packs for name in lists))
        )
        self._long: defaultdict[str, list[str]] = defaultdict(list)
        for word in chain(*(pack.firm for pack in packs)):
            if len(word) >= _LONG:
                self._long[word[:_HEAD]].append(word)
        self._joined = {word.replace(" ", ""): word for pack in packs for word in pack.firm}

    def find_alone(self, words: str) -> Classification | None:
        """Read words that are a keyword and nothing else, as most opt-outs are."""
        return self._alone.get(words)

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
        alone = self.find_alone(words)
        if alone or not words:
            return alone
        sequence = words.split()
        others = frozenset(sequence) - self._known
        if len(others) > _MAX_UNKNOWN and sum(len(word) > _SHORT for word in others) > _MAX_UNKNOWN:
            return None
        return self._find_among_others(words, sequence)

    def _find_among_others(self, words: str, sequence: Sequence[str]) -> Classification | None:
        among_courtesies = self._courtesies.from_words(sequence)
        found = self._among_courtesies.get(_once(among_courtesies))
        found = found or self._find_in_a_row(among_courtesies)
        if found:
            return found
        if not among_courtesies:
            return None
        rest = self._objects.from_words(among_courtesies)
        if len(rest) < len(among_courtesies):
            found = self._among_courtesies.get(_once(rest))
            if found and found.intent is Intent.OPT_OUT:
                return found
        if sum(map(len, rest)) + len(rest) > _MAX_MISSPELT:
            return None
        return self._find_misspelt(rest, (words, " ".join(among_courtesies)))

    def _find_in_a_row(self, words: Sequence[str]) -> Classification | None:
        """Read "stop unsubscribe end": each may opt out, and one does so among others."""
        if not 1 < len(words) <= _MAX_IN_A_ROW:
            return None
        found = [self._among_courtesies.get(word) for word in words]
        if not all(one and one.intent is Intent.OPT_OUT for one in found):
            return None
        return next((one for one in found if one and one.is_decided), None)

    def _find_misspelt(
        self, rest: Sequence[str], maybe_torn: Sequence[str]
    ) -> Classification | None:
        spelt = " ".join(rest)
        known = [self._squeezed.get(_squeeze(_once(rest)), ""), *self._words_like(spelt)]
        known += [
            self._joined.get(words.replace(" ", ""), "") for words in maybe_torn if " " in words
        ]
        for word in filter(None, known):
            meant = self._among_courtesies[word]
            if meant.confidence is Confidence.PHRASE:
                return _reading(Intent.OPT_OUT, Confidence.PHRASE, "misspelt", meant.language)
        return self._misspelt.find(spelt)

    def _words_like(self, word: str) -> Iterator[str]:
        """Find the long words that a word may be meant for: short ones are like too many others."""
        if len(word) < _LONG - 1 or " " in word:
            return
        for firm in self._long.get(word[:_HEAD], ()):
            allowed = 1 if min(len(firm), len(word)) < _VERY_LONG else 2
            if abs(len(firm) - len(word)) <= 1 and is_within(word, firm, allowed):
                yield firm

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


class _Misspelt:
    """How people miss the firm words of several languages."""

    def __init__(self, packs: Sequence[LanguagePack]) -> None:
        self._words = dict[str, Classification]()
        self._stems = list[tuple[str, Classification]]()
        for pack in packs:
            found = _reading(Intent.OPT_OUT, Confidence.PHRASE, "misspelt", pack.language)
            for word in pack.misspelt:
                if word.endswith("*"):
                    self._stems.append((word[:-1], found))
                else:
                    self._words.setdefault(word.replace("_", " "), found)
        self._beginnings = tuple(stem for stem, _ in self._stems)

    def find(self, words: str) -> Classification | None:
        """Read words that may be a misspelt one; a stem is the beginning of a single word."""
        found = self._words.get(words)
        if found or " " in words or not words.startswith(self._beginnings):
            return found
        return next(found for stem, found in self._stems if words.startswith(stem))


class _Dropped:
    """Phrases of nothing but words, `a|b` and `_`, that are passed over among others."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._spellings: defaultdict[str, list[list[str]]] = defaultdict(list)
        for phrase in dict.fromkeys(phrases):
            for items in product(*(item.split("|") for item in phrase.split())):
                words = " ".join(items).replace("_", " ").split()
                self._spellings[words[0]].append(words)
        for spellings in self._spellings.values():
            spellings.sort(key=len, reverse=True)

    def from_words(self, words: Sequence[str]) -> Sequence[str]:
        """Give the words but for the phrases, of which the longest counts at each place."""
        if self._spellings.keys().isdisjoint(words):
            return words
        rest, end = list[str](), 0
        for place, word in enumerate(words):
            if place < end:
                continue
            for spelling in self._spellings.get(word, ()):
                if spelling == words[place : place + len(spelling)]:
                    end = place + len(spelling)
                    break
            else:
                rest.append(word)
        return rest


def _once(words: Sequence[str]) -> str:
    """Give a word that is said again and again once: "stop stop stop"."""
    return words[0] if len(set(words)) == 1 else " ".join(words)


def _squeeze(word: str) -> str:
    """Write letters that follow each other once: "stoppp" and "sttop" are "stop"."""
    return _REPEATED.sub(r"\1", word)


def is_within(word: str, meant: str, edits: int) -> bool:
    """Tell whether at most so many letters were left out, added, changed or swapped."""
    if abs(len(word) - len(meant)) > edits:
        return False
    before, row = [0] * (len(meant) + 1), list(range(len(meant) + 1))
    for i, letter in enumerate(word):
        before, last, row = row, before, [i + 1]
        for j, other in enumerate(meant):
            cost = min(before[j] + (letter != other), before[j + 1] + 1, row[j] + 1)
            if i and j and (letter, other) == (meant[j - 1], word[i - 1]):
                cost = min(cost, last[j - 1] + 1)
            row.append(cost)
    return row[-1] <= edits
