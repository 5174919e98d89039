"""Exports and erasures of people: the methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import people
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from paloma.models import ErasureReceipt, ExportedRecord


class PeopleMethods(SyncTransport):
    """Exports and erasures of people."""

    def export_person(self, number: str) -> Iterator[ExportedRecord]:
        """Yield everything that is kept of a person, table by table."""
        return self._iterate(people.export_person(number))

    def erase_person(self, number: str, *, reason: str, actor: str | None = None) -> ErasureReceipt:
        """Start to erase a person; while that runs, a repeat returns the same erasure."""
        return self._run(people.erase_person(number, reason, actor))

    def get_erasure(self, erasure_id: str) -> ErasureReceipt:
        """Return the receipt of an erasure: what was erased where."""
        return self._run(people.get_erasure(erasure_id))


class AsyncPeopleMethods(AsyncTransport):
    """Exports and erasures of people."""

    def export_person(self, number: str) -> AsyncIterator[ExportedRecord]:
        """Yield everything that is kept of a person, table by table."""
        return self._iterate(people.export_person(number))

    async def erase_person(
        self, number: str, *, reason: str, actor: str | None = None
    ) -> ErasureReceipt:
        """Start to erase a person; while that runs, a repeat returns the same erasure."""
        return await self._run(people.erase_person(number, reason, actor))

    async def get_erasure(self, erasure_id: str) -> ErasureReceipt:
        """Return the receipt of an erasure: what was erased where."""
        return await self._run(people.get_erasure(erasure_id))
