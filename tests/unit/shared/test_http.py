"""Responses, and the handling of unexpected errors."""

import azure.functions as func
import pytest

from shared.domain.errors import ConflictError, StorageError
from shared.settings import ConfigurationError
from shared.web.contract import Problem
from shared.web.http import RequestError, problem, problem_handler
from tests.support.samples import TEXT
from tests.support.web import assert_problem, get
from tests.support.world import PERSON


async def response_of(error: Exception) -> func.HttpResponse:
    @problem_handler
    async def fail(_: func.HttpRequest) -> func.HttpResponse:
        raise error

    return await fail(get())


@pytest.mark.parametrize("status", [400, 403, 404, 413, 415, 500, 503])
def test_problem_is_the_document_that_the_contract_describes(status: int) -> None:
    errors = [{"field": "to", "code": "missing", "message": "Field required"}]
    answer = problem(status, "code", "detail", errors=errors, headers={"Retry-After": "1"})
    Problem.model_validate(assert_problem(answer, status, "to"))
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize("error", [StorageError(PERSON), ConflictError(TEXT)])
async def test_storage_error_is_a_503_that_tells_nothing(error: Exception) -> None:
    answer = await response_of(error)
    assert_problem(answer, 503)
    assert PERSON not in answer.get_body().decode()


async def test_request_error_carries_its_answer() -> None:
    answer = problem(400, "code", "detail")
    assert await response_of(RequestError(answer)) is answer


@pytest.mark.parametrize(
    "error", [ValueError(f"{PERSON}: {TEXT}"), KeyError(PERSON), RecursionError(TEXT)]
)
async def test_unexpected_error_is_a_500_logged_by_kind_and_place_alone(
    error: Exception, log_lines: list[str]
) -> None:
    answer = await response_of(error)
    assert_problem(answer, 500)
    assert PERSON not in answer.get_body().decode()
    (line,) = log_lines
    assert type(error).__name__ in line
    assert "test_http.py:" in line


async def test_setting_that_cannot_be_used_is_named_and_logged_once(
    log_lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.http._reported", set())
    for _ in range(2):
        answer = await response_of(ConfigurationError("ACS_ENDPOINT is not set"))
        assert_problem(answer, 503)
        assert b"ACS_ENDPOINT is not set." in answer.get_body()
    [line] = log_lines
    assert "ACS_ENDPOINT is not set" in line
