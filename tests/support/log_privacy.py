"""What no log may show: phone numbers, texts of messages, keys."""

import json
import logging
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from local.dev.azurite import ACCOUNT_KEY
from tests.support.local_programs import ACCESS_KEY
from tests.support.samples import TEXT

KEYS = (ACCESS_KEY, ACCOUNT_KEY)

_BUILT_IN = {*logging.makeLogRecord({}).__dict__, "message", "asctime"}

# Any number that stands for itself, and the fiction numbers of the tests wherever they stand.
_PHONE_NUMBER = re.compile(r"(?<![\w.-])\+?[0-9]{10,15}(?![\w-])|[2-9][0-9]{2}55501[0-9]{2}")


class LogCapture(logging.Handler):
    """Keeps everything a log line would show, its extra fields too."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        extra = [str(value) for name, value in record.__dict__.items() if name not in _BUILT_IN]
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(" ".join([record.getMessage(), *extra, trace]))


def logged_events(lines: Iterable[str], event: str) -> list[dict[str, Any]]:
    """Read the fields of each structured line of one event."""
    found = [json.loads(line) for line in lines if line.startswith(f'{{"event": "{event}"')]
    return [{name: value for name, value in line.items() if name != "event"} for line in found]


def assert_no_personal_data(lines: Iterable[str], texts: Iterable[str] = (TEXT,)) -> None:
    """Check that no line shows a phone number, one of the texts or a key."""
    secrets = (*texts, *KEYS)
    for line in lines:
        plain = unquote(line)
        assert not _PHONE_NUMBER.search(plain), f"a log shows a phone number: {line}"
        shown = [secret for secret in secrets if secret in plain]
        assert not shown, f"a log shows {shown}: {line}"
