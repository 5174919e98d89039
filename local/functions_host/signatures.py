"""Checks handlers against their bindings, as the Python worker does when it indexes an app."""

import inspect
import typing
from collections.abc import Callable

import azure.functions as func

from local.functions_host.model import IndexingError, Signature
from local.functions_host.sdk import SdkBinding, SdkFunction, find_converter

RETURN_BINDING = "$return"
GENERIC = "generic"
_OUT = 1


def read_signature(function: SdkFunction) -> Signature:
    """
    Check a handler's parameters and annotations, and say how to call it.

    The rules are those of azure-functions-runtime 1.3.0 (``functions.py``).

    Raises
    ------
    IndexingError
        If a binding and a parameter do not fit; the worker then refuses the whole app.
    """
    handler = function.get_user_function()
    try:
        return _read(function, handler)
    except (NameError, TypeError, ValueError) as error:
        message = f"cannot load the {function.get_function_name()} function: {error}"
        raise IndexingError(message) from error


def _read(function: SdkFunction, handler: Callable[..., object]) -> Signature:
    parameters = set(inspect.signature(handler).parameters)
    annotations = typing.get_type_hints(handler)
    bindings = {binding.name: binding for binding in function.get_bindings()}
    returned = bindings.pop(RETURN_BINDING, None)
    takes_context = "context" in parameters and "context" not in bindings
    if takes_context:
        parameters.discard("context")
        _check_context(annotations.get("context"))
    _check_names(parameters, set(bindings))
    for name, binding in bindings.items():
        _check_parameter(binding, annotations.get(name))
    if returned is not None and "return" in annotations:
        _check_return(returned, annotations["return"])
    trigger = _trigger(function)
    return Signature(
        parameter=trigger.name,
        converter_name=_converter_name(trigger, annotations.get(trigger.name)),
        takes_context=takes_context,
        is_async=inspect.iscoroutinefunction(handler),
    )


def _trigger(function: SdkFunction) -> SdkBinding:
    trigger = function.get_trigger()
    if trigger is None:
        message = "it has no trigger"
        raise ValueError(message)
    return trigger


def _check_context(annotation: object) -> None:
    if annotation is not None and getattr(annotation, "__name__", "") != "Context":
        message = f'"context" is expected to be azure.functions.Context, got {annotation!r}'
        raise TypeError(message)


def _check_names(parameters: set[str], bindings: set[str]) -> None:
    if unbound := parameters - bindings:
        message = (
            "the following parameters are declared in Python but not in the function "
            f"definition: {sorted(unbound)}"
        )
        raise TypeError(message)
    if extra := bindings - parameters:
        message = f"Extra parameters in binding definition, not present in Python: {sorted(extra)}"
        raise TypeError(message)


def _check_parameter(binding: SdkBinding, annotation: object) -> None:
    if annotation is None:
        return
    is_out = typing.get_origin(annotation) is func.Out or annotation is func.Out
    if is_out != (binding.direction == _OUT):
        message = f"binding {binding.name}: azure.functions.Out is for outputs, and outputs need it"
        raise TypeError(message)
    if is_out:
        return
    if not isinstance(annotation, type):
        message = f"binding {binding.name} has invalid non-type annotation {annotation!r}"
        raise TypeError(message)
    if not _accepts_input(_converter_name(binding, annotation), annotation):
        message = (
            f'type of {binding.name} binding "{binding.type}" does not match its Python '
            f'annotation "{annotation.__name__}"'
        )
        raise TypeError(message)


def _check_return(binding: SdkBinding, annotation: object) -> None:
    if not isinstance(annotation, type):
        message = f"has invalid non-type return annotation {annotation!r}"
        raise TypeError(message)
    converter = find_converter(str(binding.type))
    if converter is not None and not converter.check_output_type_annotation(annotation):
        message = (
            f'Python return annotation "{annotation.__name__}" does not match binding type '
            f'"{binding.type}"'
        )
        raise TypeError(message)


def _converter_name(binding: SdkBinding, annotation: object) -> str:
    return GENERIC if annotation in (str, bytes) else str(binding.type)


def _accepts_input(converter_name: str, annotation: type) -> bool:
    converter = find_converter(converter_name)
    # A binding that the SDK does not know is a plain one, of text or bytes.
    if converter is None:
        return issubclass(annotation, (str, bytes))
    return bool(converter.check_input_type_annotation(annotation))
