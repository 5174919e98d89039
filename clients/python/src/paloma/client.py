"""The synchronous client: the calls of `_operations` as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paloma._operations import administration, analytics, conversations, imports, sends
from paloma._verification_methods import VerificationMethods

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Unpack

    from paloma._operations.administration import SubscriptionChange
    from paloma._operations.analytics import SummaryOptions
    from paloma._operations.sends import SendFilters, SendOptions, To
    from paloma.models import (
        BadLine,
        Conversation,
        ConversationEntry,
        ConversationSummary,
        FoundMessage,
        Health,
        Message,
        MessageSummary,
        NewSubscription,
        OptOut,
        OptOutCounts,
        OptOutEntry,
        OptOutImport,
        OwnNumberConsent,
        Person,
        Preview,
        QueuedTestEvent,
        RotatedSecret,
        Send,
        Sender,
        SendStatus,
        Subscription,
        Summary,
    )


class Paloma(VerificationMethods):
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
        self, sender: str | None = None, day: date | None = None, **filters: Unpack[SendFilters]
    ) -> Iterator[SendStatus]:
        """Yield sends, newest first: of an own number and a UTC day, if these are given."""
        return self._iterate(sends.list_sends(sender, day, filters))

    def messages(
        self, send_id: str, *, status: str | None = None, error_code: str | None = None
    ) -> Iterator[MessageSummary]:
        """Yield the messages of a send; `status` filters, such as `failed,unknown`."""
        return self._iterate(sends.list_messages(send_id, status, error_code))

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

    def opt_out_counts(self) -> OptOutCounts:
        """Return how many reviews are open and due, and how many people are opted out."""
        return self._run(administration.opt_out_counts())

    def get_person(self, number: str) -> Person:
        """Return a person's consent for up to 50 own numbers, with its changes."""
        return self._run(administration.get_person(number))

    def consents(self, number: str) -> Iterator[OwnNumberConsent]:
        """Yield a person's consent for all own numbers."""
        return self._iterate(administration.list_consents(number))

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

    def senders(self) -> Iterator[Sender]:
        """Yield the own numbers with their limits, pauses and holds."""
        return self._iterate(administration.list_senders())

    def get_sender(self, sender: str) -> Sender:
        """Return the limits, pause and hold of an own number."""
        return self._run(administration.get_sender(sender))

    def pause(self, sender: str, *, reason: str | None = None, actor: str | None = None) -> Sender:
        """Hold back all messages of an own number that were not submitted, within a second."""
        return self._run(administration.pause(sender, reason, actor))

    def resume(self, sender: str) -> Sender:
        """Resume sending; not retried if the first attempt may have been received."""
        return self._run(administration.resume(sender))

    def summary(self, **options: Unpack[SummaryOptions]) -> Summary:
        """Return figures of a range of days: by default of the last seven days of UTC."""
        return self._run(analytics.summary(options))

    def summary_csv(self, **options: Unpack[SummaryOptions]) -> str:
        """Return the same figures as CSV: a line for each period, sender, campaign, category."""
        return self._run(analytics.summary_csv(options))

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

    def change_subscription(
        self, subscription_id: str, **change: Unpack[SubscriptionChange]
    ) -> Subscription:
        """Change, pause or resume a webhook; not retried if it may have been received."""
        return self._run(administration.change_subscription(subscription_id, change))

    def rotate_secret(self, subscription_id: str) -> RotatedSecret:
        """Replace a webhook's secret; not retried if the first attempt may have been received."""
        return self._run(administration.rotate_secret(subscription_id))

    def test_subscription(self, subscription_id: str) -> QueuedTestEvent:
        """Deliver a test event to a webhook."""
        return self._run(administration.test_subscription(subscription_id))

    def health(self) -> Health:
        """Return whether the app runs; needs no key."""
        return self._run(administration.health())
