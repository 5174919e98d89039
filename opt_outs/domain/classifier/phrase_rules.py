"""The rules of one language for sentences, compiled when a message first has one of their words."""

import re
from functools import cached_property
from typing import Final

from opt_outs.domain.classifier.classification import Classification, Confidence, Intent
from opt_outs.domain.classifier.language_pack import LanguagePack, Phrases
from opt_outs.domain.classifier.pattern import KeywordPrefilter, finder, named, one_of

_PASSED_OVER: Final = "~ "
"""Stands where everyday words were; no rule matches across it."""


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
        Reading or None
            At the tiers *phrase* and *possible*; None if they are about something else.
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
