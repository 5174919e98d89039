"""The `sms-dispatch` queue: which chunks are to be taken to the wire, and not before when."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress, parse_send_id
from shared.storage.connection_string import Service

if TYPE_CHECKING:
    from shared.storage.account import StorageAccount

DISPATCH_QUEUE = "sms-dispatch"
MAX_DELAY_SECONDS = 6 * 24 * 3600
"""The service hides a message for at most 7 days (604,800 s); longer waits take several hops."""

_XML = {"Content-Type": "application/xml"}
_CREATED = 201
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Span:
    """Chunks `first` to `last` of a send."""

    send: SendAddress
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Work:
    """
    What one queue message asks for.

    Attributes
    ----------
    spans : tuple of Span
        One, or several that were committed together: all of one own number and day.
    attempt_count : int
        How often this work was put back because its rows were not committed yet.
    """

    spans: tuple[Span, ...]
    attempt_count: int = 0


class DispatchQueue:
    """The queue, as its producers see it."""

    def __init__(self, account: StorageAccount) -> None:
        self._account = account

    async def put(self, work: Work, delay_seconds: int = 0) -> None:
        """
        Put work, hidden for `delay_seconds`; it never expires by itself.

        A longer delay than the service allows is cut: whoever gets the work looks at the clock
        and puts it back.

        Raises
        ------
        StorageError
            It is not known to be in the queue.
        """
        delay = min(max(delay_seconds, 0), MAX_DELAY_SECONDS)
        path = f"/{DISPATCH_QUEUE}/messages?visibilitytimeout={delay}&messagettl=-1"
        body = message_body(work_to_text(work))
        rest = self._account.service(Service.QUEUE)
        status = (await rest.send("POST", path, _XML, body)).status
        if status == _NOT_FOUND:
            await rest.send("PUT", f"/{DISPATCH_QUEUE}", {})
            status = (await rest.send("POST", path, _XML, body)).status
        if status != _CREATED:
            raise StorageError(f"HTTP {status}")


def message_body(text: str) -> bytes:
    """
    Write a message as the Functions trigger reads it.

    The trigger expects base64 and moves anything else to the poison queue without running
    (`host.json`, `messageEncoding`).
    """
    encoded = base64.b64encode(text.encode()).decode()
    return f"<QueueMessage><MessageText>{encoded}</MessageText></QueueMessage>".encode()


def work_to_text(work: Work) -> str:
    """
    Write work as JSON.

    No member may be called `id`, `dequeueCount` or the like: the host mixes those up with the
    message's own (azure-webjobs-sdk-extensions issue 882).
    """
    spans = [[str(span.send), span.first, span.last] for span in work.spans]
    return json.dumps({"spans": spans, "attempt": work.attempt_count})


def work_from_text(text: str) -> Work:
    """
    Read work.

    Raises
    ------
    ValueError
        If the text is not work that `work_to_text` wrote.
    """
    try:
        members = json.loads(text)
        spans = tuple(_span(*span) for span in members["spans"])
        return Work(spans, int(members["attempt"]))
    except (KeyError, TypeError, RecursionError) as error:
        message = "the text is not work"
        raise ValueError(message) from error


def _span(send_id: str, first: int, last: int) -> Span:
    send = parse_send_id(send_id)
    if send is None:
        message = "the work names no send"
        raise ValueError(message)
    return Span(send, int(first), int(last))
