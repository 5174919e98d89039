import json

import azure.functions as func
import pytest

from local.functions_host.http_messages import response_from_result


def body_of(result: object) -> bytes:
    body = response_from_result(result).body
    assert isinstance(body, bytes)
    return body


def test_response_passes_through() -> None:
    result = func.HttpResponse(
        b"\x00\xff", status_code=418, headers={"X-One": "1"}, mimetype="application/octet-stream"
    )

    response = response_from_result(result)

    assert response.status == 418
    assert response.body == b"\x00\xff"
    assert response.headers["X-One"] == "1"
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_charset_is_added_to_text_only() -> None:
    problem = func.HttpResponse("{}", mimetype="application/problem+json")

    assert response_from_result(problem).headers["Content-Type"] == "application/problem+json"
    text = response_from_result(func.HttpResponse("x"))
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_several_cookies_are_kept_and_other_repeated_headers_are_not() -> None:
    result = func.HttpResponse("")
    result.headers.add("Set-Cookie", "a=1; Path=/; HttpOnly")
    result.headers.add("Set-Cookie", "b=2")
    result.headers.add("X-Two", "first")
    result.headers.add("X-Two", "second")

    response = response_from_result(result)

    assert response.headers.getall("Set-Cookie") == ["a=1; HttpOnly; Path=/", "b=2"]
    assert response.headers.getall("X-Two") == ["second"]


@pytest.mark.parametrize("result", [None, {"a": 1}, b"bytes", 7, ["a"], object()])
def test_result_is_refused_when_the_worker_cannot_encode_it(result: object) -> None:
    with pytest.raises(NotImplementedError):
        response_from_result(result)


def test_text_is_answered_as_text() -> None:
    response = response_from_result("not { json")

    assert response.status == 200
    assert response.body == b"not { json"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_text_that_is_json_is_written_anew() -> None:
    response = response_from_result('{"b":1,"a":[2]}')

    assert response.body == b'{\n  "b": 1,\n  "a": [\n    2\n  ]\n}'
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("name", ["status", "statusCode", "STATUSCODE"])
def test_text_that_describes_a_response_is_taken_for_it(name: str) -> None:
    described = {"body": "hello", name: 201, "headers": {"X-One": 1}}

    response = response_from_result(json.dumps(described))

    assert response.status == 201
    assert response.body == b"hello"
    assert response.headers["X-One"] == "1"


def test_described_body_that_is_an_object_is_answered_as_json() -> None:
    assert json.loads(body_of('{"body": {"a": 1}, "status": "nonsense"}')) == {"a": 1}
    assert response_from_result('{"body": {}, "status": "nonsense"}').status == 200


def test_status_alone_does_not_describe_a_response() -> None:
    assert response_from_result('{"status": 404}').status == 200
