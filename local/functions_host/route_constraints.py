"""The inline constraints of a route such as ``{id:guid}``."""

import re
from collections.abc import Callable
from datetime import datetime

from local.functions_host.model import IndexingError

Constraint = Callable[[str], bool]

_INT_BITS, _LONG_BITS = 31, 63
_GUID = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}"
    r"|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_FLOATING = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE)


def build_constraint(text: str) -> Constraint:
    """
    Build the test for one constraint, such as ``int`` or ``range(1,9)``.

    Raises
    ------
    IndexingError
        If there is no constraint of that name, or its arguments do not fit: the host then fails
        to map any route.
    """
    name, _, rest = text.partition("(")
    arguments = rest[:-1] if rest.endswith(")") else rest
    try:
        if name in _PLAIN:
            return _PLAIN[name]
        if name in _WITH_ARGUMENTS:
            return _WITH_ARGUMENTS[name](arguments)
    except (ValueError, re.error) as error:
        message = f"route constraint '{text}': {error}"
        raise IndexingError(message) from error
    message = f"There is no route constraint '{text}'."
    raise IndexingError(message)


def _fits(bits: int) -> Constraint:
    def test(value: str) -> bool:
        return bool(_WHOLE.fullmatch(value)) and -(2**bits) <= int(value) < 2**bits

    return test


def _is_datetime(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _length(arguments: str) -> Constraint:
    least, _, most = arguments.partition(",")
    low, high = int(least), int(most or least)
    return lambda value: low <= len(value) <= high


def _range(arguments: str) -> Constraint:
    least, _, most = arguments.partition(",")
    return _within(int(least), int(most))


def _within(low: int | None, high: int | None) -> Constraint:
    is_long = _fits(_LONG_BITS)

    def test(value: str) -> bool:
        if not is_long(value):
            return False
        number = int(value)
        return (low is None or low <= number) and (high is None or number <= high)

    return test


def _regex(arguments: str) -> Constraint:
    # Anywhere in the value and regardless of case, unless the pattern is anchored.
    pattern = re.compile(arguments, re.IGNORECASE)
    return lambda value: bool(pattern.search(value))


def _at_least(arguments: str) -> Constraint:
    least = int(arguments)
    return lambda value: len(value) >= least


def _at_most(arguments: str) -> Constraint:
    most = int(arguments)
    return lambda value: len(value) <= most


_PLAIN: dict[str, Constraint] = {
    "alpha": lambda value: bool(re.fullmatch("[A-Za-z]*", value)),
    "bool": lambda value: value.strip().lower() in ("true", "false"),
    "datetime": _is_datetime,
    "decimal": lambda value: bool(_DECIMAL.fullmatch(value)),
    "double": lambda value: bool(_FLOATING.fullmatch(value)),
    "float": lambda value: bool(_FLOATING.fullmatch(value)),
    "guid": lambda value: bool(_GUID.fullmatch(value)),
    "int": _fits(_INT_BITS),
    "long": _fits(_LONG_BITS),
    "required": bool,
}
_WITH_ARGUMENTS: dict[str, Callable[[str], Constraint]] = {
    "length": _length,
    "max": lambda arguments: _within(None, int(arguments)),
    "maxlength": _at_most,
    "min": lambda arguments: _within(int(arguments), None),
    "minlength": _at_least,
    "range": _range,
    "regex": _regex,
}
