"""Which form of a list a caller prefers, by its `Accept`."""

import azure.functions as func
import pytest

from shared.web.requests import wants_csv


@pytest.mark.parametrize(
    ("accepted", "is_csv"),
    [
        (None, False),
        ("", False),
        ("*/*", False),
        ("text/csv", True),
        ("Text/CSV; charset=utf-8", True),
        ("text/csv, */*", True),
        ("text/csv,application/json", True),
        ("application/json, text/csv", False),
        ("application/json;q=0.1, text/csv;q=0.9", True),
        ("text/html, text/csv;q=0.9, */*;q=0.8", True),
        ("text/csv;q=0.5, application/json", False),
        ("text/csv;q=0", False),
        ("text/csv;q=much", False),
        (";;,q=1,", False),
    ],
)
def test_file_is_made_for_who_prefers_it_to_json(accepted: str | None, *, is_csv: bool) -> None:
    headers = {} if accepted is None else {"Accept": accepted}
    request = func.HttpRequest("GET", "/api/opt-outs", headers=headers, body=b"")

    assert wants_csv(request) is is_csv
