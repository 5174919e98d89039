"""The calls that export and erase people."""

from __future__ import annotations

from paloma import models
from paloma._calls import Call, json_content
from paloma._requests import number_headers, present, segment
from paloma._responses import Page, list_call, reader


def export_person(number: str) -> Call[Page[models.ExportedRecord]]:
    """Make the call that reads what is kept of a person."""
    headers = number_headers(number=number)
    return list_call("people/-/export", "records", models.ExportedRecord, {}, headers)


def erase_person(number: str, reason: str, actor: str | None) -> Call[models.ErasureReceipt]:
    """Make the call that erases a person; a repeat returns the erasure in progress."""
    return Call(
        "DELETE",
        "people/-",
        reader(models.ErasureReceipt),
        headers=number_headers(number=number),
        content=json_content(present({"reason": reason, "actor": actor})),
    )


def get_erasure(erasure_id: str) -> Call[models.ErasureReceipt]:
    """Make the call that reads the receipt of an erasure."""
    return Call("GET", f"erasures/{segment(erasure_id)}", reader(models.ErasureReceipt))
