"""The command `paloma`: what it asks for, prints and exits with."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from paloma.cli import commands
from paloma.cli.output import Progress
from tests.unit.client.conftest import SETTINGS, Command, usage_error
from tests.unit.client.fake_app import (
    KEY,
    PERSON,
    SENDER,
    URL,
    Answer,
    FakeApp,
    accepted,
    body_of,
    ok,
    problem,
    status_of,
)


def test_send_prints_the_send_and_its_messages(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([accepted()])

    options = ["--category", "otp", "--ttl", "60", "--actor", "Ana"]
    assert command(app, "send", PERSON, "Hi", *options) == commands.DONE

    assert body_of(app.asked[0]) == {
        "from": SENDER,
        "to": [PERSON],
        "message": "Hi",
        "category": "otp",
        "ttlSeconds": 60,
        "actor": "Ana",
    }
    assert app.asked[0].headers["x-functions-key"] == KEY
    assert capsys.readouterr().out.splitlines() == [
        "s1  1 message accepted",
        f"  s1-00000  {PERSON}  queued",
    ]


def test_send_prints_its_warnings(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    warning = {"code": "unknown_sender", "message": "Not known."}

    assert command(FakeApp([accepted(warnings=[warning])]), "send", PERSON, "Hi") == commands.DONE

    assert capsys.readouterr().out.splitlines()[-1] == "  unknown_sender: Not known."


def test_json_is_what_the_app_returned(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = accepted(newMember=[1])

    command(FakeApp([answer]), "send", PERSON, "Hi", "--json")

    assert json.loads(capsys.readouterr().out) == answer.json()


def test_local_app_needs_no_settings(command: Command) -> None:
    app = FakeApp([accepted()])

    assert command(app, "send", PERSON, "Hi", PALOMA_URL="") == commands.DONE

    assert body_of(app.asked[0])["from"] == "+18335550100"
    assert str(app.asked[0].url) == "http://127.0.0.1:7071/api/sms"


def test_other_app_needs_an_own_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--from" in usage_error(capsys, "send", PERSON, "Hi", PALOMA_URL=URL)


@pytest.mark.parametrize("key", ["a\nb", "schlüssel"])
def test_unusable_key_is_not_printed(capsys: pytest.CaptureFixture[str], key: str) -> None:
    said = usage_error(capsys, "send", PERSON, "Hi", **{**SETTINGS, "PALOMA_KEY": key})

    assert "key" in said
    assert key not in said


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem(400, "validation_failed"), commands.REFUSED),
        (httpx.Response(401), commands.REFUSED),
        (problem(503, "storage_unavailable"), commands.UNAVAILABLE),
        (httpx.ConnectError("no"), commands.UNAVAILABLE),
    ],
    ids=str,
)
def test_exit_code_tells_what_to_do(
    command: Command, answer: httpx.Response | Exception, code: int
) -> None:
    assert command(FakeApp([answer]), "send", PERSON, "Hi") == code


def test_refusal_is_printed_with_its_fields_and_no_traceback(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [{"field": "to[0]", "code": "too_short", "message": "too short"}]
    answer = ok({"code": "x", "detail": "No recipient is left.", "errors": wrong}, 400)

    command(FakeApp([answer]), "send", "+1425", "Hi")

    assert capsys.readouterr().err.splitlines() == ["No recipient is left.", "  to[0]: too short"]


def test_refusal_for_one_field_is_printed_once(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [{"field": "to[0]", "code": "too_short", "message": "It is too short."}]
    answer = ok({"code": "x", "detail": "to[0]: It is too short.", "errors": wrong}, 400)

    command(FakeApp([answer]), "send", "+1425", "Hi")

    assert capsys.readouterr().err.splitlines() == ["to[0]: It is too short."]


def test_send_without_response_says_how_to_repeat_it_once(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([httpx.ReadTimeout("slow")])
    command(app, "send", PERSON, "Hi")
    key = capsys.readouterr().err.split("--idempotency-key ")[1].strip()

    again = FakeApp([accepted()])
    command(again, "send", PERSON, "Hi", "--idempotency-key", key)

    first, second = app.asked[0], again.asked[0]
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"] == key
    assert first.content == second.content


@pytest.mark.parametrize("arguments", [("send", PERSON, "Hi"), ("campaign", "FILE", "Hi")])
def test_interrupted_command_says_how_to_repeat_it_once(
    command: Command,
    table: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    app = FakeApp([KeyboardInterrupt()])
    file = str(table("number", PERSON))
    given = [file if one == "FILE" else one for one in arguments]

    assert command(app, *given) == commands.INTERRUPTED

    said = capsys.readouterr().err
    key = app.asked[0].headers["Idempotency-Key"]
    assert "same command again" in said or f"--idempotency-key {key}" in said


def test_status_is_watched_until_it_is_final(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    states: list[Answer] = [
        status_of(queued=2),
        status_of(queued=2),
        status_of(sent=2),
        status_of(delivered=2),
    ]

    assert command(FakeApp(states), "status", "s1", "--watch") == commands.DONE

    assert capsys.readouterr().out.splitlines() == [
        "s1  2 queued",
        "s1  2 sent",
        "s1  2 delivered",
    ]


def test_status_of_a_message_that_failed_has_an_exit_code(command: Command) -> None:
    error = {"code": "4007", "message": "Sender blocked for given recipient."}
    message = {"messageId": "s1-00000", "sendId": "s1", "from": SENDER, "to": PERSON}
    app = FakeApp([ok({**message, "status": "failed", "message": "Hi", "error": error})])

    assert command(app, "status", "s1-00000") == commands.FAILED

    assert app.asked[0].url.path == "/api/messages/s1-00000"


def test_preview_says_what_a_send_would_do(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {
        "encoding": "gsm7",
        "segmentCount": 1,
        "segmentTotal": 1,
        "recipientCount": 1,
        "text": "Hi",
        "cost": {"currency": "USD", "amount": "0.0075", "unpricedCount": 0},
        "warnings": [{"code": "long_text", "message": "It is long."}],
    }

    assert command(FakeApp([ok(document)]), "preview", PERSON, "Hi") == commands.DONE

    said = capsys.readouterr().out
    assert "1 segment each" in said
    assert "0.0075 USD" in said
    assert "It is long." in said


def test_export_joins_the_pages_of_the_registry(
    command: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    link = {"Link": '</api/opt-outs?sender=x&after=a>; rel="next"'}
    first = httpx.Response(200, headers=link, text="\ufeffsender,recipient\r\n1,'+2\r\n")
    last = httpx.Response(200, text="\ufeffsender,recipient\r\n1,'+3\r\n")
    file = tmp_path / "out.csv"

    assert command(FakeApp([first, last]), "opt-outs", "export") == commands.DONE
    said = capsys.readouterr().out
    command(FakeApp([first, last]), "opt-outs", "export", "--output", str(file))

    rows = list(csv.reader(io.StringIO(said, newline="")))
    assert rows == [["sender", "recipient"], ["1", "'+2"], ["1", "'+3"]]
    assert file.read_bytes().decode("utf-8-sig") == said


@pytest.mark.parametrize(
    "members",
    [
        {"rejected": [{"position": 0, "code": "too_short", "reason": "too short"}]},
        {"messages": [{"messageId": "s1-00000", "to": PERSON, "status": "suppressed"}]},
    ],
)
def test_send_that_reaches_not_all_has_an_exit_code(
    command: Command, members: dict[str, object]
) -> None:
    assert command(FakeApp([accepted(**members)]), "send", PERSON, "Hi") == commands.FAILED


def test_text_with_half_a_character_is_refused_unsent(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([accepted()])

    assert command(app, "send", PERSON, "\udcff") == commands.REFUSED

    assert app.asked == []
    assert "surrogate" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_over_itself_on_a_terminal_alone() -> None:
    terminal, file = Terminal(), io.StringIO()

    for stream in (terminal, file):
        progress = Progress(10_000, stream)
        progress.show(5_000, "accepted")
        progress.show(10_000, "accepted")
        progress.end()

    first, last = (line.removesuffix("\x1b[K") for line in terminal.getvalue().split("\r")[1:])
    assert first == f"[{'#' * 15}{'.' * 15}] 5,000 of 10,000 accepted"
    assert last == f"[{'#' * 30}] 10,000 of 10,000 accepted\x1b[K\n"
    assert file.getvalue() == ""
