"""Reading what the control API is given, and saying what is wrong with it."""

import json
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TypeVar

from aiohttp import web

from local.acs_simulator.wire import JsonObject

_Choice = TypeVar("_Choice", bound=StrEnum)
_NUMBER_LENGTH_MIN = 7
_NUMBER_MAX = 1e9


class ControlError(Exception):
    """A control request refused: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def normalise_number(text: str) -> str:
    """Return a number with its plus; senders that are no E.164 numbers stay as they are."""
    text = text.strip()
    return (
        f"+{text}"
        if text.isascii() and text.isdecimal() and len(text) >= _NUMBER_LENGTH_MIN
        else text
    )


class Fields:
    """
    The members of a control request's JSON object.

    Every getter raises `ControlError` with status 400 when a member has the wrong type; a member
    that is not allowed is refused at once.
    """

    def __init__(self, members: JsonObject, *, allowed: Collection[str]) -> None:
        self._members = members
        if unknown := sorted(set(members) - set(allowed)):
            raise ControlError(400, f"Unknown members: {', '.join(unknown)}.")

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        value = self._members.get(name)
        if not isinstance(value, str) or not value:
            raise _wrong(name, "a text")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._members.get(name, default)
        if not isinstance(value, bool):
            raise _wrong(name, "true or false")
        return value

    def number(self, name: str, *, default: float, least: float) -> float:
        """Return a number that is at least ``least``, and not absurd."""
        value = self._members.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong(name, "a number")
        if not least <= value <= _NUMBER_MAX:  # NaN is not either
            raise _wrong(name, f"a number from {least:g} to {_NUMBER_MAX:g}")
        return float(value)

    def whole(self, name: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        value = self._members.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _wrong(name, f"a whole number from {least} to {most}")
        return value

    def choice(self, name: str, kind: type[_Choice], *, default: _Choice | None = None) -> _Choice:
        """Return a member of a closed set; it must be there if there is no default."""
        value = self._members.get(name, default)
        try:
            return kind(str(value))
        except ValueError as error:
            raise _wrong(name, f"one of {', '.join(kind)}") from error

    def has(self, name: str) -> bool:
        """Say whether a member was given, and not as null."""
        return self._members.get(name) is not None

    def raw(self, name: str) -> object:
        """Return a member as it came, None if it is not there."""
        return self._members.get(name)


async def read_fields(request: web.Request, allowed: Iterable[str]) -> Fields:
    """Read a JSON object, an empty body standing for an empty one."""
    body = await request.read()
    try:
        members = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise ControlError(400, "The body is not valid JSON.") from error
    if not isinstance(members, dict):
        raise ControlError(400, "The body must be a JSON object.")
    return Fields(members, allowed=tuple(allowed))


def _wrong(name: str, expected: str) -> ControlError:
    return ControlError(400, f"{name} must be {expected}.")
