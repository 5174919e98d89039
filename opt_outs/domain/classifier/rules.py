"""The phrases of a language: which sentences ask to get no more texts."""

import re
from collections import defaultdict
from collections.abc import Set
from functools import cached_property
from itertools import chain
from typing import Final

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.language_pack import (
    LanguagePack,
    Role,
    one_of,
)
from opt_outs.domain.classifier.phrase_context import PASSED_OVER, PhraseContext, clause_before
from opt_outs.domain.classifier.phrase_index import (
    KeywordPrefilter,
    PhraseIndex,
    Places,
    Words,
    everyday_words,
)
from opt_outs.domain.classifier.request import Points, Requests
from opt_outs.domain.classifier.text import CLAUSE_ENDS, QUESTION

_ABOUT_TEXTS: Final = (Role.TEXTS, Role.CONTACT, Role.SEND, Role.PERMISSION, Role.LIST)
_ASKING: Final = (
    *_ABOUT_TEXTS,
    Role.CEASE,
    Role.REMOVE,
    Role.REMOVED,
    Role.REMOVAL,
    Role.LEAVE,
    Role.REVOKE,
)
_PHRASES: Final = "phrases"
_LISTS: Final = (
    "guards",
    "conditions",
    "denials",
    "polite",
    "retractions",
    "reasons",
    "doubtful",
    "threats",
    "footers",
    "harmless",
    "alarming",
)


