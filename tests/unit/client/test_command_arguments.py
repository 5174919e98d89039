"""The command `paloma`: wrong arguments and addresses, and a reader that ends early."""

import contextlib
import os

import pytest

from paloma.cli import commands
from tests.unit.client.conftest import SETTINGS, Command, usage_error
from tests.unit.client.fake_app import PERSON, SENDER, URL, FakeApp, accepted


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sends", "--limit", "0"), "--limit: 0 is not a whole number from 1 on"),
        (("sends", "--limit", "many"), "--limit: many is not a whole number from 1 on"),
        (("messages", "--since", "yesterday"), "--since: yesterday is not a day"),
        (("figures", "--until", "2026-02-30"), "--until: 2026-02-30 is not a day"),
        (("send", PERSON, "Hi", "--send-at", "noon"), "--send-at: noon is not a time"),
    ],
)
def test_unusable_value_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert words in usage_error(capsys, *arguments, **SETTINGS)


def test_command_without_arguments_shows_what_it_can_do(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(FakeApp([])) == commands.WRONG_USE
    told = capsys.readouterr()
    assert "send a text" in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "https://sms.example.com:port", "https://a\x7fb"],
)
def test_unusable_address_is_refused_in_words(capsys: pytest.CaptureFixture[str], url: str) -> None:
    told = usage_error(capsys, "send", PERSON, "Hi", "--from", SENDER, "--url", url)

    assert "error: " in told.splitlines()[-1]


def test_address_with_a_line_break_behind_it_is_used(command: Command) -> None:
    app = FakeApp([accepted()])
    settings = {**SETTINGS, "PALOMA_URL": f"{URL}\r\n"}

    assert command(app, "send", PERSON, "Hi", **settings) == commands.DONE


def test_reader_that_ends_early_ends_the_command_without_a_complaint(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with os.fdopen(writing, "w") as output, contextlib.redirect_stdout(output):
        code = command(FakeApp([accepted()]), "send", PERSON, "Hi")

    assert code == commands.READER_ENDED
    assert capsys.readouterr().err == ""
