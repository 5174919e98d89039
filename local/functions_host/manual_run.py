"""Runs non-HTTP functions by hand: ``POST /admin/functions/NAME``."""

import json
from collections.abc import Iterable

from azure.functions.meta import Datum

from local.functions_host.invocation import Invoker, no_result
from local.functions_host.model import Function, HttpTrigger, TimerTrigger
from local.functions_host.queue_messages import add_body_members
from local.functions_host.running import RunningHandlers


class ManualRuns:
    """Starts functions and forgets them; whatever comes of a run is only logged."""

    def __init__(self, functions: Iterable[Function], invoker: Invoker) -> None:
        self._functions = {
            function.name.lower(): function
            for function in functions
            if not isinstance(function.trigger, HttpTrigger)
        }
        self._invoker = invoker
        self._handlers = RunningHandlers()

    def start(self, name: str, text: str) -> bool:
        """Start a function with a text as its trigger's value; False if there is none so named."""
        function = self._functions.get(name.lower())
        if function is None:
            return False
        self._handlers.start(self._run(function, text))
        return True

    async def drain(self, grace_seconds: float) -> None:
        """Let what runs end within the grace."""
        await self._handlers.drain(grace_seconds)

    async def _run(self, function: Function, text: str) -> None:
        metadata: dict[str, Datum] = {}
        if isinstance(function.trigger, TimerTrigger):
            datum = Datum(json.dumps({"IsPastDue": False}), "json")
        else:
            datum = Datum(text, "string")
            add_body_members(metadata, text.encode())
        try:
            await self._invoker.call(function, datum, then=no_result, metadata=metadata)
        except Exception:  # noqa: BLE001 - no caller waits for it; the invoker has logged it
            return
