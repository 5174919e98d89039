"""Files of opt-outs as people have them: all of it is read or reported."""

# ruff: noqa: RUF001 - characters that look alike are what some of these tests are about

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opt_outs.domain.consent import ConsentState
from opt_outs.domain.entry import ConsentEntry
from opt_outs.export import entries_as_csv
from opt_outs.import_csv import FileError
from opt_outs.import_file import FileOptions, ReadFile, read_file
from tests.support.samples import make_change, people
from tests.support.world import PERSON, START, TOLL_FREE

ROOT = Path(__file__).parents[3]
NOW = START + timedelta(days=30)
ANA, BEN = people(2)


def read(text: str, encoding: str = "utf-8") -> ReadFile:
    return read_file(text.encode(encoding), NOW, is_csv=True, options=FileOptions(TOLL_FREE))


def recipients(found: ReadFile) -> list[str]:
    return [row[1] for row in found.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_file_is_read_in_any_encoding_and_with_any_separator(
    separator: str, encoding: str, named: str
) -> None:
    rows = [["recipient", "reason"], [ANA, "Ruft nicht zurück, höflich"], [BEN, "déjà vu; “x”"]]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)

    found = read(buffer.getvalue(), encoding)

    assert recipients(found) == [ANA, BEN]
    assert [row[6] for row in found.rows] == [rows[1][1], rows[2][1]]
    assert (found.encoding, found.separator, found.bad_lines) == (named, separator, [])


@pytest.mark.parametrize(
    ("encoding", "reason"),
    [
        ("cp1250", "Zażółć gęślą jaźń, proszę nie wysyłać więcej wiadomości"),
        ("cp1251", "Не пишите мне больше, пожалуйста"),
        ("mac_roman", "Große Änderung für Jörg, déjà vu"),
        ("cp932", "もう送らないでください"),
    ],
)
def test_other_encodings_are_recognized_by_their_words(encoding: str, reason: str) -> None:
    found = read(f"recipient;reason\r\n{ANA};{reason}\r\n", encoding)

    assert (found.encoding, found.rows[0][6]) == (encoding, reason)


@pytest.mark.parametrize(
    "name",
    ["recipient", "Recipient", "RECIPIENT ", " Phone", "Phone Number", "phone_number", "Mobile",
     "MOBILE NO.", "number", "To", "Teléfono", "Numéro de téléphone", "Handynummer", "'phone"],
)  # fmt: skip
def test_column_of_numbers_has_any_of_its_usual_names_and_is_named(name: str) -> None:
    found = read(f"Name;{name};;Reason \r\nAna;{ANA};;Asked\r\nBen;{BEN};;;;\r\n;;;\r\n")

    assert recipients(found) == [ANA, BEN]
    assert found.recipient_column == name.strip().removeprefix("'")
    assert found.ignored_columns == ("Name",)
    assert [row[6] for row in found.rows] == ["Asked", ""]
    assert found.bad_lines == []


def test_column_called_recipient_comes_before_other_names() -> None:
    found = read(f"phone,recipient\r\n{BEN},{ANA}\r\n")

    assert (recipients(found), found.ignored_columns) == ([ANA], ("phone",))


@pytest.mark.parametrize(
    "text",
    [
        "phone;mobile\r\n+14255550123;\r\n",
        "Name;Country\r\nAna;US\r\n",
        "+14255550123\r\n+14255550124\r\n",
        "phone;state;State\r\n+14255550123;;\r\n",
        "recipient\r\n+1425555\x000123\r\n",
    ],
    ids=["two-candidates", "none", "no-header", "twice", "nul"],
)
def test_file_whose_columns_are_not_clear_is_refused_without_its_contents(text: str) -> None:
    with pytest.raises(FileError) as caught:
        read(text)

    assert "1425" not in str(caught.value)


def test_cells_beyond_the_header_are_reported_unless_they_are_empty() -> None:
    found = read(f"recipient;reason\r\n{ANA};x;;\r\n{BEN};x;;more\r\n")

    assert recipients(found) == [ANA]
    assert [(line, code) for line, code, _ in found.bad_lines] == [(3, "unknown_column")]


