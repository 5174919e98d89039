"""
The batch: up to 1,000 messages that one commit made durable, stored as one table row.

A batch holds either up to 1,000 recipients of one send (a send of 10,000 has ten batches) or a
round: up to 64 single sends of one own number, category and purpose that came at the same time. A
message is a member of its batch, and `position` says which.

A batch is written once and then only added to: claim, outcomes, cancellations, delivery reports.
What a message *is* at a moment follows from these by `status.status_of`.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from send_sms.domain.progress import Progress, Reports, Resend, ResendKind
from shared.carriers.sending import OutcomeKind
from shared.domain.author import Author
from shared.domain.identifiers import (
    MEMBERS_PER_BATCH,
    MEMBERS_PER_BLOCK,
    BatchAddress,
    MessageAddress,
    SendAddress,
    message_ids,
)
from shared.domain.kinds import EXEMPT_FROM_OPT_OUT, Category, Purpose
from shared.domain.message_text import render, stored_values

MAX_ROUND_MEMBERS = 64
"""Each takes up to three of a row's 252 properties."""


@dataclass(frozen=True, slots=True)
class SendOptions:
    """
    The options of a request, the same for all messages of a send.

    Attributes
    ----------
    send_at : datetime or None
        Not before this moment.
    expires_at : datetime
        Not after this moment.
    delivery_report : bool
        Whether ACS is asked to report.
    purpose : Purpose
        What it is sent for.
    """

    category: Category
    campaign: str
    send_at: datetime | None
    expires_at: datetime
    delivery_report: bool
    purpose: Purpose = Purpose.SEND


