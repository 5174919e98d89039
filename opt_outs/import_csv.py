"""
Read CSV as people have it: whatever its encoding and separator, and the name of its main column.

Nothing is guessed in silence: `CsvTable` says what was found, and the response to an import names
it. The names of the header decide the separator, because they are known; a statistical guess
would take the commas of a sentence for it.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opt_outs.export import ENTRY_COLUMNS
from shared.web.csv_file import csv_rows

_RECIPIENT = "recipient"
_RECIPIENT_NAMES = frozenset({
    "to", "tonumber", "number", "numero", "numer", "phoneno", "subscriber", "subscribernumber",
    "contactnumber", "smsnumber", "destination", "destinationnumber", "destinatario",
    "destinataire", "empfanger", "empfaenger",
})  # fmt: skip
_PHONE_WORDS = frozenset({
    "recipient", "recipients", "phone", "phones", "phonenumber", "mobile", "mobiles",
    "mobilenumber", "mobilephone", "cell", "cellphone", "cellnumber", "msisdn", "e164", "tel",
    "telephone", "telephones", "telephonenumber", "telefon", "telefonnummer", "handy",
    "handynummer", "rufnummer", "mobil", "mobilnummer", "mobiltelefon", "mobilfunknummer",
    "telefono", "telefonos", "movil", "moviles", "celular", "celulares", "portable",
    "numerodetelefono", "numerodetelephone", "telefone", "telefones", "telemovel", "cellulare",
    "telefoonnummer", "telefoon", "mobiel", "telefonu", "телефон", "телефона", "電話番号",
    "手机", "手机号", "手机号码", "전화번호",
})  # fmt: skip
_WORDS_BESIDE = frozenset({
    "number", "numbers", "no", "nr", "num", "n", "numero", "nummer", "numer", "номер", "de", "di",
    "do", "del", "of", "customer", "contact", "user", "subscriber", "primary", "main", "sms",
    "required", "value", "1",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")

_SEPARATORS = (",", ";", "\t", "|")
# As Excel writes it; a spreadsheet that saves the file again fills the line up.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[ ,;\t|]*(?:\r\n|\r|\n)', re.IGNORECASE)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EIGHT_BIT = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp932", "gb18030")
_OF_TWO_BYTES = ("cp932", "gb18030")  # a word of theirs may be UTF-8 by chance
_USUAL = "cp1252"  # what Excel writes in most countries of the Americas and Western Europe
_SAMPLE_BYTES = 65_536
_LISTED_COLUMNS, _LISTED_CHARACTERS = 20, 64


class FileError(Exception):
    """The file as a whole cannot be used; the text gives the reason and nothing of its content."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """
    A file of CSV.

    Attributes
    ----------
    recipient_column : str
        The name of the column that is read as the recipient, as it stands in the file.
    ignored_columns : tuple of str
        The first names of columns that are not read.
    lines : iterator of (int, mapping)
        Line, from 1, and cells by the names of `ENTRY_COLUMNS`; no cells where a line has more
        cells than there are columns. Raises `FileError` at a line that is not CSV.
    """

    encoding: str
    separator: str
    recipient_column: str
    ignored_columns: tuple[str, ...]
    lines: Iterator[tuple[int, Mapping[str, str]]]


def read_csv(body: bytes, recipient_column: str = "") -> CsvTable:
    """
    Read encoding, separator and header; the lines are read as they are asked for.

    Parameters
    ----------
    recipient_column : str
        The name of the recipient's column; empty: found by its name.

    Raises
    ------
    FileError
        The encoding is unknown, or no column or several may be the recipient's.
    """
    encoding, text = _decode(body)
    first_line = _SEPARATOR_LINE.match(text)
    start = first_line.end() if first_line else 0
    separator = first_line[1] if first_line else _separator(text, recipient_column)
    rows = _rows(text[start:], separator, first_line=2 if start else 1)
    _, names = next(rows, (1, []))
    columns = _columns(names, recipient_column)
    return CsvTable(
        encoding=encoding,
        separator=separator,
        recipient_column=_shown(names[columns.index(_RECIPIENT)]),
        ignored_columns=_ignored(names, columns),
        lines=((line, _cells(columns, cells)) for line, cells in rows),
    )


def _decode(body: bytes) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    encoding = marked or _encoding_without_mark(body)
    try:
        text = body.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        message = "The encoding of the file is not known. Save it as UTF-8."
        raise FileError(message)
    return encoding, text


def _encoding_without_mark(body: bytes) -> str:
    # Half of the bytes of UTF-16 are 0 where the text is in English.
    if b"\0" in body:
        return "utf-16-le" if body[1::2].count(0) > body[::2].count(0) else "utf-16-be"
    try:
        body.decode()
    except UnicodeDecodeError:
        return _eight_bit_encoding(body)
    return "utf-8"


def _eight_bit_encoding(body: bytes) -> str:
    """Tell which encoding makes words of the lines that are not ASCII; the usual one in doubt."""
    from charset_normalizer import from_bytes

    lines = [line for line in body.splitlines(keepends=True) if not line.isascii()]
    sample = b""
    for line in lines:
        if len(sample) < _SAMPLE_BYTES:
            sample += line
    found = from_bytes(sample, cp_isolation=list(_EIGHT_BIT))
    best = found.best()
    is_usual = best is None or any(
        _USUAL in one.could_be_from_charset and one.chaos <= best.chaos for one in found
    )
    encoding = _USUAL if best is None or is_usual else best.encoding
    if encoding not in _OF_TWO_BYTES and any(map(_is_utf8, lines)):
        message = "Some lines of the file are UTF-8 and others are not. Save all of it as UTF-8."
        raise FileError(message)
    return encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str, recipient_column: str) -> str:
    """Give the separator with which the header has most known names."""
    counts = {one: _count_known_names(text, one, recipient_column) for one in _SEPARATORS}
    return max(_SEPARATORS, key=lambda one: counts[one])


def _count_known_names(text: str, separator: str, recipient_column: str) -> int:
    try:
        _, names = next(_rows(text, separator), (1, []))
    except FileError:
        return 0
    given = filter(None, map(_shown, names))
    return sum(name == recipient_column or _column(name) is not None for name in given)


def _rows(text: str, separator: str, first_line: int = 1) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the rows that are not empty: spreadsheets write rows of separators only."""
    try:
        for line, cells in csv_rows(text, separator):
            if any(map(str.strip, cells)):
                yield line + first_line - 1, cells
    except ValueError as error:
        message = f"The file is not CSV: {error}."
        raise FileError(message) from None


