"""Each example is one file to copy: it needs Python, the client and Paloma's URL, nothing else."""

import ast
import sys
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parents[3] / "examples").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_example_imports_the_client_and_the_standard_library_alone(file: Path) -> None:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])

    assert "paloma" in found
    assert found - {"paloma"} <= sys.stdlib_module_names
    assert found.isdisjoint({"http", "urllib", "socket"})
