"""The parts of azure-functions that the worker uses and that have no types of their own."""

import json
from typing import Any, cast

import azure.functions as func
from azure.functions.decorators.core import Binding as SdkBinding
from azure.functions.decorators.function_app import Function as SdkFunction

__all__ = ["RawBinding", "SdkBinding", "SdkFunction", "find_converter", "raw_bindings"]

RawBinding = dict[str, object]


def find_converter(name: str) -> type[Any] | None:
    """Give the converter of a binding type, None if it is one of plain text and bytes."""
    registry = func.get_binding_registry()
    return cast("type[Any] | None", registry.get(name))


def raw_bindings(function: SdkFunction) -> list[RawBinding]:
    """Give a function's bindings as the worker reports them to the host."""
    return [json.loads(text) for text in function.get_raw_bindings()]
