"""
Unexpected errors: one log line each, and what the host may see of them.

An error's text may hold a number. So a line has the kind of the error, where in the app it passed
through, and the invocation, and never the text.
"""

from __future__ import annotations

import inspect
import logging
import traceback
from functools import wraps
from pathlib import PurePath
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from shared.domain.errors import StorageError
from shared.log import log_event, minute_log, note_invocation
from shared.settings import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import FrameType

_Parameters = ParamSpec("_Parameters")
_Function = TypeVar("_Function", bound="Callable[..., object]")

_APP = PurePath(__file__).parents[2]
_PACKAGES = {"site-packages", "dist-packages"}
_MAX_FRAMES = 20
_MAX_CAUSES = 5

_CONTEXT = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None)


class BackgroundError(Exception):
    """Work failed; names the kind of the error and its place, which is all that a log may hold."""


def redact_errors(
    handler: Callable[_Parameters, Awaitable[None]],
) -> Callable[_Parameters, Awaitable[None]]:
    """
    Raise without the error's text, which may hold a number. The host tries again.

    The error is logged; unavailable storage once a minute for each function.
    """
    name = getattr(handler, "__name__", "")

    @wraps(handler)
    async def run(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> None:
        note_invocation(named.pop("context", None))
        try:
            await handler(*arguments, **named)
        except StorageError as error:
            minute_log.log("storage_unavailable", name, function=name)
            raise BackgroundError(describe_error(error)) from None
        except Exception as error:  # noqa: BLE001 - the outermost layer
            log_unexpected(error, name)
            raise BackgroundError(describe_error(error)) from None

    return with_context(run)


def with_context(function: _Function) -> _Function:
    """Have the worker pass its `context`, which has the id of the invocation."""
    parameters = inspect.signature(function).parameters.values()
    function.__signature__ = inspect.Signature([*parameters, _CONTEXT])  # type: ignore[attr-defined]
    return function


def log_unexpected(error: Exception, function: str, request_id: str | None = None) -> None:
    """Log an error that the code does not expect: its kind, its path and its causes."""
    frames = _frames(error)
    in_app = [_place(*one) for one in frames if _is_of_app(one[0])]
    raised_at = _place(*frames[-1]) if frames else ""
    log_event(
        "unexpected_error",
        level=logging.ERROR,
        function=function,
        requestId=request_id,
        error=type(error).__name__,
        frames=" > ".join(in_app[-_MAX_FRAMES:]),
        raisedAt=raised_at if raised_at not in in_app[-1:] else None,
        causes=_causes(error) or None,
    )


def describe_error(error: Exception) -> str:
    """Tell an error's kind and place, without its text, which may hold a number."""
    if isinstance(error, ConfigurationError):
        return str(error)
    frames = _frames(error)
    return type(error).__name__ + (f" at {_place(*frames[-1])}" if frames else "")


def _frames(error: BaseException) -> list[tuple[FrameType, int]]:
    return list(traceback.walk_tb(error.__traceback__))


def _place(frame: FrameType, line: int) -> str:
    return f"{frame.f_globals.get('__name__', '')}:{line}"


def _is_of_app(frame: FrameType) -> bool:
    path = PurePath(frame.f_code.co_filename)
    return path.is_relative_to(_APP) and _PACKAGES.isdisjoint(path.parts)


def _causes(error: BaseException) -> str:
    """Name the errors that an error was raised from, the nearest first."""
    found: list[str] = []
    cause = _cause(error)
    while cause is not None and len(found) < _MAX_CAUSES:
        frames = _frames(cause)
        found.append(type(cause).__name__ + (f" at {_place(*frames[-1])}" if frames else ""))
        cause = _cause(cause)
    return " < ".join(found)


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)
