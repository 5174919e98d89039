"""Turns an app folder into functions: the worker's checks, then the host's."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from local.functions_host.app_module import load_functions
from local.functions_host.host_json import HostJson
from local.functions_host.model import Function, FunctionError, HttpTrigger, Trigger
from local.functions_host.sdk import RawBinding, SdkFunction, raw_bindings
from local.functions_host.signatures import RETURN_BINDING, read_signature
from local.functions_host.triggers import read_trigger

# Azure/azure-functions-host, src/WebJobs.Script/Utility.cs.
_FUNCTION_NAME = re.compile(r"[a-z][a-z0-9_\-]{0,127}", re.IGNORECASE)
_BINDING_NAME = re.compile(r"(?!.*__)[A-Za-z_][A-Za-z0-9_]{0,127}")


@dataclass(frozen=True, slots=True)
class IndexedApp:
    """The functions that can run, ordered by name, and why each of the others cannot."""

    functions: tuple[Function, ...]
    problems: dict[str, str]


def index_app(app_root: Path, host_json: HostJson) -> IndexedApp:
    """
    Index an app whose folder is on the path and whose settings are in the environment.

    Functions are ordered by name, regardless of case, because that is the order in which the
    host tries their routes.

    Raises
    ------
    IndexingError
        If the app as a whole cannot be used.
    """
    loaded = [(function, read_signature(function)) for function in load_functions(app_root)]
    functions: list[Function] = []
    problems: dict[str, str] = {}
    for sdk_function, signature in sorted(loaded, key=lambda item: _name(item[0]).lower()):
        name = _name(sdk_function)
        try:
            bindings = raw_bindings(sdk_function)
            _check_names(name, bindings)
            trigger = read_trigger(bindings, host_json)
            _check_collision(trigger, functions)
        except FunctionError as error:
            problems[name] = str(error)
        else:
            handler = sdk_function.get_user_function()
            functions.append(Function(name, handler, signature=signature, trigger=trigger))
    return IndexedApp(tuple(functions), problems)


def _name(function: SdkFunction) -> str:
    return str(function.get_function_name())


def _check_names(name: str, bindings: list[RawBinding]) -> None:
    if not _FUNCTION_NAME.fullmatch(name) or name.lower() == "host":
        message = f"'{name}' is not a valid function name."
        raise FunctionError(message)
    if os.environ.get(f"AzureWebJobs.{name}.Disabled", "").lower() in ("true", "1"):
        message = "Function is disabled."
        raise FunctionError(message)
    names = [str(binding["name"]) for binding in bindings]
    for binding_name in names:
        if binding_name != RETURN_BINDING and not _BINDING_NAME.fullmatch(binding_name):
            message = f"The binding name {binding_name} is invalid."
            raise FunctionError(message)
    if len(set(names)) != len(names):
        message = "Multiple bindings have one name. Binding names must be unique."
        raise FunctionError(message)


def _check_collision(trigger: Trigger, accepted: list[Function]) -> None:
    if not isinstance(trigger, HttpTrigger):
        return
    for function in accepted:
        other = function.trigger
        if isinstance(other, HttpTrigger) and _collide(trigger, other):
            message = f"The route specified conflicts with the route defined by '{function.name}'."
            raise FunctionError(message)


def _collide(one: HttpTrigger, other: HttpTrigger) -> bool:
    if one.route.lower() != other.route.lower():
        return False
    if not one.methods or not other.methods:
        return True
    return not set(one.methods).isdisjoint(other.methods)
