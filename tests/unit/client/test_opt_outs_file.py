"""Files of opt-outs of any length."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paloma.cli import commands, opt_outs_file
from paloma.cli.opt_outs_file import read_parts
from paloma.cli.recipients_file import FileError
from tests.unit.client.conftest import Command
from tests.unit.client.fake_app import PERSON, FakeApp, body_of, ok

HEADER = ["recipient", "evidence"]
TEXTS = st.text(st.sampled_from('ab",;\n\r\t é'), max_size=6)


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opt_outs_file, "PART_ROWS", 3)


def csv_of(rows: list[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def rows_of(part: opt_outs_file.Part) -> list[list[str]]:
    assert isinstance(part.content, bytes)
    return list(csv.reader(io.StringIO(part.content.decode("utf-8-sig"), newline="")))


def test_short_file_is_sent_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes("recipient\r\nJosé\r\n".encode("cp1252"))

    assert read_parts(path) == [opt_outs_file.Part(path.read_bytes())]


@given(st.lists(st.tuples(st.just(PERSON), TEXTS).map(list), min_size=4, max_size=12))
def test_parts_have_the_header_and_all_rows_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("files") / "out.csv"
    path.write_text(csv_of([HEADER, *rows]), encoding="utf-8-sig", newline="")

    parts = [rows_of(part) for part in read_parts(path)]

    assert {tuple(part[0]) for part in parts} == {tuple(HEADER)}
    assert [row for part in parts for row in part[1:]] == rows
    assert max(len(part) - 1 for part in parts) <= 3


def test_part_is_not_larger_than_an_import_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opt_outs_file, "PART_BYTES", 60)
    path = tmp_path / "out.csv"
    path.write_text(csv_of([HEADER, *([PERSON, "é" * 10] for _ in range(4))]), encoding="utf-8")

    parts = read_parts(path)

    assert [len(rows_of(part)) - 1 for part in parts] == [1, 1, 1, 1]
    assert all(len(part.content) <= 60 for part in parts)


def test_json_is_divided_too(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(json.dumps([{"recipient": str(one)} for one in range(7)]), encoding="utf-8")

    assert [len(part.content) for part in read_parts(path)] == [3, 3, 1]


def test_long_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes("recipient\nJosé\nb\nc\nd\n".encode("cp1252"))

    with pytest.raises(FileError, match="UTF-8"):
        read_parts(path)


def test_command_imports_all_parts_and_names_lines_of_the_file(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {"line": 3, "code": "too_short", "message": "too short"}
    whole = {"importId": "i1", "state": "completed", "rowCount": 3, "changedCount": 3}
    broken = {**whole, "importId": "i2", "badLineCount": 1, "badLines": [bad]}
    app, path = FakeApp([ok({**whole, "badLines": []}), ok(broken)]), tmp_path / "out.csv"
    people = [f"+1425555012{last}" for last in range(5)]
    path.write_text("recipient\n" + "\n".join(people) + "\n", encoding="utf-8")

    assert command(app, "opt-outs", "import", str(path)) == commands.FAILED

    sent = [one.content.decode().split() for one in app.asked if one.method == "POST"]
    assert sent == [["recipient", *people[:3]], ["recipient", *people[3:]]]
    assert "  line 6: too short" in capsys.readouterr().out.splitlines()


def test_import_needs_no_own_number_where_the_lines_have_one(
    command: Command, tmp_path: Path
) -> None:
    whole = {"importId": "i1", "state": "completed", "rowCount": 1, "changedCount": 1}
    app, path = FakeApp([ok({**whole, "badLines": []})]), tmp_path / "out.json"
    path.write_text(json.dumps([{"sender": "77001", "recipient": PERSON}]), encoding="utf-8")

    given = ("opt-outs", "import", str(path))
    assert command(app, *given, PALOMA_URL="https://paloma.test") == commands.DONE

    assert dict(app.asked[0].url.params) == {}
    assert body_of(app.asked[0]) == [{"sender": "77001", "recipient": PERSON}]
