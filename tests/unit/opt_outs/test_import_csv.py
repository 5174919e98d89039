"""Files of opt-outs as people have them: all of it is read or reported."""

# ruff: noqa: RUF001 - characters that look alike are what some of these tests are about

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from opt_outs.import_csv import FileError
from opt_outs.import_file import FileOptions, ReadFile, read_file
from tests.support.samples import people
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


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "mac_roman"])
def test_file_of_two_encodings_is_refused(encoding: str) -> None:
    rows = [f"{ANA};größer", f"{BEN};für später"]
    body = b"recipient;reason\n" + rows[0].encode() + b"\n" + rows[1].encode(encoding)

    with pytest.raises(FileError, match="UTF-8"):
        read_file(body, NOW, is_csv=True, options=FileOptions(TOLL_FREE))


@pytest.mark.parametrize(
    "name",
    ["recipient", "Recipient", "RECIPIENT ", " Phone", "Phone Number", "phone_number", "Mobile",
     "MOBILE NO.", "number", "To", "Teléfono", "Numéro de téléphone", "Handynummer", "'phone",
     "Mobile Phone Number", "Recipient Phone", "Customer phone", "phone (mobile)", "E.164",
     "Handy-Nr.", "Mobilnummer", "N° de téléphone", "Número de celular", "Teléfono móvil",
     "Telefone celular", "Numero di telefono", "Номер телефона", "Empfänger", "Phone 1 - Value"],
)  # fmt: skip
def test_column_of_numbers_has_any_of_its_usual_names_and_is_named(name: str) -> None:
    found = read(f"Name;{name};;Reason \r\nAna;{ANA};;Asked\r\nBen;{BEN};;;;\r\n;;;\r\n")

    assert recipients(found) == [ANA, BEN]
    assert found.recipient_column == name.strip().removeprefix("'")
    assert found.ignored_columns == ("Name",)
    assert [row[6] for row in found.rows] == ["Asked", ""]
    assert found.bad_lines == []


@pytest.mark.parametrize(
    "name", ["Customer number", "Number of messages", "Phone type", "Recipient name", "Mobile app"]
)
def test_column_of_something_else_is_no_column_of_numbers(name: str) -> None:
    with pytest.raises(FileError, match="recipientColumn"):
        read(f"{name};Reason\r\n{ANA};Asked\r\n")


def test_marks_that_are_invisible_in_a_header_are_left_out() -> None:
    found = read(f"\u200enote\u200e,\ufeffrecipient\r\nx,{ANA}\r\n")

    assert (recipients(found), found.recipient_column) == ([ANA], "recipient")
    assert found.ignored_columns == ("note",)


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


@pytest.mark.parametrize(
    "line", ["sep=;\r\n", "SEP=; \r\n", "sep=;;;\r\n", '"sep=;"\r\n', "sep=;\r"]
)
def test_line_that_names_the_separator_is_read(line: str) -> None:
    found = read(f"{line}recipient;reason\r\n{ANA};a, b\r\nx;\r\n")

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
        ("13912345678", "country_code_missing"),
        ("15112345678", "country_code_missing"),
        ("15901234567", "country_code_missing"),
        ("11912345678", "country_code_missing"),
        ("+4917012345678 79", "separator_not_allowed"),
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


@pytest.mark.parametrize("cell", [f'="{ANA}"', f'"=""{ANA}"""', f"'{ANA}", f'"{ANA}"', f" {ANA} "])
def test_number_is_read_as_other_programs_protect_it(cell: str) -> None:
    found = read(f"recipient,reason\r\n{cell},x\r\n")

    assert (recipients(found), found.bad_lines) == ([ANA], [])


def test_detection_of_encodings_is_loaded_only_for_a_file_that_needs_it() -> None:
    program = (
        "import sys; from datetime import datetime, UTC;"
        "import opt_outs.import_functions; from opt_outs.import_file import FileOptions, read_file;"
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
