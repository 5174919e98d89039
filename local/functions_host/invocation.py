"""Calls handlers: async ones on the loop, the others in a pool of threads."""

import asyncio
import contextvars
import inspect
import logging
import os
import threading
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from azure.functions.meta import Datum

from local.functions_host.model import Function
from local.functions_host.sdk import find_converter
from local.functions_host.signatures import GENERIC

logger = logging.getLogger("functions_host")

Result = TypeVar("Result")
_NO_METADATA: Mapping[str, Datum] = MappingProxyType({})

current_invocation_id: contextvars.ContextVar[str] = contextvars.ContextVar(
    "current_invocation_id", default=""
)


@dataclass(frozen=True, slots=True)
class InvocationContext:
    """
    The ``context`` of a handler that asks for it.

    ``thread_local_storage`` carries the invocation's id to threads that the handler starts.
    """

    invocation_id: str
    function_name: str
    function_directory: str
    thread_local_storage: threading.local


class Invoker:
    """
    Calls the handlers of one app.

    Parameters
    ----------
    timeout_seconds : float | None
        Longest run of a handler. The real host also restarts the worker then.
    """

    def __init__(self, timeout_seconds: float | None) -> None:
        self._timeout_seconds = timeout_seconds
        count = os.environ.get("PYTHON_THREADPOOL_THREAD_COUNT")
        self._threads = ThreadPoolExecutor(int(count) if count else None, "handler")
        self._local = threading.local()

    async def call(
        self,
        function: Function,
        datum: Datum,
        *,
        then: Callable[[object], Result],
        metadata: Mapping[str, Datum] = _NO_METADATA,
    ) -> Result:
        """
        Convert the trigger's value as the worker does, run the handler, convert its result.

        Parameters
        ----------
        function : Function
            What to call.
        datum : Datum
            The trigger's value as the host sends it to the worker.
        then : Callable[[object], Result]
            Converts what the handler returned.
        metadata : Mapping[str, Datum]
            The trigger's metadata.

        Raises
        ------
        Exception
            Whatever conversion or handler raise, or a time-out. It is logged here, with the
            invocation's id.
        """
        current_invocation_id.set(str(uuid.uuid4()))
        try:
            arguments = self._arguments(function, datum, metadata)
            async with asyncio.timeout(self._timeout_seconds):
                result = await self._run(function, arguments)
            return then(result)
        except Exception:
            logger.exception("Executed 'Functions.%s' (Failed)", function.name)
            raise

    def close(self) -> None:
        """Let the threads end when their handlers do."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _arguments(
        self, function: Function, datum: Datum, metadata: Mapping[str, Datum]
    ) -> dict[str, object]:
        signature = function.signature
        arguments = {signature.parameter: _decode(signature.converter_name, datum, metadata)}
        if signature.takes_context:
            arguments["context"] = self._context(function)
        return arguments

    def _context(self, function: Function) -> InvocationContext:
        invocation_id = current_invocation_id.get()
        folder = _folder_of(function.handler)
        return InvocationContext(invocation_id, function.name, folder, self._local)

    async def _run(self, function: Function, arguments: dict[str, object]) -> object:
        if function.signature.is_async:
            return await self._start(function, arguments)  # type: ignore[misc]
        call = partial(contextvars.copy_context().run, self._start, function, arguments)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _start(self, function: Function, arguments: dict[str, object]) -> object:
        self._local.invocation_id = current_invocation_id.get()
        return function.handler(**arguments)


@cache
def _folder_of(handler: Callable[..., object]) -> str:
    return str(Path(inspect.getfile(handler)).parent)


def no_result(result: object) -> None:
    """Accept the result of a function without a return binding: anything but None is an error."""
    if result is not None:
        message = "a function without a $return binding returned a value"
        raise TypeError(message)


def _decode(converter_name: str, datum: Datum, metadata: Mapping[str, Datum]) -> object:
    converter = find_converter(converter_name)
    if converter_name != GENERIC and converter is not None:
        return converter.decode(datum, trigger_metadata=metadata)
    if datum.type not in ("string", "bytes", "json"):
        message = f"unexpected type of data received for the generic binding: {datum.type}"
        raise TypeError(message)
    return datum.value
