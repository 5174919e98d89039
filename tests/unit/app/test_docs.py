"""The documentation cannot drift away from the code."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import paloma
from send_sms.contract.requests import SendRequest
from shared.domain.kinds import MessageStatus
from tests.unit.app.test_inventory import HTTP
from tests.unit.client.fake_app import FakeApp, accepted

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROUTES = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PRIVACY = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(
        document
        for name in ("docs", "examples", "clients")
        for document in (ROOT / name).rglob("*.md")
    ),
]
DECISIONS = ROOT / "docs" / "adr"
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/functions.py"))
APP_FOLDERS = ["shared", "composition", *ROOMS]
NAME_OF_SETTING = re.compile(
    r'"((?:SMS|ACS|WEBHOOK)_[A-Z_]+[A-Z]|AZURE_CLIENT_ID|AzureWebJobsStorage)"'
)
MAX_README_WORDS = 1_200

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def anchors_of(document: Path) -> set[str]:
    """Name the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", sorted({path for path, _ in HTTP.values()}))
def test_routes_page_names_every_route(path: str) -> None:
    assert f"`/api/{path.replace('{*', '{')}" in ROUTES


@pytest.mark.parametrize("status", list(MessageStatus))
def test_routes_page_defines_every_status(status: MessageStatus) -> None:
    assert f"| `{status}` |" in ROUTES


def logged_in(source: Path) -> Iterator[tuple[str, set[str]]]:
    """Find the events that a module logs, each with its fields; `**` stands for its dict."""
    text = source.read_text(encoding="utf-8")
    if "log_event" not in text and "minute_log" not in text:
        return
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if ast.unparse(node.func) in {"log_event", "minute_log.log"}:
            fields = {keyword.arg for keyword in node.keywords if keyword.arg} - {"level"}
            if not all(keyword.arg for keyword in node.keywords):
                fields |= keys_written_in(tree)
            names = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            yield from ((name, fields) for name in names if isinstance(name, str))


def keys_written_in(tree: ast.Module) -> set[str]:
    keys = (one for node in ast.walk(tree) if isinstance(node, ast.Dict) for one in node.keys)
    return {one.value for one in keys if isinstance(one, ast.Constant) and one.value}  # type: ignore[misc]


@cache
def logged_by_the_app() -> dict[str, set[str]]:
    """Give the events of the app with all their fields."""
    found: dict[str, set[str]] = {}
    for folder in APP_FOLDERS:
        for source in (ROOT / folder).rglob("*.py"):
            for name, fields in logged_in(source):
                if source != ROOT / "shared" / "log.py":
                    found.setdefault(name, set()).update(fields)
    return found


def described_events() -> dict[str, set[str]]:
    """Give the events of the operations page with their fields."""
    rows = re.findall(r"^\| `([a-z_]+)` \| [^|]* \| ([^|]*) \|", OPERATIONS, re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in rows}


def test_operations_page_lists_the_events_that_the_app_logs_and_no_others() -> None:
    logged, described = logged_by_the_app(), described_events()
    assert len(logged) > 10
    assert sorted(logged) == sorted(described), "describe each event in docs/operations.md"


def test_operations_page_lists_the_fields_of_each_event() -> None:
    described = described_events()
    for name, fields in logged_by_the_app().items():
        assert described[name] - {"repeated"} == fields, name


def test_queries_ask_for_events_that_exist() -> None:
    queries = "".join(re.findall(r"```kusto\n(.*?)```", OPERATIONS, re.DOTALL))
    asked = set(re.findall(r'"([a-z]+_[a-z_]+)"', queries))
    assert len(asked) > 5
    assert asked - set(described_events()) == set()


def test_queries_read_fields_that_each_of_their_events_has() -> None:
    described = described_events()
    for query in re.findall(r"```kusto\n(.*?)```", OPERATIONS, re.DOTALL):
        read = set(re.findall(r'line(?:\.|\[")(\w+)', query)) - {"invocationId"}
        for event in re.findall(r'"([a-z]+_[a-z_]+)"', query):
            assert read <= described[event], event