class PhraseRules:
    """What sentences of one language say about writing to a person."""

    def __init__(self, pack: LanguagePack, foreign: Set[str] = frozenset()) -> None:
        self._pack = pack
        self._roles: defaultdict[str, set[Role]] = defaultdict(set)
        for role, words in pack.roles.items():
            for word in words.split():
                self._roles[word].add(role)
        for word in (*pack.courtesies, *pack.tails.split("|")):
            self._roles[word].add(Role.FILLER)
        self._about_texts = frozenset(
            word for word, roles in self._roles.items() if not roles.isdisjoint(_ABOUT_TEXTS)
        )
        rule_of = {phrase: rule for rule, phrases in pack.phrases.items() for phrase in phrases}
        self._slips = frozenset(slip for slip in pack.respelt if " " not in slip)
        self._torn = {slip: word for slip, word in pack.respelt.items() if " " in slip}
        self._torn_starts = frozenset(slip.partition(" ")[0] for slip in self._torn)
        asking = [word for word, roles in self._roles.items() if not roles.isdisjoint(_ASKING)]
        self._trigger = KeywordPrefilter(
            (
                *asking, *rule_of, *pack.doubtful, *pack.threats, *pack.alarming, *pack.firm,
                *pack.beside_reason,
            ),
            pack,
            everyday_words(pack).difference(asking),
            foreign,
        )  # fmt: skip
        lists = {name: getattr(pack, name) for name in _LISTS}
        self._points = Points(pack, self._roles)
        self._index = PhraseIndex(lists | {_PHRASES: tuple(rule_of)}, self._clause_words, rule_of)
        self._context = PhraseContext(pack, self._roles, self._index)
        self._requests = Requests(self._roles, self._context.is_conditional)

    def classify(self, words: Words) -> Classification | None:
        """
        Read clauses as an opt-out.

        Returns
        -------
        Classification or None
            With the confidence `PHRASE` or `POSSIBLE`; None if they are about something else.
        """
        words = self._respell(words)
        if not self._trigger.is_in(words):
            return None
        places = self._index.places(words)
        rest, left = self._without_everyday_words(words, places)
        phrase = self._clear_phrase(rest, left)
        rule = phrase or self._requests.find(rest.sequence) or self._word_with_reason(words, rest)
        if rule and not self._index.has("retractions", words, places):
            return self._reading(Confidence.PHRASE, rule)
        is_near = rule is not None or phrase is not None
        doubt = "doubtful" if is_near else self._classify_uncertain(words, rest, left)
        return self._reading(Confidence.POSSIBLE, doubt) if doubt else None

    def weigh(self, words: Words) -> Classification | None:
        """Read clauses that no phrase decides by what their words have in common with requests."""
        words = self._respell(words)
        if not self._points.are_enough(words.sequence, words.distinct):
            return None
        is_everyday = any(self._index.has(name, words) for name in ("harmless", "retractions"))
        return None if is_everyday else self._reading(Confidence.POSSIBLE, "words")

    def _respell(self, words: Words) -> Words:
        clauses = words.text
        if not self._slips.isdisjoint(words.distinct):
            clauses = "".join(f"{self._pack.respelt.get(word, word)} " for word in words.sequence)
        if not self._torn_starts.isdisjoint(words.distinct):
            for slip, word in self._torn.items():
                if slip in clauses:
                    clauses = f" {clauses}".replace(f" {slip} ", f" {word} ")[1:]
        return words if clauses is words.text else Words(clauses)

    @property
    def doubtful(self) -> Classification:
        """The reading of what may be an opt-out in this language."""
        return self._reading(Confidence.POSSIBLE, "doubtful")

    def retracts(self, words: Words) -> bool:
        """Tell whether clauses take back what others of them ask for."""
        return self._index.has("retractions", words)

    def without_footers(self, clauses: str) -> str:
        """Drop the words by which senders tell people how to opt out."""
        return self._index.replace("footers", clauses, PASSED_OVER)

    def _without_everyday_words(self, words: Words, places: Places) -> tuple[Words, Places]:
        rest = words
        for name in ("footers", "harmless"):
            if self._index.has(name, rest, places):
                rest = Words(self._index.replace(name, rest.text, PASSED_OVER))
                places = self._index.places(rest)
        return rest, places

    def _clear_phrase(self, words: Words, places: Places) -> str | None:
        """
        Name the first rule whose phrase is a wish of its own, with nothing else as object.

        An empty name if there are phrases, but none is.
        """
        name = None
        rest = words.text
        for match in self._index.matches(_PHRASES, words, places):
            name = ""
            before = clause_before(rest, match.start())
            if not self._context.is_own_wish(before, match[0]) or self._context.is_conditional(
                rest[: match.start() - len(before)]
            ):
                continue
            for each in chain((match,), self._index.matches_at(_PHRASES, words, match.start())):
                if self._context.is_complete(rest, each, before):
                    return each.lastgroup
        return name

    def _word_with_reason(self, words: Words, rest: Words) -> str | None:
        match = self._firm_clause.search(rest.text)
        if not match:
            return None
        behind = rest.text[match.end() :]
        others = Words(f"{rest.text[: match.start()]}. {behind}")
        is_closed = behind[:1] in ("", *CLAUSE_ENDS) and QUESTION not in rest.distinct
        is_sure = (
            self._index.has("reasons", words)
            or self._index.has("doubtful", others)
            or (is_closed and not self._about_texts.isdisjoint(others.distinct))
        )
        return "word_with_reason" if is_sure else None

    def _classify_uncertain(self, words: Words, rest: Words, places: Places) -> str | None:
        has, first = self._index.has, self._index.first
        if first("doubtful", rest, places):
            return "doubtful"
        if has("threats", words):
            return "threat"
        if has("footers", words):
            return "footer"
        return "alarming" if first("alarming", rest, places) else None

    def _reading(self, confidence: Confidence, rule: str) -> Classification:
        language = self._pack.language
        return Classification(
            Intent.OPT_OUT, confidence, f"{language}.{confidence}.{rule}", language
        )

    @cached_property
    def _firm_clause(self) -> re.Pattern[str]:
        """A clause that is a firm word among courtesies."""
        pack = self._pack
        courtesies = one_of(pack.courtesies)
        words = one_of(word for word in pack.firm if " " not in word)
        behind = one_of((*pack.courtesies, *pack.objects))
        phrases = one_of((*pack.beside_reason, *(word for word in pack.firm if " " in word)))
        begin = f"(?:^|[.?] |(?<= ){one_of(pack.coordinators)})"
        return re.compile(
            rf"{begin}{courtesies}{{0,3}}(?:"
            rf"{words}{{1,4}}{behind}{{0,3}}(?=\. |$|{one_of(pack.openers)})"
            rf"|{phrases}{{1,2}}{courtesies}{{0,3}}$)"
        )

    @cached_property
    def _clause_words(self) -> str:
        """What ends a clause where people leave out punctuation."""
        openers = (phrase.replace(" ", "_") for phrase in self._pack.openers if "|" not in phrase)
        return "|".join((self._pack.tails, *openers))
