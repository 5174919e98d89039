"""
CSV that spreadsheets do not run and that reads back unchanged (RFC 4180).

A cell that begins like a formula is run by spreadsheets (OWASP, "CSV Injection"); an apostrophe in
front makes it text, which also keeps `+14255550123` from becoming a number without its plus. A
spreadsheet that expects another separator, as many locales do, splits a cell at that, and at its
line breaks: so a formula that follows one of them inside a cell gets an apostrophe too. Where one
stands there already, another is added, so that removing one restores the cell. The byte order mark
tells spreadsheets that the file is UTF-8; without it they guess otherwise.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import azure.functions as func

from shared.web.problems import UNCACHED

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = '[ \u00a0"]*[=+\\-@\uff1d\uff0b\uff0d\uff20]'
"""What a formula begins with, after what spreadsheets may drop: spaces and quotation marks."""

_BREAK = "[\r\n\v\f\x1c-\x1e\x85\u2028\u2029;,\t|]"

_DANGEROUS_START = re.compile(f"[\t\r\n']|{_FORMULA}")
_DANGEROUS_WITHIN = re.compile(f"({_BREAK})(?='*{_FORMULA})")
_NEUTRALIZED_WITHIN = re.compile(f"({_BREAK})'(?='*{_FORMULA})")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a file."""
    buffer = io.StringIO(newline="")
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_rows(text: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """
    Read a file: the line each row begins at, from 1, and its cells.

    Raises
    ------
    ValueError
        A quoted cell never ends, or a cell is longer than 128 KiB.
    """
    file = io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")
    reader = csv.reader(file, delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, [_restored(cell) if "'" in cell else cell for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"line {line} is not CSV"
        raise ValueError(message) from error


def _safe(cell: str) -> str:
    within = _DANGEROUS_WITHIN.sub(r"\1'", cell)
    return f"'{within}" if _DANGEROUS_START.match(within) else within


def _restored(cell: str) -> str:
    return _NEUTRALIZED_WITHIN.sub(r"\1", cell.removeprefix("'"))


def csv_response(text: str, name: str, next_url: str | None) -> func.HttpResponse:
    """
    Make a CSV response; where there is more, a `Link` header says where (RFC 8288).

    Parameters
    ----------
    name : str
        Of the file, without `.csv`; letters, digits and hyphens.
    """
    headers = {**UNCACHED, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    if next_url:
        headers["Link"] = f'<{next_url}>; rel="next"'
    return func.HttpResponse(text, mimetype="text/csv", charset="utf-8", headers=headers)