def test_empty_lines_before_the_header_are_skipped() -> None:
    found = read(f"\r\n;;\r\nrecipient;reason;\r\n{ANA};a, b;\r\nx;;\r\n")

    assert (recipients(found), found.separator) == ([ANA], ";")
    assert [line for line, *_ in found.bad_lines] == [5]


def test_line_that_names_the_separator_is_read() -> None:
    found = read(f"sep=;\r\nrecipient;reason\r\n{ANA};a, b\r\nx;\r\n")

    assert (recipients(found), found.separator) == ([ANA], ";")
    assert [line for line, *_ in found.bad_lines] == [4]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1.42556E+10", "letters_not_allowed"),
        ("1,42556E+10", "letters_not_allowed"),
        ("62812849844.0", "separator_not_allowed"),
        ("'+62812849844.0", "separator_not_allowed"),
        ("+4917012345678/79", "separator_not_allowed"),
        ("14 255 550 123", "country_code_missing"),
        ("4255550123", "country_code_missing"),
        ("#NAME?", "letters_not_allowed"),
    ],
)
def test_number_that_a_spreadsheet_damaged_is_reported_without_it(number: str, code: str) -> None:
    found = read(f"recipient;reason\r\n{number};x\r\n{ANA};x\r\n")

    assert recipients(found) == [ANA]
    ((line, reported, message),) = found.bad_lines
    assert (line, reported) == (2, code)
    assert not any(map(str.isdecimal, message))


def times(found: ReadFile) -> list[str]:
    return [row[4].removesuffix(":00.000000Z") for row in found.rows]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (["11/12/2026 10:00", "11/22/2026"], ["2026-11-12T10:00", "2026-11-22T00:00"]),
        (["11/12/2026 10:00", "22/11/2026"], ["2026-12-11T10:00", "2026-11-22T00:00"]),
        (["22.11.2026 10:00", "1.2.2026 9:05:00"], ["2026-11-22T10:00", "2026-02-01T09:05"]),
        (["22-11-2026", "01-02-2026"], ["2026-11-22T00:00", "2026-02-01T00:00"]),
        (["11/22/2026 9:15 AM", "11/22/2026 12:15 am"], ["2026-11-22T09:15", "2026-11-22T00:15"]),
        (["11/22/2026 12:15 PM", "11/22/2026 1:15\u202fp.m."],
         ["2026-11-22T12:15", "2026-11-22T13:15"]),
        (["05.05.2026", "05/05/2026"], ["2026-05-05T00:00"] * 2),
        (["2026/11/22 10:00", "2026-11-22T10:00+01:00"], ["2026-11-22T10:00", "2026-11-22T09:00"]),
    ],
)  # fmt: skip
def test_times_of_spreadsheets_are_read_in_the_order_that_the_file_shows(
    written: list[str], read_as: list[str]
) -> None:
    lines = "".join(f"{ANA};{time}\r\n" for time in written)
    found = read_file(
        f"recipient;Changed At\r\n{lines}".encode(),
        datetime(2027, 1, 1, tzinfo=UTC),
        is_csv=True,
        options=FileOptions(TOLL_FREE),
    )

    assert (times(found), found.bad_lines) == (read_as, [])


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (["03/04/2026"], ["ambiguous_date"]),
        (["03.04.2026 10:00"], ["ambiguous_date"]),
        (["03/04/2026", "13/04/2026", "04/13/2026"], ["ambiguous_date"]),
        (["11/22/26"], ["not_a_time"]),
        (["15:36.0"], ["not_a_time"]),
        (["46348.385"], ["not_a_time"]),
        (["31/02/2026"], ["not_a_time"]),
        (["22/22/2026"], ["not_a_time"]),
        (["11/22/2026 13:00 PM"], ["not_a_time"]),
        (["12/31/2026"], ["in_the_future"]),
    ],
)
def test_time_that_is_not_clear_is_reported(written: list[str], codes: list[str]) -> None:
    found = read("recipient;changedAt\r\n" + "".join(f"{ANA};{time}\r\n" for time in written))

    assert [code for _, code, _ in found.bad_lines] == codes
    assert len(found.rows) == len(written) - len(codes)


