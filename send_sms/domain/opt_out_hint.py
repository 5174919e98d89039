"""
Whether a text tells people how to opt out.

That is an instruction with a keyword of one of the classifier's languages ("Reply STOP", "BAJA para
salir", "STOP au 36111"), or a word that means nothing else ("unsubscribe"). The keyword alone is
an everyday word: "We can't stop smiling!".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.language_pack import load_pack
from opt_outs.domain.classifier.text import clauses_of, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# All words are as `fold` and `clauses_of` leave them: lower case, no accents, a space behind each.
_SEND: Final = (
    "reply|replying|rply|text|texting|txt|send|sms|msg|message|respond|answer|type|responda|responde|"
    "responder|envia|envie|enviar|envianos|manda|mande|mandar|contesta|conteste|escribe|escriba|texto|"
    "rep|repondez|reponds|repondre|envoyez|renvoyez|mandez|ecrivez|envoie|envoyer|tapez|antwort|antworte|antworten|antwortet|sende|"
    "senden|sendet|schick|schicke|schicken|schickt|schreib|schreibe|schreiben|digite"
)
_SEND_BEHIND: Final = "senden|antworten|schicken|schreiben|simsen"
_BETWEEN: Final = (
    "with|back|us|anytime|just|simply|help|info|help or|yes or|the word|the keyword|con|un mensaje|"
    "la palabra|avec|par|le mot|sms|mit|sie|uns|einfach|eine nachricht|dem wort|das wort|com|"
    "uma mensagem|a palavra|the single word|one word|the letters|1 or|2 or"
)
_SO_AS_TO: Final = "to|2|for|4|para|p|pra|pour|zum|zur|um|fur"
_TO_NUMBER: Final = "to|au|an|al|para"
_END: Final = (
    r"end|quit|cancel|stop|opt|optout|unsub\w*|leave|salir|cancelar|baja|parar|terminar|detener|"
    r"dejar|no recibir|desabonn\w*|desinscri\w*|ne plus|arreter|sair|nao receber|descadastr\w*|"
    r"abmeld\w*|abbestell\w*|beenden|kundig\w*|keine"
)
_EXPLICIT: Final = (
    r"unsub\w*|opt out|optout|desuscri\w*|dar(?:se|te|me)? de baja|desabonn\w*|desinscri\w*|"
    r"descadastr\w*|cancelar (?:suscripcion|inscricao)|abmeld\w*|abbestell\w*"
)
_NEGATION: Final = (
    "dont|do not|cant|cannot|wont|why|no(?:body)?|never|no need to|to see you|nunca|nao|nie|nicht|"
    "jamais|ne(?! plus)"
)
_OUR_MESSAGES: Final = "this|these|our|all|sms|txt|texts?|messages?|us"
# "You can't opt out of fun" negates, "opt out of winter" is about something else.
_NO_EXPLICIT: Final = re.compile(
    rf"(?<!\S)(?:(?:{_NEGATION}) (?:\w+ )?(?:{_EXPLICIT}) "
    rf"|(?<!to )(?:{_EXPLICIT}) (?:of|from) (?!(?:{_OUR_MESSAGES}) )\w+ )"
)
_LEAVING: Final = r"opt out|want out|leave|unsub\w*|salir|no recibir|ne plus|sair|nao receber|keine"
_OF_SOMETHING_ELSE: Final = "signs?|by|over|motion|lights?|y claro"
_AT_A_KEYWORD: Final = rf"(?:{_SO_AS_TO}|{_TO_NUMBER}|{_SEND_BEHIND}|or|and|any|at|now) "
_BUSINESS: Final = "(?:appointment|order|booking|reservation|visit)"
_EVERYDAY: Final = frozenset(f"{_SEND}|{_BETWEEN}|{_SO_AS_TO}|{_TO_NUMBER}".split("|"))


def says_how_to_opt_out(text: str) -> bool:
    """Tell whether a text has an instruction to opt out, in any of the classifier's languages."""
    words = clauses_of(fold(text.replace("=", " to ")))
    return _instruction().search(_NO_EXPLICIT.sub("", words)) is not None


@cache
def _instruction() -> re.Pattern[str]:
    packs = [load_pack(language) for language in Language]
    firm = _one_of(word for pack in packs for word in pack.firm)
    everyday = _one_of(word for pack in packs for word in pack.whole)
    end = r"(?:[.?] |$)"
    keyword = (
        rf"(?:{firm} (?!(?:{_OF_SOMETHING_ELSE}) )"
        rf"|{everyday} (?:{end}|(?={_AT_A_KEYWORD})(?!to cancel (?:your|the) {_BUSINESS})))"
    )
    return re.compile(
        r"(?<!\S)(?:"
        rf"(?:{_SEND}) (?:(?:{_BETWEEN}) ){{0,4}}{keyword}"
        rf"|(?:{_SEND}) \. {firm} (?:{end}|(?:{_SO_AS_TO}) )"
        rf"|(?:{_LEAVING}) (?:\w+ ){{0,2}}[.?] {firm} {end}"
        rf"|stop ?[0-9]{{5}} {end}"
        rf"|{firm} (?:{_SO_AS_TO}) (?:\w+ ){{0,2}}(?:{_END}) "
        rf"|{firm} (?:(?:par )?sms )?(?:{_TO_NUMBER}) (?:[0-9]{{4,6}}|[0-9]{{2}} [0-9]{{3}}) "
        rf"|{firm} (?:an [0-9]+ )?(?:{_SEND_BEHIND}) "
        rf"|stop(?:2|to)(?:{_END}) |(?:{_EXPLICIT}) )"
    )


def _one_of(keywords: Iterable[str]) -> str:
    longest_first = sorted(set(keywords) - _EVERYDAY, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