def _columns(names: Sequence[str], recipient_column: str) -> list[str | None]:
    """Tell which of `ENTRY_COLUMNS` each column is; None for one that is not read."""
    columns = [_column(name) for name in names]
    recipient = _recipient_among(names, columns, recipient_column)
    columns = [None if column == _RECIPIENT else column for column in columns]
    columns[recipient] = _RECIPIENT
    known = [column for column in columns if column]
    if len(set(known)) != len(known):
        message = f"Columns are {', '.join(ENTRY_COLUMNS)}, each at most once."
        raise FileError(message)
    return columns


def _recipient_among(
    names: Sequence[str], columns: Sequence[str | None], recipient_column: str
) -> int:
    """Find the column of the recipient: the one that is named, or the only one that may be."""
    if recipient_column:
        chosen = [n for n, name in enumerate(names) if _shown(name) == recipient_column]
        if len(chosen) != 1:
            message = "recipientColumn must be the name of one column."
            raise FileError(message)
        return chosen[0]
    candidates = [n for n, column in enumerate(columns) if column == _RECIPIENT]
    exact = [n for n in candidates if _key(names[n]) == _RECIPIENT]
    chosen = exact or candidates
    if len(chosen) != 1:
        raise FileError(_on_recipients([_shown(names[n]) for n in chosen]))
    return chosen[0]


def _on_recipients(names: Sequence[str]) -> str:
    if not names:
        return (
            "The first line must name the columns, one of them recipient. If it is called "
            "otherwise, say so in recipientColumn."
        )
    return (
        f"Several columns may be the recipient: {', '.join(names)}. Name one of them recipient, or "
        "say which in recipientColumn."
    )


def _column(name: str) -> str | None:
    key = _key(name)
    words = set(_WORD.findall(_folded(name)))
    if key in _RECIPIENT_NAMES or key in _PHONE_WORDS:
        return _RECIPIENT
    if words & _PHONE_WORDS and words <= _PHONE_WORDS | _WORDS_BESIDE:
        return _RECIPIENT
    return next((column for column in ENTRY_COLUMNS if column.casefold() == key), None)


def _key(name: str) -> str:
    """Bring a name into the form in which names are compared: letters and digits, no accents."""
    return "".join(filter(str.isalnum, _folded(name)))


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", _shown(name)).casefold()
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not _is_accent(c)))


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def _shown(name: str) -> str:
    """Give a name without what is invisible, such as the byte order mark of a pasted file."""
    return "".join(c for c in name if unicodedata.category(c) != "Cf").strip()


def _ignored(names: Sequence[str], columns: Sequence[str | None]) -> tuple[str, ...]:
    given = (_shown(name) for name, column in zip(names, columns, strict=True) if column is None)
    return tuple(name[:_LISTED_CHARACTERS] for name in given if name)[:_LISTED_COLUMNS]


def _cells(columns: Sequence[str | None], cells: Sequence[str]) -> Mapping[str, str]:
    if any(map(str.strip, cells[len(columns) :])):
        return {}
    return {column: cell for column, cell in zip(columns, cells, strict=False) if column}
