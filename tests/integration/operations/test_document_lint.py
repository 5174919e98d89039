"""The OpenAPI document passes Redocly's linter without a warning."""

import json
import os
import subprocess
from pathlib import Path

from local.dev.install import ensure, ensure_node
from local.dev.part import Part, Step
from local.dev.paths import LOCAL, ROOT
from operations.openapi import openapi_document
from shared.web.routes import registered_routes
from tests.support.contract import document

_PIN, _FOLDER = ROOT / "local" / "redocly", LOCAL / "redocly"
_PROGRAM = _FOLDER / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"


def fetch_linter() -> str:
    """Install the pinned linter, without its scripts; give the path of Node."""
    node = ensure_node()
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    install = [*node.npm, "ci", "--prefix", str(_FOLDER), *options]
    step = Step("Fetching the OpenAPI linter", install, "npm needs its registry once.")
    pins = (_PIN / "package.json", _PIN / "package-lock.json")
    ensure([Part(_FOLDER, _PROGRAM, pins, (step,))])
    return node.program


def test_document_passes_redocly_without_warnings(tmp_path: Path) -> None:
    node, file = fetch_linter(), tmp_path / "openapi.json"
    assert document()["paths"], "this registers every route"
    found = openapi_document(registered_routes(), "https://paloma.test/api")
    file.write_text(json.dumps(found), encoding="utf-8")

    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    linted = subprocess.run(
        [node, _PROGRAM, "lint", "--format=json", file],
        env={**os.environ, **quiet}, cwd=tmp_path, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip

    result = json.loads(linted.stdout)
    assert [problem["message"] for problem in result["problems"]] == []
    assert linted.returncode == 0
