"""Responses, and the handling of unexpected errors."""

import asyncio
import json
import re
from types import SimpleNamespace

import azure.functions as func
import pytest

from shared.domain.errors import ConflictError, SmsError, StorageError
from shared.log import log_event
from shared.settings import ConfigurationError
from shared.web.contract import Problem, ResponseModel
from shared.web.csv_file import csv_response
from shared.web.http import (
    REQUEST_SECONDS,
    json_response,
    model_response,
    problem_handler,
)
from shared.web.problems import RequestError, problem, problem_of_error, refusal
from tests.support.log_privacy import logged_events
from tests.support.samples import TEXT
from tests.support.virtual_time import run_in_virtual_time
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


class FullError(SmsError):
    code = "full"

    def __str__(self) -> str:
        return "It is full."


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error as a room does; the tests' handlers name this function."""
    return problem_of_error(error, {FullError: (409, "to")}, {"Retry-After": "7"})


async def mapped_response_of(error: Exception) -> func.HttpResponse:
    async def fail(_: func.HttpRequest) -> func.HttpResponse:
        raise error

    handler = problem_handler(fail, problem_of=f"{__name__}:{problem_of.__name__}")
    return await handler(get())


async def test_error_of_a_use_case_gets_the_status_and_field_that_its_room_says() -> None:
    answer = await mapped_response_of(FullError())
    document = assert_problem(answer, 409, "to")
    assert (document["code"], document["detail"]) == ("full", "It is full.")
    assert answer.headers["Retry-After"] == "7"


async def test_error_that_the_room_does_not_map_is_the_apps() -> None:
    assert_problem(await mapped_response_of(SmsError(PERSON)), 500)
    assert_problem(await mapped_response_of(ValueError(PERSON)), 500)
    assert_problem(await mapped_response_of(StorageError()), 503)


def test_invalid_field_is_listed_among_those_that_are_not_valid() -> None:
    answer = problem_of_error(FullError(), {SmsError: (400, "to")})
    assert answer
    document = assert_problem(answer, 400, "to")
    assert document["code"] == "validation_failed"
    assert document["errors"] == [{"field": "to", "code": "full", "message": "It is full."}]


@pytest.mark.parametrize(
    "error", [ValueError(f"{PERSON}: {TEXT}"), KeyError(PERSON), RecursionError(TEXT)]
)
async def test_unexpected_error_is_a_500_logged_by_kind_and_path_alone(
    error: Exception, log_lines: list[str]
) -> None:
    answer = await response_of(error)
    assert_problem(answer, 500)
    assert PERSON not in answer.get_body().decode()
    (line,) = logged_events(log_lines, "unexpected_error")
    assert (line["error"], line["function"]) == (type(error).__name__, "fail")
    assert re.fullmatch(
        r"shared\.web\.http:\d+ > tests\.unit\.shared\.test_http:\d+", line["frames"]
    )
    assert set(line) == {"error", "function", "frames", "requestId"}


async def test_unexpected_error_names_the_path_through_the_app_and_its_causes(
    log_lines: list[str],
) -> None:
    @problem_handler
    async def read(_: func.HttpRequest) -> func.HttpResponse:
        try:
            json.loads(TEXT)
        except ValueError as error:
            raise KeyError(PERSON) from error
        raise AssertionError

    @problem_handler
    async def parse(_: func.HttpRequest) -> func.HttpResponse:
        return json_response(200, json.loads(TEXT))

    await read(get())
    await parse(get())

    raised, parsed = logged_events(log_lines, "unexpected_error")
    assert raised["causes"].startswith("JSONDecodeError at json.decoder:")
    assert "raisedAt" not in raised
    assert parsed["raisedAt"].startswith("json.decoder:")
    assert parsed["frames"].split(" > ")[-1].startswith("tests.unit.shared.test_http:")


async def test_lines_of_an_invocation_name_it_also_in_the_tasks_it_starts(
    log_lines: list[str],
) -> None:
    async def work() -> None:
        log_event("work_dropped")

    @problem_handler
    async def handler(_: func.HttpRequest) -> func.HttpResponse:
        await asyncio.create_task(work())
        raise ZeroDivisionError

    async def invoke() -> None:
        await handler(get(), context=SimpleNamespace(invocation_id="abc"))  # type: ignore[call-arg]

    await asyncio.create_task(invoke())

    assert logged_events(log_lines, "work_dropped") == [{"invocationId": "abc"}]
    assert logged_events(log_lines, "unexpected_error")[0]["invocationId"] == "abc"