def test_privacy_page_names_the_tables_that_the_app_has_and_no_others() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "composition").glob("*.py")]
    tables = {name for text in sources for name in re.findall(r'\btable\("(\w+)"\)', text)}
    named = re.findall(r"^\| `([A-Z]\w+)`", PRIVACY, re.MULTILINE)
    assert len(tables) > 10
    assert set(named) == tables


def test_privacy_page_names_the_queues_that_the_app_has_and_no_others() -> None:
    sources = [path for folder in APP_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assigned = r'^\w+_QUEUE = "([\w-]+)"'
    queues = {
        name
        for path in sources
        for name in re.findall(assigned, path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    rows = re.findall(r"^\| queues? ([^|]+)\|", PRIVACY, re.MULTILINE)
    assert queues >= {"sms-dispatch", "events"}
    assert {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} == queues


@pytest.mark.parametrize("path", sorted({path for path, _ in HTTP.values()}))
def test_security_page_names_every_route_with_a_number_in_its_path(path: str) -> None:
    if re.search(r"\{(sender|recipient|user)\}", path):
        stem = path.removesuffix("/pause").removesuffix("/resume")
        assert f"`/api/{stem}`" in SECURITY


def test_settings_page_names_every_setting_the_app_reads() -> None:
    sources = [path for folder in APP_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    read = {
        name
        for source in sources
        for name in NAME_OF_SETTING.findall(source.read_text(encoding="utf-8"))
    }

    assert len(read) > 10
    assert [name for name in sorted(read) if f"| `{name}` |" not in SETTINGS] == []


def test_settings_page_names_every_setting_of_the_sample() -> None:
    sample = json.loads((ROOT / "local.settings.sample.json").read_text(encoding="utf-8"))

    own = [name for name in sample["Values"] if name != "FUNCTIONS_WORKER_RUNTIME"]
    assert [name for name in own if f"| `{name}` |" not in SETTINGS] == []


def test_requests_in_the_documentation_are_valid() -> None:
    documents = re.findall(r"```json\n(.*?)```", ROUTES, re.DOTALL)
    pasted = re.findall(r"-d '(\{.*?\})'", README, re.DOTALL)

    assert documents
    assert pasted
    for document in documents + pasted:
        SendRequest.model_validate_json(document)


def test_routes_page_describes_every_member_of_a_send() -> None:
    part = ROUTES.split("\n## A send\n")[1].split("\n### ")[0]
    described = set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE))
    assert described == set(SendRequest.model_json_schema(by_alias=True)["properties"])


def test_python_program_of_the_readme_sends_a_valid_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    app = FakeApp([accepted()])
    monkeypatch.setattr(paloma, "Paloma", lambda _url: app.sync_client())

    exec(compile(program, "README.md", "exec"), {})

    SendRequest.model_validate_json(app.asked[0].content)
    assert capsys.readouterr().out == "s1 s1-00000\n"


def test_readme_begins_with_what_a_stranger_needs_in_the_order_of_need() -> None:
    wanted = [
        "30 September 2028",
        "23 October 2026",
        "git clone",
        "python3 dev.py demo",
        "python3 dev.py run",
        "func start",
        "python3 dev.py send",
        "curl -X POST",
        "```python",
        "/phone)",
    ]
    places = [README.find(text) for text in wanted]
    assert min(places) >= 0
    assert places == sorted(places)


def test_readme_is_short() -> None:
    assert len(README.split()) <= MAX_README_WORDS


@each_document
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]

    dead = []
    for link in links:
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            dead.append(link)
    assert dead == []


@each_document
def test_every_path_that_is_named_exists(document: Path) -> None:
    """Decisions stay as they were written, so they are not held to this."""
    if DECISIONS in document.parents:
        return
    text = document.read_text(encoding="utf-8")

    named = re.findall(r"`([a-z_]+(?:/[\w.-]+)*/(?:[\w-]+\.(?:py|json|md|js|tsv))?)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_contributing_page_describes_every_room(room: str) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"`{room}/`" in page
