"""The `sms-dispatch` queue: which chunks are to be taken to the wire, and not before when."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress, parse_send_id
from shared.storage.connection_string import Service

if TYPE_CHECKING:
    from shared.outgoing import Answer
    from shared.storage.account import StorageAccount

DISPATCH_QUEUE = "sms-dispatch"
MAX_DELAY_SECONDS = 6 * 24 * 3600
"""The service hides a message for at most 7 days (604,800 s); longer waits take several hops."""
MAX_DUE_COUNT = 32
"""The service shows no more at once (Storage REST reference, "Peek Messages")."""

_XML = {"Content-Type": "application/xml"}
_TICKET = re.compile(rb"<MessageId>(.+?)</MessageId>.*<PopReceipt>(.+?)</PopReceipt>", re.DOTALL)
_OK = 200
_CREATED = 201
_NO_CONTENT = 204
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
    is_inherited : bool
        Whether a worker may have left it half done: what it stored, it may not have told.
    """

    spans: tuple[Span, ...]
    attempt_count: int = 0
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """By what a message that was put can be changed or removed, once, until somebody takes it."""

    message_id: str
    pop_receipt: str


@dataclass(frozen=True, slots=True)
class QueueLevel:
    """
    How much work lies in the queue.

    Attributes
    ----------
    message_count : int
        About how many messages there are, also those that wait for their time or are in hand.
    due_count : int
        How many somebody could take now; `MAX_DUE_COUNT` stands for more as well.
    """

    message_count: int
    due_count: int


class DispatchQueue:
    """The queue, as its producers see it."""

    def __init__(self, account: StorageAccount) -> None:
        self._account = account

    async def put(self, work: Work, delay_seconds: int = 0) -> Ticket:
        """
        Put work, hidden for `delay_seconds`; it never expires by itself.

        A longer delay than the service allows is cut: whoever gets the work looks at the clock
        and puts it back.

        Raises
        ------
        StorageError
            It is not known to be in the queue.
        """
        text = work_to_text(work)
        return await put_text(self._account, DISPATCH_QUEUE, text, delay_seconds=delay_seconds)

    async def replace(self, ticket: Ticket, work: Work, delay_seconds: int) -> None:
        """
        Put other work into the place of a message; nothing happens if somebody took that.

        Raises
        ------
        StorageError
            It is not known to be replaced.
        """
        path = f"{_path_of(ticket)}&{_hidden_for(delay_seconds)}"
        body = message_body(work_to_text(work))
        _check_changed(await self._account.service(Service.QUEUE).send("PUT", path, _XML, body))

    async def remove(self, ticket: Ticket) -> None:
        """
        Remove a message; nothing happens if somebody took it.

        Raises
        ------
        StorageError
            It is not known to be removed.
        """
        rest = self._account.service(Service.QUEUE)
        _check_changed(await rest.send("DELETE", _path_of(ticket), {}))

    async def level(self) -> QueueLevel:
        """
        Look how much there is; two operations. Nothing is in a queue that was never needed.

        Raises
        ------
        StorageError
            The service could not tell.
        """
        rest = self._account.service(Service.QUEUE)
        whole = await rest.send("GET", f"/{DISPATCH_QUEUE}?comp=metadata", {})
        if whole.status == _NOT_FOUND:
            return QueueLevel(0, 0)
        path = f"/{DISPATCH_QUEUE}/messages?peekonly=true&numofmessages={MAX_DUE_COUNT}"
        due = await rest.send("GET", path, {})
        for answer in (whole, due):
            if answer.status != _OK:
                raise StorageError(f"HTTP {answer.status}")
        message_count = int(whole.headers["x-ms-approximate-messages-count"])
        return QueueLevel(message_count, due.body.count(b"<QueueMessage>"))


async def put_text(
    account: StorageAccount, queue: str, text: str, *, delay_seconds: int = 0
) -> Ticket:
    """
    Put a message into a queue, which is made when it is first missed; it never expires.

    Raises
    ------
    StorageError
        It is not known to be in the queue.
    """
    path = f"/{queue}/messages?{_hidden_for(delay_seconds)}&messagettl=-1"
    rest, body = account.service(Service.QUEUE), message_body(text)
    answer = await rest.send("POST", path, _XML, body)
    if answer.status == _NOT_FOUND:
        await rest.send("PUT", f"/{queue}", {})
        answer = await rest.send("POST", path, _XML, body)
    if answer.status != _CREATED:
        raise StorageError(f"HTTP {answer.status}")
    return _ticket(answer.body)


def _hidden_for(delay_seconds: int) -> str:
    return f"visibilitytimeout={min(max(delay_seconds, 0), MAX_DELAY_SECONDS)}"


def _ticket(body: bytes) -> Ticket:
    """Put Message answers with a receipt since version 2016-05-31 (Storage REST reference)."""
    found = _TICKET.search(body)
    if found is None:
        message = "the message has no receipt"
        raise StorageError(message)
    return Ticket(found[1].decode(), found[2].decode())


def _path_of(ticket: Ticket) -> str:
    receipt = quote(ticket.pop_receipt, safe="")
    return f"/{DISPATCH_QUEUE}/messages/{ticket.message_id}?popreceipt={receipt}"


def _check_changed(answer: Answer) -> None:
    """One that was taken has another receipt, one that was taken and done is gone."""
    taken = answer.status == _NOT_FOUND or b"PopReceiptMismatch" in answer.body
    if answer.status != _NO_CONTENT and not taken:
        raise StorageError(f"HTTP {answer.status}")


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
    counts = {"attempt": work.attempt_count, "inherited": work.is_inherited}
    return json.dumps({"spans": spans, **counts})


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
        # Without the member it was put by a version that told nobody anything.
        return Work(spans, int(members["attempt"]), members.get("inherited") is True)
    except (KeyError, TypeError, RecursionError) as error:
        message = "the text is not work"
        raise ValueError(message) from error


def _span(send_id: str, first: int, last: int) -> Span:
    send = parse_send_id(send_id)
    if send is None:
        message = "the work names no send"
        raise ValueError(message)
    return Span(send, int(first), int(last))
