"""The simulator must not share the app's mistakes, nor need the app's packages."""

import ast
import sys
from pathlib import Path

import local.acs_simulator

_FOLDER = Path(local.acs_simulator.__file__).parent
_ALLOWED = {*sys.stdlib_module_names, "aiohttp"}


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_simulator_imports_only_itself_the_library_and_aiohttp() -> None:
    names = {name for path in _FOLDER.rglob("*.py") for name in imported_names(path)}

    strange = {
        name
        for name in names
        if name.split(".")[0] not in _ALLOWED and not name.startswith("local.acs_simulator")
    }

    assert len(names) > 20
    assert strange == set()
