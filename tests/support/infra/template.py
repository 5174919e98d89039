"""The Bicep files as a whole: symbols, parameters, modules, and the members of each resource."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.support.infra.bicep import BicepFile, read_bicep, walk
from tests.support.infra.models import resource_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tree_sitter import Node

LAYERS = ("base", "events")
_FUNCTIONS = {
    *("empty", "guid", "int", "items", "last", "listKeys", "loadJsonContent", "reference"),
    *("resourceGroup", "split", "string", "subscription", "subscriptionResourceId", "toObject"),
    *("union", "uniqueString", "utcNow"),
    *("allowed", "description", "maxLength", "metadata", "minLength"),
}
_OUTPUT = re.compile(r"\b(\w+)\.outputs\.(\w+)")
_FROM_ENVIRONMENT = re.compile(r"\$\{(\w+)(=[^}]*)?\}")
# azd sets these itself.
_OF_AZD = {"AZURE_ENV_NAME", "AZURE_LOCATION"}


def bicep_files(root: Path) -> dict[Path, BicepFile]:
    """Parse all Bicep files of a checkout."""
    return {path: read_bicep(path) for path in sorted((root / "infra").rglob("*.bicep"))}


def parse_faults(root: Path) -> list[str]:
    """Name each place that is not Bicep."""
    return [fault for one in bicep_files(root).values() for fault in one.faults()]


def symbol_faults(root: Path) -> list[str]:
    """Name each symbol that is not declared, declared twice, or not used."""
    return [fault for one in bicep_files(root).values() for fault in _symbol_faults(one)]


def _symbol_faults(file: BicepFile) -> list[str]:
    names = [one.name for one in file.declarations if one.kind != "output"]
    where, used = file.path.name, set()
    faults = [f"{where}: {name} is declared twice" for name in names if names.count(name) > 1]
    for node, is_function, local in _references(file.root):
        name = (node.text or b"").decode()
        used.add(name)
        known = _FUNCTIONS if is_function else {*names, *local}
        if name not in known:
            faults.append(f"{where}:{node.start_point.row + 1}: {name} is not declared")
    optional = {name for kind in ("parameter", "variable") for name in file.of_kind(kind)}
    return faults + [f"{where}: {name} is not used" for name in sorted(optional - used)]


def _references(root: Node) -> Iterator[tuple[Node, bool, set[str]]]:
    """Give each name that is used, whether as a function, and the names of loops around it."""
    for declaration in root.children:
        inside = list(walk(declaration))
        local = {
            (one.named_children[0].text or b"").decode()
            for one in inside
            if one.type in {"for_statement", "lambda_expression"}
        }
        for node in inside:
            parent = node.parent
            if node.type != "identifier" or parent is None or _is_own_name(node, parent):
                continue
            is_function = parent.child_by_field_name("function") == node
            yield node, is_function, local


def _is_own_name(node: Node, parent: Node) -> bool:
    is_first = parent.named_children[0] == node
    return is_first and (
        parent.type in {"object_property", "for_statement", "lambda_expression"}
        or parent.type.endswith("_declaration")
    )


def parameter_faults(root: Path) -> list[str]:
    """Name each parameter without a description, and each that is passed wrongly."""
    files = bicep_files(root)
    faults = [
        f"{path.name}: {name} has no description"
        for path, file in files.items()
        for name, one in file.of_kind("parameter").items()
        if "description" not in one.decorators
    ]
    for path, file in files.items():
        faults += _module_faults(path, file, files)
    for layer in LAYERS:
        faults += _parameter_file_faults(files, root / "infra" / layer)
    return faults


def _required(file: BicepFile) -> set[str]:
    return {name for name, one in file.of_kind("parameter").items() if one.value is None}


def _passing_faults(where: str, passed: set[str], file: BicepFile) -> list[str]:
    unknown = passed - set(file.of_kind("parameter"))
    missing = _required(file) - passed
    return [f"{where}: {name} is no parameter" for name in sorted(unknown)] + [
        f"{where}: {name} is missing" for name in sorted(missing)
    ]


def _module_faults(path: Path, file: BicepFile, files: dict[Path, BicepFile]) -> list[str]:
    faults: list[str] = []
    modules = file.of_kind("module")
    for name, module in modules.items():
        target = files.get(path.parent / module.target)
        if target is None:
            faults.append(f"{path.name}: {module.target} does not exist")
            continue
        (body,) = file.values(name)
        faults += _passing_faults(f"{path.name}, {name}", set(body.get("params", {})), target)
        outputs = {
            output
            for owner, output in _OUTPUT.findall(path.read_text(encoding="utf-8"))
            if owner == name
        }
        faults += [
            f"{path.name}: {name} has no output {output}"
            for output in sorted(outputs - set(target.of_kind("output")))
        ]
    return faults


def _parameter_file_faults(files: dict[Path, BicepFile], layer: Path) -> list[str]:
    """Each variable of azd's environment is azd's own, an output of the base, or has a default."""
    text = (layer / "main.parameters.json").read_text(encoding="utf-8")
    where = f"{layer.name}/main.parameters.json"
    passed = set(json.loads(text)["parameters"])
    outputs = files[layer.parent / "base" / "main.bicep"].of_kind("output")
    known = _OF_AZD if layer.name == "base" else {*_OF_AZD, *outputs}
    return _passing_faults(where, passed, files[layer / "main.bicep"]) + [
        f"{where}: {name} is neither an output nor has a default"
        for name, default in _FROM_ENVIRONMENT.findall(text)
        if not default and name not in known
    ]


def model_faults(root: Path) -> list[str]:
    """Name each member of a resource that Azure does not know."""
    return [
        f"{path.name}, {name}: {fault}"
        for path, file in bicep_files(root).items()
        for name, one in file.of_kind("resource").items()
        if not one.is_existing
        for body in file.values(name)
        for fault in resource_faults(one.target, body)
    ]
