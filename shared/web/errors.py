"""Error handling of queue and timer functions, whose errors the host logs with their text."""

from __future__ import annotations

import traceback
from functools import wraps
from pathlib import PurePath
from typing import TYPE_CHECKING, ParamSpec

from shared.settings import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_Parameters = ParamSpec("_Parameters")


class BackgroundError(Exception):
    """Work failed; names the kind of the error and its place, which is all that a log may hold."""


def redact_errors(
    handler: Callable[_Parameters, Awaitable[None]],
) -> Callable[_Parameters, Awaitable[None]]:
    """Raise without the error's text, which may hold a number. The host tries again."""

    @wraps(handler)
    async def run(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> None:
        try:
            await handler(*arguments, **named)
        except Exception as error:  # noqa: BLE001 - the outermost layer
            raise BackgroundError(describe_error(error)) from None

    return run


def describe_error(error: Exception) -> str:
    """Tell an error's kind and place for a log, without its text, which may hold a number."""
    if isinstance(error, ConfigurationError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
