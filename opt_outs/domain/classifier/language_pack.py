"""
The words and phrases of a language, and the notation that they are written in.

A phrase is a row of words: `remove|delete me from|off ... list|lists`.

- `a|b` is one of several; `_` joins words that belong together: `any_more`;
- `a|b?` may be missing;
- `unsub*` is any word with that beginning, `#` any word that begins with a digit;
- `...` is up to two words of any kind;
- `,` is the end of a clause that may or may not be there;
- `^` is the beginning of a clause;
- `.` is the end of a clause, or a word that people put there (a pack's `tails`); it may be one
  of several too: `again|.`.

No pattern repeats without bound, so that no text makes the search slow.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Final

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.classifier.text import CLAUSE_END

Phrases = tuple[str, ...]
"""In the notation of this module."""

ANY_NUMBER: Final = "#"
ANYTHING: Final = r"(?:\w+ ){0,2}"

_CLAUSE_START: Final = r"(?:^|(?<=[.?~] ))"


class Role(StrEnum):
    """What a word may do in a clause that asks for no more texts."""

    CEASE = "cease"
    CONTACT = "contact"
    SEND = "send"
    FORBID = "forbid"
    LET = "let"
    RECEIVE = "receive"
    GET = "get"
    WANT = "want"
    REMOVE = "remove"
    TAKE = "take"
    OFF = "off"
    OPT = "opt"
    REMOVED = "removed"
    REMOVAL = "removal"
    LEAVE = "leave"
    REVOKE = "revoke"
    PERMISSION = "permission"
    TEXTS = "texts"
    ME = "me"
    LIST = "list"
    NOT = "not"
    MORE = "more"
    MODAL = "modal"
    I = "i"  # noqa: E741
    YOU = "you"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """
    The words and phrases of one language, as `text.py` leaves them: lower case, no accents.

    Attributes
    ----------
    firm : tuple of str
        Words that opt out as the whole message, and so they do among courtesies.
    whole : tuple of str
        Words that opt out as the whole message; with more they are everyday words.
    unsure : tuple of str
        Words that may opt out as the whole message, or reply to something else.
    misspelt : tuple of str
        How people miss the firm ones; `unsub*` is any word with that beginning.
    opt_in, help, affirmative : tuple of str
        Words that are the whole message.
    courtesies : tuple of str
        What stands round a keyword and says nothing.
    objects : tuple of str
        What people add to a firm word: "stop *all texts*".
    phrases : mapping of str to tuple of str
        Opt-outs by rule.
    linking : tuple of str
        Single words by which a phrase depends on what stands before it: "I *want you to*".
    guards : tuple of str
        What makes a phrase doubtful when it is linked to it: "why did you". Its words are linking
          too.
    conditions : tuple of str
        What makes it doubtful anywhere before it in its clause, or right behind it: "unless". The
        first has the words with which a clause is a condition for the next.
    denials : tuple of str
        What makes it doubtful anywhere before it in its clause: "under no circumstances".
    polite : tuple of str
        What makes a question a request: "can you".
    dependent : tuple of str
        How a phrase begins that needs another verb before it: "darme de baja".
    adjuncts : tuple of str
        What may follow a phrase and changes nothing: "on this number". With any other word behind
        it, except an opener, a phrase only may be an opt-out: "opt me out *of the dental plan*".
    openers : tuple of str
        How a new clause begins where people leave out punctuation.
    coordinators : tuple of str
        Words between a reason and the wish that follows from it: "I moved, *so* please stop".
    tails : str
        Words that end a clause where people leave out punctuation.
    respelt : mapping of str to str
        Misspellings, and the word that is read in sentences instead.
    retractions : tuple of str
        What takes it back, anywhere in the message.
    reasons : tuple of str
        What leaves no doubt beside a firm word that is a clause of its own: "not my number".
    beside_reason : tuple of str
        What opts out as a clause of its own beside a reason: "delete it".
    doubtful : tuple of str
        What makes a review; a reason too.
    threats : tuple of str
        What is doubtful though it has everyday words in it: "if you don't stop".
    footers : tuple of str
        How senders tell people to opt out, which people repeat.
    roles : mapping of Role to str
        Words by what they do in a clause, with spaces between. A clause of nothing else may be a
        request in any order; forms that state a fact ("you stopped", "no me mandan") are left out.
    parting : str
        Words of leaving, ending, deleting and refusing, which have no role or another one.
    points : mapping of str to int
        What says for a request (or against one), where no phrase decides: a word, a role
        `*cease`, two of these that stand together `stop_it`, the end of a clause `.`, and
        `unknown2` for two words without a role. The sum of a request is 0 or more.
    harmless : tuple of str
        Everyday uses of the words in `alarming`; not looked at any more.
    alarming : tuple of str
        Words that make a review wherever they stand.
    """

    language: Language
    firm: Phrases
    whole: Phrases
    unsure: Phrases
    opt_in: Phrases
    help: Phrases
    affirmative: Phrases
    courtesies: Phrases
    objects: Phrases
    phrases: Mapping[str, Phrases]
    tails: str
    alarming: Phrases
    misspelt: Phrases
    linking: Phrases
    guards: Phrases
    conditions: Phrases
    denials: Phrases
    polite: Phrases
    adjuncts: Phrases
    openers: Phrases
    dependent: Phrases
    coordinators: Phrases
    respelt: Mapping[str, str]
    retractions: Phrases
    reasons: Phrases
    beside_reason: Phrases
    doubtful: Phrases
    threats: Phrases
    footers: Phrases
    roles: Mapping[Role, str]
    parting: str
    points: Mapping[str, int]
    harmless: Phrases


def listed(text: str) -> Phrases:
    """Give the phrases of a text, which stand between semicolons; a line may end behind a `|`."""
    return tuple(" ".join(phrase.split()) for phrase in alternatives(text).split(";"))


def alternatives(text: str) -> str:
    """Join words that stand between `|` on several lines."""
    return re.sub(r"\|\s+", "|", text.strip())


def respellings(text: str) -> dict[str, str]:
    """Read `u|yu = you; un_subscribe = unsubscribe`: the word that is read for each other."""
    rows = (row.partition(" = ") for row in listed(text))
    return {word.replace("_", " "): meant for words, _, meant in rows for word in words.split("|")}


def points(text: str) -> dict[str, int]:
    """Read `3: stop leave; -2: bus`: what each word counts."""
    rows = (row.partition(":") for row in listed(text))
    return {word: int(count) for count, _, words in rows for word in words.split()}


def forms(stems: str, endings: str, joint: str = " ") -> str:
    """Give each stem with each ending: of `mand envi` and `ar en`, `mandar manden enviar ...`."""
    return joint.join(stem + ending for stem in stems.split() for ending in endings.split())


def slips_of(text: str) -> dict[str, str]:
    """
    Give the misspellings of words that drop, double or swap letters, and the words meant.

    First and last letter stay, as another ending is another word. None is a word of the text.
    """
    words = text.split()
    return {slip: word for word in words for slip in _slips(word) if slip not in words}


def _slips(word: str) -> Iterator[str]:
    for at in range(1, len(word) - 1):
        before, letter, behind = word[:at], word[at], word[at + 1 :]
        yield before + behind
        yield before + letter + letter + behind
        yield before[:-1] + letter + before[-1] + behind if at > 1 else word + word[-1]


def one_of(phrases: Iterable[str], tails: str = "") -> str:
    """
    Give the expression of any of several phrases, none of them empty.

    Parameters
    ----------
    phrases : iterable of str
        In the notation of this module.
    tails : str
        The words that end a clause beside punctuation, as `a|b`.
    """
    return "(?:" + "|".join(_phrase(phrase, tails) for phrase in phrases) + ")"


def _phrase(phrase: str, tails: str) -> str:
    return "".join(_item(item, tails) for item in phrase.split())


@cache
def _item(item: str, tails: str) -> str:
    """Give the expression of one item, which is kept: phrases share most of their items."""
    if item == "...":
        return ANYTHING
    if item == "^":
        return _CLAUSE_START
    if item == ",":
        return r"(?:[.?] )?"
    words = item.removesuffix("?").split("|")
    expression = _alternatives(word for word in words if word != CLAUSE_END)
    if CLAUSE_END in words:
        clause_end = _clause_end(tails)
        return f"(?:{expression}|{clause_end})" if len(words) > 1 else clause_end
    return f"{expression}?" if item.endswith("?") else expression


@cache
def _clause_end(tails: str) -> str:
    return rf"(?=[.?] |$|{_alternatives(tails.split('|'))})" if tails else r"(?=[.?] |$)"


def _alternatives(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    expression = _shared_beginnings([f"{word.replace('_', ' ')} " for word in longest_first])
    return f"(?:{expression})"


@cache
def _character(character: str) -> str:
    return {ANY_NUMBER: r"\d\w*", "*": r"\w*"}.get(character) or re.escape(character)


def _shared_beginnings(words: list[str]) -> str:
    """Give the expression of one of several words, with each beginning of several written once."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[:1], []).append(word[1:])
    branches = [
        _character(first) + _shared_beginnings(rest) if first else ""
        for first, rest in sorted(by_first.items(), key=lambda item: (not item[0], item[0] == "*"))
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def load_pack(language: Language) -> LanguagePack:
    """Give a language's data, which is imported when it is first wanted."""
    name = f"opt_outs.domain.classifier.{language.name.lower()}.pack"
    pack: LanguagePack = import_module(name).PACK
    return pack
