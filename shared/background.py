"""Error handling of queue and timer functions, whose errors the host logs with their text."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

from shared.http import describe_error

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
