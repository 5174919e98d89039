"""Requests that no other function takes are refused with a problem document."""

import azure.functions as func
import pytest

from tests.support.function_index import IndexedFunction
from tests.support.web import assert_problem, call
from tests.support.world import PERSON, TOLL_FREE


async def refused(
    indexed_functions: dict[str, IndexedFunction], method: str, path: str
) -> func.HttpResponse:
    request = func.HttpRequest(method, f"/api/{path}", route_params={"path": path}, body=b"")
    return await call(indexed_functions["zz_unknown_route"].handler, request)


@pytest.mark.parametrize(
    "path", ["", "smss", "sms/1/2/3", f"opt-out/{PERSON}", "%2e", "{sendId}", "/sms"]
)
async def test_unknown_route_is_a_404_that_does_not_repeat_it(
    indexed_functions: dict[str, IndexedFunction], path: str
) -> None:
    answer = await refused(indexed_functions, "GET", path)
    assert assert_problem(answer, 404)["code"] == "unknown_route"
    assert PERSON not in answer.get_body().decode()
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "sms", "GET, POST"),
        ("POST", "SMS/abc", "DELETE, GET"),
        ("PATCH", f"opt-outs/{TOLL_FREE}/{PERSON}/", "DELETE, GET, PUT"),
        ("HEAD", "health", "GET"),
        ("PUT", "assets/app.js", "GET"),
        ("POST", "ui/sends/abc", "GET"),
    ],
)
async def test_wrong_method_is_a_405_that_names_the_right_ones(
    indexed_functions: dict[str, IndexedFunction], method: str, path: str, allowed: str
) -> None:
    answer = await refused(indexed_functions, method, path)
    assert assert_problem(answer, 405)["code"] == "method_not_allowed"
    assert answer.headers["Allow"] == allowed
