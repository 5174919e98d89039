"""How long a service asks to wait; what is repeated is tested against a real server."""

from datetime import UTC, datetime

import pytest
from azure.core.utils import CaseInsensitiveDict

from shared.storage.transport import LONGEST_PAUSE_SECONDS, seconds_asked_for

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text", "seconds"),
    [
        ("Retry-After", "2", 2.0),
        ("retry-after", " 0.25 ", 0.25),
        ("Retry-After", "0", 0.0),
        ("Retry-After", "3600", LONGEST_PAUSE_SECONDS),
        ("Retry-After", "Sun, 22 Nov 2026 09:00:03 GMT", 3.0),
        ("Retry-After", "Sun, 22 Nov 2026 08:00:00 GMT", 0.0),
        ("Retry-After", "Mon, 23 Nov 2026 08:00:00 GMT", LONGEST_PAUSE_SECONDS),
        ("retry-after-ms", "150", 0.15),
        ("x-ms-retry-after-ms", "1500", 1.5),
        ("Retry-After", "Sun, 22 Nov 2026 09:00:03 -0000", 3.0),
        ("Retry-After", "9" * 400, LONGEST_PAUSE_SECONDS),
        ("Retry-After", "Fri, 31 Dec 9999 23:59:59 -0100", LONGEST_PAUSE_SECONDS),
        ("Retry-After", "soon", None),
        ("Retry-After", "nan", None),
        ("Retry-After", "-1", None),
        ("Retry-After", "", None),
        ("Other", "1", None),
    ],
)
def test_pause_is_as_long_as_the_service_asks_within_bounds(
    name: str, text: str, seconds: float | None
) -> None:
    assert seconds_asked_for(CaseInsensitiveDict({name: text}), NOW) == seconds


def test_milliseconds_go_before_seconds() -> None:
    headers = CaseInsensitiveDict({"Retry-After": "1", "retry-after-ms": "20"})
    assert seconds_asked_for(headers, NOW) == 0.02
