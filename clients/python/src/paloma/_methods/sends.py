"""Sends and their messages: the methods of both clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import sends
from paloma._transports import AsyncTransport, SyncTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import date
    from typing import Unpack

    from paloma._operations.sends import SendFilters, SendOptions, To
    from paloma.models import (
        Caps,
        FoundMessage,
        Message,
        MessageSummary,
        Preview,
        Send,
        SendStatus,
    )


class SendMethods(SyncTransport):
    """Sends and their messages."""

    def send(
        self,
        from_: str,
        to: To,
        message: str,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[SendOptions],
    ) -> Send:
        """
        Send a message to one or up to 10,000 recipients; returns when it is accepted.

        Parameters
        ----------
        idempotency_key : str, optional
            The same key, within 24 hours, with the same arguments: the message is sent once.
            Without one, a new key covers the retries of this call; an exception carries it.

        Raises
        ------
        PalomaError
            After `NoResponse` and `Unavailable` the message may have been accepted: repeat the
            call with the exception's `idempotency_key`.
        """
        return self._run(sends.send(from_, to, message, options, idempotency_key))

    def preview(self, from_: str, to: To, message: str, **options: Unpack[SendOptions]) -> Preview:
        """Return what a send would do: segments, cost, opt-outs, advice. Sends nothing."""
        return self._run(sends.preview(from_, to, message, options))

    def caps(self) -> Caps:
        """Read the caps, and what is used of each in the present day and month."""
        return self._run(sends.caps())

    def get_send(self, send_id: str) -> SendStatus:
        """Return how a send is doing."""
        return self._run(sends.get_send(send_id))

    def sends(
        self, sender: str | None = None, day: date | None = None, **filters: Unpack[SendFilters]
    ) -> Iterator[SendStatus]:
        """Yield sends, newest first: of an own number and a UTC day, if these are given."""
        return self._iterate(sends.list_sends(sender, day, filters))

    def messages(
        self, send_id: str, *, status: str | None = None, error_code: str | None = None
    ) -> Iterator[MessageSummary]:
        """Yield the messages of a send; `status` filters, such as `failed,unknown`."""
        return self._iterate(sends.list_messages(send_id, status, error_code))

    def cancel(self, send_id: str, *, actor: str | None = None) -> SendStatus:
        """Cancel the messages of a send that have not been submitted; `actor` is who cancels."""
        return self._run(sends.cancel(send_id, actor))

    def get_message(self, message_id: str) -> Message:
        """Return one message with its history."""
        return self._run(sends.get_message(message_id))

    def find_messages(
        self,
        *,
        to: str | None = None,
        sender: str | None = None,
        since: date | None = None,
        until: date | None = None,
        status: str | None = None,
        campaign: str | None = None,
    ) -> Iterator[FoundMessage]:
        """
        Yield the messages of all sends that meet every criterion given, newest first.

        `since` and `until` are UTC days, the last one included, or times with an offset. Name
        the `sender` if there are more than 50 own numbers.
        """
        return self._iterate(sends.find_messages(to, sender, since, until, status, campaign))


class AsyncSendMethods(AsyncTransport):
    """Sends and their messages."""

    async def send(
        self,
        from_: str,
        to: To,
        message: str,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[SendOptions],
    ) -> Send:
        """
        Send a message to one or up to 10,000 recipients; returns when it is accepted.

        Parameters
        ----------
        idempotency_key : str, optional
            The same key, within 24 hours, with the same arguments: the message is sent once.
            Without one, a new key covers the retries of this call; an exception carries it.

        Raises
        ------
        PalomaError
            After `NoResponse` and `Unavailable` the message may have been accepted: repeat the
            call with the exception's `idempotency_key`.
        """
        return await self._run(sends.send(from_, to, message, options, idempotency_key))

    async def preview(
        self, from_: str, to: To, message: str, **options: Unpack[SendOptions]
    ) -> Preview:
        """Return what a send would do: segments, cost, opt-outs, advice. Sends nothing."""
        return await self._run(sends.preview(from_, to, message, options))

    async def caps(self) -> Caps:
        """Read the caps, and what is used of each in the present day and month."""
        return await self._run(sends.caps())

    async def get_send(self, send_id: str) -> SendStatus:
        """Return how a send is doing."""
        return await self._run(sends.get_send(send_id))

    def sends(
        self, sender: str | None = None, day: date | None = None, **filters: Unpack[SendFilters]
    ) -> AsyncIterator[SendStatus]:
        """Yield sends, newest first: of an own number and a UTC day, if these are given."""
        return self._iterate(sends.list_sends(sender, day, filters))

    def messages(
        self, send_id: str, *, status: str | None = None, error_code: str | None = None
    ) -> AsyncIterator[MessageSummary]:
        """Yield the messages of a send; `status` filters, such as `failed,unknown`."""
        return self._iterate(sends.list_messages(send_id, status, error_code))

    async def cancel(self, send_id: str, *, actor: str | None = None) -> SendStatus:
        """Cancel the messages of a send that have not been submitted; `actor` is who cancels."""
        return await self._run(sends.cancel(send_id, actor))

    async def get_message(self, message_id: str) -> Message:
        """Return one message with its history."""
        return await self._run(sends.get_message(message_id))

    def find_messages(
        self,
        *,
        to: str | None = None,
        sender: str | None = None,
        since: date | None = None,
        until: date | None = None,
        status: str | None = None,
        campaign: str | None = None,
    ) -> AsyncIterator[FoundMessage]:
        """
        Yield the messages of all sends that meet every criterion given, newest first.

        `since` and `until` are UTC days, the last one included, or times with an offset. Name
        the `sender` if there are more than 50 own numbers.
        """
        return self._iterate(sends.find_messages(to, sender, since, until, status, campaign))
