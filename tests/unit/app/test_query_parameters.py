"""Query parameters that a route does not describe are refused by name; all others are read."""

import ast
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from shared.web.routes import registered_routes
from tests.support.function_index import IndexedFunction
from tests.support.web import assert_problem, call
from tests.support.world import World
from tests.unit.app.sample_requests import described_query, good_request
from tests.unit.app.test_inventory import HTTP

ROOT = Path(__file__).parents[3]
Inventory = dict[str, IndexedFunction]

# Refusing a delivery of Event Grid would lose a STOP.
WEBHOOKS = {"inbound_webhook", "delivery_report"}

# The shell is one page for all views; its script reads their parameters.
TAKES_ANY = {*WEBHOOKS, "ui"}


@pytest.mark.parametrize("name", sorted(set(HTTP) - TAKES_ANY))
async def test_unknown_parameter_is_refused_by_name_and_changes_nothing(
    indexed_functions: Inventory, served: World, name: str
) -> None:
    function = indexed_functions[name]
    good = good_request(function)
    params = {**good.params, "statsu": "failed", "x" * 200: ""}
    answer = await call(function.handler, good_request(function, params=params))
    problem = assert_problem(answer, 400, "statsu", "x" * 100)
    assert {error["code"] for error in problem["errors"]} == {"unknown_parameter"}
    assert all(table.operation_count == 0 for table in served.tables())


@pytest.mark.parametrize("name", sorted(HTTP))
@pytest.mark.usefixtures("served")
async def test_parameters_of_the_host_pass(indexed_functions: Inventory, name: str) -> None:
    function = indexed_functions[name]
    params = {**good_request(function).params, "code": "a-key", "clientId": "default"}
    answer = await call(function.handler, good_request(function, params=params))
    assert answer.status_code in {200, 201, 202, 302, 404, 503}


@pytest.mark.parametrize("name", sorted(WEBHOOKS))
@pytest.mark.usefixtures("served")
async def test_webhook_takes_any_query(indexed_functions: Inventory, name: str) -> None:
    function = indexed_functions[name]
    answer = await call(function.handler, good_request(function, params={"topic": "sms"}))
    assert answer.status_code == 200


def parameters_read() -> set[str]:
    """Name the query parameters that the code reads, as far as it reads them by a literal."""
    found: set[str] = set()
    for source in ROOT.glob("*/*.py"):
        if source.parent.name in {"tests", "local", "bench", "examples"}:
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "req.params.get":
                found.update(
                    str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)
                )
    return found


@pytest.mark.usefixtures("indexed_functions")
def test_every_parameter_that_is_read_is_described() -> None:
    described = {
        parameter["name"]
        for route in registered_routes()
        for operation in route.operations.values()
        for parameter in operation.get("parameters", ())
    }
    read = parameters_read()
    assert len(read) > 5
    assert read - described == set()


@pytest.mark.usefixtures("indexed_functions")
@pytest.mark.parametrize("name", ["dashboard", "inbox"])
def test_pages_take_what_their_scripts_write_into_the_address(name: str) -> None:
    address = {
        "dashboard": "?days=7&from=2026-11-01&to=2026-11-02&sender=1&campaign=a",
        "inbox": "?sender=1&user=2",
    }[name]
    query = dict(parse_qsl(urlsplit(address).query))
    assert described_query(name, query) == query
