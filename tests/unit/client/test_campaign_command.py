"""`paloma campaign`: each person of a file once, also when it is given again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from paloma.cli import campaign, commands, recipients_file
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import (
    AT,
    PERSON,
    SENDER,
    FakeApp,
    accepted,
    body_of,
    ok,
    problem,
    status_of,
)


def keys_and_people(app: FakeApp) -> list[tuple[str, list[str]]]:
    return [
        (one.headers["Idempotency-Key"], [person["number"] for person in body_of(one)["to"]])
        for one in app.asked
        if one.method == "POST"
    ]


def test_campaign_sends_in_parts_and_sums_up(
    command: Command,
    table: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recipients_file, "CHUNK_RECIPIENTS", 2)
    lines = ["Number;Name;secret", "+14255550123;Ana;x", "+1 425 555 0124;Ben;x", ";;"]
    file = table(*lines, "'+14255550123;Ann;x", "12;Eve;x")
    rejection = [{"position": 0, "code": "too_short", "reason": "too short"}]
    app = FakeApp(
        [
            accepted(recipientCount=2),
            accepted(sendId="s2", recipientCount=0, rejected=rejection),
            *(status_of(queued=2), status_of("s2")),
            status_of(delivered=1, suppressed=1),
        ]
    )

    code = command(app, "campaign", str(file), "Hi {{ name }}", "--category", "marketing")

    assert code == commands.FAILED
    assert body_of(app.asked[0]) == {
        "from": SENDER,
        "to": [
            {"number": "+14255550123", "values": {"name": "Ana"}},
            {"number": "+1 425 555 0124", "values": {"name": "Ben"}},
        ],
        "message": "Hi {{ name }}",
        "category": "marketing",
        "campaign": "may",
    }
    assert capsys.readouterr().out.splitlines() == [
        "2 messages accepted",
        "  1 line with a number that was there before",
        "  line 6 rejected: too short",
        "  1 delivered",
        "  1 suppressed",
        "  paloma status s1",
        "  paloma status s2",
    ]


def test_campaign_given_again_after_a_crash_repeats_its_keys_and_bodies(
    command: Command, table: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients_file, "CHUNK_RECIPIENTS", 1)
    file = table("number", "+14255550123", "+14255550124")
    crashed = FakeApp([accepted(), problem(503, "x", Retry_After="3600")])
    again = FakeApp([accepted()])

    assert command(crashed, "campaign", str(file), "Hi", "--no-wait") == commands.UNAVAILABLE
    assert command(again, "campaign", str(file), "Hi", "--no-wait") == commands.DONE

    assert keys_and_people(crashed) == keys_and_people(again)
    assert [one.content for one in crashed.asked] == [one.content for one in again.asked]
    assert len({key for key, _ in keys_and_people(again)}) == 2


def test_changed_file_keeps_its_key_so_that_the_app_refuses_it(
    command: Command, table: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Another key would send to the people of the first run again."""
    first, second = FakeApp([accepted()]), FakeApp([problem(422, "idempotency_key_reused")])
    command(first, "campaign", str(table("number", "+14255550123")), "Hi", "--no-wait")
    changed = table("number", "+14255550199", "+14255550123")

    assert command(second, "campaign", str(changed), "Hi", "--no-wait") == commands.REFUSED

    assert keys_and_people(first)[0][0] == keys_and_people(second)[0][0]
    assert "--campaign NAME" in capsys.readouterr().err


def test_another_campaign_has_another_key(command: Command, table: Callable[..., Path]) -> None:
    app = FakeApp([accepted()])
    line = ("number", "+14255550123")

    for name, text, more in [
        ("may", "Hi", ()),
        ("june", "Hi", ()),
        ("may", "Hello", ()),
        ("may", "Hi", ("--campaign", "second")),
        ("may", "Hi", ("--from", "+18335550101")),
    ]:
        command(app, "campaign", str(table(*line, name=name)), text, "--no-wait", *more)

    assert len({key for key, _ in keys_and_people(app)}) == 5


def test_campaign_as_json_is_one_document(
    command: Command, table: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([accepted(), status_of(sent=1)])

    command(app, "campaign", str(table("number", PERSON)), "Hi", "--json")

    document = json.loads(capsys.readouterr().out)
    assert (document["sendIds"], document["counts"]) == (["s1"], {"sent": 1})


@pytest.mark.parametrize(
    ("lines", "text", "words"),
    [
        ((), "Hi", "column number"),
        (("name", "Ana"), "Hi", "column number"),
        (("number,phone", "1,2"), "Hi", "exactly one"),
        (("number", PERSON), "Hi {{name}}", "column name"),
        (("number,name", PERSON), "Hi {{name}}", "Line 2 has fewer cells"),
        (("number,name", ",Ana"), "Hi {{name}}", "Line 2 has no number"),
        (("number",), "Hi", "no recipients"),
        (("number", f'"{PERSON}'), "Hi", "line 2"),
    ],
)
def test_unusable_file_sends_nothing(
    command: Command,
    table: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    lines: tuple[str, ...],
    text: str,
    words: str,
) -> None:
    app = FakeApp([accepted()])

    assert command(app, "campaign", str(table(*lines)), text) == commands.WRONG_USE

    said = capsys.readouterr().err
    assert words in said
    assert PERSON not in said
    assert app.asked == []


@pytest.mark.parametrize("reason", ["quiet_hours", "sender_paused", "scheduled"])
def test_campaign_does_not_wait_for_an_hour_or_a_person(
    command: Command,
    table: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    reason: str,
) -> None:
    document = status_of(queued=2, sent=1).json()
    waiting = [{"waitingFor": reason, "count": 2, "nextAttemptAt": AT}]
    app = FakeApp([accepted(recipientCount=3), ok({**document, "waiting": waiting})])

    assert command(app, "campaign", str(table("number", PERSON)), "Hi") == commands.DONE

    assert app.waits == []
    assert f"  2 waiting for {reason}, until 2026-11-22" in capsys.readouterr().out


def test_large_file_is_sent_only_if_that_is_confirmed(
    command: Command,
    table: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(campaign, "CONFIRM_ABOVE", 2)
    file = table("number", *(f"+1425555012{n}" for n in range(3)))
    app = FakeApp([accepted(recipientCount=3)])

    refused = command(app, "campaign", str(file), "Hi", "--no-wait")
    assert (refused, app.asked) == (commands.REFUSED, [])
    assert "The file has 3 people" in capsys.readouterr().err

    assert command(app, "campaign", str(file), "Hi", "--no-wait", "--confirm") == commands.DONE
    assert body_of(app.asked[0])["confirm"] is True
