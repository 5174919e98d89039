"""From chunks to the answers of the API."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from send_sms.accept import AcceptedSend
from send_sms.look_up import FoundMessage, SendOverview, WantedMessages
from send_sms.recipients import RejectedRecipient
from shared.contract.answers import (
    HistoryEntry,
    Message,
    MessagePage,
    MessageSummary,
    Reason,
    Rejection,
    Restarted,
    SendAccepted,
    SendListPage,
    SendStatus,
)
from shared.domain.chunk import Outcome, OutcomeKind
from shared.domain.delivery import DeliveryReport
from shared.domain.identifiers import SendAddress
from shared.domain.restart import RestartKind
from shared.domain.segments import count_segments
from shared.domain.status import MessageStatus, failure_of, report_of

if TYPE_CHECKING:
    from send_sms.list_sends import SendPage, WantedSends
    from send_sms.restart import RestartedSend

MAX_LISTED = 100
"""Recipients up to which an answer lists every message."""


_NEEDS_A_PERSON = (MessageStatus.FAILED, MessageStatus.UNKNOWN)


def messages_url(send: SendAddress) -> str:
    """Give the path that pages through a send's messages."""
    return f"/api/sms/{send}/messages"


def accepted_answer(accepted: AcceptedSend) -> SendAccepted:
    """Answer `POST /sms`, with the statuses as of the moment of acceptance."""
    totals, accepted_at = accepted.chunks[0].totals, accepted.send.accepted_at
    is_listed = totals.recipient_count <= MAX_LISTED
    found = (
        FoundMessage(chunk, position, accepted_at)
        for chunk in accepted.chunks
        for position in range(len(chunk.recipients))
    )
    return SendAccepted(
        send_id=str(accepted.send),
        recipient_count=totals.recipient_count,
        duplicate_count=totals.duplicate_count,
        segment_count=accepted.segments.segment_count,
        encoding=accepted.segments.encoding,
        messages=[summary(message) for message in found] if is_listed else None,
        messages_url=messages_url(accepted.send),
        rejected=rejections(accepted.rejected),
    )


def accepted_headers(accepted: AcceptedSend) -> dict[str, str]:
    """Say where the send is, and whether this answer is a repeated one."""
    headers = {"Location": f"/api/sms/{accepted.send}"}
    return {**headers, "Idempotent-Replayed": "true"} if accepted.is_replay else headers


def rejections(rejected: Iterable[RejectedRecipient]) -> list[Rejection]:
    """Tell which recipients cannot be sent to."""
    return [Rejection(position=one.position, code=one.code, reason=one.reason) for one in rejected]


def send_answer(overview: SendOverview) -> SendStatus:
    """Answer `GET /sms/{sendId}`."""
    head = overview.head
    return SendStatus(
        send_id=str(head.send),
        sender=head.send.sender,
        status="completed" if overview.is_completed else "accepted",
        message=head.body,
        category=head.options.category,
        campaign=head.options.campaign or None,
        purpose=head.options.purpose,
        delivery_report=head.options.delivery_report,
        accepted_at=head.send.accepted_at,
        send_at=head.options.send_at,
        expires_at=head.options.expires_at,
        recipient_count=head.totals.recipient_count,
        duplicate_count=head.totals.duplicate_count,
        rejected_count=head.totals.rejected_count,
        counts={status: overview.counts[status] for status in sorted(overview.counts)},
        messages_url=messages_url(head.send),
        attention_url=_attention_url(overview),
    )


def _attention_url(overview: SendOverview) -> str | None:
    if not any(overview.counts[status] for status in _NEEDS_A_PERSON):
        return None
    return f"{messages_url(overview.head.send)}?status={_listed(_NEEDS_A_PERSON)}"


def restarted_answer(send: SendAddress, restarted: "RestartedSend") -> Restarted:
    """Answer `POST /sms/{sendId}/resend-unknown` and `/redrive`."""
    return Restarted(
        send_id=str(send),
        message_count=restarted.message_count,
        skipped=dict(restarted.skipped),
        messages_url=messages_url(send),
    )


def page_answer(
    wanted: WantedMessages, messages: Sequence[FoundMessage], limit: int, *, is_more: bool
) -> MessagePage:
    """Answer `GET /sms/{sendId}/messages`."""
    next_url = None
    if is_more and messages:
        last = messages[-1].chunk.message_address(messages[-1].position)
        status = f"&status={_listed(wanted.statuses)}" if wanted.statuses else ""
        next_url = f"{messages_url(wanted.send)}?after={last}&limit={limit}{status}"
    return MessagePage(
        send_id=str(wanted.send),
        messages=[summary(message) for message in messages],
        next_url=next_url,
    )


