"""Find phrases quickly: by words that they need, and by the words they begin with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from opt_outs.domain.classifier.language_pack import Phrases, one_of
from opt_outs.domain.classifier.text import CLAUSE_END


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


class KeywordPrefilter:
    """The words of which some phrase needs one."""

    def __init__(self, phrases: Iterable[str]) -> None:
        needed = {word for phrase in phrases for word in words_needed(phrase)}
        self._words = frozenset(word for word in needed if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in needed if word.endswith("*"))

    def is_in(self, clauses: str) -> bool:
        """Tell whether clauses have one of the words."""
        words = clauses.split()
        return not self._words.isdisjoint(words) or any(
            word.startswith(self._stems) for word in words
        )


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
        self._stems = tuple(word[:-1] for word in self._phrases if word.endswith("*"))
        self._has_stems = {
            name for name, words in self._first_words.items() if any(w[-1] in "*#" for w in words)
        }
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}

    def places(self, clauses: str) -> list[Place]:
        """Find the words of clauses that phrases begin with."""
        found: list[Place] = []
        position = 0
        for word in clauses.split():
            if word in self._phrases:
                found.append((position, word))
            if word.startswith(self._stems):
                found += [(position, f"{stem}*") for stem in self._stems if word.startswith(stem)]
            if word[0].isdigit() and "#" in self._phrases:
                found.append((position, "#"))
            position += len(word) + 1
        return found

    def matches(self, name: str, clauses: str, places: Iterable[Place]) -> Iterator[re.Match[str]]:
        """Find the phrases of a list in clauses, at most one at each place."""
        for position, word in places:
            if name in self._phrases[word]:
                phrases = self._phrases[word][name]
                match = self._pattern((word, name), phrases).match(clauses, position)
                if match:
                    yield match

    def matches_at(self, name: str, clauses: str, place: Place) -> Iterator[re.Match[str]]:
        """Find each phrase of a list that clauses have at a place."""
        position, word = place
        for phrase in self._phrases[word][name]:
            if match := self._pattern((phrase,), (phrase,)).match(clauses, position):
                yield match

    def has(self, name: str, clauses: str, places: Iterable[Place] | None = None) -> bool:
        """Tell whether clauses have a phrase of a list."""
        if places is None:
            if name not in self._has_stems and self._first_words[name].isdisjoint(clauses.split()):
                return False
            places = self.places(clauses)
        return next(self.matches(name, clauses, places), None) is not None

    def replace(self, name: str, clauses: str, mark: str) -> str:
        """Put a mark where clauses have phrases of a list."""
        parts, end = [], 0
        for match in self.matches(name, clauses, self.places(clauses)):
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
