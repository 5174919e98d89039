"""Reads route templates such as ``items/{id:guid?}`` into regular expressions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.functions_host.model import IndexingError
from local.functions_host.route_constraints import Constraint, build_constraint

_HOLE = re.compile(
    r"(?P<stars>\*{0,2})(?P<name>[A-Za-z_][\w-]*)"
    r"(?P<constraints>(?::\w+(?:\((?:[^()]|\([^()]*\))*\))?)*)"
    r"(?:=(?P<default>[^?]*))?(?P<optional>\?)?"
)
_CONSTRAINT = re.compile(r":(\w+(?:\((?:[^()]|\([^()]*\))*\))?)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One ``{...}`` of a template."""

    name: str
    is_catch_all: bool
    is_optional: bool
    default: str | None
    constraints: tuple[Constraint, ...]

    def admits(self, value: str) -> bool:
        """Whether a value passes every constraint."""
        return all(constraint(value) for constraint in self.constraints)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as an expression whose groups are its parameters, in order."""

    pattern: re.Pattern[str]
    parameters: tuple[Parameter, ...]

    def match(self, path: str) -> dict[str, str] | None:
        """
        Take the values of the parameters from a decoded path without its outer slashes.

        Returns
        -------
        dict[str, str] | None
            Without the optional ones that are absent; None if the path does not fit. A value
            that fails its constraint does not fit.
        """
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        values: dict[str, str] = {}
        for parameter, value in zip(self.parameters, found.groups(), strict=True):
            if not value:
                if parameter.default is not None:
                    values[parameter.name] = parameter.default
            elif parameter.admits(value):
                values[parameter.name] = value
            else:
                return None
        return values


def parse_template(text: str) -> Template:
    """
    Read a whole template: prefix and route.

    Raises
    ------
    IndexingError
        If it is malformed: the host then fails to map any route.
    """
    expression = ""
    parameters: list[Parameter] = []
    for piece in _pieces(text.strip("/")):
        if piece == "/" and expression.endswith("/"):
            message = f"route '{text}' has two slashes in a row"
            raise IndexingError(message)
        if isinstance(piece, str):
            expression += re.escape(piece)
            continue
        parameters.append(piece)
        expression = _with_parameter(expression, piece)
    if len({parameter.name.lower() for parameter in parameters}) != len(parameters):
        message = f"route '{text}' names a parameter twice"
        raise IndexingError(message)
    return Template(re.compile(expression, re.IGNORECASE | re.DOTALL), tuple(parameters))


def _with_parameter(expression: str, parameter: Parameter) -> str:
    value = "(.*)" if parameter.is_catch_all else "([^/]+)"
    can_be_absent = parameter.is_catch_all or parameter.is_optional or parameter.default is not None
    if not can_be_absent:
        return expression + value
    # What may be absent takes the slash before it along.
    if expression.endswith("/"):
        return f"{expression[:-1]}(?:/{value})?"
    return f"{expression}{value}?"


def _pieces(text: str) -> Iterator[str | Parameter]:
    position = 0
    while position < len(text):
        character = text[position]
        if text.startswith(("{{", "}}"), position):
            yield character
            position += 2
        elif character == "{":
            end = _end_of_hole(text, position + 1)
            inside = text[position + 1 : end].replace("{{", "{").replace("}}", "}")
            yield _parse_parameter(inside, text)
            position = end + 1
        else:
            yield character
            position += 1


def _end_of_hole(text: str, position: int) -> int:
    while position < len(text):
        if text.startswith(("{{", "}}"), position) and text[position:].strip("}"):
            position += 2
        elif text[position] == "}":
            return position
        else:
            position += 1
    message = f"route '{text}' has a brace that is never closed"
    raise IndexingError(message)


def _parse_parameter(inside: str, text: str) -> Parameter:
    match = _HOLE.fullmatch(inside)
    if match is None:
        message = f"route '{text}' has a malformed parameter '{inside}'"
        raise IndexingError(message)
    return Parameter(
        name=match["name"],
        is_catch_all=bool(match["stars"]),
        is_optional=bool(match["optional"]),
        default=match["default"],
        constraints=tuple(
            build_constraint(one) for one in _CONSTRAINT.findall(match["constraints"])
        ),
    )
