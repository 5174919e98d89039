"""
Who may import or name what, where neither ruff nor import-linter can say so.

import-linter holds the order of the rooms and that nothing imports in a circle; ruff holds how many
parameters, statements and branches a function has. Each test lists all offenders.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROOMS = ("shared", "composition", *sorted(path.parent.name for path in ROOT.glob("*/functions.py")))
APP_FILES = [
    ROOT / "function_app.py",
    *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))),
]

# What only `shared/carriers/acs` knows: members of ACS's requests, answers and events.
ACS_NAMES = {
    "smsrecipients", "smssendoptions", "enabledeliveryreport", "repeatabilityrequestid",
    "repeatabilityfirstsent", "repeatabilityresult", "httpstatuscode", "errormessage",
    "deliverystatus", "deliverystatusdetails", "deliveryattempts", "receivedtimestamp",
    "segmentssucceeded", "segmentsfailed",
}  # fmt: skip

# Too slow to be loaded by functions that do not need them (docs/adr/0003).
HEAVY = (
    "pydantic", "aiohttp", "phonenumbers", "azure.core", "azure.data", "azure.storage",
    "azure.identity", "yarl", "opentelemetry",
)  # fmt: skip

MAX_NESTING = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def names_in(nodes: Iterable[ast.AST]) -> set[str]:
    """Name what these import statements import, each with its module."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in APP_FILES
    }


@cache
def nodes() -> dict[str, list[ast.AST]]:
    """All nodes of each file: to walk a tree takes longer than to look at what is in it."""
    return {path: list(ast.walk(tree)) for path, tree in trees().items()}


@cache
def all_imports() -> dict[str, set[str]]:
    """Name what each file imports, wherever in it, and for type checkers too."""
    return {path: names_in(of_file) for path, of_file in nodes().items()}


def starts_with(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def importers_of(*packages: str, but_not: tuple[str, ...] = ()) -> list[str]:
    """List each import of these packages outside the files and folders that may."""
    return [
        f"{path}: {name}"
        for path, names in all_imports().items()
        if not path.startswith(but_not)
        for name in sorted(names)
        if starts_with(name, *packages)
    ]


def strings_of(of_file: list[ast.AST]) -> Iterator[str]:
    """Give the strings that do something: docstrings do not."""
    texts = {id(node.value) for node in of_file if isinstance(node, ast.Expr)}
    for node in of_file:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            yield node.value


def test_whole_app_is_looked_at() -> None:
    assert {"shared", "composition", "send_sms", "opt_outs", "subscriptions"} <= set(ROOMS)
    assert len(trees()) > 40


def test_domain_imports_only_domain_the_standard_library_and_phonenumbers() -> None:
    allowed = ("phonenumbers", *sys.stdlib_module_names)
    # The words of the port to carriers, which domain speaks too; `acs` is none of them.
    port = tuple(f"shared.carriers.{name}" for name in ("events", "limits", "registry", "sending"))
    assert not [
        f"{path}: {name}"
        for path, names in all_imports().items()
        if "/domain/" in path
        for name in sorted(names)
        if not starts_with(name, *allowed, *port) and ".domain." not in name
    ]


def test_only_storage_imports_the_storage_sdks() -> None:
    assert not importers_of("azure.data", "azure.storage", but_not=("shared/storage/",))


def test_only_storage_and_the_identity_import_azure_core() -> None:
    assert not importers_of(
        "azure.core", but_not=("shared/storage/", "shared/outgoing/identity.py")
    )


def test_only_outgoing_requests_import_aiohttp() -> None:
    # The other two name the type of a session alone.
    files = ("outgoing/http.py", "storage/account.py", "storage/transport.py")
    assert not importers_of("aiohttp", but_not=tuple(f"shared/{name}" for name in files))


def test_packages_of_azure_are_imported_inside_functions_only() -> None:
    packages = (
        "azure.core", "azure.identity", "azure.data", "azure.storage", "shared.storage.transport",
    )  # fmt: skip
    # It extends azure-core's transport, and is itself imported inside a function.
    transport = "shared/storage/transport.py"
    assert not [
        f"{path}: {name}"
        for path, tree in trees().items()
        if path != transport
        for name in sorted(names_in(tree.body))
        if starts_with(name, *packages)
    ]


def test_only_acs_knows_the_names_of_acs() -> None:
    assert not [
        f"{path}: {text}"
        for path, of_file in nodes().items()
        if not path.startswith("shared/carriers/acs/")
        for text in strings_of(of_file)
        if text.lower() in ACS_NAMES
    ]


def test_app_does_not_import_what_is_never_deployed() -> None:
    assert not importers_of("local", "tests", "bench", "dev")


def test_only_settings_read_the_environment() -> None:
    names = {"environ", "environb", "getenv"}
    assert not [
        path
        for path, of_file in nodes().items()
        if path != "composition/settings.py"
        and names
        & (
            {node.attr for node in of_file if isinstance(node, ast.Attribute)}
            | {name.rpartition(".")[2] for name in all_imports()[path]}
        )
    ]


def test_functions_are_not_deeply_nested() -> None:
    assert not [
        f"{path}: {function.name}"
        for path, of_file in nodes().items()
        for function in of_file
        if isinstance(function, Function) and _depth(function) > MAX_NESTING
    ]


def _depth(node: ast.AST) -> int:
    inner = (_depth(one) - _is_elif(one, node) for one in _statements_in(node))
    return max(inner, default=0) + isinstance(node, _BLOCKS)


def _statements_in(node: ast.AST) -> Iterator[ast.AST]:
    """Give the statements, handlers and cases right below a statement: nothing else nests."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        yield from getattr(node, name, ())


def _is_elif(node: ast.AST, parent: ast.AST) -> bool:
    """An `elif` is no deeper than its `if`, although the tree says so."""
    return isinstance(parent, ast.If) and isinstance(node, ast.If) and parent.orelse == [node]


def test_importing_the_app_loads_nothing_heavy_and_needs_no_setting() -> None:
    code = "import function_app, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=_environment_without_settings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = json.loads(done.stdout)
    assert "azure.functions" in loaded
    assert not [module for module in loaded if starts_with(module, *HEAVY)]


def _environment_without_settings() -> dict[str, str]:
    """Windows cannot start a program without these; none is the app's."""
    import os

    kept = ("SYSTEMROOT", "PATH", "TEMP", "TMP")
    return {name: os.environ[name] for name in kept if name in os.environ}
