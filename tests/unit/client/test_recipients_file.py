"""The recipients of a CSV file, each number once, in parts that the app takes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from paloma.cli import recipients_file
from paloma.cli.recipients_file import FileError, read_recipients
from tests.unit.client.fake_app import PERSON


def test_file_that_is_not_there_or_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with pytest.raises(FileError, match="cannot be read"):
        read_recipients(file, "Hi", None)

    file.write_bytes("number,naïve".encode("latin-1"))
    with pytest.raises(FileError, match="UTF-8"):
        read_recipients(file, "Hi", None)


def test_line_with_more_cells_than_the_header_is_refused(table: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match="Line 3 has more cells"):
        read_recipients(
            table("number,name,time", f"{PERSON},Ana,9,", "+14255550124,Smith, Ana,9"),
            "{{name}} at {{time}}",
            None,
        )


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
