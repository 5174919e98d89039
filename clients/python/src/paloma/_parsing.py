"""From JSON to models, by the models' own type hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from paloma.errors import InvalidResponse
from paloma.models import Model

ModelType = TypeVar("ModelType", bound=Model)


def parse(model: type[ModelType], document: object, **more: object) -> ModelType:
    """
    Make a model of a JSON object; unknown members are ignored, `null` is like a missing one.

    Raises
    ------
    InvalidResponse
        A member that the model requires is missing, or is of another type.
    """
    if not isinstance(document, Mapping):
        raise InvalidResponse(f"The response has no {model.__name__}.")
    given: dict[str, Any] = {"raw": document, **more}
    for name, member, hint, is_required in _members(model):  # type: ignore[arg-type] # classes are hashable
        value = document.get(member)
        if value is not None:
            given[name] = _value(hint, value, f"{model.__name__}.{member}")
        elif is_required:
            raise InvalidResponse(f"The response has no {model.__name__}.{member}.")
    return model(**given)


@cache
def _members(model: type[Model]) -> list[tuple[str, str, Any, bool]]:
    hints = get_type_hints(model)
    return [
        (
            one.name,
            _camel_case(one.name),
            hints[one.name],
            one.default is MISSING and one.default_factory is MISSING,
        )
        for one in fields(model)
        if one.name not in {"raw", "replayed"}
    ]


def _camel_case(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _value(hint: Any, value: object, where: str) -> object:  # noqa: ANN401 - a type hint
    if get_origin(hint) in {Union, UnionType}:
        hint = next(one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_value(get_args(hint)[0], one, where) for one in value)
    if get_origin(hint) is Mapping and isinstance(value, Mapping):
        return dict(value)
    if isinstance(hint, type):
        return _scalar(hint, value, where)
    raise InvalidResponse(f"{where} is of another type.")


def _scalar(hint: type, value: object, where: str) -> object:
    if issubclass(hint, Model):
        return parse(hint, value)
    if hint is datetime and isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise InvalidResponse(f"{where} is no time.") from None
    if not isinstance(value, hint):
        raise InvalidResponse(f"{where} is of another type.")
    return value
