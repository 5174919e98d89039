"""The synchronous client: a transport for the calls of `_operations`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from paloma._calls import Connection, attempts
from paloma._operations import administration, conversations, sends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from types import TracebackType
    from typing import Unpack

    from paloma._calls import Call, Outcome
    from paloma._operations.sends import SendOptions, To
    from paloma._responses import Page
    from paloma.models import (
        Conversation,
        ConversationEntry,
        ConversationSummary,
        FoundMessage,
        Health,
        Message,
        MessageSummary,
        NewSubscription,
        OptOut,
        OptOutEntry,
        Preview,
        Send,
        Sender,
        SendStatus,
        Subscription,
    )

T = TypeVar("T")


class Paloma:
    """
    Paloma's API.

    Safe requests are retried, up to five attempts and a minute of waiting. Close it, or use it in
    a `with` statement.

    Parameters
    ----------
    url : str
        The app's address, such as `https://sms.example.com`; with or without `/api`.
    key : str
        A function key or host key; none is needed for a local app.
    timeout_seconds : float
        For connecting, and for each wait for data. The app responds within 8 seconds.
    transport, sleep : optional
        For tests: what carries requests, and what waits between attempts.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        timeout_seconds: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connection = Connection.to(url, key)
        self._client = httpx.Client(timeout=timeout_seconds, transport=transport)
        self._sleep = sleep

    def __repr__(self) -> str:
        """Say where it leads, without the key."""
        return f"Paloma({self._connection.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

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

    def get_send(self, send_id: str) -> SendStatus:
        """Return how a send is doing."""
        return self._run(sends.get_send(send_id))

    def sends(
        self, sender: str, day: date, *, status: str | None = None, campaign: str | None = None
    ) -> Iterator[SendStatus]:
        """Yield the sends of an own number on a UTC day, newest first."""
        return self._iterate(sends.list_sends(sender, day, status, campaign))

    def messages(self, send_id: str, *, status: str | None = None) -> Iterator[MessageSummary]:
        """Yield the messages of a send; `status` filters, such as `failed,unknown`."""
        return self._iterate(sends.list_messages(send_id, status))

    def cancel(self, send_id: str) -> SendStatus:
        """Cancel the messages of a send that have not been submitted."""
        return self._run(sends.cancel(send_id))

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

    def reply(
        self,
        sender: str,
        user: str,
        message: str,
        *,
        ttl_seconds: int | None = None,
        reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Send:
        """Send a reply to a person, before campaigns; for the key see `send`."""
        return self._run(
            conversations.reply(sender, user, message, ttl_seconds, reference, idempotency_key)
        )

    def conversations(self, sender: str) -> Iterator[ConversationSummary]:
        """Yield the conversations of an own number, unread first, then newest first."""
        return self._iterate(conversations.list_conversations(sender))

    def conversation(self, sender: str, user: str, *, days: int | None = None) -> Conversation:
        """Return the newest messages with a person; `days`, 1 to 366, is how far back (30)."""
        return self._run(conversations.get_conversation(sender, user, days))

    def entries(
        self, sender: str, user: str, *, days: int | None = None
    ) -> Iterator[ConversationEntry]:
        """Yield all messages with a person, newest first."""
        return self._iterate(conversations.list_entries(sender, user, days))

    def mark_read(self, sender: str, user: str) -> ConversationSummary:
        """Mark a conversation read until the person writes again."""
        return self._run(conversations.mark_read(sender, user))

    def opt_outs(self, sender: str, *, state: str | None = None) -> Iterator[OptOut]:
        """Yield the registry of an own number (`*`: entries for all numbers)."""
        return self._iterate(administration.list_opt_outs(sender, state))

    def opt_outs_csv(self, sender: str, *, state: str | None = None) -> Iterator[str]:
        """Yield the registry as CSV that an import reads; each part has the header line."""
        return self._iterate(administration.export_opt_outs(sender, state))

    def get_opt_out(self, sender: str, recipient: str) -> OptOutEntry:
        """Return a person's state with its changes; `NotFound` if there was none."""
        return self._run(administration.get_opt_out(sender, recipient))

    def opt_out(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person out."""
        return self._run(
            administration.set_opt_out(sender, recipient, "opted_out", reason, category)
        )

    def opt_in(
        self, sender: str, recipient: str, *, reason: str, category: str | None = None
    ) -> OptOutEntry:
        """Opt a person in again; not retried if the first attempt may have been received."""
        return self._run(
            administration.set_opt_out(sender, recipient, "opted_in", reason, category)
        )

    def senders(self) -> Iterator[Sender]:
        """Yield the own numbers with their limits, pauses and holds."""
        return self._iterate(administration.list_senders())

    def subscribe(
        self, url: str, events: Iterable[str], *, idempotency_key: str | None = None
    ) -> NewSubscription:
        """Subscribe a webhook of yours; the result has the secret, which is shown only once."""
        return self._run(administration.subscribe(url, events, idempotency_key))

    def subscriptions(self) -> Iterator[Subscription]:
        """Yield the webhooks."""
        return self._iterate(administration.list_subscriptions())

    def unsubscribe(self, subscription_id: str) -> Subscription:
        """Delete a webhook."""
        return self._run(administration.unsubscribe(subscription_id))

    def health(self) -> Health:
        """Return whether the app runs; needs no key."""
        return self._run(administration.health())

    def _iterate(self, call: Call[Page[T]]) -> Iterator[T]:
        following: Call[Page[T]] | None = call
        while following is not None:
            page = self._run(following)
            yield from page.items
            following = page.following

    def _run(self, call: Call[T]) -> T:
        flow = attempts(call)
        wait = next(flow)
        while True:
            if wait:
                self._sleep(wait)
            outcome = self._attempt(call)
            try:
                wait = flow.send(outcome)
            except StopIteration as end:
                result: T = end.value
                return result

    def _attempt(self, call: Call[Any]) -> Outcome:
        try:
            return self._client.send(self._connection.request_of(call, self._client))
        except httpx.RequestError as failure:
            return failure
