"""Build the response body of a preview."""

from send_sms.contract.preview import (
    Preview,
    PreviewCharacter,
    PreviewCost,
    PreviewCountryCost,
    PreviewMessage,
    PreviewQuietHours,
    PreviewRecipient,
    PreviewWarning,
)
from send_sms.domain.batch import content_hash
from send_sms.domain.prices import money
from send_sms.domain.quiet_hours import QuietHoursPreview
from send_sms.preview import SendPreview
from send_sms.responses import MAX_LISTED, UNKNOWN_SENDER, rejections
from shared.domain.identifiers import MEMBERS_PER_BATCH
from shared.domain.message_text import count_segments

MAX_CHARACTERS_LISTED = 100


def preview_response(preview: SendPreview, index: int = 0) -> Preview:
    """Build the response to `POST /preview`; `index` is one of its recipients."""
    plan, messages = preview.plan, preview.messages
    leaving = [message for message in messages if message.would_be_sent]
    return Preview(
        encoding=preview.size.encoding,
        segment_count=preview.size.segment_count,
        segment_total=sum(message.segment_count for message in leaving),
        recipient_count=len(messages),
        duplicate_count=plan.recipients.duplicate_count,
        suppressed_count=len(messages) - len(leaving),
        rejected=rejections(plan.recipients.rejected),
        messages=_messages(preview) if len(messages) <= MAX_LISTED else None,
        text=plan.batches[0].text_of(0),
        ucs2_characters=_characters(preview),
        cost=_cost(preview),
        quiet_hours=_quiet_hours(preview.quiet_hours_preview),
        warnings=_warnings(preview),
        recipient=_recipient(preview, index),
        longest_index=_longest_index(preview),
        expected_minutes=preview.expected_minutes,
        needs_confirmation=preview.needs_confirmation,
        hash=content_hash(preview.plan.batches),
    )


def _recipient(preview: SendPreview, index: int) -> PreviewRecipient:
    message = preview.messages[index]
    row, position = divmod(index, MEMBERS_PER_BATCH)
    text = preview.plan.batches[row].text_of(position)
    size = count_segments(text)
    return PreviewRecipient(
        index=index,
        to=message.recipient,
        status=message.status,
        text=text,
        segment_count=size.segment_count,
        encoding=size.encoding,
        not_before=preview.not_before(index),
    )


def _longest_index(preview: SendPreview) -> int:
    counts = [message.segment_count for message in preview.messages]
    longest = max(counts)
    lengths = (
        len(preview.plan.batches[index // MEMBERS_PER_BATCH].text_of(index % MEMBERS_PER_BATCH))
        if count == longest
        else 0
        for index, count in enumerate(counts)
    )
    return max(enumerate(lengths), key=lambda one: one[1])[0]


def _warnings(preview: SendPreview) -> list[PreviewWarning]:
    found = [PreviewWarning(code=one.code, message=one.message) for one in preview.warnings]
    if preview.hold:
        found.append(PreviewWarning(code="carrier_refuses", message=preview.hold.message))
    if not preview.is_sender_known:
        found.append(PreviewWarning(code="unknown_sender", message=UNKNOWN_SENDER))
    return found


def _messages(preview: SendPreview) -> list[PreviewMessage]:
    return [
        PreviewMessage(
            to=message.recipient, status=message.status, segment_count=message.segment_count
        )
        for message in preview.messages
    ]


def _characters(preview: SendPreview) -> list[PreviewCharacter]:
    return [
        PreviewCharacter(
            character=one.character,
            code_point=one.code_point,
            name=one.name,
            count=one.count,
            suggestion=one.suggestion,
        )
        for one in preview.characters[:MAX_CHARACTERS_LISTED]
    ]


def _quiet_hours(quiet_hours_preview: QuietHoursPreview | None) -> PreviewQuietHours | None:
    if quiet_hours_preview is None:
        return None
    return PreviewQuietHours(
        policy=quiet_hours_preview.policy,
        recipient_count=quiet_hours_preview.recipient_count,
        never_count=quiet_hours_preview.never_count,
        expiring_count=quiet_hours_preview.expiring_count or None,
        earliest_at=quiet_hours_preview.earliest_at,
        latest_at=quiet_hours_preview.latest_at,
    )


def _cost(preview: SendPreview) -> PreviewCost:
    return PreviewCost(
        currency=preview.prices.currency,
        amount=money(preview.cost.amount),
        by_country=[
            PreviewCountryCost(
                country=one.country, segment_count=one.segment_count, amount=money(one.amount)
            )
            for one in preview.cost.by_country
        ],
        unpriced_count=preview.cost.unpriced_count,
        saved_amount=money(preview.saved_amount) if preview.saved_amount > 0 else None,
        source=preview.prices.source,
    )
