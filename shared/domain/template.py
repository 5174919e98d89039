"""
Fill ``{{name}}`` placeholders with each recipient's values.

There is no other syntax: no conditions, no filters, no escape. What is not exactly a
placeholder is plain text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from shared.domain.errors import MissingValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

# A name starts with a letter or underscore, of any script, and has up to 64 characters.
_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^\W\d]\w{0,63})\s*\}\}")


def placeholders(body: str) -> tuple[str, ...]:
    """Name each placeholder of a body once, in order of first appearance."""
    return tuple(dict.fromkeys(_pieces(body)[1::2]))


def render(body: str, values: Mapping[str, str]) -> str:
    """
    Put a recipient's values in place of the placeholders.

    Values are inserted literally: a value that looks like a placeholder stays as it is.
    Values without a placeholder are ignored.

    Raises
    ------
    MissingValueError
        Naming the first placeholder that has no value.
    """
    pieces = list(_pieces(body))
    try:
        pieces[1::2] = [values[name] for name in pieces[1::2]]
    except KeyError as error:
        raise MissingValueError(error.args[0]) from error
    return "".join(pieces)


# One body is rendered for up to 10,000 recipients: 0.7 µs each with its pieces at hand,
# 1.8 µs without. A few bodies are enough for the concurrent requests of a worker.
@lru_cache(maxsize=16)
def _pieces(body: str) -> tuple[str, ...]:
    """Split a body into text, name, text, name, ..., text."""
    return tuple(_PLACEHOLDER.split(body))
