"""Export the messages of a send as CSV."""

from collections.abc import Iterable

from send_sms.found_messages import FoundMessage
from shared.domain.times import optional_time
from shared.web.csv_file import csv_text

MAX_EXPORT_ROWS = 10_000
"""Messages of one file: all that a send can have."""

MESSAGE_COLUMNS = (
    "messageId",
    "to",
    "status",
    "errorCode",
    "error",
    "waitingFor",
    "reference",
    "acceptedAt",
    "sentAt",
    "reportedAt",
)


def messages_as_csv(messages: Iterable[FoundMessage]) -> str:
    """Write messages as a file, without their texts."""
    return csv_text(MESSAGE_COLUMNS, map(_csv_row, messages))


def _csv_row(message: FoundMessage) -> list[str]:
    code, words = message.failure or ("", "")
    return [
        message.message_id,
        message.batch.recipients[message.position],
        message.status,
        code,
        words,
        message.waiting_for or "",
        message.reference,
        *map(optional_time, (message.accepted_at, message.sent_at, message.reported_at)),
    ]
