"""Repeatability ids: the same request again within the window is not sent again."""

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.acs_simulator.messages import Content, Message
from local.acs_simulator.signing import parse_rfc1123

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# The text of a recorded response, blanks included (azure-rest-api-specs, examples of POST /sms).
BAD_FIRST_SENT = (
    "Request sent with Invalid DateTime value for repeatability-first-sent. "
    "Expected is DateTime ,RFC1123 pattern."
)
# No source has texts for the next three.
BAD_REQUEST_ID = "Request sent with Invalid value for repeatability-request-id. Expected is a GUID."
TOO_OLD = "The repeatability-first-sent is older than the tracked time."
OTHER_CONTENT = "The repeatability-request-id was used before with another request."


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why an id is refused: the item's status and text."""

    status: int
    text: str


class RepeatabilityStore:
    """
    Remembers ids for a while.

    Parameters
    ----------
    window_seconds : float
        How long an id is remembered, and how old a first-sent may be.
    """

    def __init__(self, *, window_seconds: float) -> None:
        self._window = timedelta(seconds=window_seconds)
        self._seen: dict[str, Message] = {}
        self._order: deque[tuple[datetime, str]] = deque()

    def validate(self, request_id: object, first_sent: object, now: datetime) -> str | Rejected:
        """Return the id in its one form (lower case), or why it is refused."""
        sent_at = parse_rfc1123(first_sent) if isinstance(first_sent, str) else None
        if sent_at is None:
            return Rejected(400, BAD_FIRST_SENT)
        request_id = request_id.lower() if isinstance(request_id, str) else ""
        if not _GUID.fullmatch(request_id):
            return Rejected(400, BAD_REQUEST_ID)
        if now - sent_at > self._window:
            return Rejected(412, TOO_OLD)
        return request_id

    def earlier(self, request_id: str, to: str, content: Content) -> Message | Rejected | None:
        """Return the message this id stands for, a refusal if that was another one, or None."""
        message = self._seen.get(request_id)
        if message is None:
            return None
        if message.user_number == to and _same(message.content, content):
            return message
        return Rejected(400, OTHER_CONTENT)

    def remember(self, request_id: str, message: Message) -> None:
        """Remember an id from now on."""
        self._seen[request_id] = message
        self._order.append((message.content.created_at, request_id))

    def remove_expired(self, now: datetime) -> None:
        """Remove the ids that are out of the window."""
        while self._order and now - self._order[0][0] > self._window:
            del self._seen[self._order.popleft()[1]]


def _same(first: Content, second: Content) -> bool:
    return (first.own_number, first.body, first.tag, first.report_wanted) == (
        second.own_number,
        second.body,
        second.tag,
        second.report_wanted,
    )
