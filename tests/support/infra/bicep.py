"""
Reads a Bicep file: its declarations, and the values of its resources as far as they are literal.

Not a compiler: what depends on Azure or on a parameter stays an `Opaque`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import tree_sitter
import tree_sitter_bicep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tree_sitter import Node

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bicep.language()))
_DECLARATIONS = {
    "parameter_declaration": "parameter",
    "variable_declaration": "variable",
    "resource_declaration": "resource",
    "module_declaration": "module",
    "output_declaration": "output",
}


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression whose value is not known here."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that depends on a condition."""

    options: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A parameter, variable, resource, module or output, with what decorates it."""

    kind: str
    name: str
    node: Node = field(repr=False)
    decorators: tuple[str, ...] = ()

    @property
    def value(self) -> Node | None:
        """The expression behind the equals sign."""
        for index, child in enumerate(self.node.children):
            if child.type == "=":
                return self.node.children[index + 1]
        return None

    @property
    def target(self) -> str:
        """The type of a resource with its version, or the file of a module."""
        return next(_text(one)[1:-1] for one in self.node.children if one.type == "string")

    @property
    def is_existing(self) -> bool:
        """Whether the resource is only referred to."""
        return any(child.type == "existing" for child in self.node.children)


@dataclass(frozen=True)
class BicepFile:
    """One file."""

    path: Path
    root: Node = field(repr=False)

    @cached_property
    def declarations(self) -> tuple[Declaration, ...]:
        """All declarations, in order."""
        found, decorators = [], []
        for node in self.root.children:
            if node.type == "decorators":
                decorators = [_text(one)[1:].partition("(")[0] for one in node.named_children]
            elif node.type in _DECLARATIONS:
                name = _text(next(one for one in node.children if one.type == "identifier"))
                kind = _DECLARATIONS[node.type]
                found.append(Declaration(kind, name, node, tuple(decorators)))
                decorators = []
        return tuple(found)

    def of_kind(self, kind: str) -> dict[str, Declaration]:
        """Give the declarations of a kind by their names."""
        return {one.name: one for one in self.declarations if one.kind == kind}

    def values(self, name: str) -> list[Any]:
        """Evaluate a declaration: a loop over a literal list gives a value for each element."""
        node = next(one.value for one in self.declarations if one.name == name and one.value)
        value = self._evaluate(node, {})
        return value if node.type == "for_statement" else [value]

    def faults(self) -> list[str]:
        """Name each place that cannot be parsed."""
        return [
            f"{self.path.name}:{node.start_point.row + 1}: cannot be parsed"
            for node in walk(self.root)
            if node.type == "ERROR" or node.is_missing
        ]

    def _evaluate(self, node: Node, names: Mapping[str, Any]) -> Any:
        reader = getattr(self, f"_read_{node.type}", None)
        return Opaque(_text(node)) if reader is None else reader(node, names)

    def _read_string(self, node: Node, names: Mapping[str, Any]) -> Any:
        text = _text(node)
        if text.startswith("'''"):
            return text[3:-3].removeprefix("\n")
        parts = [
            self._evaluate(one.named_children[0], names)
            if one.type == "interpolation"
            else _text(one).replace("\\'", "'")
            for one in node.named_children
        ]
        known = all(isinstance(part, str | int) for part in parts)
        return "".join(map(str, parts)) if known else Opaque(text)

    def _read_number(self, node: Node, _names: Mapping[str, Any]) -> int:
        return int(_text(node))

    def _read_boolean(self, node: Node, _names: Mapping[str, Any]) -> bool:
        return _text(node) == "true"

    def _read_null(self, _node: Node, _names: Mapping[str, Any]) -> None:
        return None

    def _read_array(self, node: Node, names: Mapping[str, Any]) -> list[Any]:
        return [self._evaluate(one, names) for one in node.named_children if one.type != "comment"]

    def _read_object(self, node: Node, names: Mapping[str, Any]) -> dict[str, Any]:
        members = [one.named_children for one in node.named_children if one.type != "comment"]
        return {_text(key).strip("'"): self._evaluate(value, names) for key, value in members}

    def _read_parenthesized_expression(self, node: Node, names: Mapping[str, Any]) -> Any:
        return self._evaluate(node.named_children[0], names)

    def _read_ternary_expression(self, node: Node, names: Mapping[str, Any]) -> Choice:
        return Choice(tuple(self._evaluate(one, names) for one in node.named_children[1:]))

    def _read_if_statement(self, node: Node, names: Mapping[str, Any]) -> Any:
        return self._evaluate(node.named_children[-1], names)

    def _read_identifier(self, node: Node, names: Mapping[str, Any]) -> Any:
        name = _text(node)
        if name in names:
            return names[name]
        declared = self.of_kind("variable").get(name)
        if declared is None or declared.value is None:
            return Opaque(name)
        return self._evaluate(declared.value, {})

    def _read_member_expression(self, node: Node, names: Mapping[str, Any]) -> Any:
        owner, member = (self._evaluate(node.named_children[0], names), node.named_children[1])
        if isinstance(owner, dict) and _text(member) in owner:
            return owner[_text(member)]
        return Opaque(_text(node))

    def _read_call_expression(self, node: Node, names: Mapping[str, Any]) -> Any:
        function, arguments = node.named_children
        values = [self._evaluate(one, names) for one in arguments.named_children]
        objects = [one for one in values if isinstance(one, dict)]
        if _text(function) == "union" and objects:
            return {name: value for one in objects for name, value in one.items()}
        if _text(function) == "subscriptionResourceId" and isinstance(values[-1], str):
            return f"{values[0]}/{values[-1]}"
        return Opaque(_text(node))

    def _read_for_statement(self, node: Node, names: Mapping[str, Any]) -> list[Any]:
        loop, source, body = node.named_children
        elements = self._evaluate(source, names)
        known = elements if isinstance(elements, list) else [Opaque(_text(loop))]
        return [self._evaluate(body, {**names, _text(loop): one}) for one in known]


def read_bicep(path: Path) -> BicepFile:
    """Parse a file; what cannot be parsed is in `faults`."""
    return _parsed(path, path.read_bytes())


@cache
def _parsed(path: Path, text: bytes) -> BicepFile:
    """Parse a text of a file once: several checks read it."""
    return BicepFile(path, _PARSER.parse(text).root_node)


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _text(node: Node) -> str:
    return (node.text or b"").decode()
