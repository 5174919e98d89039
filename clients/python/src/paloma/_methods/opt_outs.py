"""Opt-outs, imports of them, and people's consent: the methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import imports, opt_outs
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from paloma.models import (
        BadLine,
        OptOut,
        OptOutCounts,
        OptOutEntry,
        OptOutImport,
        OwnNumberConsent,
        Person,
    )


class OptOutMethods(SyncTransport):
    """The registry of opt-outs, imports into it, and people's consent."""

    def opt_outs(self, sender: str | None = None, *, state: str | None = None) -> Iterator[OptOut]:
        """Yield the registry of an own number (`*`: entries for all numbers), or of all in turn."""
        return self._iterate(opt_outs.list_opt_outs(sender, state))

    def opt_outs_csv(self, sender: str | None = None, *, state: str | None = None) -> Iterator[str]:
        """Yield the registry as CSV that an import reads; each part has the header line."""
        return self._iterate(opt_outs.export_opt_outs(sender, state))

    def get_opt_out(self, sender: str, recipient: str) -> OptOutEntry:
        """Return a person's state with its changes; `NotFound` if there was none."""
        return self._run(opt_outs.get_opt_out(sender, recipient))

    def opt_out(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person out."""
        return self._run(opt_outs.set_opt_out(sender, recipient, "opted_out", reason, category))

    def opt_in(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person in again; not retried if the first attempt may have been received."""
        return self._run(opt_outs.set_opt_out(sender, recipient, "opted_in", reason, category))

    def opt_out_counts(self) -> OptOutCounts:
        """Return how many reviews are open and due, and how many people are opted out."""
        return self._run(opt_outs.opt_out_counts())

    def get_person(self, number: str) -> Person:
        """Return a person's consent for up to 50 own numbers, with its changes."""
        return self._run(opt_outs.get_person(number))

    def consents(self, number: str) -> Iterator[OwnNumberConsent]:
        """Yield a person's consent for all own numbers."""
        return self._iterate(opt_outs.list_consents(number))

    def import_opt_outs(
        self,
        file: bytes | str | Sequence[Mapping[str, str]],
        *,
        sender: str | None = None,
        reason: str | None = None,
        recipient_column: str | None = None,
    ) -> OptOutImport:
        """
        Import opt-outs and opt-ins from CSV, as an export has them, or from rows with its names.

        A file has at most 100,000 rows and 16 MiB.

        The result says how the file was read; `get_import` says how far the import is. Not
        retried if the first attempt may have been received.

        Parameters
        ----------
        sender, reason : str, optional
            Of lines without one.
        recipient_column : str, optional
            The name of the column with the people's numbers, if it is not recognized.
        """
        return self._run(imports.start(file, sender, reason, recipient_column))

    def get_import(self, import_id: str) -> OptOutImport:
        """Return the progress of an import; it ends as `completed` or `failed`."""
        return self._run(imports.get(import_id))

    def bad_lines(self, import_id: str) -> Iterator[BadLine]:
        """Yield the lines of an import that could not be read."""
        return self._iterate(imports.list_bad_lines(import_id))


class AsyncOptOutMethods(AsyncTransport):
    """The registry of opt-outs, imports into it, and people's consent."""

    def opt_outs(
        self, sender: str | None = None, *, state: str | None = None
    ) -> AsyncIterator[OptOut]:
        """Yield the registry of an own number (`*`: entries for all numbers), or of all in turn."""
        return self._iterate(opt_outs.list_opt_outs(sender, state))

    def opt_outs_csv(
        self, sender: str | None = None, *, state: str | None = None
    ) -> AsyncIterator[str]:
        """Yield the registry as CSV that an import reads; each part has the header line."""
        return self._iterate(opt_outs.export_opt_outs(sender, state))

    async def get_opt_out(self, sender: str, recipient: str) -> OptOutEntry:
        """Return a person's state with its changes; `NotFound` if there was none."""
        return await self._run(opt_outs.get_opt_out(sender, recipient))

    async def opt_out(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person out."""
        return await self._run(
            opt_outs.set_opt_out(sender, recipient, "opted_out", reason, category)
        )

    async def opt_in(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person in again; not retried if the first attempt may have been received."""
        return await self._run(
            opt_outs.set_opt_out(sender, recipient, "opted_in", reason, category)
        )

    async def opt_out_counts(self) -> OptOutCounts:
        """Return how many reviews are open and due, and how many people are opted out."""
        return await self._run(opt_outs.opt_out_counts())

    async def get_person(self, number: str) -> Person:
        """Return a person's consent for up to 50 own numbers, with its changes."""
        return await self._run(opt_outs.get_person(number))

    def consents(self, number: str) -> AsyncIterator[OwnNumberConsent]:
        """Yield a person's consent for all own numbers."""
        return self._iterate(opt_outs.list_consents(number))

    async def import_opt_outs(
        self,
        file: bytes | str | Sequence[Mapping[str, str]],
        *,
        sender: str | None = None,
        reason: str | None = None,
        recipient_column: str | None = None,
    ) -> OptOutImport:
        """
        Import opt-outs and opt-ins from CSV, as an export has them, or from rows with its names.

        A file has at most 100,000 rows and 16 MiB.

        The result says how the file was read; `get_import` says how far the import is. Not
        retried if the first attempt may have been received.

        Parameters
        ----------
        sender, reason : str, optional
            Of lines without one.
        recipient_column : str, optional
            The name of the column with the people's numbers, if it is not recognized.
        """
        return await self._run(imports.start(file, sender, reason, recipient_column))

    async def get_import(self, import_id: str) -> OptOutImport:
        """Return the progress of an import; it ends as `completed` or `failed`."""
        return await self._run(imports.get(import_id))

    def bad_lines(self, import_id: str) -> AsyncIterator[BadLine]:
        """Yield the lines of an import that could not be read."""
        return self._iterate(imports.list_bad_lines(import_id))
