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
from opt_outs.domain.classifier.phrase_index import (
    KeywordPrefilter,
    PhraseIndex,
    Places,
    Words,
    everyday_words,
)
from opt_outs.domain.classifier.request import Points, Requests
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS, QUESTION

_PASSED_OVER: Final = "~ "
"""Stands where everyday words were; no rule matches across it."""

_ENDS: Final = (*CLAUSE_ENDS, _PASSED_OVER[0])
_CONTEXT_CHARACTERS: Final = 100
"""How much of a clause is looked at on each side of a phrase: some twenty words."""
_ME: Final = {Role.ME}
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
_MAX_ADJUNCTS: Final = 5
_MIN_VERB: Final = 3
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
        guards = re.findall(r"[^\W_]+", " ".join(pack.guards))
        self._linking = frozenset((*pack.linking, *guards)).difference(pack.coordinators)
        self._conditional = frozenset(pack.conditions[0].split("|"))
        self._starters = frozenset((*pack.openers, *pack.courtesies))
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
        self._requests = Requests(self._roles, self._is_conditional)
        self._index = PhraseIndex(lists | {_PHRASES: tuple(rule_of)}, self._clause_words, rule_of)

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
        phrase = self._clear_phrase(rest.text, left)
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
        return self._index.replace("footers", clauses, _PASSED_OVER)

    def _without_everyday_words(self, words: Words, places: Places) -> tuple[Words, Places]:
        rest = words
        for name in ("footers", "harmless"):
            if self._index.has(name, rest, places):
                rest = Words(self._index.replace(name, rest.text, _PASSED_OVER))
                places = self._index.places(rest)
        return rest, places

    def _clear_phrase(self, rest: str, places: Places) -> str | None:
        """
        Name the first rule whose phrase is a wish of its own, with nothing else as object.

        An empty name if there are phrases, but none is.
        """
        name = None
        for match in self._index.matches(_PHRASES, rest, places):
            name = ""
            before = _clause_before(rest, match.start())
            if not self._is_own_wish(before, match[0]) or self._is_conditional(
                rest[: match.start() - len(before)]
            ):
                continue
            for each in chain((match,), self._index.matches_at(_PHRASES, rest, match.start())):
                if self._is_complete(rest, each, before):
                    return each.lastgroup
        return name

    def _is_conditional(self, before: str) -> bool:
        """
        Tell whether the last clause of a text is a condition for what follows.

        "If this is a bot, ..." is, and "If you go on I will sue" is a sentence of its own.
        """
        clause = _clause_before(before, len(before) - 2) if before else ""
        first, *others = clause.split() or [""]
        if first not in self._conditional or (not others and first in self._pack.affirmative):
            return False  # "si, ..." is also "sí, ..."
        return not self._index.has("threats", clause) and not any(
            Role.I in self._roles.get(word, ()) for word in others[1:]
        )

    def _is_own_wish(self, before: str, phrase: str) -> bool:
        """
        Tell whether a phrase is a request, from what stands before it in its clause.

        Walks back over the words that can link the phrase to what governs it: "I never said I
        want you to". Among them nothing may guard it. If they follow other words, they must open
        a clause: "my kids need to" does not, "this is my work phone I want you to" does.
        """
        pack, words = self._pack, before.split()
        verb = phrase.partition(" ")[0]
        if len(verb) >= _MIN_VERB and verb in pack.linking:
            words.append(verb)  # "my kids *want* to unsubscribe"
        first = len(words)
        while first and words[first - 1] in self._linking:
            first -= 1
            before_it = words[first - 1] if first else ""
            is_new = before_it in pack.openers or self._roles.get(before_it) == _ME
            if is_new and words[first] in pack.courtesies:
                break  # "I don't know you please stop"
        linked = words[first:]
        if linked == ["for", "you"]:
            linked = []  # "I won't vote *for you* stop texting me"
        if linked and self._roles.get(linked[0]) == _ME and Role.NOT in self._roles.get(verb, ()):
            linked = linked[1:]  # "don't call *me* don't text me"
        follows = first and words[first - 1] in pack.coordinators  # "I moved *so* please stop"
        if first and linked and not follows and not self._starts_clause(linked):
            return False
        is_after_other = first and not linked and words[first - 1] not in self._starters
        if is_after_other and not follows and self._dependent.match(phrase):
            return False  # "no se les ocurra *darme de baja*"
        return not (
            (linked and self._index.has("guards", "".join(f"{word} " for word in linked)))
            or (before and self._index.has_any(("conditions", "denials"), before))
        )

    def _starts_clause(self, words: list[str]) -> bool:
        return any("_".join(words[:count]) in self._starters for count in (1, 2, 4))

    def _is_complete(self, rest: str, match: re.Match[str], before: str) -> bool:
        """Tell whether nothing behind a phrase restricts it or makes a question of it."""
        behind = rest[match.end() : match.end() + _CONTEXT_CHARACTERS]
        if not behind:
            return True
        adjuncts = self._adjuncts.match(behind)
        if not adjuncts or self._index.begins("conditions", behind[adjuncts.end() + 2 :]):
            return False
        within = behind[: adjuncts.end()]
        if QUESTION not in behind[adjuncts.end() :].partition(CLAUSE_END)[0]:
            return True
        return self._index.has("polite", f"{before}{match[0]}{within}")

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
        if first("doubtful", rest.text, places):
            return "doubtful"
        if has("threats", words):
            return "threat"
        if has("footers", words):
            return "footer"
        return "alarming" if first("alarming", rest.text, places) else None

    def _reading(self, confidence: Confidence, rule: str) -> Classification:
        language = self._pack.language
        return Classification(
            Intent.OPT_OUT, confidence, f"{language}.{confidence}.{rule}", language
        )

    @cached_property
    def _dependent(self) -> re.Pattern[str]:
        return re.compile(one_of(self._pack.dependent) if self._pack.dependent else r"(?!)")

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
    def _adjuncts(self) -> re.Pattern[str]:
        """What may follow a phrase, up to where its clause ends."""
        pack = self._pack
        adjunct = one_of((*pack.adjuncts, *pack.courtesies, *pack.tails.split("|")))
        end = f"[{''.join(_ENDS)}] |$|{one_of(pack.openers)}"
        return re.compile(f"{adjunct}{{0,{_MAX_ADJUNCTS}}}(?={end})")

    @cached_property
    def _clause_words(self) -> str:
        """What ends a clause where people leave out punctuation."""
        openers = (phrase.replace(" ", "_") for phrase in self._pack.openers if "|" not in phrase)
        return "|".join((self._pack.tails, *openers))


def _clause_before(text: str, position: int) -> str:
    """Give the words of a clause that stand before a position, at most some twenty."""
    words = text[max(0, position - _CONTEXT_CHARACTERS) : position]
    begin = max(words.rfind(f"{mark} ") for mark in _ENDS)
    return words[begin + 2 :] if begin >= 0 else words
