"""The app in Microsoft's own worker library, held against the host stand-in."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.dev.paths import ROOT
from local.functions_host.app_module import app_on_path
from local.functions_host.host_json import read_host_json
from local.functions_host.indexing import IndexedApp, index_app
from local.functions_host.settings import HostSettings, applied_environment
from tests.integration.app.worker import sample_settings, work
from tests.unit.app.test_inventory import FUNCTIONS
from tests.unit.functions_host.apps import write_app
from tests.unit.functions_host.refused import REFUSED, write_refused

CALLS: list[dict[str, Any]] = [
    {"function": "health", "method": "GET", "url": "/api/health"},
    {
        "function": "send_sms",
        "method": "POST",
        "url": "/api/sms",
        "headers": {"content-length": "0"},
    },
    {
        "function": "send_sms",
        "method": "POST",
        "url": "/api/sms",
        "headers": {"transfer-encoding": "chunked"},
    },
]


@pytest.fixture(scope="module")
def outcome(worker_python: Path) -> dict[str, Any]:
    """What the worker makes of the app of this repository."""
    return work(worker_python, ROOT, CALLS)


@pytest.fixture(scope="module")
def stand_in() -> IndexedApp:
    """What the stand-in makes of the same app."""
    with (
        applied_environment(HostSettings(ROOT, environment=sample_settings())),
        app_on_path(ROOT),
    ):
        return index_app(ROOT, read_host_json(ROOT))


def test_worker_finds_every_function(outcome: dict[str, Any]) -> None:
    assert outcome.get("error") is None
    assert set(outcome["functions"]) == FUNCTIONS


def test_stand_in_finds_the_functions_that_the_worker_finds(
    outcome: dict[str, Any], stand_in: IndexedApp
) -> None:
    assert stand_in.problems == {}
    assert {function.name for function in stand_in.functions} == set(outcome["functions"])


def test_stand_in_reads_the_same_triggers(outcome: dict[str, Any], stand_in: IndexedApp) -> None:
    kinds = {function.name: function.trigger.kind for function in stand_in.functions}

    assert kinds == {
        name: next(one["type"] for one in bindings if one["type"].endswith("Trigger"))
        for name, bindings in outcome["functions"].items()
    }


def test_health_answers_through_the_worker(outcome: dict[str, Any]) -> None:
    answer = outcome["answers"][0]

    assert answer["error"] is None
    assert answer["status"] == 200
    assert answer["headers"]["content-type"].startswith("application/json")
    assert isinstance(json.loads(answer["body"]), dict)


def test_empty_send_is_a_problem_through_the_worker(outcome: dict[str, Any]) -> None:
    answer = outcome["answers"][1]

    assert answer["error"] is None
    assert answer["status"] == 400
    assert answer["headers"]["content-type"].startswith("application/problem+json")
    assert json.loads(answer["body"])["status"] == 400


def test_send_in_chunks_asks_for_a_length_through_the_worker(outcome: dict[str, Any]) -> None:
    answer = outcome["answers"][2]

    assert answer["error"] is None
    assert answer["status"] == 411


# What the stand-in's own tests claim of the worker, asked of the worker.


@pytest.mark.parametrize(("source", "text"), REFUSED)
def test_worker_refuses_what_the_stand_in_refuses(
    worker_python: Path, tmp_path: Path, source: str, text: str
) -> None:
    del text
    write_refused(tmp_path, source)

    assert "error" in work(worker_python, tmp_path, [])


RESULTS = """
@app.route(route="a")
def none(req: func.HttpRequest): return None

@app.route(route="b")
def mapping(req: func.HttpRequest): return {"a": 1}

@app.route(route="c")
def data(req: func.HttpRequest): return b"data"

@app.route(route="d")
def plain_request(req: str): return func.HttpResponse("never")

@app.queue_trigger("msg", "work", "AzureWebJobsStorage")
def returns(msg: func.QueueMessage): return "done"

@app.queue_trigger("msg", "work", "AzureWebJobsStorage")
def shows(msg: func.QueueMessage): raise RuntimeError(repr((msg.id, msg.dequeue_count)))
"""


def test_worker_fails_where_the_stand_in_fails(worker_python: Path, tmp_path: Path) -> None:
    write_app(tmp_path, RESULTS)
    http: list[dict[str, Any]] = [
        {"function": name, "method": "GET", "url": "/"}
        for name in ("none", "mapping", "data", "plain_request")
    ]
    queue: list[dict[str, Any]] = [
        {"function": "returns", "text": "{}"},
        {"function": "shows", "text": "{}", "metadata": {"Id": "7", "DequeueCount": "2"}},
        {"function": "shows", "text": "{}", "metadata": {"Id": "7", "DequeueCount": "many"}},
    ]

    answers = work(worker_python, tmp_path, [*http, *queue])["answers"]

    errors = [str(answer["error"]) for answer in answers]
    assert [error.partition(":")[0] for error in errors[:4]] == [
        "TypeError",
        "TypeError",
        "TypeError",
        "ValueError",
    ]
    assert "returned a non-None value" in errors[4]
    assert errors[5] == "RuntimeError: ('7', 2)"
    assert errors[6].startswith("ValueError: cannot convert value of field 'DequeueCount'")
