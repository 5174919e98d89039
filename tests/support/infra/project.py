"""azure.yaml, GitHub's workflows, the alerts and the runbook; and all checks as one command."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from check_jsonschema.builtin_schemas import get_builtin_schema
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.support.infra import app, template

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
_SCHEMA = Path(__file__).parent / "azure_yaml.schema.json"
_UP = ("package --all", "provision base", "deploy --all", "provision events")


def _schema_faults(path: Path, schema: dict[str, Any]) -> list[str]:
    try:
        document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        return [f"{path.name}: {error}"]
    errors = jsonschema_rs.validator_for(schema).iter_errors(document)
    return [f"{path.name}: {list(error.instance_path)}: {error.message}" for error in errors]


def azure_yaml_faults(root: Path) -> list[str]:
    """Hold azure.yaml against its schema, and its names against what they name."""
    path = root / "azure.yaml"
    faults = _schema_faults(path, json.loads(_SCHEMA.read_text(encoding="utf-8")))
    if faults:
        return faults
    document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    layers = {one["name"]: one for one in document["infra"]["layers"]}
    faults = [
        f"azure.yaml: {one['path']} has no main.bicep"
        for one in layers.values()
        if not (root / one["path"] / "main.bicep").exists()
    ]
    if layers.get("events", {}).get("dependsOn") != ["base"]:
        faults.append("azure.yaml: the layer events must wait for base")
    if tuple(step["azd"] for step in document["workflows"]["up"]["steps"]) != _UP:
        faults.append(f"azure.yaml: up must be {', '.join(_UP)}")
    text = (root / "infra" / "base" / "app.bicep").read_text(encoding="utf-8")
    tags = re.findall(r"'azd-service-name': '(\w+)'", text)
    if tags != list(document["services"]):
        faults.append("azure.yaml: the tag azd-service-name of the app must name the service")
    return faults


def workflow_faults(root: Path) -> list[str]:
    """Hold GitHub's workflows against their schema (SchemaStore's, from check-jsonschema)."""
    schema = get_builtin_schema("vendor.github-workflows")
    files = sorted((root / ".github" / "workflows").glob("*.yml"))
    faults = [fault for path in files for fault in _schema_faults(path, schema)]
    return faults or [fault for path in files for fault in _workflow_faults(root, path)]


def _workflow_faults(root: Path, path: Path) -> list[str]:
    """What the schema does not say: names in expressions exist, and options reach azd."""
    text = _read(path)
    document = YAML(typ="safe", pure=True).load(text)
    known = {"vars", "secrets", "github", "matrix"}
    faults = [
        f"{path.name}: {expression} is unknown"
        for expression in re.findall(r"\$\{\{ *([\w.-]+) *\}\}", text)
        if expression.partition(".")[0] not in known
    ]
    for name, job in document["jobs"].items():
        axes = job.get("strategy", {}).get("matrix", {})
        body = json.dumps(job)
        used = set(re.findall(r"\$\{\{ matrix\.(\w+) \}\}", body))
        faults += [f"{path.name}, {name}: no matrix.{axis}" for axis in sorted(used - set(axes))]
        unpinned = re.findall(r'"uses": "([^"@]+)"', body)
        faults += [f"{path.name}, {name}: {one} has no version" for one in unpinned]
        files = re.findall(r"python ([\w/]+\.py)", body)
        faults += [f"{path.name}, {name}: no {one}" for one in files if not (root / one).exists()]
    if "azd provision" in text:
        parameters = "".join(_read(one) for one in root.glob("infra/*/main.parameters.json"))
        options = set(re.findall(r"\$\{(PALOMA_\w+)=", parameters))
        faults += [
            f"{path.name}: {one} is not passed" for one in sorted(options) if f" {one}:" not in text
        ]
        page = _read(root / "docs" / "deploy.md")
        faults += [
            f"{path.name}, {name}: docs/deploy.md lets no identity into {job.get('environment')}"
            for name, job in document["jobs"].items()
            if f":environment:{job.get('environment')}" not in page
        ]
    return faults


def alerts(root: Path) -> dict[str, str]:
    """Give the alerts of the Bicep files: their names, and the query of those that have one."""
    found = {"app-away": ""}
    for file in template.bicep_files(root).values():
        if "alerts" in file.of_kind("variable"):
            (listed,) = file.values("alerts")
            found |= {one["name"]: one.get("query", "") for one in listed}
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def alert_faults(root: Path) -> list[str]:
    """Name lines and fields that alerts ask for and the app does not log, and missing runbooks."""
    page = _read(root / "docs" / "operations.md")
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]*) \| ([^|]*) \|", page, re.MULTILINE)
    fields = {event: set(re.findall(r"`(\w+)`", listed)) for event, _, listed in rows}
    events = set(fields)
    runbook = set(re.findall(r"^### ([a-z-]+)$", _read(root / "docs" / "deploy.md"), re.MULTILINE))
    names = alerts(root)
    faults = [f"alert {name} has no entry in docs/deploy.md" for name in sorted({*names} - runbook)]
    for name, query in names.items():
        asked = set(re.findall(r'"([a-z]+_[a-z_]+)"', query))
        faults += [f"alert {name}: nothing logs {one}" for one in sorted(asked - events)]
        if query and not asked:
            faults.append(f"alert {name} asks for no event")
        known = set().union(*(fields.get(event, set()) for event in asked))
        read = set(re.findall(r'line(?:\.|\[")(\w+)', query))
        faults += [f"alert {name}: no line has {field}" for field in sorted(read - known)]
    errors = {event for event, level, _ in rows if level.startswith("error")}
    queries = "".join(names.values())
    silent = sorted(event for event in errors if f'"{event}"' not in queries)
    return faults + [f"no alert asks for the error {event}" for event in silent]


CHECKS: tuple[Callable[[Path], list[str]], ...] = (
    template.parse_faults,
    template.symbol_faults,
    template.parameter_faults,
    template.model_faults,
    app.setting_faults,
    app.role_faults,
    azure_yaml_faults,
    workflow_faults,
    alert_faults,
)


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    faults = [fault for check in CHECKS for fault in check(ROOT)]
    print("\n".join(faults) or "The files of the deployment are consistent.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
