"""`paloma opt-outs`, `paloma senders`, `paloma pause` and `paloma resume`."""

import json
from pathlib import Path

import httpx
import pytest

from paloma.cli import commands
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import PERSON, SENDER, FakeApp, body_of, ok

NUMBER = {"sender": SENDER, "health": "ok", "unit": "segments", "unitsPerMinute": 1200}
HOLD = {"code": "401", "message": "The access key is wrong.", "since": "2026-11-22T09:15:36Z"}
BAD = {"line": 3, "code": "too_short", "message": "too short"}


def imported(state: str, done: int = 0, **members: object) -> httpx.Response:
    document = {"importId": "i1", "state": state, "rowCount": 2, "changedCount": done}
    return ok({**document, "badLines": [], **members})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "out.csv"
    path.write_text(f"recipient\n{PERSON}\n", encoding="utf-8")
    return path


def test_import_waits_until_the_file_is_done(
    command: Command, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([imported("accepted"), imported("running", 1), imported("completed", 2)])

    given = (
        "opt-outs",
        "import",
        str(file),
        "--reason",
        "asked",
        "--recipient-column",
        "recipient",
    )
    assert command(app, *given) == commands.DONE

    assert app.asked[0].content == file.read_bytes()
    assert dict(app.asked[0].url.params) == {
        "sender": SENDER,
        "reason": "asked",
        "recipientColumn": "recipient",
    }
    assert len(app.waits) == 2
    assert capsys.readouterr().out.splitlines() == [
        "i1  completed: 2 rows, 2 changed the registry, 0 did not"
    ]


def test_import_lists_the_lines_that_were_not_read_and_says_so_by_its_exit_code(
    command: Command, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([imported("completed", 1, badLineCount=1, badLines=[BAD])])

    assert command(app, "opt-outs", "import", str(file)) == commands.FAILED

    assert capsys.readouterr().out.splitlines() == [
        "i1  completed: 2 rows, 1 changed the registry, 0 did not, 1 line not read",
        "  line 3: too short",
    ]


@pytest.mark.parametrize(
    ("state", "code"), [("failed", commands.FAILED), ("completed", commands.DONE)]
)
def test_json_of_an_import_is_its_last_progress(
    command: Command, file: Path, capsys: pytest.CaptureFixture[str], state: str, code: int
) -> None:
    app = FakeApp([imported("accepted"), imported(state, 2)])

    assert command(app, "opt-outs", "import", str(file), "--json") == code

    assert json.loads(capsys.readouterr().out)["state"] == state


def test_import_need_not_be_waited_for(command: Command, file: Path) -> None:
    app = FakeApp([imported("accepted")])

    assert command(app, "opt-outs", "import", str(file), "--no-wait") == commands.DONE

    assert len(app.asked) == 1


def test_file_of_json_is_sent_as_rows(command: Command, tmp_path: Path) -> None:
    app, path = FakeApp([imported("completed")]), tmp_path / "out.JSON"
    path.write_text(json.dumps([{"recipient": PERSON}]), encoding="utf-8-sig")

    assert command(app, "opt-outs", "import", str(path)) == commands.DONE

    assert body_of(app.asked[0]) == [{"recipient": PERSON}]


@pytest.mark.parametrize("text", ["{", "{}", "[1]", None])
def test_file_that_cannot_be_read_asks_the_app_for_nothing(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    app, path = FakeApp([imported("completed")]), tmp_path / "out.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    assert command(app, "opt-outs", "import", str(path)) == commands.WRONG_USE

    assert app.asked == []
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ((), {"sender": SENDER, "limit": "10000"}),
        (("--all",), {"limit": "10000"}),
        (("--all", "--json"), {}),
    ],
)
def test_export_is_of_one_own_number_or_of_all(
    command: Command, given: tuple[str, ...], query: dict[str, str]
) -> None:
    app = FakeApp([ok({"entries": []})])

    assert command(app, "opt-outs", "export", *given) == commands.DONE

    assert dict(app.asked[0].url.params) == query


def test_all_own_numbers_need_no_setting(command: Command) -> None:
    app = FakeApp([ok({"entries": []})])

    given = ("opt-outs", "export", "--all", "--url", "https://paloma.example")
    assert command(app, *given, PALOMA_KEY="k") == commands.DONE


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({"optedOutCount": 1200}, "1,200 opted out, 3 reviews open"),
        ({"allReviewsCounted": False}, "too many opted out, 3 reviews or more open"),
    ],
)
def test_opt_outs_and_reviews_are_counted(
    command: Command, capsys: pytest.CaptureFixture[str], counts: dict[str, object], line: str
) -> None:
    reviews = {"openReviewCount": 3, "dueReviewCount": 2, "overdueReviewCount": 1}
    app = FakeApp([ok({**reviews, **counts})])

    assert command(app, "opt-outs", "counts") == commands.DONE

    assert capsys.readouterr().out.splitlines() == [line, "  2 due, 1 overdue"]


def test_senders_are_shown_with_what_holds_them(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    paused = {**NUMBER, "health": "paused", "paused": True, "pauseReason": "typo", "hold": HOLD}
    held = {"sender": "77001", "health": "held", "unit": "segments", "hold": HOLD}
    app = FakeApp([ok({"senders": [NUMBER, paused, held]})])

    assert command(app, "senders") == commands.DONE

    assert capsys.readouterr().out.splitlines() == [
        f"{SENDER}  ok, at most 1,200 segments a minute",
        f"{SENDER}  paused, at most 1,200 segments a minute: typo",
        "77001  held: The access key is wrong.",
    ]


def test_own_number_is_paused_and_resumed(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FakeApp([ok({**NUMBER, "health": "paused", "paused": True}), ok(NUMBER)])

    assert command(app, "pause", "--reason", "typo", "--actor", "Ana") == commands.DONE
    assert command(app, "resume", "--from", "77001", "--actor", "Bo", "--json") == commands.DONE

    assert [request.headers["Paloma-Sender"] for request in app.asked] == [SENDER, "77001"]
    assert body_of(app.asked[0]) == {"reason": "typo", "actor": "Ana"}
    assert body_of(app.asked[1]) == {"actor": "Bo"}
    shown, document = capsys.readouterr().out.splitlines()
    assert shown.startswith(f"{SENDER}  paused")
    assert json.loads(document) == NUMBER
