"""The phrases of a language: which sentences ask to get no more texts."""

import re
from functools import cached_property
from typing import Final

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.language_pack import (
    KeywordPrefilter,
    LanguagePack,
    Phrases,
    finder,
    named,
    one_of,
)
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS, QUESTION

_PASSED_OVER: Final = "~ "
"""Stands where everyday words were; no rule matches across it."""

_ENDS: Final = (*CLAUSE_ENDS, _PASSED_OVER[0])
_CONTEXT_CHARACTERS: Final = 100
"""How much of a clause is looked at on each side of a phrase: some twenty words."""
_MAX_ADJUNCTS: Final = 5
_MIN_VERB: Final = 3


class PhraseRules:
    """What sentences of one language say about writing to a person."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        self._linking = frozenset((*pack.linking, *re.findall(r"[^\W_]+", " ".join(pack.guards))))
        self._starters = frozenset((*pack.openers, *pack.courtesies))
        rules = (rule for phrases in pack.phrases.values() for rule in phrases)
        self._slips = frozenset(slip.partition(" ")[0] for slip in pack.respelt)
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
        if not self._slips.isdisjoint(clauses.split()):
            clauses = self._respelt.sub(lambda slip: f"{self._pack.respelt[slip[1]]} ", clauses)
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
        """Name the first rule whose phrase is a wish of its own, with nothing else as object."""
        for match in self._phrases.finditer(rest):
            before = _clause_before(rest, match.start())
            if self._is_own_wish(before, match[0]) and self._is_complete(rest, match, before):
                return match.lastgroup
        return None

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
            if first and words[first] in pack.courtesies and words[first - 1] in pack.openers:
                break  # "I don't know you please stop"
        linked = words[first:]
        if first and linked and linked[0] not in self._starters:
            return False
        return not (
            self._guards.search("".join(f"{word} " for word in linked))
            or self._conditions.search(before)
            or self._denials.search(before)
        )

    def _is_complete(self, rest: str, match: re.Match[str], before: str) -> bool:
        """Tell whether nothing behind a phrase restricts it or makes a question of it."""
        behind = rest[match.end() : match.end() + _CONTEXT_CHARACTERS]
        adjuncts = self._adjuncts.match(behind)
        if not adjuncts or self._conditions.match(behind, adjuncts.end() + 2):
            return False
        within = behind[: adjuncts.end()]
        if QUESTION not in behind[adjuncts.end() :].partition(CLAUSE_END)[0]:
            return True
        return self._polite.search(f"{before}{match[0]}{within}") is not None

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
        return finder(named(self._pack.phrases, self._clause_words))

    @cached_property
    def _respelt(self) -> re.Pattern[str]:
        return finder(f"({'|'.join(map(re.escape, self._pack.respelt))}) ")

    @cached_property
    def _firm_clause(self) -> re.Pattern[str]:
        """A clause that is a firm word among courtesies."""
        pack = self._pack
        before = one_of(pack.courtesies)
        behind = one_of((*pack.courtesies, *pack.objects))
        words = f"{before}{{0,3}}{one_of(pack.firm)}{behind}{{0,3}}"
        return re.compile(rf"(?:^|[.?] ){words}(?=\. |$|{one_of(pack.openers)})")

    @cached_property
    def _adjuncts(self) -> re.Pattern[str]:
        """What may follow a phrase, up to where its clause ends."""
        pack = self._pack
        adjunct = one_of((*pack.adjuncts, *pack.courtesies, *pack.tails.split("|")))
        end = f"[{''.join(_ENDS)}] |$|{one_of(pack.openers)}"
        return re.compile(f"{adjunct}{{0,{_MAX_ADJUNCTS}}}(?={end})")

    @cached_property
    def _guards(self) -> re.Pattern[str]:
        return self._any_of(self._pack.guards)

    @cached_property
    def _conditions(self) -> re.Pattern[str]:
        return self._any_of(self._pack.conditions)

    @cached_property
    def _denials(self) -> re.Pattern[str]:
        return self._any_of(self._pack.denials)

    @cached_property
    def _polite(self) -> re.Pattern[str]:
        return self._any_of(self._pack.polite)

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

    @cached_property
    def _clause_words(self) -> str:
        """What ends a clause where people leave out punctuation."""
        openers = (phrase.replace(" ", "_") for phrase in self._pack.openers if "|" not in phrase)
        return "|".join((self._pack.tails, *openers))

    def _any_of(self, phrases: Phrases) -> re.Pattern[str]:
        return finder(one_of(phrases, self._clause_words))


def _clause_before(text: str, position: int) -> str:
    """Give the words of a clause that stand before a position, at most some twenty."""
    words = text[max(0, position - _CONTEXT_CHARACTERS) : position]
    begin = max(words.rfind(f"{mark} ") for mark in _ENDS)
    return words[begin + 2 :] if begin >= 0 else words
