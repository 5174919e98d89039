"""Find phrases quickly: by words that they need, and by the words they begin with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import accumulate, chain
from typing import Final

from opt_outs.domain.classifier.language_pack import (
    ANY_NUMBER,
    LanguagePack,
    Phrases,
    Role,
    one_of,
)
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS


def words_needed(phrase: str, everyday: Set[str] = frozenset()) -> list[tuple[str, ...]]:
    """
    Give sets of words of which a text has at least one each if it has a phrase.

    The most telling first: with the fewest everyday words, and without short ones. `unsub*` and
    `#` as they stand.
    """
    items = [item.split("|") for item in phrase.split() if not item.endswith(("?", ",", "^"))]
    items = [words for words in items if CLAUSE_END not in words and "..." not in words]
    sets = [tuple(max(word.split("_"), key=len) for word in words) for words in items]
    return sorted(
        sets, key=lambda words: (sum(word in everyday for word in words), -min(map(len, words)))
    )


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
_EVERYDAY: Final = (
    Role.FILLER, Role.MODAL, Role.I, Role.YOU, Role.WANT, Role.GET, Role.NOT, Role.MORE,
)  # fmt: skip
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

    An everyday word counts beside another word that its phrases need. Words of languages are
    alike: clauses need to be in the language of the pack too, with several words that it knows,
    or one that none of the `foreign` words is like. A word that is alarming is enough.
    """

    def __init__(
        self, phrases: Iterable[str], pack: LanguagePack, everyday: Set[str], foreign: Set[str]
    ) -> None:
        needed = set[str]()
        self._beside: defaultdict[str, set[str]] = defaultdict(set)
        for phrase in phrases:
            words, *others = words_needed(phrase, everyday)
            for word in words:
                if others and word in everyday and not any(map(_is_stem, (word, *others[0]))):
                    self._beside[word].update(others[0])
                else:
                    needed.add(word)
        alarming = {word for phrase in pack.alarming for word in words_needed(phrase)[0]}
        self._words = frozenset(word for word in needed if not word.endswith("*"))
        self._stems = _Stems(needed)
        self._vocabulary = words_of(pack)
        telling = {word for word in self._words if len(word) >= _TELLING}
        self._telling = (telling - foreign) | alarming

    def is_in(self, words: Words) -> bool:
        """Tell whether clauses have one of the words."""
        if self._stems.are_in(words):
            return True
        if self._words.isdisjoint(words.distinct) and not self._has_everyday_words(words):
            return False
        known = len(self._vocabulary & words.distinct)
        is_of_language = known >= _KNOWN_WORDS or 3 * known >= 2 * len(words.distinct)
        return is_of_language or not self._telling.isdisjoint(words.distinct)

    def _has_everyday_words(self, words: Words) -> bool:
        found = self._beside.keys() & words.distinct
        return any(not self._beside[word].isdisjoint(words.distinct) for word in found)


def _is_stem(word: str) -> bool:
    return word[-1] in "*#"


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


def everyday_words(pack: LanguagePack) -> frozenset[str]:
    """Give the words that say nothing of texts: courtesies, links between words and the like."""
    lists = (pack.courtesies, pack.linking, pack.openers, pack.coordinators, pack.affirmative)
    roles = [pack.roles.get(role, "") for role in _EVERYDAY]
    everyday = vocabulary_of((*chain(*lists), *roles, pack.tails, ANY_NUMBER))
    return everyday.difference(pack.alarming, pack.firm)


Place = tuple[int, str]
"""Where a word begins in a text, and the word as phrases begin with it: `unsub*`."""

Places = Mapping[str, list[Place]]
"""By the name of a list, where its phrases may begin."""


class _Phrase:
    """A phrase, whose pattern is compiled when it is first wanted."""

    def __init__(self, text: str, tails: str, rule: str | None) -> None:
        self._text = text
        self._tails = tails
        self._rule = rule

    @cached_property
    def _needed(self) -> list[frozenset[str]]:
        sets = words_needed(self._text)
        return [frozenset(words) for words in sets if not any(map(_is_stem, words))]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        expression = one_of((self._text,), self._tails)
        return re.compile(f"(?P<{self._rule}>{expression})" if self._rule else expression)

    def may_be_in(self, words: Words) -> bool:
        """Tell whether clauses have the words that the phrase needs."""
        return not any(map(words.distinct.isdisjoint, self._needed))


