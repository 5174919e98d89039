"""Find phrases quickly: by words that they need, and by the words they begin with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import accumulate, chain, groupby
from typing import Final

from opt_outs.domain.classifier.language_pack import LanguagePack, Phrases, one_of
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS


def words_needed(phrase: str) -> tuple[str, ...]:
    """
    Give words of which a text has at least one if it has a phrase; `unsub*` as it stands.

    There may be several such sets: the one without short words is best, as these are everywhere.
    """
    items = [item.split("|") for item in phrase.split() if not item.endswith(("?", ",", "^"))]
    items = [words for words in items if CLAUSE_END not in words and "..." not in words]
    best = max(items, key=lambda words: min(map(len, words)))
    return tuple(max(word.split("_"), key=len) for word in best)


def first_words(phrase: str) -> Iterator[str]:
    """Give the words that a phrase may begin with: `unsub*` and `#` as they stand."""
    for item in phrase.split():
        if item not in ("^", ","):
            for word in item.removesuffix("?").split("|"):
                yield word.partition("_")[0]
            if not item.endswith("?"):
                return


_TELLING: Final = 6
_KNOWN_WORDS: Final = 3
_HEAD: Final = 3
"""Letters by which a beginning of words is found; no beginning is shorter."""
_DIGITS: Final = frozenset("0123456789#")


class Words:
    """Clauses with their words, which several lists are looked up in."""

    __slots__ = ("_places", "distinct", "heads", "sequence", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sequence = text.split()
        self.distinct = frozenset(self.sequence)
        self._places: list[tuple[int, str]] | None = None
        self.heads = {"#" if word[0] in _DIGITS else word[:_HEAD] for word in self.distinct}

    def places(self) -> list[tuple[int, str]]:
        """Give where each word begins in the text, and the word."""
        if self._places is None:
            begins = accumulate([len(word) + 1 for word in self.sequence], initial=0)
            self._places = list(zip(begins, self.sequence, strict=False))
        return self._places


class _Stems:
    """Beginnings of words: `unsub*` and `#`."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_head: defaultdict[str, list[str]] = defaultdict(list)
        for stem in words:
            if stem[-1] in "*#":
                self._by_head[_head(stem.rstrip("*"))].append(stem)
        self._heads = frozenset(self._by_head)

    def are_in(self, words: Words) -> bool:
        """Tell whether a word begins so."""
        if not self._heads or self._heads.isdisjoint(words.heads):
            return False
        return any(any(self.of(word)) for word in words.distinct)

    def of(self, word: str) -> Iterator[str]:
        """Give the stems that a word has."""
        head = _head(word)
        if head in self._heads:
            for stem in self._by_head[head]:
                if stem == "#" or word.startswith(stem[:-1]):
                    yield stem


def _head(word: str) -> str:
    return "#" if word[0] in _DIGITS else word[:_HEAD]


class KeywordPrefilter:
    """
    Tells whether clauses may have a phrase, from the words of which some phrase needs one.

    Words of languages are alike. Beside such a word, clauses need to be in the language of the
    pack: with several words that it knows, or one that none of the `foreign` words is like. A
    word that is alarming is enough.
    """

    def __init__(self, phrases: Iterable[str], pack: LanguagePack, foreign: Set[str]) -> None:
        needed = {word for phrase in phrases for word in words_needed(phrase)}
        alarming = {word for phrase in pack.alarming for word in words_needed(phrase)}
        self._words = frozenset(word for word in needed if not word.endswith("*"))
        self._stems = _Stems(needed)
        self._vocabulary = words_of(pack)
        telling = {word for word in self._words if len(word) >= _TELLING}
        self._telling = (telling - foreign) | alarming

    def is_in(self, words: Words) -> bool:
        """Tell whether clauses have one of the words."""
        if self._stems.are_in(words):
            return True
        if self._words.isdisjoint(words.distinct):
            return False
        known = len(self._vocabulary & words.distinct)
        is_of_language = known >= _KNOWN_WORDS or 3 * known >= 2 * len(words.distinct)
        return is_of_language or not self._telling.isdisjoint(words.distinct)


def vocabulary_of(phrases: Iterable[str]) -> frozenset[str]:
    """Give the words that phrases consist of."""
    items = (item for phrase in phrases for item in phrase.replace("_", " ").split())
    words = (word.rstrip("?*") for item in items for word in item.split("|"))
    return frozenset((*words, *CLAUSE_ENDS))


