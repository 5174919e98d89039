"""The rooms of the app and the doors between them, and how long things may be."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FEATURES = sorted(path.parent.name for path in ROOT.glob("*/functions.py"))
APP_FILES = [
    ROOT / "function_app.py",
    *(path for room in ("shared", *FEATURES) for path in sorted((ROOT / room).rglob("*.py"))),
]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in APP_FILES}

# What only `shared/acs` knows: members of ACS's requests, answers and events.
ACS_NAMES = {
    "smsrecipients", "smssendoptions", "enabledeliveryreport", "repeatabilityrequestid",
    "repeatabilityfirstsent", "repeatabilityresult", "httpstatuscode", "errormessage",
    "deliverystatus", "deliverystatusdetails", "deliveryattempts", "receivedtimestamp",
    "segmentssucceeded", "segmentsfailed",
}  # fmt: skip

# Too slow to be loaded by functions that do not need them (docs/adr/0003).
HEAVY = (
    "pydantic", "aiohttp", "phonenumbers", "azure.core", "azure.data", "azure.storage",
    "azure.identity", "yarl",
)  # fmt: skip

MAX_FUNCTION_LINES = 40
MAX_TRIGGER_LINES = 20
MAX_PARAMETERS = 6
MAX_NESTING = 3

# A feature may import `shared` and the features to its left, none of its own layer.
FEATURE_LAYERS = (
    ("subscriptions",), ("opt_outs",), ("senders",), ("conversations",), ("send_sms",),
    ("inbound_webhook", "delivery_report", "analytics", "reconciliation", "reviews"),
    ("operations", "pages", "housekeeping"),
)  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)

each_app_file = pytest.mark.parametrize(
    "path", APP_FILES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def room_of(path: Path) -> str:
    """Give a file's folder, `shared/…` with the folder in it."""
    parts = path.relative_to(ROOT).parts[:-1]
    return "/".join(parts[:2])


def imports_of(path: Path) -> set[str]:
    """Name every module a file imports, wherever in it, and for type checkers too."""
    found = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def starts_with(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def strings_of(path: Path) -> Iterator[str]:
    """Give the strings that do something: docstrings do not."""
    tree = TREES[path]
    texts = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            yield node.value


def length_of(function: Function) -> int:
    """Count a function's lines without its head and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, Function):
            yield node


def features_left_of(room: str) -> set[str]:
    """Name the features that a room may import; for `shared` none, for the app all."""
    if room == "shared" or room.startswith("shared/"):
        return set()
    layers = [layer for layer in FEATURE_LAYERS if room in layer]
    end = FEATURE_LAYERS.index(layers[0]) if layers else len(FEATURE_LAYERS)
    return {feature for layer in FEATURE_LAYERS[:end] for feature in layer}


def test_every_feature_has_its_layer() -> None:
    assert sorted(feature for layer in FEATURE_LAYERS for feature in layer) == FEATURES
    assert len(APP_FILES) > 40


@each_app_file
def test_domain_imports_only_the_standard_library_and_phonenumbers(path: Path) -> None:
    if room_of(path) == "shared/domain":
        allowed = ("shared.domain", "phonenumbers", *sys.stdlib_module_names)
        assert not [m for m in imports_of(path) if not starts_with(m, *allowed)]


@each_app_file
def test_only_storage_imports_the_storage_sdks(path: Path) -> None:
    if room_of(path) != "shared/storage":
        sdks = ("azure.data", "azure.storage")
        assert not [m for m in imports_of(path) if starts_with(m, *sdks)]


@each_app_file
def test_only_storage_and_the_identity_import_azure_core(path: Path) -> None:
    if room_of(path) != "shared/storage" and path != ROOT / "shared" / "identity.py":
        assert not [m for m in imports_of(path) if starts_with(m, "azure.core")]


@each_app_file
def test_only_outgoing_requests_import_aiohttp(path: Path) -> None:
    # The other two name the type of a session alone.
    names = ("outgoing.py", "storage/account.py", "storage/transport.py")
    if path not in {ROOT / "shared" / name for name in names}:
        assert not [m for m in imports_of(path) if starts_with(m, "aiohttp")]


@each_app_file
def test_packages_of_azure_are_imported_inside_functions_only(path: Path) -> None:
    if path == ROOT / "shared" / "storage" / "transport.py":
        return  # it extends azure-core's transport, and is itself imported inside a function
    top = [node for node in TREES[path].body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [alias.name for node in top if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in top if isinstance(node, ast.ImportFrom)]
    packages = (
        "azure.core", "azure.identity", "azure.data", "azure.storage", "shared.storage.transport",
    )  # fmt: skip
    assert not [name for name in names if starts_with(name, *packages)]


@each_app_file
def test_only_acs_knows_the_names_of_acs(path: Path) -> None:
    if room_of(path) != "shared/acs":
        assert not {text for text in strings_of(path) if text.lower() in ACS_NAMES}


@each_app_file
def test_features_import_only_features_to_their_left(path: Path) -> None:
    room = room_of(path)
    others = set(FEATURES) - {room} - features_left_of(room)
    assert not [m for m in imports_of(path) if starts_with(m, *others)]


@each_app_file
def test_app_does_not_import_what_is_never_deployed(path: Path) -> None:
    rooms = ("local", "tests", "bench", "dev")
    assert not [m for m in imports_of(path) if starts_with(m, *rooms)]


@each_app_file
def test_only_settings_reads_the_environment(path: Path) -> None:
    names = {"environ", "environb", "getenv"}
    attributes = {n.attr for n in ast.walk(TREES[path]) if isinstance(n, ast.Attribute)}
    imported = {module.rpartition(".")[2] for module in imports_of(path)}
    if path != ROOT / "shared" / "settings.py":
        assert not names & (attributes | imported)


@each_app_file
def test_functions_are_short(path: Path) -> None:
    for function in functions_of(path):
        limit = MAX_TRIGGER_LINES if path.name == "functions.py" else MAX_FUNCTION_LINES
        assert length_of(function) <= limit, function.name


@each_app_file
def test_functions_take_few_parameters(path: Path) -> None:
    for function in functions_of(path):
        arguments = function.args
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
        count = len([n for n in names if n not in {"self", "cls"}]) + len(arguments.kwonlyargs)
        is_constructor = function.name == "__init__"
        assert is_constructor or count <= MAX_PARAMETERS, function.name


@each_app_file
def test_functions_are_not_deeply_nested(path: Path) -> None:
    for function in functions_of(path):
        assert _depth(function, _elifs(function)) <= MAX_NESTING, function.name


def _depth(node: ast.AST, elifs: set[int]) -> int:
    inner = max((_depth(child, elifs) for child in ast.iter_child_nodes(node)), default=0)
    return inner + (isinstance(node, _BLOCKS) and id(node) not in elifs)


def _elifs(function: Function) -> set[int]:
    """An `elif` is no deeper than its `if`, although the tree says so."""
    branches = (node.orelse for node in ast.walk(function) if isinstance(node, ast.If))
    return {id(b[0]) for b in branches if len(b) == 1 and isinstance(b[0], ast.If)}


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
