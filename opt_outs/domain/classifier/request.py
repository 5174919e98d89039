"""
Requests that are told by what the words of a clause do, in any order.

A clause of nothing but words of a request cannot be about something else, so it need not be a
listed phrase.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import chain, pairwise
from typing import Final

from opt_outs.domain.classifier.language_pack import LanguagePack, Role
from opt_outs.domain.classifier.text import CLAUSE_END, CLAUSE_ENDS, QUESTION

_NO_VERBS: Final = (
    Role.PERMISSION,
    Role.TEXTS,
    Role.ME,
    Role.LIST,
    Role.NOT,
    Role.MORE,
    Role.MODAL,
    Role.I,
    Role.YOU,
    Role.FILLER,
    Role.OFF,
    Role.OPT,
    Role.REMOVED,
)

_WISHES: Final = (Role.WANT, Role.FORBID, Role.LEAVE, Role.REVOKE, Role.REMOVAL)
_ASKS_FOR_LESS: Final = (
    Role.CEASE,
    Role.LET,
    Role.FORBID,
    Role.REMOVE,
    Role.REMOVED,
    Role.REMOVAL,
    Role.LEAVE,
    Role.REVOKE,
)
_PARTING: Final = "*parting"
_TELLING: Final = frozenset((_PARTING, *(f"*{role}" for role in _ASKS_FOR_LESS)))
_TELLING_POINTS: Final = 2
_MAX_UNKNOWN: Final = 4
_WRITING: Final = frozenset((Role.SEND, Role.CONTACT))
_ONLY_TAKE: Final = frozenset((Role.TAKE,))
_MAX_KNOWN_WORDS: Final = 20
_TO: Final = "to"
"""Before a word that may be a noun or a verb: "to text"."""
_ONLY_MODAL: Final = frozenset((Role.MODAL,))
"""A word like "can"; "please" is a courtesy too."""


class Requests:
    """
    Finds clauses of nothing but words of a request.

    `is_conditional` tells whether the words before a clause make it depend on a condition.
    """

    def __init__(
        self, roles: Mapping[str, Set[Role]], is_conditional: Callable[[str], bool]
    ) -> None:
        self._roles = roles
        self._is_conditional = is_conditional
        self._known = frozenset(part for word in roles for part in (word, word.rpartition("_")[2]))

    def find(self, words: Sequence[str]) -> str | None:
        """Name the request of the first clause that has no word beside those of a request."""
        has_clauses = CLAUSE_END in words or QUESTION in words
        if not has_clauses and not self._known.issuperset(words):
            return None
        begin, roles, is_about_this = 0, list[Set[Role]](), True
        for place, word in enumerate((*words, CLAUSE_END)):
            if word not in CLAUSE_ENDS:
                if known := self._roles_of(word, words[place - 1] if place else ""):
                    roles.append(known)
                continue
            is_known = len(roles) == place - begin
            if roles and is_known and len(roles) <= _MAX_KNOWN_WORDS:
                # One word alone may go on with another clause: "I have to go there, unsubscribe".
                is_whole = len(roles) > 1 or is_about_this
                rule = request_of(roles, is_question=word == QUESTION) if is_whole else None
                if rule and not self._is_conditional(" ".join((*words[:begin], ""))):
                    return rule
            is_about_this = is_about_this and is_known
            begin, roles = place + 1, []
        return None

    def _roles_of(self, word: str, before: str) -> Set[Role]:
        """Give what a word does in its clause: "phone" is the person's in "my phone" only."""
        roles = self._roles.get(word) or self._roles.get(f"{before}_{word}", frozenset[Role]())
        return roles - {Role.TEXTS} if before == _TO and Role.CONTACT in roles else roles


class Points:
    """
    Weighs the words of a message that no phrase decides.

    A message needs a telling word. Its points add up: words, roles, and pairs of them that stand
    together, each once.
    """

    def __init__(self, pack: LanguagePack, roles: Mapping[str, Set[Role]]) -> None:
        self._points = pack.points
        parting = frozenset(pack.parting.split())
        self._known = frozenset((*roles, *parting, *CLAUSE_ENDS))
        self._kinds = {
            word: [f"*{role}" for role in roles.get(word, ()) if role is not Role.FILLER]
            + [_PARTING] * (word in parting)
            for word in self._known
        } | {end: [CLAUSE_END] for end in CLAUSE_ENDS}
        self._telling = frozenset(
            word
            for word, kinds in self._kinds.items()
            if not _TELLING.isdisjoint(kinds)
            or (
                pack.points.get(word, 0) >= _TELLING_POINTS
                and Role.FILLER not in roles.get(word, ())
                and word not in pack.linking
            )
        )

    def are_enough(self, words: Sequence[str], distinct: frozenset[str]) -> bool:
        """Tell whether the words are rather those of a request."""
        if self._telling.isdisjoint(distinct):
            return False
        clauses = (CLAUSE_END, *words, CLAUSE_END)
        kinds = [self._kinds.get(word, ()) for word in clauses]
        found = {*distinct, *chain(*kinds), *map("_".join, pairwise(clauses))}
        for before, behind in pairwise(kinds):
            found.update(f"{one}_{other}" for one in before for other in behind)
        unknown = len(distinct - self._known)
        found.update(f"unknown{count}" for count in range(1, min(unknown, _MAX_UNKNOWN) + 1))
        return sum(self._points[one] for one in found & self._points.keys()) >= 0


