"""Calling the app's HTTP functions as the worker does, without a host."""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import azure.functions as func
from azure.functions.decorators.function_app import FunctionBuilder

from tests.support.contract import assert_as_documented, operation_of_function

EVENTS = Path(__file__).parent.parent / "events"

HttpFunction = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]


def read_event(name: str) -> Any:
    """Read one of the recorded-style deliveries in `tests/events`."""
    return json.loads(_text_of_event(name))


@cache
def _text_of_event(name: str) -> str:
    return (EVENTS / name).read_text(encoding="utf-8")


def get(
    *,
    route: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> func.HttpRequest:
    """Make a GET request with its route and query parameters."""
    return func.HttpRequest(
        "GET", "/api", route_params=route, params=params, headers=headers, body=b""
    )


def post(
    body: object,
    *,
    route: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    method: str = "POST",
    params: Mapping[str, str] | None = None,
) -> func.HttpRequest:
    """Make a POST request; what is not bytes already is written as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    length = {"Content-Length": str(len(content))}
    all_headers = {"Content-Type": "application/json", **length, **(headers or {})}
    return func.HttpRequest(
        method,
        "/api",
        headers=all_headers,
        params=dict(params or {}),
        route_params=dict(route or {}),
        body=content,
    )


def chunked(*, method: str = "POST", route: Mapping[str, str] | None = None) -> func.HttpRequest:
    """Make a request whose body was sent in chunks: the host hands it over empty."""
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    return func.HttpRequest(
        method, "/api", headers=headers, route_params=dict(route or {}), body=b""
    )


async def call(function: Any, request: func.HttpRequest) -> func.HttpResponse:
    """
    Call a decorated function: the decorators leave a builder that can be called.

    Its response is held against the OpenAPI document.
    """
    answer = await function(request)
    assert isinstance(answer, func.HttpResponse)
    operation = operation_of_function(_name_of(function), request.method)
    if operation:
        headers = {**answer.headers, "Content-Type": answer.mimetype}
        assert_as_documented(operation, answer.status_code, headers, answer.get_body())
    return answer


def _name_of(function: Any) -> str:
    if isinstance(function, FunctionBuilder):
        function = function._function.get_user_function()
    return str(getattr(function, "__name__", ""))


def document(answer: func.HttpResponse) -> Any:
    """Read the JSON of an answer."""
    return json.loads(answer.get_body())


def assert_problem(answer: func.HttpResponse, status: int, *fields: str) -> Any:
    """Check that an answer is a problem document that names the fields, and give it."""
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = document(answer)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["code"]
    named = {error["field"] for error in problem.get("errors", ())}
    assert set(fields) <= named
    return problem
