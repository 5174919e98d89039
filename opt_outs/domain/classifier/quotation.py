"""
What a message quotes: our own words, which are not the person's.

Phones send a reaction as a text that repeats ours: Liked “… Reply STOP to opt out”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from opt_outs.domain.classifier.language_pack import listed
from opt_outs.domain.classifier.text import bare_words, clauses_of, fold

if TYPE_CHECKING:
    from collections.abc import Collection

_OPENING: Final = '“„«»「『"'
_CLOSING: Final = '”“»«」』"'
_QUOTATION: Final = re.compile(
    r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)|»[^«]*«|「[^」]*(?:」|$)|『[^』]*(?:』|$)"
    r"|\"[^\"]*\"|^>.*$",
    re.MULTILINE,
)
_SINGLE_OPENING: Final = re.compile(r"(?<!\S)['\u2018](?=\S)")
_ANY_MARK: Final = re.compile(f"[{_OPENING}{_CLOSING}>'\u2018]")
_MARK: Final = re.compile(rf"[{_OPENING}{_CLOSING}>]|{_SINGLE_OPENING.pattern}")
_SINGLE_CLOSING: Final = "'\u2019"
_SHORT_QUOTATION_WORDS: Final = 2
"""'Reply "stop"' and 'I said "stop it"' are the person's own words."""
_BRIEF_QUOTATION_WORDS: Final = 6
"""Our texts are longer than most that people quote of themselves or of others."""
_FEW_WORDS: Final = 9
_CUT_OFF: Final = "..."
_QUOTED_LINES: Final = re.compile(r"(?:^>.*(?:\n|$))+", re.MULTILINE)
_MARKS: Final = f" \n'\u2018\u2019>{_OPENING}{_CLOSING}"
_TELLING_WORDS: Final = 3
"""A part of one of our texts with fewer words may be the person's own."""

