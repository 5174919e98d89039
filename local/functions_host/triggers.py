"""Reads the trigger of one function and checks it as the host does."""

import os
import re
from collections.abc import Callable

from local.functions_host.cron import parse_schedule
from local.functions_host.host_json import HostJson
from local.functions_host.model import (
    AuthLevel,
    FunctionError,
    HttpTrigger,
    QueueTrigger,
    TimerTrigger,
    Trigger,
)
from local.functions_host.route_template import parse_template
from local.functions_host.sdk import RawBinding
from local.functions_host.settings import (
    STORAGE_SETTING,
    resolve_connection,
    resolve_placeholders,
)

_QUEUE_NAME = re.compile(r"(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_RESERVED_ROUTES = ("admin", "runtime")


def read_trigger(bindings: list[RawBinding], host_json: HostJson) -> Trigger:
    """
    Build a function's trigger from its bindings.

    Raises
    ------
    FunctionError
        If the host would leave the function out, or if this stand-in cannot run it.
    IndexingError
        If its route is one that keeps the host from mapping any.
    """
    # The SDK has made sure that there is exactly one.
    trigger = next(binding for binding in bindings if str(binding["type"]).endswith("Trigger"))
    kind = str(trigger["type"])
    read = _READERS.get(kind)
    if read is None:
        message = f"The stand-in for the Functions host has no trigger '{kind}'."
        raise FunctionError(message)
    for binding in bindings:
        if binding is not trigger and binding["type"] != "http":
            message = f"The stand-in for the Functions host has no binding '{binding['type']}'."
            raise FunctionError(message)
    if kind != "httpTrigger" and not os.environ.get(STORAGE_SETTING):
        message = f"{STORAGE_SETTING} is required for a {kind}."
        raise FunctionError(message)
    return read(trigger, host_json)


def _read_http(binding: RawBinding, host_json: HostJson) -> HttpTrigger:
    route = str(binding["route"])
    # A plain prefix test, so `administrators` is refused too (host, ScriptHost.cs).
    if route.lower().startswith(_RESERVED_ROUTES):
        message = f"The specified route conflicts with one or more built in routes: '{route}'"
        raise FunctionError(message)
    parse_template(f"{host_json.route_prefix}/{route}")
    methods = binding.get("methods")
    return HttpTrigger(
        route=route,
        methods=tuple(str(one).upper() for one in methods) if isinstance(methods, list) else (),
        auth_level=AuthLevel(str(binding["authLevel"]).upper()),
    )


def _read_queue(binding: RawBinding, host_json: HostJson) -> QueueTrigger:
    if not host_json.has_extension_bundle:
        message = "The binding type 'queueTrigger' needs the extension bundle named in host.json."
        raise FunctionError(message)
    name = resolve_placeholders(str(binding["queueName"])).lower()
    if not _QUEUE_NAME.fullmatch(name):
        message = f"'{name}' is not a valid queue name."
        raise FunctionError(message)
    return QueueTrigger(
        queue_name=name,
        connection_string=resolve_connection(str(binding.get("connection") or "")),
        is_binary=binding.get("dataType") == "BINARY",
    )


def _read_timer(binding: RawBinding, _host_json: HostJson) -> TimerTrigger:
    text = resolve_placeholders(str(binding["schedule"]))
    schedule = parse_schedule(text)
    return TimerTrigger(
        schedule=text,
        runs_on_startup=bool(binding.get("runOnStartup")),
        uses_monitor=binding.get("useMonitor") is not False and not schedule.is_under_a_minute(),
    )


_READERS: dict[str, Callable[[RawBinding, HostJson], Trigger]] = {
    "httpTrigger": _read_http,
    "queueTrigger": _read_queue,
    "timerTrigger": _read_timer,
}