def request_of(clause: Sequence[Set[Role]], *, is_question: bool) -> str | None:
    """
    Name what a clause asks for, from the roles of all its words.

    Each word has at least one. Statements ("you send me no texts") and questions of the person
    ("can I stop the texts?") ask for nothing.
    """
    has = set[Role]().union(*clause)
    if _opts_out(clause):
        has.add(Role.LEAVE)
    negations = _count_negations(clause)
    if _asks_to_be_removed(has, negations):
        return "remove_me"
    is_of_person = is_question and (Role.MODAL not in has or Role.I in has)
    if negations == 1 and not is_of_person and _denies_permission(has):
        return "revoke"
    if is_of_person or _is_statement(clause, has) or _takes_something_else(clause, has):
        return None
    if not negations:
        return _positive_request(has)
    asks_no_less = not _takes_off(has) and has.isdisjoint(_ASKS_FOR_LESS)
    return _negative_request(clause, has) if negations == 1 and asks_no_less else None


def _count_negations(clause: Sequence[Set[Role]]) -> int:
    """Count denials; "don't want no more" has one."""
    found = [place for place, roles in enumerate(clause) if Role.NOT in roles]
    behind = clause[found[-1] + 1] if found and found[-1] + 1 < len(clause) else frozenset()
    is_doubled = len(found) == 2 and not behind.isdisjoint((Role.MORE, Role.TEXTS))  # noqa: PLR2004
    return 1 if is_doubled else len(found)


def _opts_out(clause: Sequence[Set[Role]]) -> bool:
    opts = next((place for place, roles in enumerate(clause) if Role.OPT in roles), len(clause))
    return any(Role.OFF in roles for roles in clause[opts:])


def _asks_to_be_removed(has: set[Role], negations: int) -> bool:
    """Tell whether a clause says "can I be removed" or "I want my number taken off"."""
    if negations or Role.REMOVED not in has or Role.REMOVE in has:
        return False
    return (
        not has.isdisjoint((Role.WANT, Role.MODAL))
        and not has.isdisjoint((Role.I, Role.ME))
        and has.isdisjoint((Role.YOU, Role.TEXTS))
    )


def _denies_permission(has: set[Role]) -> bool:
    """Tell whether a clause says "you have no permission to text me"."""
    if Role.PERMISSION not in has or Role.WANT in has or {Role.I, Role.GET} <= has:
        return False
    writes = not has.isdisjoint((Role.CONTACT, Role.SEND))
    return Role.ME in has if writes else Role.TEXTS in has


def _takes_off(has: set[Role]) -> bool:
    """Tell whether a clause says "take me off the list" or "I want out of these texts"."""
    if not {Role.OFF, Role.LIST} <= has or not has.isdisjoint((Role.RECEIVE, Role.SEND)):
        return False
    if Role.TAKE in has and Role.ME in has:
        return True
    return Role.WANT in has and has.isdisjoint((Role.YOU, Role.TEXTS))


def _takes_something_else(clause: Sequence[Set[Role]], has: set[Role]) -> bool:
    takes = _ONLY_TAKE in clause and has.isdisjoint((Role.REMOVAL, Role.LEAVE))
    return (takes and not _takes_off(has)) or (Role.OPT in has and Role.LEAVE not in has)


def _positive_request(has: set[Role]) -> str | None:
    if _cancels(has):
        return "unsubscribe"
    if rule := _ceases(has):
        return rule
    if Role.LEAVE in has and (Role.I not in has or Role.MODAL not in has):
        return None if Role.YOU in has and Role.ME not in has else "unsubscribe"
    removes = {Role.REMOVE, Role.ME} <= has and (Role.LIST in has or Role.TEXTS not in has)
    if removes or _takes_off(has):
        return "remove_me"
    return "revoke" if {Role.REVOKE, Role.PERMISSION} <= has else None


def _cancels(has: set[Role]) -> bool:
    """Tell whether a clause names what it asks for: "I request the removal", "text opt-out"."""
    asks = not has.isdisjoint((Role.TAKE, Role.WANT, Role.MODAL))
    return Role.REMOVAL in has and (asks or (Role.TEXTS in has and Role.GET not in has))


def _ceases(has: set[Role]) -> str | None:
    writes = not has.isdisjoint((Role.CONTACT, Role.SEND))
    lets_write = writes and not has.isdisjoint((Role.LET, Role.FORBID))
    if Role.CEASE not in has and not lets_write:
        return None
    gets = {Role.RECEIVE, Role.WANT} <= has
    return "stop_texting" if writes or gets or Role.TEXTS in has else None


def _negative_request(clause: Sequence[Set[Role]], has: set[Role]) -> str | None:
    writes = any(_WRITING & roles and Role.TEXTS not in roles for roles in clause)
    if Role.WANT in has:
        gets = not has.isdisjoint((Role.TEXTS, Role.RECEIVE))
        is_listed = Role.LIST in has and has.isdisjoint((Role.OFF, Role.TAKE))
        return "not_wanted" if is_listed or (Role.ME in has if writes else gets) else None
    if _ONLY_MODAL in clause or not has.isdisjoint((Role.RECEIVE, Role.GET)):
        return None
    asks_politely = writes and Role.MODAL in has  # "please don't text"
    if Role.CONTACT in has and (asks_politely or not has.isdisjoint((Role.ME, Role.MORE))):
        return "do_not_contact"
    if Role.SEND in has and not has.isdisjoint((Role.TEXTS, Role.MORE)):
        return "do_not_send"
    return "no_more" if not writes and {Role.TEXTS, Role.MORE} <= has else None


def _is_statement(clause: Sequence[Set[Role]], has: set[Role]) -> bool:
    """Tell whether a subject stands before the verb, without a wish or a modal verb."""
    verbs = set(Role).difference(_NO_VERBS)
    for roles in clause:
        if Role.YOU in roles:
            return has.isdisjoint((Role.WANT, Role.MODAL)) or (
                Role.NOT in has and Role.WANT not in has
            )
        if Role.I in roles:
            return has.isdisjoint(_WISHES)
        if not verbs.isdisjoint(roles):
            return False
    return False