# What stands round the quotation in a reaction, without emoji. English as iOS and Google Messages
# send it (engadget.com and ithinkdiff.com on tapbacks, 2022); the others as the same phones put
# it in their language, not confirmed in a source.
_REACTIONS: Final = frozenset(
    listed("""
        liked; loved; disliked; laughed at; emphasized; emphasised; questioned; to; reacted to;
        reacted with to; removed a like from; removed a heart from; removed a dislike from;
        removed a laugh from; removed an exclamation from; removed an exclamation mark from;
        removed a question mark from; removed from; replied to; in reply to;
        le gusto; no le gusto; le encanto; me gusta; se rio de; se rio con; enfatizo; resalto;
        exclamo; cuestiono; pregunto; reacciono con a; reacciono a; reacciono a con; quito un me
        gusta de;
        quito un corazon de; elimino un me gusta de; elimino un corazon de; elimino de; puso un
        corazon a;
        puso una interrogacion a; puso una exclamacion a; le dio me gusta a; le dio risa; a; a con;
        a aime; a adore; n a pas aime; a ri a; a rigole; a mis en evidence; a accentue;
        a mis l accent sur; s est interroge sur; a remis en question; a reagi avec a; a reagi a;
        a reagi a avec;
        a retire de; a retire un coeur de; a retire un j aime de; a supprime de; a supprime un
        coeur de;
        a supprime un j aime de; a pose une question a;
        gostou de; gostou; nao gostou de; adorou; amou; riu de; enfatizou; destacou; questionou;
        reagiu com a; reagiu a; reagiu a com; curtiu; amei; curti; em; removeu de; removeu um
        coracao de;
        removeu um gostei de; removeu a reacao de; removeu a reacao a;
        gefallt; gefallt nicht; gefiel; liebt; mag; hat geliked; lachte uber; hat uber gelacht;
        betont; hat betont; betonte; hinterfragt; fragte nach; hat mit auf reagiert;
        hat auf reagiert; reagierte mit auf; mit reagiert auf; hat auf mit reagiert; hat mit
        markiert;
        hat entfernt; hat ein entfernt; hat ein herz von entfernt; hat hervorgehoben; entfernte
        aus; entfernte von; zu; auf
    """)
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """
    A text that is a quotation with few words round it.

    Attributes
    ----------
    around : str
        The words outside, as `clauses_of` gives them; never empty.
    quoted : str
        The words inside, in the same form; maybe cut off by the phone.
    """

    around: str
    quoted: str
    is_cut: bool

    @property
    def is_long(self) -> bool:
        """Whether the quotation is longer than what people put between quotation marks."""
        return self.is_cut or len(self.quoted.split()) > _SHORT_QUOTATION_WORDS

    @property
    def is_brief(self) -> bool:
        """Whether it may be words of the person, or of a third person, and not one of our texts."""
        return not self.is_cut and len(self.quoted.split()) <= _BRIEF_QUOTATION_WORDS


def may_quote(text: str) -> bool:
    """Tell whether a text has quotation marks, or a line that begins with `>`."""
    return bool(_ANY_MARK.search(text) and _MARK.search(text))


def quotation_of(folded: str) -> Quotation | None:
    """
    Read a text as a quotation with few words round it, as reactions are in every language.

    Short quotations are among these words: Removed « Love » from « … ».
    """
    quoted = max((match[0] for match in _QUOTATION.finditer(folded)), key=len, default="")
    outside = folded.replace(quoted, " ", 1) if quoted else folded
    if not quoted and (opening := _SINGLE_OPENING.search(folded)):
        is_closed = folded.rstrip(" .!?")[-1] in _SINGLE_CLOSING
        quoted, outside = folded[opening.start() :] if is_closed else "", folded[: opening.start()]
    around = clauses_of(outside) if quoted else ""
    if not 0 < len(around.split()) <= _FEW_WORDS:
        return None
    words = clauses_of(quoted)
    is_open = quoted.rstrip()[-1] not in _CLOSING + _SINGLE_CLOSING
    is_cut = _CUT_OFF in quoted or (is_open and len(words.split()) > _BRIEF_QUOTATION_WORDS)
    return Quotation(around, words, is_cut)


def is_reaction(folded: str) -> bool:
    """Tell whether a text is a known reaction to a message that it repeats, whole or cut off."""
    start = min((folded.find(mark) for mark in _OPENING if mark in folded), default=-1)
    if start < 0:
        return False
    end = max(folded.rfind(mark) for mark in _CLOSING)
    behind = folded[end + 1 :] if end > start else ""
    return bare_words(clauses_of(f"{folded[:start]} {behind}")) in _REACTIONS


def without_quotations(folded: str) -> str:
    """
    Drop what a text quotes at length, and lines of mail style that begin with `>`.

    Returns
    -------
    str
        The text itself if it is nothing but a quotation: people put quotation marks round all
        they say.
    """
    rest = _QUOTATION.sub(_keep_short, folded)
    return rest if any(map(str.isalnum, rest)) else folded


def _keep_short(quotation: re.Match[str]) -> str:
    words = clauses_of(quotation[0]).split()
    return quotation[0] if len(words) <= _SHORT_QUOTATION_WORDS else " "


def without_repeats(body: str, texts: Collection[str]) -> str | None:
    """
    Drop the quotations in a message that repeat one of some texts, whole or cut off.

    Case, accents, spaces and punctuation make no difference.

    Returns
    -------
    str or None
        The rest of the folded message; None if it repeats none of them.
    """
    own = {bare_words(clauses_of(fold(text))) for text in texts}
    rest = folded = fold(body)
    for quoted in _candidates(folded):
        if any(_repeats(quoted, text) for text in own):
            rest = rest.replace(quoted, " ")
    return None if rest == folded else rest


def _candidates(folded: str) -> list[str]:
    """Give all that may be a quotation, the longest first: ours may have quotation marks in it."""
    found = [match[0] for match in (*_QUOTED_LINES.finditer(folded), *_QUOTATION.finditer(folded))]
    if opening := _MARK.search(folded):
        end = max(map(folded.rfind, _CLOSING + _SINGLE_CLOSING))
        found += [folded[opening.start() :], folded[opening.start() : end + 1]]
    return sorted(found, key=len, reverse=True)


def _repeats(quoted: str, text: str) -> bool:
    inner = quoted.strip(_MARKS)
    words = bare_words(clauses_of(fold(inner)))  # an address may end it
    if words == text:
        return bool(words)
    is_cut_before, is_cut_behind = inner.startswith(_CUT_OFF), inner.endswith(_CUT_OFF)
    if len(words.split()) < _TELLING_WORDS or not (is_cut_before or is_cut_behind):
        return False
    return words in text and (
        (is_cut_before or text.startswith(words)) and (is_cut_behind or text.endswith(words))
    )
