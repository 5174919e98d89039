"""Answers about ACS's list of opt-outs."""

import json
from typing import Any

import pytest

from shared.carriers.acs.opt_out_list import (
    ListAction,
    done_in,
    items_from_response,
    path_of,
    request_body,
    states_in,
)
from shared.carriers.opt_out_list import OptOutListError
from tests.support.samples import people

ANA, BEN, CIM = people(3)


def answer(*items: Any) -> bytes:
    return json.dumps({"value": items}).encode()


def error(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> OptOutListError:
    with pytest.raises(OptOutListError) as caught:
        items_from_response(status, headers or {}, body)
    return caught.value


def test_request_names_sender_and_recipients() -> None:
    assert path_of(ListAction.CHECK) == "/sms/optouts:check?api-version=2025-09-17"
    sent = json.loads(request_body("77001", [ANA, BEN]))
    assert sent == {"from": "77001", "recipients": [{"to": ANA}, {"to": BEN}]}


def test_only_those_with_200_are_done() -> None:
    items = items_from_response(
        200,
        {},
        answer(
            {"to": ANA, "httpStatusCode": 200},
            {"to": BEN, "httpStatusCode": 500, "errorMessage": "Internal Server Error"},
            {"to": "+19995550100", "httpStatusCode": 200},
        ),
    )
    assert done_in(items, [ANA, BEN, CIM]) == {ANA}


@pytest.mark.parametrize("state", [None, "true", 1])
def test_only_a_plain_answer_counts_as_a_state(state: object) -> None:
    items = items_from_response(
        200,
        {},
        answer(
            {"to": CIM, "httpStatusCode": 200, "isOptedOut": state},
            {"to": BEN, "httpStatusCode": 400, "isOptedOut": True},
            {"to": ANA, "httpStatusCode": 200, "isOptedOut": False},
        ),
    )
    assert states_in(items, [ANA, BEN, CIM]) == {ANA: False}


@pytest.mark.parametrize("body", [b"", b"{}", b'{"value": 1}', b'{"value": ["x"]}', b"<html>"])
def test_answer_that_cannot_be_read_may_be_asked_for_again(body: bytes) -> None:
    assert error(200, body).retryable


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_passing_trouble_may_be_tried_again(status: int) -> None:
    found = error(status, headers={"Retry-After": "7"})
    assert (found.retryable, found.retry_after_seconds) == (True, 7)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405])
def test_refusal_is_for_good(status: int) -> None:
    found = error(status, headers={"Retry-After": "7"})
    assert (found.provider_code, found.retryable) == (str(status), False)
    assert found.retry_after_seconds == 0


def test_refusal_says_what_acs_said() -> None:
    body = b'{"error": {"code": "Forbidden", "message": "Not on the list."}}'
    found = error(403, body)
    assert (found.provider_code, found.provider_text) == ("Forbidden", "Not on the list.")