class PhraseIndex:
    """
    Named lists of phrases, found by the words they begin with: most words begin none.

    A match of a phrase that belongs to a rule has its name as `lastgroup`.
    """

    def __init__(self, lists: Mapping[str, Phrases], tails: str, rules: Mapping[str, str]) -> None:
        self._phrases: dict[str, dict[str, list[_Phrase]]] = {}
        for name, phrases in lists.items():
            for text in phrases:
                phrase = _Phrase(text, tails, rules.get(text))
                for word in dict.fromkeys(first_words(text)):
                    self._phrases.setdefault(word, {}).setdefault(name, []).append(phrase)
        self._first_words = {
            name: frozenset(word for phrase in phrases for word in first_words(phrase))
            for name, phrases in lists.items()
        }
        self._names = {word: tuple(lists) for word, lists in self._phrases.items()}
        self._stems = {name: _Stems(words) for name, words in self._first_words.items()}
        self._all_stems = _Stems(self._phrases)

    def places(self, words: Words) -> Places:
        """Find the words of clauses that phrases begin with."""
        found: defaultdict[str, list[Place]] = defaultdict(list)
        has_stems = self._all_stems.are_in(words)
        for at, word in words.places():
            beginnings = (*self._all_stems.of(word), word) if has_stems else (word,)
            for beginning in beginnings:
                for name in self._names.get(beginning, ()):
                    found[name].append((at, beginning))
        return found

    def matches(self, name: str, words: Words, places: Places) -> Iterator[re.Match[str]]:
        """Find the phrases of a list in clauses, at most one at each place."""
        patterns = dict[str, list[re.Pattern[str]]]()
        for position, beginning in places.get(name, ()):
            if beginning not in patterns:
                patterns[beginning] = self._patterns_of(beginning, name, words)
            for pattern in patterns[beginning]:
                if match := pattern.match(words.text, position):
                    yield match
                    break

    def first(self, name: str, words: Words, places: Places) -> re.Match[str] | None:
        """Find the first phrase of a list in clauses."""
        return next(self.matches(name, words, places), None) if name in places else None

    def matches_at(self, name: str, words: Words, position: int) -> Iterator[re.Match[str]]:
        """Find each phrase of a list that begins at a place in clauses."""
        for beginning in self._beginnings(words.text[position:].partition(" ")[0]):
            for pattern in self._patterns_of(beginning, name, words):
                if match := pattern.match(words.text, position):
                    yield match

    def _patterns_of(self, beginning: str, name: str, words: Words) -> list[re.Pattern[str]]:
        """Give the patterns of a list's phrases that begin so and may be in clauses."""
        phrases = self._phrases.get(beginning, {}).get(name, ())
        return [phrase.pattern for phrase in phrases if phrase.may_be_in(words)]

    def begins(self, name: str, words: Words) -> bool:
        """Tell whether clauses begin with a phrase of a list."""
        return next(self.matches_at(name, words, 0), None) is not None

    def _beginnings(self, word: str) -> Iterator[str]:
        """Give how phrases may begin with a word."""
        if word:
            yield from self._all_stems.of(word)
            yield word

    def has(self, name: str, words: Words | str, places: Places | None = None) -> bool:
        """Tell whether clauses have a phrase of a list."""
        words = Words(words) if isinstance(words, str) else words
        if places is None:
            is_absent = self._first_words[name].isdisjoint(words.distinct)
            if is_absent and not self._stems[name].are_in(words):
                return False
            places = self.places(words)
        return self.first(name, words, places) is not None

    def has_any(self, names: Iterable[str], clauses: str) -> bool:
        """Tell whether clauses have a phrase of one of several lists."""
        words = Words(clauses)
        return any(self.has(name, words) for name in names)

    def replace(self, name: str, clauses: str, mark: str) -> str:
        """Put a mark where clauses have phrases of a list."""
        parts, end, words = [], 0, Words(clauses)
        for match in self.matches(name, words, self.places(words)):
            if match.start() >= end:
                parts += [clauses[end : match.start()], mark]
                end = match.end()
        return "".join((*parts, clauses[end:]))
