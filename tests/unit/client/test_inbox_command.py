"""`paloma inbox`: each message once, and nothing that steers the terminal."""

import httpx
import pytest

from paloma.cli import commands
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import AT, PERSON, SENDER, FakeApp, ok, problem


def conversation(unread_count: int, at: str = AT) -> httpx.Response:
    one = {"sender": SENDER, "user": PERSON, "lastText": "x", "lastDirection": "inbound"}
    return ok({"conversations": [{**one, "lastAt": at, "unreadCount": unread_count}]})


def entries(*texts: str) -> httpx.Response:
    return ok(
        {
            "entries": [
                {"direction": "inbound", "at": AT, "text": text, "messageId": f"m-{text}"}
                for text in texts
            ]
        }
    )


def test_watched_inbox_prints_each_message_once(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    later = "2026-11-22T09:16:00Z"
    app = FakeApp(
        [
            *(conversation(1), entries("one")),
            conversation(1),
            *(conversation(3, later), entries("three", "two", "one", "read")),
            problem(503, "storage_unavailable", Retry_After="3600"),
            KeyboardInterrupt(),
        ]
    )

    assert command(app, "inbox", "--watch") == commands.INTERRUPTED

    said = capsys.readouterr()
    assert [line.rpartition("< ")[2] for line in said.out.splitlines()] == ["one", "two", "three"]
    assert said.err == "Not so.\n"


def test_text_of_a_stranger_cannot_steer_the_terminal(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    app = FakeApp([conversation(1), entries(f"a\x1b[2Jb\r\nc\u202ed {family}")])

    command(app, "inbox")

    said = capsys.readouterr().out
    assert said.rpartition("< ")[2] == f"a\ufffd[2Jb c\ufffdd {family}\n"