def words_of(pack: LanguagePack) -> frozenset[str]:
    """Give the words by which a text is known to be in a language."""
    phrases = chain(
        *pack.phrases.values(), pack.doubtful, pack.reasons, pack.alarming, pack.firm, pack.linking,
        pack.openers, pack.adjuncts, pack.threats,
    )  # fmt: skip
    return vocabulary_of((*phrases, *pack.respelt, *pack.courtesies, *pack.roles.values()))


Place = tuple[int, str]
"""Where a word begins in a text, and the word as phrases begin with it: `unsub*`."""


class PhraseIndex:
    """
    Named lists of phrases, found by the words they begin with: most words begin none.

    A match of a phrase that belongs to a rule has its name as `lastgroup`.
    """

    def __init__(self, lists: Mapping[str, Phrases], tails: str, rules: Mapping[str, str]) -> None:
        self._tails = tails
        self._rules = rules
        self._phrases: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for name, phrases in lists.items():
            for phrase in phrases:
                for word in dict.fromkeys(first_words(phrase)):
                    self._phrases[word][name].append(phrase)
        self._first_words = {
            name: frozenset(word for phrase in phrases for word in first_words(phrase))
            for name, phrases in lists.items()
        }
        self._stems = {name: _Stems(words) for name, words in self._first_words.items()}
        self._all_stems = _Stems(self._phrases)
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def places(self, words: Words) -> list[Place]:
        """Find the words of clauses that phrases begin with."""
        phrases = self._phrases
        found = [place for place in words.places() if place[1] in phrases]
        if not self._all_stems.are_in(words):
            return found
        stems = [(at, stem) for at, word in words.places() for stem in self._all_stems.of(word)]
        return sorted(found + stems)

    def matches(self, name: str, clauses: str, places: Iterable[Place]) -> Iterator[re.Match[str]]:
        """Find the phrases of a list in clauses, at most one at each place."""
        for position, word in places:
            if name in self._phrases[word]:
                phrases = self._phrases[word][name]
                match = self._pattern((word, name), phrases).match(clauses, position)
                if match:
                    yield match

    def first(self, name: str, clauses: str, places: Iterable[Place]) -> re.Match[str] | None:
        """Find the first phrase of a list in clauses."""
        for position, word in places:
            phrases = self._phrases[word].get(name)
            if phrases and (match := self._pattern((word, name), phrases).match(clauses, position)):
                return match
        return None

    def matches_at(self, name: str, clauses: str, place: Place) -> Iterator[re.Match[str]]:
        """Find each phrase of a list that clauses have at a place."""
        position, word = place
        for phrase in self._phrases[word][name]:
            if match := self._pattern((phrase,), (phrase,)).match(clauses, position):
                yield match

    def has(self, name: str, words: Words | str, places: Iterable[Place] | None = None) -> bool:
        """Tell whether clauses have a phrase of a list."""
        words = Words(words) if isinstance(words, str) else words
        is_absent = self._first_words[name].isdisjoint(words.distinct)
        if is_absent and not self._stems[name].are_in(words):
            return False
        places = self.places(words) if places is None else places
        return self.first(name, words.text, places) is not None

    def has_any(self, names: Iterable[str], clauses: str) -> bool:
        """Tell whether clauses have a phrase of one of several lists."""
        words = Words(clauses)
        return any(self.has(name, words) for name in names)

    def replace(self, name: str, clauses: str, mark: str) -> str:
        """Put a mark where clauses have phrases of a list."""
        parts, end = [], 0
        for match in self.matches(name, clauses, self.places(Words(clauses))):
            if match.start() >= end:
                parts += [clauses[end : match.start()], mark]
                end = match.end()
        return "".join((*parts, clauses[end:]))

    def _pattern(self, key: tuple[str, ...], phrases: Iterable[str]) -> re.Pattern[str]:
        pattern = self._patterns.get(key)
        if pattern is None:
            groups = (
                f"(?P<{rule}>{one_of(group, self._tails)})" if rule else one_of(group, self._tails)
                for rule, group in groupby(phrases, self._rules.get)
            )
            pattern = self._patterns[key] = re.compile("|".join(groups))
        return pattern
