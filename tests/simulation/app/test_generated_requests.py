"""
Requests that schemathesis makes from the OpenAPI document, good and bad, to an app with a send.

Whatever they hold, the response is as documented, and a request that contradicts the document is
refused. The seed is fixed: each run makes the same requests. They have no function key, which the
host looks at, and functions do not.
"""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import azure.functions as func
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from composition.app import run_as
from tests.support.contract import document
from tests.support.function_index import IndexedFunction
from tests.support.web import call
from tests.support.world import World
from tests.unit.app.test_inventory import HTTP

_ORIGIN = "https://example.net/api"
_REQUESTS = 20

_CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

load_all_checks()


@pytest.fixture(scope="module")
def operations() -> dict[tuple[str, str], Any]:
    schema = schemathesis.openapi.from_dict({**document(), "security": []})
    results: list[Any] = list(schema.get_all_operations())
    found = [result.ok() for result in results]
    return {(one.path.removeprefix("/"), one.method.upper()): one for one in found}


def described() -> Iterator[tuple[str, str]]:
    for name, (_, methods) in HTTP.items():
        yield from ((name, method) for method in sorted(methods))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("name", "method"), sorted(described()))
def test_response_to_a_generated_request_is_as_documented(
    indexed_functions: dict[str, IndexedFunction],
    operations: dict[tuple[str, str], Any],
    name: str,
    method: str,
    mode: GenerationMode,
) -> None:
    function, operation = (
        indexed_functions[name],
        operations[HTTP[name][0].replace("{*", "{"), method],
    )
    if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
        return

    runner = asyncio.Runner()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=_REQUESTS,
        derandomize=True,
        database=None,
        deadline=timedelta(seconds=10),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Case[Any]) -> None:
        sent, response = runner.run(_exchange(function, case))
        # An empty parameter does not reach a function, so it contradicts nothing.
        is_empty = (
            "" in dict(parse_qsl(urlsplit(str(sent.url)).query, keep_blank_values=True)).values()
        )
        checks = _CHECKS[:-1] if is_empty else _CHECKS
        case.validate_response(_as_received(sent, response), checks=checks)

    with runner:
        check()


def _can_be_wrong(operation: Any) -> bool:
    """Tell whether a request can contradict the description at all."""
    return bool(operation.body or operation.query or operation.headers)


async def _exchange(
    function: IndexedFunction, case: Case[Any]
) -> tuple[requests.PreparedRequest, func.HttpResponse]:
    """Send a request to an app of its own, which has nothing stored."""
    sent = requests.Request(**case.as_transport_kwargs(base_url=_ORIGIN)).prepare()
    with run_as(World().app()):
        return sent, await call(function.handler, _as_host_gives_it(function, sent))


def _as_host_gives_it(
    function: IndexedFunction, sent: requests.PreparedRequest
) -> func.HttpRequest:
    """Make the request that the host makes of it: places, and no empty parameter."""
    address = urlsplit(str(sent.url))
    template = re.sub(r"\{\*?(\w+)\}", r"(?P<\1>.*)", function.trigger["route"])
    places = re.fullmatch(f"/{template}", address.path)
    assert places, address.path
    body: Any = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    return func.HttpRequest(
        str(sent.method),
        str(sent.url),
        headers={name: str(value) for name, value in sent.headers.items()},
        params=dict(parse_qsl(address.query)),
        route_params={name: unquote(value) for name, value in places.groupdict().items()},
        body=bytes(body),
    )


def _as_received(
    sent: requests.PreparedRequest, response: func.HttpResponse
) -> schemathesis.Response:
    headers = {**response.headers, "Content-Type": response.mimetype}
    return schemathesis.Response(
        status_code=response.status_code,
        headers={name.lower(): [str(value)] for name, value in headers.items()},
        content=response.get_body(),
        request=sent,
        elapsed=0,
        verify=True,
    )
