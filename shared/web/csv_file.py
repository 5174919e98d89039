"""
CSV that spreadsheets do not run and that reads back unchanged (RFC 4180).

A cell that begins like a formula is run by spreadsheets (OWASP, "CSV Injection"); an apostrophe in
front makes it text, which also keeps `+14255550123` from becoming a number without its plus. A
cell that begins with an apostrophe gets another, so that removing one restores the cell. The
byte order mark tells spreadsheets that the file is UTF-8; without it they guess otherwise.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BYTE_ORDER_MARK = "\ufeff"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")  # noqa: RUF001


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
                yield line, [cell.removeprefix("'") for cell in row]
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"line {line} is not CSV"
        raise ValueError(message) from error


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
