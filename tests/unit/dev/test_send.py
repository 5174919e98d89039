"""``dev.py send``: what it says of a message, and of an app that refuses or is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from local.dev import send
from local.dev.errors import DevError
from local.dev.send import FINAL_STATUSES, send_and_follow
from local.dev.web import Response
from shared.domain.kinds import UNDECIDED, MessageStatus

APP = "http://127.0.0.1:7071"
BODY = {"from": "+18335550100", "to": "+14255550123", "message": "Hi"}

Answering = Callable[[list[Response]], list[tuple[str, str]]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Let the app answer with these responses, the last one again and again."""

    def prepare(responses: list[Response]) -> list[tuple[str, str]]:
        asked: list[tuple[str, str]] = []

        def answer(method: str, url: str, _: object = None) -> Response:
            asked.append((method, url))
            return responses[min(len(asked), len(responses)) - 1]

        monkeypatch.setattr(send, "call", answer)
        return asked

    return prepare


def accepted(status: str = "queued", **error: Any) -> Response:
    message = {"messageId": "m-0", "status": status, **error}
    return Response(202, {"sendId": "s", "messages": [message], "rejected": []})


def message(status: str, **more: Any) -> Response:
    return Response(200, {"messageId": "m-0", "status": status, **more})


def follow(patience_seconds: float = 30.0) -> int:
    return send_and_follow(APP, BODY, patience_seconds=patience_seconds, sleep=lambda _: None)


def test_each_status_is_said_once_until_the_message_is_delivered(
    answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = [message(one) for one in ("queued", "sent", "sent", "delivered")]
    asked = answering([accepted(), *statuses])

    assert follow() == 0

    assert capsys.readouterr().out.splitlines() == [
        "Accepted: send s",
        "  queued",
        "  sent",
        "  delivered",
    ]
    assert asked[0] == ("POST", f"{APP}/api/sms")
    assert set(asked[1:]) == {("GET", f"{APP}/api/messages/m-0")}


def test_reason_is_said_and_the_command_fails_when_the_message_was_not_sent(
    answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    why = {"error": {"code": "opted_out", "message": "The recipient has opted out."}}
    answering([accepted("suppressed", **why)])

    assert follow() == 1
    assert capsys.readouterr().out.endswith("  suppressed: The recipient has opted out.\n")


def test_message_that_waits_is_not_followed_for_ever(
    answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    answering([accepted()])

    assert follow(patience_seconds=0) == 1
    assert f"GET {APP}/api/messages/m-0" in capsys.readouterr().out


def test_missing_app_is_said_with_how_to_start_it(answering: Answering) -> None:
    answering([Response(0, None)])
    with pytest.raises(DevError, match=r"No app answers at .* python3 dev\.py run"):
        follow()


def test_refusal_names_the_fields(answering: Answering) -> None:
    errors = [{"field": "from", "code": "bad", "message": "No such sender."}]
    answering([Response(400, {"detail": "Bad.", "errors": errors})])
    with pytest.raises(DevError, match=r"refused the send with 400: from: No such sender\."):
        follow()


def test_rejected_recipient_is_named_with_its_reason(answering: Answering) -> None:
    rejection = {"to": "x", "code": "too_short", "message": "Too short to be a phone number."}
    answering([Response(202, {"sendId": "s", "messages": [], "rejected": [rejection]})])
    with pytest.raises(DevError, match="rejected the recipient: Too short"):
        follow()


def test_final_statuses_are_those_of_the_app_that_last() -> None:
    assert {*FINAL_STATUSES} == {*MessageStatus} - UNDECIDED - {MessageStatus.SENT}
