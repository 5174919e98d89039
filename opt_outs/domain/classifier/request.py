"""
Requests that are told by what the words of a clause do, in any order.

A clause of nothing but words of a request cannot be about something else, so it need not be a
listed phrase.
"""

from collections.abc import Sequence, Set
from typing import Final

from opt_outs.domain.classifier.language_pack import Role

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
)


def request_of(clause: Sequence[Set[Role]], *, is_question: bool) -> str | None:
    """
    Name what a clause asks for, from the roles of all its words.

    Each word has at least one. Statements ("you send me no texts") and questions of the person
    ("can I stop the texts?") ask for nothing.
    """
    has = set[Role]().union(*clause)
    negations = sum(Role.NOT in roles for roles in clause)
    if is_question and (Role.MODAL not in has or Role.I in has):
        return None
    if _is_statement(clause, has):
        return None
    if not negations:
        return _positive_request(has)
    asks_no_less = has.isdisjoint(
        (Role.CEASE, Role.LET, Role.FORBID, Role.REMOVE, Role.LEAVE, Role.REVOKE)
    )
    return _negative_request(has) if negations == 1 and asks_no_less else None


def _positive_request(has: set[Role]) -> str | None:
    writes = not has.isdisjoint((Role.CONTACT, Role.SEND))
    if Role.CEASE in has or (writes and not has.isdisjoint((Role.LET, Role.FORBID))):
        return None if has.isdisjoint((Role.TEXTS, Role.CONTACT)) else "stop_texting"
    if Role.LEAVE in has and (Role.I not in has or Role.MODAL not in has):
        return "unsubscribe"
    if Role.REMOVE in has and Role.ME in has and (Role.LIST in has or Role.TEXTS not in has):
        return "remove_me"
    return "revoke" if {Role.REVOKE, Role.PERMISSION} <= has else None


def _negative_request(has: set[Role]) -> str | None:
    writes = not has.isdisjoint((Role.SEND, Role.CONTACT))
    if Role.WANT in has:
        gets = Role.TEXTS in has or {Role.RECEIVE, Role.MORE} <= has
        return "not_wanted" if (Role.ME in has if writes else gets) else None
    if not has.isdisjoint((Role.RECEIVE, Role.GET, Role.MODAL)):
        return None
    if Role.CONTACT in has and not has.isdisjoint((Role.ME, Role.MORE)):
        return "do_not_contact"
    if Role.SEND in has and (Role.TEXTS in has or {Role.ME, Role.MORE} <= has):
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
            return has.isdisjoint((Role.WANT, Role.FORBID, Role.LEAVE, Role.REVOKE))
        if not verbs.isdisjoint(roles):
            return False
    return False