MOMENTS = st.integers(0, 200_000_000).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@settings(deadline=None)
@given(
    moments=st.lists(MOMENTS, min_size=1, max_size=8),
    pattern=st.sampled_from(["%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y", "%m/%d/%Y %I:%M %p"]),
    saved=st.sampled_from([(";", "cp1252"), (";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")]),
)
def test_export_saved_again_by_a_spreadsheet_is_read_as_it_was_or_reported(
    moments: list[datetime], pattern: str, saved: tuple[str, str]
) -> None:
    separator, encoding = saved
    changes = [
        make_change(
            ConsentState.OPTED_OUT, moment, user_number=user, evidence="Stop, s’il vous plaît"
        )
        for moment, user in zip(moments, people(len(moments)), strict=True)
    ]
    entries = [
        ConsentEntry(TOLL_FREE, one.user_number, {(None, one.precedence): one}) for one in changes
    ]
    rows = list(csv.reader(io.StringIO(entries_as_csv(entries).removeprefix("\ufeff"))))
    column = rows[0].index("changedAt")
    for row, moment in zip(rows[1:], moments, strict=True):
        row[column] = moment.strftime(pattern)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows([*rows, [""] * len(rows[0])])

    found = read(buffer.getvalue(), encoding)

    assert found.separator == separator
    assert {code for _, code, _ in found.bad_lines} <= {"ambiguous_date"}
    read_rows = {row[1]: row for row in found.rows}
    for change, written in zip(changes, rows[1:], strict=True):
        row = read_rows.pop(change.user_number, [])
        if row:
            assert (row[0], row[2], row[5]) == (TOLL_FREE, "opted_out", change.evidence)
            assert datetime.fromisoformat(row[4]).strftime(pattern) == written[column]
            assert datetime.fromisoformat(row[4]) <= change.changed_at
    assert not read_rows
    if any(moment.day > 12 for moment in moments):
        assert found.bad_lines == []


def test_detection_of_encodings_is_loaded_only_for_a_file_that_needs_it() -> None:
    program = (
        "import sys; from datetime import datetime, UTC;"
        "import opt_outs.functions; from opt_outs.import_file import FileOptions, read_file;"
        "read_file(b'recipient\\n+14255550123\\n', datetime.now(UTC), is_csv=True,"
        "  options=FileOptions('77001'));"
        "sys.exit('charset_normalizer' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)

    assert ended.returncode == 0


def test_json_names_no_form() -> None:
    found = read_file(
        f'[{{"recipient": "{PERSON}"}}]'.encode(), NOW, is_csv=False, options=FileOptions(TOLL_FREE)
    )

    assert (found.encoding, found.separator, found.recipient_column) == ("", "", "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_column_that_is_named_is_the_recipient_whatever_the_others_are(separator: str) -> None:
    rows = [["phone", "mobile", " Who to block "], [BEN, BEN, ANA], [BEN, BEN, BEN]]
    text = "\n".join(map(separator.join, rows))
    options = FileOptions(TOLL_FREE, recipient_column="Who to block")

    found = read_file(text.encode(), NOW, is_csv=True, options=options)

    assert recipients(found) == [ANA, BEN]
    assert (found.recipient_column, found.separator) == ("Who to block", separator)
    assert found.ignored_columns == ("phone", "mobile")


@pytest.mark.parametrize("column", ["mobile", "other"])
def test_column_that_is_missing_or_twice_is_refused(column: str) -> None:
    options = FileOptions(TOLL_FREE, recipient_column=column)
    with pytest.raises(FileError, match="recipientColumn"):
        read_file(f"mobile,mobile\n{ANA},{BEN}\n".encode(), NOW, is_csv=True, options=options)


def test_reason_of_the_file_counts_where_a_line_has_none() -> None:
    options = FileOptions(TOLL_FREE, reason="From the old CRM")
    text = f"recipient,reason\n{ANA},Asked by phone\n{BEN},\n"
    found = read_file(text.encode(), NOW, is_csv=True, options=options)
    assert [row[6] for row in found.rows] == ["Asked by phone", "From the old CRM"]
