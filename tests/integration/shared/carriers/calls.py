"""Calls to send."""

from datetime import datetime
from typing import Any

from shared.carriers.sending import SendCall
from tests.support.world import TOLL_FREE

FIRST, SECOND = "+14255550123", "+14255550124"


def call(now: datetime, *recipients: str, **changes: Any) -> SendCall:
    to = recipients or (FIRST, SECOND)
    # Only that it differs from message to message matters here.
    message_ids = tuple(f"{now.timestamp()}{recipient}" for recipient in to)
    members: dict[str, Any] = {
        "sender": TOLL_FREE,
        "body": "Grüße",
        "recipients": to,
        "message_ids": message_ids,
        "positions": tuple(range(len(to))),
        "tag": message_ids[0],
        "first_sent_at": now,
        "delivery_report": True,
    }
    return SendCall(**{**members, **changes})
