"""
The characters that force a text into UCS-2, and suggested replacements.

One of them makes a segment hold 70 characters rather than 160, and often by accident: word
processors insert curly quotes, dashes and non-breaking spaces.
"""

# ruff: noqa: RUF001 - characters that look alike are what this is about

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shared.domain.message_text import count_segments, is_gsm7

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOOK_ALIKES: Final = {
    **dict.fromkeys("‘’‚‛′‵ʹʻʼˈ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    **dict.fromkeys("•‣", "*"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("‹", "<"),
    **dict.fromkeys("›", ">"),
    **dict.fromkeys("×", "x"),
    **dict.fromkeys("\t\u2028\u2029", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),  # not seen: soft hyphen, zero width
}


@dataclass(frozen=True, slots=True)
class Ucs2Character:
    """
    One character outside the GSM alphabet.

    Attributes
    ----------
    name : str
        Its name in Unicode; empty for control characters, which have none.
    count : int
        How often the text has it.
    suggestion : str or None
        What looks alike in the GSM alphabet; empty if it can go; None if nothing does.
    """

    character: str
    name: str
    count: int
    suggestion: str | None

    @property
    def code_point(self) -> str:
        """Write it as `U+2019`."""
        return f"U+{ord(self.character):04X}"


def ucs2_characters(text: str) -> list[Ucs2Character]:
    """List the characters of a text that are not in the GSM alphabet, the most frequent first."""
    found = [
        Ucs2Character(character, unicodedata.name(character, ""), count, _suggestion(character))
        for character, count in Counter(text).items()
        if not is_gsm7(character)
    ]
    return sorted(found, key=lambda one: (-one.count, one.character))


def segments_with_suggestions(text: str, characters: Iterable[Ucs2Character]) -> int:
    """Count the segments that a text takes with the suggestions in place of these characters."""
    suggested = {
        ord(one.character): one.suggestion for one in characters if one.suggestion is not None
    }
    return count_segments(text.translate(suggested)).segment_count


def _suggestion(character: str) -> str | None:
    """
    Find a look-alike.

    Unicode's compatibility equivalents look alike: full-width letters, ligatures, the ellipsis,
    spaces of every width. They keep their accents, without which a word would be another.
    """
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    equivalent = unicodedata.normalize("NFKC", character)
    return equivalent if is_gsm7(equivalent) else None
