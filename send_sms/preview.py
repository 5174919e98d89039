"""
Preview a send: what accepting it would decide, what quiet hours would do, and what it would cost.

Nothing is stored, queued or sent; the opt-out registry is checked as before a dispatch.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import ceil

from opt_outs.storage.registry import OptOuts
from send_sms.accepting.accept import PlannedSend, plan_send
from send_sms.contract.requests import SendRequest
from send_sms.domain.advice import Draft, SendWarning, advise
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import with_suppressed
from send_sms.domain.prices import Cost, PriceTable, country_of, estimate_cost
from send_sms.domain.quiet_hours import QuietHoursPreview, next_open, preview_quiet_hours
from send_sms.domain.status import status_of
from send_sms.domain.ucs2_characters import (
    Ucs2Character,
    segments_with_suggestions,
    ucs2_characters,
)
from send_sms.price_list import built_in_prices
from send_sms.sending import Sending
from senders.domain.hold import Hold
from senders.domain.profile import SenderProfile, Unit, profile_of
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import (
    SegmentCount,
    compose,
    count_segments,
    longest,
    placeholders,
    render,
)
from shared.domain.sender import SenderKind, parse_sender

RECIPIENTS_PER_CHECK = 1_000
"""Sorted recipients that one look into the opt-out registry covers."""


@dataclass(frozen=True, slots=True)
class PreviewedMessage:
    """
    One message: recipient, status and size.

    Attributes
    ----------
    fewest_segments : int
        With the suggested characters in place of those that force it into UCS-2.
    """

    recipient: str
    status: MessageStatus
    segment_count: int
    fewest_segments: int

    @property
    def would_be_sent(self) -> bool:
        """Whether it would be sent, now or later."""
        return self.status is not MessageStatus.SUPPRESSED


@dataclass(frozen=True, slots=True)
class SendPreview:
    """
    What a send would do.

    Attributes
    ----------
    messages : sequence of PreviewedMessage
        In the order of the numbers.
    size : SegmentCount
        Of the longest text.
    quiet_hours_preview : QuietHoursPreview or None
        None where quiet hours do not apply.
    characters : sequence of Ucs2Character
        What forces texts into UCS-2.
    saved_amount : Decimal
        What it would cost less with the suggested characters.
    hold : Hold or None
        The sender's, as far as this process knows.
    """

    plan: PlannedSend
    messages: Sequence[PreviewedMessage]
    quiet_hours_preview: QuietHoursPreview | None
    size: SegmentCount
    characters: Sequence[Ucs2Character]
    cost: Cost
    prices: PriceTable
    warnings: Sequence[SendWarning]
    saved_amount: Decimal
    hold: Hold | None = None
    expected_minutes: int | None = None
    needs_confirmation: bool = False
    is_sender_known: bool = True

    def not_before(self, index: int) -> datetime | None:
        """Tell when quiet hours of a recipient end; None if they do not apply to them."""
        message, quiet_hours = self.messages[index], self.quiet_hours_preview
        if quiet_hours is None or not message.would_be_sent:
            return None
        send_at, now = self.plan.batches[0].shared_options.send_at, self.plan.send.accepted_at
        due_at = max(send_at or now, now)
        opening = next_open(message.recipient, due_at)
        return opening if opening and opening > due_at else None


async def preview_send(request: SendRequest, sending: Sending) -> SendPreview:
    """
    Tell what a send would do.

    Two storage operations for each 1,000 recipients, and one for a sender that is not known yet.

    Raises
    ------
    InvalidSenderError, SendTimeError, NoRecipientError, SendTooLargeError, StorageError
        As `accept_send`.
    """
    now, rules = sending.clock(), sending.rules
    plan = plan_send(request, sending, now)
    sizes = {body: count_segments(body) for body in plan.recipients.bodies}
    draft = _draft(request, plan, sizes)
    batches, is_sender_known = await asyncio.gather(
        _with_opt_outs(plan, sending.opt_outs), _is_known(plan.send.sender, sending)
    )
    messages = _messages(batches, sizes, draft.characters, now)
    sent = [message for message in messages if message.would_be_sent]
    people, options = [message.recipient for message in sent], plan.batches[0].shared_options
    quiet_hours_preview = preview_quiet_hours(people, options, rules.quiet_hours, now)
    countries = list(map(country_of, people))
    draft = replace(
        draft,
        countries=Counter(countries),
        expiring_count=quiet_hours_preview.expiring_count if quiet_hours_preview else 0,
    )
    sender, prices = plan.send.sender, rules.prices or built_in_prices()
    cost, saved_amount = _costs(sent, countries, draft.sender.kind, prices)
    return SendPreview(
        plan=plan,
        messages=messages,
        quiet_hours_preview=quiet_hours_preview,
        size=longest(sizes.values()),
        characters=draft.characters,
        cost=cost,
        saved_amount=saved_amount,
        prices=prices,
        warnings=advise(draft),
        hold=sending.known_hold(sender),
        expected_minutes=expected_minutes(
            messages, quiet_hours_preview, profile_of(sender, rules.profiles)
        ),
        needs_confirmation=len(messages) > rules.confirm_above,
        is_sender_known=is_sender_known,
    )


def _costs(
    sent: Sequence[PreviewedMessage],
    countries: Sequence[str],
    kind: SenderKind,
    prices: PriceTable,
) -> tuple[Cost, Decimal]:
    """Estimate the cost, and what it would be less with the suggested characters."""
    cost, least = (
        estimate_cost(zip(countries, counts, strict=True), kind, prices)
        for counts in ([m.segment_count for m in sent], [m.fewest_segments for m in sent])
    )
    return cost, cost.amount - least.amount


def expected_minutes(
    messages: Sequence[PreviewedMessage],
    quiet_hours_preview: QuietHoursPreview | None,
    profile: SenderProfile,
) -> int | None:
    """
    Tell how long the messages that need not wait take at the sender's limit; None: no limit.

    Those in quiet hours are taken to have the average size.
    """
    limit = profile.limits.units_per_minute
    leaving = [message for message in messages if message.would_be_sent]
    if limit is None or not leaving:
        return None if limit is None else 0
    is_by_segments = profile.unit is Unit.SEGMENTS
    units = sum(message.segment_count if is_by_segments else 1 for message in leaving)
    later_count = quiet_hours_preview.recipient_count if quiet_hours_preview else 0
    return ceil(units * (len(leaving) - later_count) / len(leaving) / limit)


async def _with_opt_outs(plan: PlannedSend, opt_outs: OptOuts) -> Iterable[Batch]:
    """Mark opted-out recipients; neighbours are read together, as they share buckets."""
    numbers, size = tuple(plan.recipients.values), RECIPIENTS_PER_CHECK
    parts = (numbers[start : start + size] for start in range(0, len(numbers), size))
    sender, category = plan.send.sender, plan.batches[0].shared_options.category
    checks = (opt_outs.opted_out_among(sender, part, category) for part in parts)
    opted_out = frozenset().union(*await asyncio.gather(*checks))
    return (with_suppressed(batch, opted_out) for batch in plan.batches)


async def _is_known(sender: str, sending: Sending) -> bool:
    return sending.knows(sender) or await sending.journal.has_reached_carrier(sender)


def _messages(
    batches: Iterable[Batch],
    sizes: Mapping[str, SegmentCount],
    characters: Sequence[Ucs2Character],
    now: datetime,
) -> list[PreviewedMessage]:
    segments = {body: (size.segment_count, size.segment_count) for body, size in sizes.items()}
    if characters:
        segments = {
            body: (count, segments_with_suggestions(body, characters))
            for body, (count, _) in segments.items()
        }
    return [
        PreviewedMessage(
            recipient, status_of(batch, position, now), *segments[batch.text_of(position)]
        )
        for batch in batches
        for position, recipient in enumerate(batch.recipients)
    ]


def _draft(request: SendRequest, plan: PlannedSend, sizes: Mapping[str, SegmentCount]) -> Draft:
    """Collect what the texts tell; countries and quiet hours are added later."""
    written = _written(request.text, plan.batches)
    return Draft(
        sender=parse_sender(request.sender),
        category=request.category,
        written=written,
        sizes=sizes,
        characters=ucs2_characters(written),
        countries={},
        is_decomposed=any(compose(text) != text for text in _as_given(request)),
    )


def _as_given(request: SendRequest) -> Iterable[str]:
    """Give the text and the values as the caller wrote them."""
    yield request.message
    for recipient in request.to:
        yield from recipient.values.values()


def _written(body: str, batches: Sequence[Batch]) -> str:
    """
    Join what the caller wrote, each part once: the body without placeholders, and the values.

    So a template's dash counts once, whatever the number of recipients.
    """
    frame = render(body, dict.fromkeys(placeholders(body), ""))
    values = (value for batch in batches for group in batch.values for value in group)
    return "\n".join([frame, *values])