async def test_unavailable_storage_is_logged_once_a_minute_for_each_function(
    log_lines: list[str],
) -> None:
    for _ in range(3):
        await response_of(StorageError(PERSON))
    assert logged_events(log_lines, "storage_unavailable") == [{"function": "fail"}]


async def test_setting_that_cannot_be_used_is_named_and_logged_once(
    log_lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.web.problems._reported", set())
    for _ in range(2):
        answer = await response_of(ConfigurationError("ACS_ENDPOINT is not set"))
        assert_problem(answer, 503)
        assert b"ACS_ENDPOINT is not set." in answer.get_body()
    [line] = logged_events(log_lines, "configuration_error")
    assert line == {"reason": "ACS_ENDPOINT is not set"}


@pytest.mark.parametrize(
    "answer",
    [
        json_response(200, {}),
        json_response(200, {}, {"Location": "/api"}),
        model_response(ResponseModel()),
        csv_response("a", "file", None),
        problem(400, "code", "detail"),
    ],
)
def test_no_response_is_cached_or_guessed_at(answer: func.HttpResponse) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_request_that_hangs_is_a_503_at_its_deadline(log_lines: list[str]) -> None:
    @problem_handler
    async def hang(_: func.HttpRequest) -> func.HttpResponse:
        await asyncio.Event().wait()
        raise AssertionError

    async def ask() -> tuple[func.HttpResponse, float]:
        answer = await asyncio.wait_for(hang(get()), 3_600)
        return answer, asyncio.get_running_loop().time()

    answer, seconds = run_in_virtual_time(ask)
    assert assert_problem(answer, 503)["code"] == "deadline_exceeded"
    assert answer.headers["Retry-After"]
    assert seconds == REQUEST_SECONDS
    assert logged_events(log_lines, "deadline_exceeded") == [{"function": "hang"}]


async def test_time_out_of_a_library_is_not_taken_for_the_deadline() -> None:
    assert_problem(await response_of(TimeoutError(PERSON)), 500)


def test_detail_of_a_refusal_says_the_first_cause_with_its_field() -> None:
    errors = [
        {"field": f"to[{n}]", "code": "too_short", "message": "This is too short."}
        for n in range(30)
    ]
    problem = assert_problem(refusal(errors, left_out=2), 400, "to[0]", "to[19]")
    assert problem["detail"] == "to[0]: This is too short. And 31 more, see errors."
    assert len(problem["errors"]) == 20
    named = [{"field": "limit", "code": "out_of_range", "message": "limit must be 1 to 100."}]
    assert json.loads(refusal(named).get_body())["detail"] == "limit must be 1 to 100."


async def answer_to(request_id: str, invocation_id: str = "") -> str:
    @problem_handler
    async def fail(_: func.HttpRequest) -> func.HttpResponse:
        raise ZeroDivisionError

    request = get(headers={"X-Request-Id": request_id} if request_id else {})
    context = SimpleNamespace(invocation_id=invocation_id) if invocation_id else None
    answer = await fail(request, context=context)  # type: ignore[call-arg]
    return str(answer.headers["X-Request-Id"])


@pytest.mark.parametrize(
    "given",
    ["a", "req_7f3", "!" * 128, "550e8400-e29b-41d4-a716-446655440000",
     "550e8400-e29b-41d4-a716-123456789012", "7204561234567890123", "2026-11-29T10-18-45-0001",
     "order-12345-67890", "4bf1234567890123",
     "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
)  # fmt: skip
async def test_request_id_of_the_caller_is_returned_and_logged(
    given: str, log_lines: list[str]
) -> None:
    assert await answer_to(given, "the-invocation") == given
    assert logged_events(log_lines, "unexpected_error")[0]["requestId"] == given


@pytest.mark.parametrize(
    "given",
    ["", "a b", "a\u00e9", "!" * 129, PERSON, PERSON.lstrip("+"), "1-425-555-0123",
     f"call{PERSON}", f"call-{PERSON.lstrip('+')}", "+1", "called14255550123", "14255550123ed",
     "call-425-555-0123", "tel:(425)555-0123", "sms.1.425.555.0123"],
)  # fmt: skip
async def test_request_id_that_a_log_must_not_show_gives_way_to_the_invocation(
    given: str, log_lines: list[str]
) -> None:
    assert await answer_to(given, "the-invocation") == "the-invocation"
    assert logged_events(log_lines, "unexpected_error")[0]["requestId"] == "the-invocation"


async def test_request_without_any_id_gets_a_new_one() -> None:
    assert len({await answer_to("") for _ in range(3)}) == 3


def test_file_has_a_name() -> None:
    answer = csv_response("a", "opt-outs", None)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="opt-outs.csv"'
