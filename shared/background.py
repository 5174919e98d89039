"""What functions without a caller have in common: the host logs their errors, text and all."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

from shared.http import describe

_Parameters = ParamSpec("_Parameters")


class BackgroundError(Exception):
    """Work failed; says of which kind the error was and where, which is all a log may know."""


def discreet(
    handler: Callable[_Parameters, Awaitable[None]],
) -> Callable[_Parameters, Awaitable[None]]:
    """Fail without the text of what went wrong: it may hold a number. The host tries again."""

    @wraps(handler)
    async def run(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> None:
        try:
            await handler(*arguments, **named)
        except Exception as error:  # noqa: BLE001 - the outermost layer
            raise BackgroundError(describe(error)) from None

    return run
