"""
Bundles: pieces of work of one own number that wait in one message, each until its own time.

The host scales by the number of messages. So thousands of single messages that become due together,
or that a slow sender holds back, are no more than a few.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any, Protocol

from send_sms.storage.dispatch_queue import Work, queued_send, work_from_text
from shared.domain.identifiers import BatchAddress
from shared.storage.queue import QueueReceipt

MAX_PIECES = 1_000
"""A message takes 48 KiB (Storage REST reference, "Put Message", less a quarter for base64)."""

_KEY_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work, and when it is due."""

    work: Work
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pieces of work of one own number; at most `MAX_PIECES`, and at least one."""

    pieces: tuple[Piece, ...]

    @property
    def due_at(self) -> datetime:
        """When the first piece is due."""
        return min(piece.due_at for piece in self.pieces)

    def to_text(self, due_at: datetime | None = None) -> str:
        """Write it as JSON; about the names see `work_to_text`. It says itself when it is due."""
        del due_at
        sender = str(self.pieces[0].work.batch.send)[_KEY_LENGTH:]
        due = ceil(self.due_at.timestamp())
        pieces = [_piece_to_text(piece, due) for piece in self.pieces]
        return json.dumps({"sender": sender, "due": due, "pieces": pieces})

    def as_recovery(self) -> "Bundle":
        """Give the same, for a worker that takes over from one that may have died."""
        return Bundle(tuple(Piece(_as_recovery(one.work), one.due_at) for one in self.pieces))


class BundleQueue(Protocol):
    """The queues of dispatching, for bundles."""

    async def put_bundle(self, bundle: Bundle, delay_seconds: int) -> QueueReceipt:
        """Put a bundle; see `DispatchQueue.put`."""

    async def replace_bundle(
        self, receipt: QueueReceipt, bundle: Bundle, delay_seconds: int
    ) -> None:
        """Put a bundle into the place of a message; see `DispatchQueue.replace`."""

    async def remove(self, receipt: QueueReceipt) -> None:
        """Remove a message; see `DispatchQueue.remove`."""


def bundle_of(pieces: Iterable[Piece]) -> Bundle:
    """Bundle pieces; a batch that comes twice is one piece, due at the earlier time."""
    by_batch: dict[BatchAddress, Piece] = {}
    for piece in pieces:
        known = by_batch.setdefault(piece.work.batch, piece)
        if known is not piece:
            work = _as_recovery(known.work) if piece.work.is_recovery else known.work
            by_batch[piece.work.batch] = Piece(work, min(known.due_at, piece.due_at))
    return Bundle(tuple(sorted(by_batch.values(), key=lambda piece: piece.due_at)))


def _as_recovery(work: Work) -> Work:
    return work if work.is_recovery else replace(work, is_recovery=True)


def _piece_to_text(piece: Piece, due: int) -> str:
    work, after = piece.work, ceil(piece.due_at.timestamp()) - due
    numbers = work.batch.row, work.attempt_count, int(work.is_recovery), after
    return " ".join([work.batch.send.key, *map(str, numbers)])


def message_from_text(text: str) -> Work | Bundle:
    """
    Read the text of a queue message.

    Raises
    ------
    ValueError
        If it is neither work nor a bundle.
    """
    members = json.loads(text)
    if not isinstance(members, dict) or "pieces" not in members:
        return work_from_text(text)
    try:
        pieces = tuple(_piece_from_text(one, members) for one in members["pieces"])
        return Bundle(pieces) if pieces else work_from_text(text)
    except (KeyError, TypeError, AttributeError, OverflowError, OSError) as error:
        message = "the text is no bundle"
        raise ValueError(message) from error


def _piece_from_text(text: str, members: Mapping[str, Any]) -> Piece:
    key, row, attempt_count, is_recovery, after = text.split(" ")
    due_at = datetime.fromtimestamp(members["due"], UTC) + timedelta(seconds=int(after))
    batch = BatchAddress(queued_send(key + members["sender"]), int(row))
    return Piece(Work(batch, int(attempt_count), is_recovery == "1"), due_at)
