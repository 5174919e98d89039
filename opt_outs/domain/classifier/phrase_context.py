"""What stands round a phrase: whether it is a wish of the person, whole and without condition."""

import re
from collections.abc import Mapping, Set
from functools import cached_property
from typing import Final

from opt_outs.domain.classifier.language_pack import LanguagePack, Role, one_of
from opt_outs.domain.classifier.phrase_index import PhraseIndex, Words
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS, QUESTION

PASSED_OVER: Final = "~ "
"""Stands where everyday words were; no rule matches across it."""

_ENDS: Final = (*CLAUSE_ENDS, PASSED_OVER[0])
_CONTEXT_CHARACTERS: Final = 100
"""How much of a clause is looked at on each side of a phrase: some twenty words."""
_ME: Final = {Role.ME}
_MAX_ADJUNCTS: Final = 5
_MIN_VERB: Final = 3


class PhraseContext:
    """
    Reads the words before and behind a phrase of one language.

    Parameters
    ----------
    roles : mapping of str to set of Role
        What each word may do in a clause.
    index : PhraseIndex
        Where guards, conditions, denials, threats and polite words are found.
    """

    def __init__(
        self, pack: LanguagePack, roles: Mapping[str, Set[Role]], index: PhraseIndex
    ) -> None:
        self._pack = pack
        self._roles = roles
        self._index = index
        guards = re.findall(r"[^\W_]+", " ".join(pack.guards))
        self._linking = frozenset((*pack.linking, *guards)).difference(pack.coordinators)
        self._conditional = frozenset(pack.conditions[0].split("|"))
        self._starters = frozenset((*pack.openers, *pack.courtesies))

    def is_conditional(self, before: str) -> bool:
        """
        Tell whether the last clause of a text is a condition for what follows.

        "If this is a bot, ..." is, and "If you go on I will sue" is a sentence of its own.
        """
        clause = clause_before(before, len(before) - 2) if before else ""
        first, *others = clause.split() or [""]
        if first not in self._conditional or (not others and first in self._pack.affirmative):
            return False  # "si, ..." is also "sí, ..."
        return not self._index.has("threats", clause) and not any(
            Role.I in self._roles.get(word, ()) for word in others[1:]
        )

    def is_own_wish(self, before: str, phrase: str) -> bool:
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

    def is_complete(self, rest: str, match: re.Match[str], before: str) -> bool:
        """Tell whether nothing behind a phrase restricts it or makes a question of it."""
        behind = rest[match.end() : match.end() + _CONTEXT_CHARACTERS]
        if not behind:
            return True
        adjuncts = self._adjuncts.match(behind)
        if not adjuncts or self._index.begins("conditions", Words(behind[adjuncts.end() + 2 :])):
            return False
        within = behind[: adjuncts.end()]
        if QUESTION not in behind[adjuncts.end() :].partition(CLAUSE_END)[0]:
            return True
        return self._index.has("polite", f"{before}{match[0]}{within}")

    @cached_property
    def _dependent(self) -> re.Pattern[str]:
        return re.compile(one_of(self._pack.dependent) if self._pack.dependent else r"(?!)")

    @cached_property
    def _adjuncts(self) -> re.Pattern[str]:
        """What may follow a phrase, up to where its clause ends."""
        pack = self._pack
        adjunct = one_of((*pack.adjuncts, *pack.courtesies, *pack.tails.split("|")))
        end = f"[{''.join(_ENDS)}] |$|{one_of(pack.openers)}"
        return re.compile(f"{adjunct}{{0,{_MAX_ADJUNCTS}}}(?={end})")


def clause_before(text: str, position: int) -> str:
    """Give the words of a clause that stand before a position, at most some twenty."""
    words = text[max(0, position - _CONTEXT_CHARACTERS) : position]
    begin = max(words.rfind(f"{mark} ") for mark in _ENDS)
    return words[begin + 2 :] if begin >= 0 else words
