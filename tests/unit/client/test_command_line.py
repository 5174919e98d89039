"""The command `paloma`: what it asks for, prints and exits with."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from paloma import Paloma
from paloma.cli import commands, main, recipients_file
from paloma.cli.output import Progress
from paloma.cli.recipients_file import FileError, read_recipients
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
)

SETTINGS = {"PALOMA_URL": URL, "PALOMA_KEY": KEY, "PALOMA_FROM": SENDER}
AT = "2026-11-22T09:15:36Z"
Command = Callable[..., int]


@pytest.fixture
def command() -> Command:
    """Run a command against a fake app, without pauses."""

    def run(app: FakeApp, *arguments: str, **settings: str) -> int:
        def connect(url: str, key: str) -> Paloma:
            transport = httpx.MockTransport(app.answer)
            return Paloma(url, key=key, transport=transport, sleep=app.waits.append)

        return main.main(arguments, settings or SETTINGS, connect, app.waits.append)

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, name: str = "may") -> Path:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def status_of(send_id: str = "s1", **counts: int) -> httpx.Response:
    document = {"sendId": send_id, "from": SENDER, "status": "x", "message": "Hi", "counts": counts}
    return ok({**document, "recipientCount": sum(counts.values())})


def usage_error(capsys: pytest.CaptureFixture[str], *arguments: str, **settings: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments, settings)
    assert ended.value.code == commands.WRONG_USE
    return capsys.readouterr().err


def test_send_prints_the_send_and_its_messages(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([accepted()])

    assert command(app, "send", PERSON, "Hi", "--category", "otp", "--ttl", "60") == commands.DONE

    assert body_of(app.asked[0]) == {
        "from": SENDER,
        "to": [PERSON],
        "message": "Hi",
        "category": "otp",
        "ttlSeconds": 60,
    }
    assert app.asked[0].headers["x-functions-key"] == KEY
    assert capsys.readouterr().out.splitlines() == [
        "s1  1 message accepted",
        f"  s1-00000  {PERSON}  queued",
    ]


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


def test_file_that_is_not_there_or_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with pytest.raises(FileError, match="cannot be read"):
        read_recipients(file, "Hi", None)

    file.write_bytes("number,naïve".encode("latin-1"))
    with pytest.raises(FileError, match="UTF-8"):
        read_recipients(file, "Hi", None)


@pytest.mark.parametrize(
    "number",
    [
        "+1 (425) 555-0123",
        "+1.425.555.0123",
        "'+14255550123",
        " +14255550123",
        "+\uff11\uff14\uff12\uff15\uff15\uff15\uff15\uff10\uff11\uff12\uff13",
    ],
)
def test_number_written_in_another_way_is_the_same(table: Callable[..., Path], number: str) -> None:
    found = read_recipients(table("number", PERSON, number), "Hi", None)

    assert (len(found.rows), found.duplicate_count) == (1, 1)


@pytest.mark.parametrize(
    ("number", "other"),
    [("+44 (0)7700 900123", "+447700900123"), ("+52 1 55 1234 5678", "+525512345678")],
)
def test_forms_of_a_country_are_the_same_number(
    table: Callable[..., Path], number: str, other: str
) -> None:
    assert len(read_recipients(table("number", number, other), "Hi", None).rows) == 1


@pytest.mark.parametrize("other", ["+14255550124", "14255550123", "+14255550123 x5"])
def test_number_that_may_be_another_stays(table: Callable[..., Path], other: str) -> None:
    assert len(read_recipients(table("number", PERSON, other), "Hi", None).rows) == 2


def test_large_rows_make_smaller_parts(
    monkeypatch: pytest.MonkeyPatch, table: Callable[..., Path]
) -> None:
    monkeypatch.setattr(recipients_file, "CHUNK_BYTES", 200)
    file = table("number,name", *(f"+1425555{n:04},{'x' * 50}" for n in range(100, 105)))

    rows = read_recipients(file, "{{name}}", None).rows

    assert [len(chunk) for chunk in recipients_file.chunks(rows)] == [1, 1, 1, 1, 1]


def test_part_holds_what_the_app_can_store_together(table: Callable[..., Path]) -> None:
    file = table("number,name", *(f"+1425555{n:04},{'x' * 500}" for n in range(1000)))

    rows = read_recipients(file, "{{name}}", None).rows
    parts = list(recipients_file.chunks(rows))

    assert [row for part in parts for row in part] == list(rows)
    for part in parts:
        values = json.dumps([dict(row.recipient.values) for row in part])
        assert len(values) <= recipients_file.BLOCK_BYTES + 2 * len(part)


@pytest.mark.parametrize("count", [999, 1000, 1001, 10_000, 10_001])
def test_parts_have_ten_thousand_recipients(table: Callable[..., Path], count: int) -> None:
    file = table("number,name", *(f"+1425{n:07},N{n}" for n in range(count)))

    rows = read_recipients(file, "{{name}}", None).rows
    sizes = [len(part) for part in recipients_file.chunks(rows)]

    assert sizes == [10_000] * (count // 10_000) + [count % 10_000] * bool(count % 10_000)


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


def test_text_of_a_stranger_cannot_steer_the_terminal(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    app = FakeApp([conversation(1), entries(f"a\x1b[2Jb\r\nc\u202ed {family}")])

    command(app, "inbox")

    said = capsys.readouterr().out
    assert said.rpartition("< ")[2] == f"a\ufffd[2Jb c\ufffdd {family}\n"


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
