"""
The callers' references of messages that delivery reports are about.

Reports are stored without reading. Only their events need the references, which never change: a
process reads those of a batch once and remembers them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from send_sms.storage.batch_layout import partition_of, references_from_row, row_key
from send_sms.storage.batch_rows import PEOPLE, recipients_of
from shared.domain.identifiers import BatchAddress, BlockAddress, MessageAddress
from shared.storage.table import Row, Table

_MAX_KNOWN = 128
"""Batches; one of a thousand references of a hundred characters takes about 200 KB."""

_SELECTED = ("is_round", "recipients", PEOPLE, *(f"references{piece}" for piece in range(6)))

Addressed = tuple[MessageAddress | BlockAddress, str]
"""A message, or a block and the recipient that says which of its messages."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The references of a batch; no recipients: it has none."""

    is_round: bool = False
    recipients: tuple[str, ...] = ()
    send_references: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class References:
    """Finds references; one for the life of the process."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[BatchAddress, _Known] = {}

    async def of(self, messages: Sequence[Addressed]) -> list[str]:
        """
        Give the reference of each message, or nothing; one operation for each unknown batch.

        Raises
        ------
        StorageError
            They are not known.
        """
        wanted = {address.batch for address, _ in messages} - self._known.keys()
        known = {**self._known, **dict(await asyncio.gather(*map(self._read, wanted)))}
        self._known = dict(list(known.items())[-_MAX_KNOWN:])
        return [_reference(known[address.batch], address, person) for address, person in messages]

    async def _read(self, batch: BatchAddress) -> tuple[BatchAddress, _Known]:
        row = await self._table.get(partition_of(batch.send), row_key(batch), select=_SELECTED)
        return batch, _known(row) if row else _Known()


def _known(row: Row) -> _Known:
    send_references, references = references_from_row(row)
    if not send_references and not references:
        return _Known()
    return _Known(row["is_round"], recipients_of(row), send_references, references)


def _reference(known: _Known, address: MessageAddress | BlockAddress, person: str) -> str:
    if not known.recipients:
        return ""
    position = _position(known, address, person)
    if position >= len(known.recipients):
        return ""  # the tag names no message of the batch
    own = known.references[position] if known.references else ""
    if own or not known.send_references:
        return own
    return known.send_references[position if known.is_round else 0]


def _position(known: _Known, address: MessageAddress | BlockAddress, person: str) -> int:
    if isinstance(address, MessageAddress):
        return address.position
    if known.is_round:
        return address.send.place - 1
    found = person in known.recipients
    return known.recipients.index(person) if found else len(known.recipients)
