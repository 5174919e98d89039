"""
A small notation for phrases, and the regular expressions it stands for.

A phrase is a row of words: `remove|delete me from|off ... list|lists`.

- `a|b` is one of several; `_` joins words that belong together: `any_more`;
- `a|b?` may be missing;
- `unsub*` is any word with that beginning, `#` any word that begins with a digit;
- `...` is up to two words of any kind;
- `,` is the end of a clause that may or may not be there;
- `.` is the end of a clause, or a word that people put there (a pack's `tails`); it may be one
  of several too: `again|.`.

Nothing in it repeats without bound, so that no text makes the search slow.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from opt_outs.domain.classifier.text import CLAUSE_END

ANYTHING: Final = r"(?:\w+ ){0,2}"

_WORD_START: Final = r"(?<![^ ])"


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


def named(rules: Mapping[str, Iterable[str]], tails: str) -> str:
    """Give the expression of several rules, each a group of its name."""
    return "|".join(f"(?P<{name}>{one_of(phrases, tails)})" for name, phrases in rules.items())


def finder(expression: str) -> re.Pattern[str]:
    """Compile an expression that is found where a word begins."""
    return re.compile(f"{_WORD_START}(?:{expression})")


def words_needed(phrase: str) -> tuple[str, ...]:
    """
    Give words of which a text has at least one if it has a phrase; `unsub*` as it stands.

    There may be several such sets: the one without short words is best, as these are everywhere.
    """
    items = [item.split("|") for item in phrase.split() if not item.endswith(("?", ".", ","))]
    best = max(items, key=lambda words: min(map(len, words)))
    return tuple(max(word.split("_"), key=len) for word in best)


def _phrase(phrase: str, tails: str) -> str:
    return "".join(_item(item, tails) for item in phrase.split())


def _item(item: str, tails: str) -> str:
    if item == "...":
        return ANYTHING
    if item == ",":
        return r"(?:\. )?"
    words = item.removesuffix("?").split("|")
    clause_end = rf"(?=\. |$|{_alternatives(tails.split('|'))})" if tails else r"(?=\. |$)"
    expression = _alternatives(word for word in words if word != CLAUSE_END)
    if CLAUSE_END in words:
        return f"(?:{expression}|{clause_end})" if len(words) > 1 else clause_end
    return f"{expression}?" if item.endswith("?") else expression


def _alternatives(words: Iterable[str]) -> str:
    return "(?:" + "|".join(_word(word) + " " for word in words) + ")"


def _word(word: str) -> str:
    if word == "#":
        return r"\d\w*"
    return re.escape(word.removesuffix("*")).replace("_", " ") + (r"\w*" if "*" in word else "")


class KeywordPrefilter:
    """The words of which some phrase needs one."""

    def __init__(self, phrases: Iterable[str]) -> None:
        needed = {word for phrase in phrases for word in words_needed(phrase)}
        self._words = frozenset(word for word in needed if not word.endswith("*"))
        self._stems = tuple(word[:-1] for word in needed if word.endswith("*"))

    def is_in(self, clauses: str) -> bool:
        """Tell whether clauses have one of the words."""
        words = clauses.split()
        return not self._words.isdisjoint(words) or any(
            word.startswith(self._stems) for word in words
        )
