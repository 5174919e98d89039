"""What needs an operator, most urgent first: a pure function of the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.contract import Attention, AttentionCode, AttentionItem
from shared.eventgrid.parked_events import ParkedKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from operations.figures import Figures
    from send_sms.domain.caps import Cap, CapAccount

MAX_ITEMS_OF_A_KIND = 10

_OF_OPT_OUTS = (AttentionCode.REVIEWS_OVERDUE, AttentionCode.REVIEWS_DUE)


def attention_response(
    figures: Figures, caps: Sequence[tuple[Cap, CapAccount]], *, is_trial: bool
) -> Attention:
    """Build the response to `GET /attention`; no operation."""
    items = [
        *_overdue_reviews(figures),
        *_refused(figures),
        *_stalled(figures),
        *_reached(caps),
        *_unreadable(figures),
        *_unknown(figures),
        *_paused(figures),
        *_due_reviews(figures),
        *_dead_letters(figures),
        *_unusable_events(figures),
    ]
    return Attention(
        as_of=figures.as_of,
        items=items,
        operations_count=sum(one.code not in _OF_OPT_OUTS for one in items),
        open_review_count=figures.reviews.open_count,
        due_review_count=figures.reviews.due_count,
        parked_report_count=figures.parked[ParkedKind.REPORTS].count,
        trial=is_trial or None,
    )


def _overdue_reviews(figures: Figures) -> Iterator[AttentionItem]:
    if count := figures.reviews.overdue_count:
        yield AttentionItem(code=AttentionCode.REVIEWS_OVERDUE, count=count)


def _due_reviews(figures: Figures) -> Iterator[AttentionItem]:
    if count := figures.reviews.due_count - figures.reviews.overdue_count:
        yield AttentionItem(code=AttentionCode.REVIEWS_DUE, count=count)


def _refused(figures: Figures) -> Iterator[AttentionItem]:
    for sender, switches in sorted(figures.senders.switches.items()):
        if (hold := switches.hold) and not switches.paused_since:
            yield AttentionItem(
                code=AttentionCode.CARRIER_REFUSES,
                sender=sender,
                count=_waiting(figures, sender),
                since=hold.since,
                detail=hold.message,
                next_attempt_at=hold.next_attempt_at,
            )


def _paused(figures: Figures) -> Iterator[AttentionItem]:
    for sender, switches in sorted(figures.senders.switches.items()):
        if switches.paused_since and (count := _waiting(figures, sender)):
            yield AttentionItem(
                code=AttentionCode.SENDER_PAUSED,
                sender=sender,
                count=count,
                since=switches.paused_since,
                detail=switches.pause_reason or None,
                actor=switches.paused_by or None,
            )


def _stalled(figures: Figures) -> Iterator[AttentionItem]:
    for sender, since in sorted(figures.stalled.items()):
        count = figures.activities[sender].due_count
        yield AttentionItem(
            code=AttentionCode.WORK_STANDS_STILL, sender=sender, count=count, since=since
        )


def _reached(caps: Sequence[tuple[Cap, CapAccount]]) -> Iterator[AttentionItem]:
    found = [
        f"{cap.use_in_words(account.granted)} ({' '.join(filter(None, (cap.scope, cap.name)))})"
        for cap, account in caps
        if account.is_published
    ]
    if found:
        detail = f"Used: {', '.join(found[:MAX_ITEMS_OF_A_KIND])}."
        yield AttentionItem(code=AttentionCode.CAP_REACHED, count=len(found), detail=detail)


def _unreadable(figures: Figures) -> Iterator[AttentionItem]:
    for sender, one in sorted(figures.activities.items()):
        if one.unreadable_count:
            yield AttentionItem(
                code=AttentionCode.ROWS_UNREADABLE,
                sender=sender,
                count=one.unreadable_count,
                since=one.unreadable_since,
                detail="Their messages are in no figure, and those that wait are not sent.",
            )


def _unknown(figures: Figures) -> Iterator[AttentionItem]:
    found = [
        (count, campaign, sender, one.unknown_since)
        for sender, one in figures.activities.items()
        for campaign, count in one.unknown.items()
    ]
    for count, campaign, sender, since in sorted(found, key=_by_count)[:MAX_ITEMS_OF_A_KIND]:
        yield AttentionItem(
            code=AttentionCode.MESSAGES_UNKNOWN,
            sender=sender,
            campaign=campaign or None,
            count=count,
            since=since,
        )


def _by_count(found: tuple[int, str, str, datetime | None]) -> tuple[int, str, str]:
    count, campaign, sender, _ = found
    return -count, campaign, sender


def _dead_letters(figures: Figures) -> Iterator[AttentionItem]:
    for subscription_id, found in sorted(figures.dead_letters.items()):
        yield AttentionItem(
            code=AttentionCode.DEAD_LETTERS,
            subscription_id=subscription_id,
            count=found.count,
            since=found.since,
            detail=found.reason,
        )


def _unusable_events(figures: Figures) -> Iterator[AttentionItem]:
    parked = figures.parked[ParkedKind.EVENTS]
    if parked.count:
        yield AttentionItem(
            code=AttentionCode.UNUSABLE_EVENTS,
            count=parked.count,
            since_day=parked.oldest_on,
            detail=parked.reason,
        )


def _waiting(figures: Figures, sender: str) -> int:
    activity = figures.activities.get(sender)
    return activity.waiting_count if activity else 0