def sends_answer(wanted: "WantedSends", page: "SendPage", limit: int) -> SendListPage:
    """Answer `GET /sms`."""
    next_url = None
    if page.next_key:
        query = {"sender": wanted.sender, "day": wanted.day, "status": _listed(wanted.statuses)}
        query |= {"campaign": wanted.campaign, "after": page.next_key, "limit": limit}
        given = {name: value for name, value in query.items() if value}
        next_url = f"/api/sms?{urlencode(given)}"
    return SendListPage(sends=[send_answer(one) for one in page.sends], next_url=next_url)


def _listed(statuses: Iterable[MessageStatus]) -> str:
    return ",".join(sorted(statuses))


def summary(message: FoundMessage) -> MessageSummary:
    """Say of a message who, what and why not."""
    chunk, position = message.chunk, message.position
    return MessageSummary(
        message_id=str(chunk.message_address(position)),
        to=chunk.recipients[position],
        status=message.status,
        error=error_of(message),
    )


def error_of(message: FoundMessage) -> Reason | None:
    """Say why a message was not delivered, if anything did say so."""
    failure = failure_of(message.chunk, message.position, message.now)
    return Reason(code=failure[0], message=failure[1]) if failure else None


def message_answer(message: FoundMessage) -> Message:
    """Answer `GET /messages/{messageId}`."""
    chunk, position = message.chunk, message.position
    text = chunk.text_for(position)
    size = count_segments(text)
    return Message(
        message_id=str(chunk.message_address(position)),
        send_id=str(chunk.send),
        sender=chunk.send.sender,
        to=chunk.recipients[position],
        status=message.status,
        message=text,
        category=chunk.options.category,
        campaign=chunk.options.campaign or None,
        segment_count=size.segment_count,
        encoding=size.encoding,
        provider_message_id=_provider_message_id(message),
        error=error_of(message),
        history=sorted(_history(message), key=lambda entry: entry.at),
    )


def _provider_message_id(message: FoundMessage) -> str | None:
    """The report has it too, and may know it when the answer to the send was lost."""
    outcome = message.chunk.progress.outcomes.get(message.position)
    report = report_of(message.chunk, message.position)
    return (outcome and outcome.provider_message_id) or (
        report.provider_message_id if report else None
    )


def _history(message: FoundMessage) -> Iterable[HistoryEntry]:
    chunk, position = message.chunk, message.position
    progress = chunk.progress
    yield HistoryEntry(at=chunk.send.accepted_at, event="accepted")
    outcome = progress.outcomes.get(position)
    handed_over = outcome is not None and outcome.kind in _AT_THE_WIRE
    restarts = chunk.restarts_of(position)
    for one in restarts:
        if one.first_sent_at and one.kind is RestartKind.RESEND:
            yield HistoryEntry(at=one.first_sent_at, event="sending")
        yield HistoryEntry(at=one.at, event=one.kind)
    began_at = progress.first_sent_at
    is_new = began_at is not None and (not restarts or began_at >= restarts[-1].at)
    if began_at and is_new and (handed_over or progress.claimed_until):
        yield HistoryEntry(at=began_at, event="sending")
    if outcome and progress.sent_at:
        yield HistoryEntry(at=progress.sent_at, event=outcome.kind, detail=_detail(outcome))
    reports = chunk.reports.get(chunk.recipients[position])
    for report in (reports.delivered, reports.failed) if reports else ():
        if report:
            yield HistoryEntry(at=report.received_at, event=report.status, detail=_words(report))


_AT_THE_WIRE = {OutcomeKind.SENT, OutcomeKind.FAILED, OutcomeKind.DOUBTFUL, OutcomeKind.UNKNOWN}


def _detail(outcome: Outcome) -> str | None:
    return outcome.provider_message_id or outcome.text or None


def _words(report: DeliveryReport) -> str:
    words = f"{report.code}: {report.text}" if report.code else report.text
    if not (report.segments_succeeded and report.segments_failed):
        return words
    segment_count = report.segments_succeeded + report.segments_failed
    return f"{words} ({report.segments_succeeded} of {segment_count} segments arrived)"
