"""The calls of imports of opt-outs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from paloma import models
from paloma._calls import Call, Repeat
from paloma._requests import present, segment
from paloma._responses import Page, list_call, reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CSV, JSON = "text/csv", "application/json"


def start(
    file: bytes | str | Sequence[Mapping[str, str]],
    sender: str | None,
    reason: str | None,
    recipient_column: str | None,
) -> Call[models.OptOutImport]:
    """
    Make the call that imports CSV or rows.

    It is not repeated if it may have been done: a line without a time counts from the import, so a
    second one could override a STOP that arrived in between.
    """
    content, content_type = _content(file)
    given = {"sender": sender, "reason": reason, "recipientColumn": recipient_column}
    return Call(
        "POST",
        "opt-out-imports",
        reader(models.OptOutImport),
        params=present(given),
        headers={"Content-Type": content_type},
        content=content,
        repeat=Repeat.UNLESS_RECEIVED,
    )


def _content(file: bytes | str | Sequence[Mapping[str, str]]) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, CSV
    if isinstance(file, str):
        return file.encode(), f"{CSV}; charset=utf-8"
    return json.dumps([dict(row) for row in file]).encode(), JSON


def get(import_id: str) -> Call[models.OptOutImport]:
    """Make the call that reads how far an import is."""
    return Call("GET", _path(import_id), reader(models.OptOutImport))


def list_bad_lines(import_id: str) -> Call[Page[models.BadLine]]:
    """Make the call that lists the lines that could not be read."""
    return list_call(_path(import_id), "badLines", models.BadLine, {})


def _path(import_id: str) -> str:
    return f"opt-out-imports/{segment(import_id)}"
