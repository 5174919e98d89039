"""Times in files of opt-outs, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opt_outs.domain.consent import ConsentState
from opt_outs.domain.entry import ConsentEntry
from opt_outs.export import entries_as_csv
from opt_outs.import_file import FileOptions, ReadFile, read_file
from tests.support.samples import make_change, people
from tests.support.world import TOLL_FREE
from tests.unit.opt_outs.test_import_csv import ANA, read


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
        (["22/11/2026 9:15 a. m.", "22/11/2026 9:15:30 p.\u00a0m."],
         ["2026-11-22T09:15", "2026-11-22T21:15:30.000000Z"]),
        (["22.11.2026", "1.2.2026", "11/23/2026", "1/2/2026"],
         ["2026-11-22T00:00", "2026-02-01T00:00", "2026-11-23T00:00", "2026-01-02T00:00"]),
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
        (["22.11.2026", "03/04/2026"], ["ambiguous_date"]),
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
            ConsentState.OPTED_OUT,
            moment,
            user_number=user,
            evidence="Stop, s’il vous plaît",  # noqa: RUF001
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
