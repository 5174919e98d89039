"""Each example is one file to copy: it needs Python and Paloma's URL, nothing else."""

import ast
import io
import json
import sys
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request

import pytest

from examples import appointment_reminders, support_inbox, two_factor_code

EXAMPLES = [appointment_reminders, support_inbox, two_factor_code]
FILES = sorted((Path(__file__).parents[3] / "examples").glob("*.py"))
CLIENT = ("RefusedError", "Paloma", "problem_in")
URL = "http://paloma.example"

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.__name__)


def test_every_example_is_tested_here() -> None:
    assert [Path(str(one.__file__)) for one in EXAMPLES] == FILES


@each_file
def test_example_imports_the_standard_library_alone(file: Path) -> None:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])

    assert "urllib" in found
    assert found <= sys.stdlib_module_names


def test_all_examples_have_the_same_client() -> None:
    clients = [client_of(file) for file in FILES]

    assert len(clients[0]) == len(CLIENT)
    assert all(client == clients[0] for client in clients)


def client_of(file: Path) -> list[str]:
    source = file.read_text(encoding="utf-8")
    nodes = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name in CLIENT
    ]
    return [str(ast.get_source_segment(source, node)) for node in nodes]


Script = Callable[..., list[Request]]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Have an example's requests answered from a list, without a pause; gives what it asked."""

    def play(example: Any, *answers: Exception | bytes) -> list[Request]:
        left, asked = list(answers), []

        def urlopen(request: Request, timeout: float) -> io.BytesIO:
            assert timeout > 0
            asked.append(request)
            answer = left.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return io.BytesIO(answer)

        monkeypatch.setattr(example, "urlopen", urlopen)
        monkeypatch.setattr(example.time, "sleep", lambda _: None)
        return asked

    return play


def refusal(status: int, **headers: str) -> HTTPError:
    """Answer with a problem document."""
    given = Message()
    for name, value in headers.items():
        given[name.replace("_", "-")] = value
    problem = json.dumps({"code": "some_code", "detail": "Not so."}).encode()
    return HTTPError(URL, status, "", given, io.BytesIO(problem))


@each_example
def test_client_asks_again_with_the_same_key_when_an_answer_is_lost(
    example: Any, script: Script
) -> None:
    lost = (URLError("gone"), refusal(503), refusal(409, Retry_After="2"))
    asked = script(example, *lost, b'{"sendId": "1"}')

    answer = example.Paloma(f"{URL}/", "a-key").post("/api/sms", {"to": "x"}, once="one")

    assert answer == {"sendId": "1"}
    assert {
        (
            one.full_url,
            one.data,
            one.get_header("Idempotency-key"),
            one.get_header("X-functions-key"),
        )
        for one in asked
    } == {(f"{URL}/api/sms", b'{"to": "x"}', "one", "a-key")}
    assert len(asked) == 4


@each_example
def test_client_asks_once_when_it_is_refused(example: Any, script: Script) -> None:
    asked = script(example, refusal(409))

    with pytest.raises(example.RefusedError, match=r"Not so\.") as refused:
        example.Paloma(URL, "").post("/api/sms", {"to": "x"}, once="one")

    assert refused.value.code == "some_code"
    assert len(asked) == 1


@each_example
def test_client_gives_up_after_five_calls_without_response(example: Any, script: Script) -> None:
    asked = script(example, *[URLError("gone") for _ in range(9)])

    with pytest.raises(example.RefusedError, match="No answer"):
        example.Paloma(URL, "").get("/api/health")

    assert len(asked) == 5