@dataclass(frozen=True, slots=True)
class SendTotals:
    """Facts of the whole send, kept on every batch so that any one of them can tell."""

    batch_count: int = 1
    recipient_count: int = 1
    duplicate_count: int = 0
    rejected_count: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole send: its text with placeholders, its options and its totals."""

    text: str
    options: SendOptions
    totals: SendTotals


@dataclass(frozen=True, slots=True)
class Batch:
    """
    One batch as stored.

    Attributes
    ----------
    recipients : tuple of str
        E.164, by position; sorted in a batch of one send. An unused place of a round is empty.
    terms : tuple of Terms
        Of one send one; of a round the distinct ones.
    terms_index : tuple of int
        In a round, which terms hold by position; empty: the first hold for all.
    values : tuple of tuple of str
        By position, the values for the text's placeholders in order of appearance; empty if no
        text has placeholders.
    send_references : tuple of str
        The caller's references: in a round by position, else one for all; empty: none has one.
    references : tuple of str
        By position, those of the recipients, where they have one; empty: none has one.
    suppressed_at_accept : tuple of int
        The positions of recipients that were known to have opted out then.
    cancelled : mapping of position to datetime
        When members were cancelled; a member that was submitted before is not affected.
    cancelled_by : str
        Who cancelled a batch of one send; empty: it is not known, or it is a round.
    reports : mapping of position to Reports
        What the carrier has reported so far.
    erased : tuple of int
        The positions whose texts were deleted, and are masked now (see `secret_text`).
    authors : tuple of Author or None
        Who made the requests by API: in a round by position, else one for all; empty: none is
        known.
    commit_id : str
        Drawn for the commit that stored it, so that a commit recognizes its own row.
    version : str
        The row's ETag; empty before it is stored.
    stored_at : datetime or None
        When the row was last written, by the clock of the storage service; None: it is not known.
    """

    address: BatchAddress
    recipients: tuple[str, ...]
    terms: tuple[Terms, ...]
    terms_index: tuple[int, ...] = ()
    values: tuple[tuple[str, ...], ...] = ()
    is_round: bool = False
    send_references: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    suppressed_at_accept: tuple[int, ...] = ()
    cancelled: Mapping[int, datetime] = field(default_factory=dict)
    cancelled_by: str = ""
    progress: Progress = field(default_factory=Progress)
    reports: Mapping[int, Reports] = field(default_factory=dict)
    erased: tuple[int, ...] = ()
    authors: tuple[Author | None, ...] = ()
    commit_id: str = ""
    version: str = ""
    stored_at: datetime | None = field(default=None, compare=False)

    @property
    def sender(self) -> str:
        """The own number that all its messages are sent from."""
        return self.address.send.sender

    @property
    def accepted_at(self) -> datetime:
        """When all its messages were accepted."""
        return self.address.send.accepted_at

    @property
    def shared_options(self) -> SendOptions:
        """Options of any member: all have the same category, purpose and `send_at`."""
        return self.terms[0].options

    @property
    def is_exempt_from_opt_out(self) -> bool:
        """Whether it goes to people who opted out; a batch that was resent does not."""
        return self.shared_options.purpose in EXEMPT_FROM_OPT_OUT and not self.progress.resends

    def positions(self) -> Sequence[int]:
        """List the positions of all members, in order."""
        if self.is_round:
            return [position for position, number in enumerate(self.recipients) if number]
        return range(len(self.recipients))

    def positions_of(self, send: SendAddress) -> Sequence[int]:
        """List the positions of a send's messages in this batch."""
        if not self.is_round:
            return range(len(self.recipients)) if send == self.address.send else ()
        position = send.place - 1
        if not 0 <= position < len(self.recipients) or not self.recipients[position]:
            return ()
        return (position,) if send.stored_under == self.address.send else ()

    def send_of(self, position: int) -> SendAddress:
        """Give the send that a member is a message of."""
        send = self.address.send
        return send.at_place(position + 1) if self.is_round else send

    def message_address(self, position: int) -> MessageAddress:
        """Give the address of the message at a position."""
        if self.is_round:
            return MessageAddress(self.send_of(position), 0)
        return MessageAddress(self.address.send, self.address.row * MEMBERS_PER_BATCH + position)

    def message_ids(self, positions: Sequence[int]) -> tuple[str, ...]:
        """Write the ids of the messages at some positions."""
        if self.is_round:
            return tuple(str(self.message_address(position)) for position in positions)
        first = self.address.row * MEMBERS_PER_BATCH
        return message_ids(self.address.send, [first + position for position in positions])

    def terms_of(self, position: int) -> Terms:
        """Give the terms of a member's send."""
        return self.terms[self.terms_index[position] if self.terms_index else 0]

    def options_of(self, position: int) -> SendOptions:
        """Give the options of a member's send."""
        return self.terms_of(position).options

    def text_of(self, position: int) -> str:
        """Give the text that the recipient at this position gets."""
        text = self.terms_of(position).text
        if not self.values or not self.values[position]:
            return text
        return render(text, stored_values(text, self.values[position]))

    def author_of(self, position: int) -> Author | None:
        """Give who asked for a member's send by API; None: it is not known."""
        if not self.authors:
            return None
        return self.authors[position if self.is_round else 0]

    def send_reference_of(self, position: int) -> str:
        """Give the caller's reference of a member's send, or nothing."""
        if not self.send_references:
            return ""
        return self.send_references[position if self.is_round else 0]

    def reference_of(self, position: int) -> str:
        """Give the caller's reference of a message: the recipient's own, else the send's."""
        own = self.references[position] if self.references else ""
        return own or self.send_reference_of(position)

    def resends_of(self, position: int) -> list[Resend]:
        """List the resends of a message, oldest first."""
        if not self.progress.resends:  # asked of every message, and hardly any was resent
            return []
        return [one for one in self.progress.resends if holds(one.positions, position)]

    def generation(self, position: int) -> int:
        """Count its resends: each has ids of its own, and earlier tries stay uncertain."""
        return sum(one.kind is ResendKind.RESEND for one in self.resends_of(position))

    def expires_at(self, position: int) -> datetime:
        """Tell when its time to live ends."""
        if self.progress.resends:
            for one in reversed(self.resends_of(position)):
                if one.expires_at:
                    return one.expires_at
        return self.options_of(position).expires_at

    def has_claim(self, claim_id: str) -> bool:
        """Tell whether the claim is this one, run out or not."""
        current = self.progress.claim
        return current is not None and current.claim_id == claim_id

    def is_cancelled(self, position: int) -> bool:
        """Tell whether it was cancelled before it expired, and not resent since."""
        cancelled_at = self.cancelled.get(position)
        if cancelled_at is None or cancelled_at >= self.expires_at(position):
            return False
        return all(one.at <= cancelled_at for one in self.resends_of(position))

    def waiting_positions(self) -> list[int]:
        """List the positions that may still be submitted."""
        outcomes = self.progress.outcomes
        return [
            position
            for position in self.positions()
            if position not in outcomes or outcomes[position].kind is OutcomeKind.UNCERTAIN
        ]


def first_submitted_at(batch: Batch, position: int) -> datetime | None:
    """Tell when a message was first submitted, whatever the result; None: it never was."""
    if outcome := batch.progress.outcomes.get(position):
        return outcome.first_sent_at
    claim = batch.progress.claim
    return claim.first_sent_at if claim and holds(claim.positions, position) else None


def content_hash(batches: Sequence[Batch]) -> str:
    """
    Give what sends have in common that say the same: sender, recipients, texts and options.

    Times are those of the request. 64 hexadecimal digits.
    """
    first = batches[0]
    options, accepted_at = first.shared_options, first.accepted_at
    send_at = options.send_at.timestamp() if options.send_at else None
    seconds = (
        options.expires_at - max(options.send_at or accepted_at, accepted_at)
    ).total_seconds()
    flags = (options.category, options.campaign, send_at, seconds, options.delivery_report)
    people = [(batch.recipients, batch.values, batch.references) for batch in batches]
    about = (first.sender, first.terms[0].text, flags, people, first.send_references)
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def holds(positions: Sequence[int], position: int) -> bool:
    """Tell whether ascending positions have this one; asked for each of up to 1,000 members."""
    index = bisect_left(positions, position)
    return index < len(positions) and positions[index] == position


def block_of(position: int) -> int:
    """Tell which block of 100 a position lies in; a call to the carrier never crosses one."""
    return position // MEMBERS_PER_BLOCK
