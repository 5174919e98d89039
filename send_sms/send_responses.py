"""Build the response bodies about sends as a whole."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from send_sms.contract.sends import (
    ReasonCount,
    ResentMessages,
    Restarted,
    SendCost,
    SendListPage,
    SendStatus,
    SingleSendCounts,
    SingleSendsOfDay,
    WaitingMessages,
)
from send_sms.domain.prices import PriceTable, estimate_cost, money
from send_sms.overview import SendOverview
from send_sms.responses import messages_url, without_host_parameters
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import Encoding
from shared.domain.sender import parse_sender
from shared.web.contract import next_page_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from send_sms.resend import ResentSend
    from send_sms.send_search import SendPage
    from send_sms.single_sends import SingleSends

_NEEDS_ATTENTION = (MessageStatus.FAILED, MessageStatus.UNKNOWN)


def send_response(overview: SendOverview, prices: PriceTable) -> SendStatus:
    """Build the response to `GET /sms/{sendId}`."""
    send, options, totals = overview.send, overview.terms.options, overview.terms.totals
    waiting, tally = _waiting(overview), overview.tally
    return SendStatus(
        send_id=str(send),
        sender=send.sender,
        status="completed" if overview.is_completed else "accepted",
        message=overview.text,
        category=options.category,
        campaign=options.campaign or None,
        reference=overview.reference or None,
        purpose=options.purpose,
        delivery_report=options.delivery_report,
        accepted_at=send.accepted_at,
        send_at=options.send_at,
        expires_at=options.expires_at,
        recipient_count=totals.recipient_count,
        duplicate_count=totals.duplicate_count,
        rejected_count=totals.rejected_count,
        segment_count=tally.longest.segment_count if tally.longest else 1,
        encoding=tally.longest.encoding if tally.longest else Encoding.GSM7,
        cost=_cost(overview, prices),
        counts={status: overview.counts[status] for status in sorted(overview.counts)},
        reasons=_reasons(overview),
        first_sent_at=tally.first_sent_at,
        last_sent_at=tally.last_sent_at,
        cancelled_at=tally.cancelled_at,
        cancelled_by=overview.cancelled_by or None,
        resends=_resends(overview) or None,
        sent_last_minute=tally.sent_last_minute,
        waiting_for=waiting[0].waiting_for if waiting else None,
        next_attempt_at=waiting[0].next_attempt_at if waiting else None,
        waiting_text=overview.waiting[0].text or None if overview.waiting else None,
        waiting=waiting or None,
        messages_url=messages_url(send),
        attention_url=_attention_url(overview),
    )


def _cost(overview: SendOverview, prices: PriceTable) -> SendCost:
    segments = overview.tally.segments
    cost = estimate_cost(segments.items(), parse_sender(overview.send.sender).kind, prices)
    priced = sum(one.segment_count for one in cost.by_country)
    return SendCost(
        currency=prices.currency,
        amount=money(cost.amount),
        segment_count=segments.total(),
        unpriced_segment_count=segments.total() - priced,
    )


def _reasons(overview: SendOverview) -> list[ReasonCount]:
    tally = overview.tally
    return [
        ReasonCount(status=key[0], code=key[1], message=tally.reason_texts[key], count=count)
        for key, count in sorted(tally.reasons.items(), key=lambda one: (-one[1], one[0]))
    ]


def _resends(overview: SendOverview) -> list[ResentMessages]:
    return [
        ResentMessages(at=at, kind=kind, message_count=count)
        for (at, kind), count in sorted(overview.tally.resends.items())
    ]


def _waiting(overview: SendOverview) -> list[WaitingMessages]:
    return [
        WaitingMessages(
            waiting_for=group.reason,
            count=group.count,
            next_attempt_at=group.next_attempt_at,
            last_attempt_at=group.last_attempt_at,
        )
        for group in overview.waiting
    ]


def _attention_url(overview: SendOverview) -> str | None:
    if not any(overview.counts[status] for status in _NEEDS_ATTENTION):
        return None
    return f"{messages_url(overview.send)}?status={','.join(sorted(_NEEDS_ATTENTION))}"


def resend_response(send: SendAddress, restarted: "ResentSend") -> Restarted:
    """Build the response to `POST /sms/{sendId}/resend-unknown` and `/redrive`."""
    return Restarted(
        send_id=str(send),
        message_count=restarted.message_count,
        skipped=dict(restarted.skipped),
        messages_url=messages_url(send),
    )


def sends_response(page: "SendPage", query: Mapping[str, str], prices: PriceTable) -> SendListPage:
    """Build the response to `GET /sms`; the next page has the same query."""
    return SendListPage(
        sends=[send_response(one, prices) for one in page.sends],
        next_url=next_page_url("sms", page.next_key, without_host_parameters(query)),
    )


def single_sends_response(found: "Sequence[SingleSends]") -> SingleSendCounts:
    """Build the response to `GET /single-sends`."""
    return SingleSendCounts(
        days=[
            SingleSendsOfDay(day=one.day, count=one.count, is_complete=one.is_complete)
            for one in found
        ]
    )
