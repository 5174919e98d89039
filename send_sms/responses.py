"""Build the response bodies about messages, and of an accepted send."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from send_sms.accepting.accept import AcceptedSend
from send_sms.accepting.recipients import RejectedRecipient
from send_sms.contract.answers import (
    FoundMessages,
    HistoryEntry,
    ListedMessage,
    Message,
    MessagePage,
    MessageSummary,
    Rejection,
    SendAccepted,
)
from send_sms.domain.batch import first_submitted_at
from send_sms.domain.progress import ResendKind
from send_sms.domain.status import report_of
from send_sms.found_messages import FoundMessage
from shared.carriers.events import DeliveryReport
from shared.carriers.sending import CANCELLED, Outcome, OutcomeKind
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import count_segments
from shared.web.contract import Reason, next_page_url, reason_of
from shared.web.routes import HOST_PARAMETERS

if TYPE_CHECKING:
    from send_sms.look_up import WantedMessages
    from send_sms.search import FoundPage
    from senders.domain.hold import Hold

MAX_LISTED = 100
"""Recipients up to which a response lists every message."""

UNKNOWN_SENDER = (
    "The carrier has taken no message of this number yet, and SMS_SENDERS does not name it. "
    "If it is not yours, the carrier will refuse the messages."
)
"""The text of the warning `unknown_sender`, in the response to a send and in a preview."""


def messages_url(send: SendAddress) -> str:
    """Give the path that pages through a send's messages."""
    return f"/api/sms/{send}/messages"


def accepted_response(accepted: AcceptedSend, hold: "Hold | None" = None) -> SendAccepted:
    """
    Build the response to `POST /sms`, with the statuses as of the moment of acceptance.

    Parameters
    ----------
    hold : Hold or None
        The sender's, of which the response warns.
    """
    send, head = accepted.send, accepted.batches[0]
    position = head.positions_of(send)[0]
    totals = head.terms_of(position).totals
    is_listed = totals.recipient_count <= MAX_LISTED
    found = (
        FoundMessage(batch, position, send.accepted_at)
        for batch in accepted.batches
        for position in batch.positions_of(send)
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
        reference=head.send_reference_of(position) or None,
        warnings=_warnings(accepted, hold) or None,
    )


def _warnings(accepted: AcceptedSend, hold: "Hold | None") -> list[Reason]:
    found = [Reason(code="carrier_refuses", message=hold.message)] if hold else []
    if not accepted.is_sender_known:
        found.append(Reason(code="unknown_sender", message=UNKNOWN_SENDER))
    return found


def accepted_headers(accepted: AcceptedSend) -> dict[str, str]:
    """Give the headers: where the send is, and whether this response is replayed."""
    headers = {"Location": f"/api/sms/{accepted.send}"}
    return {**headers, "Idempotent-Replayed": "true"} if accepted.is_replay else headers


def rejections(rejected: Iterable[RejectedRecipient]) -> list[Rejection]:
    """Tell which recipients cannot be sent to."""
    return [Rejection(position=one.position, code=one.code, reason=one.reason) for one in rejected]


def page_response(
    wanted: "WantedMessages", messages: Sequence[FoundMessage], limit: int, *, is_more: bool
) -> MessagePage:
    """Build the response to `GET /sms/{sendId}/messages`."""
    statuses, error_codes = sorted(wanted.statuses), sorted(wanted.error_codes)
    query = {"limit": limit, "status": ",".join(statuses), "errorCode": ",".join(error_codes)}
    after = str(messages[-1].address) if is_more and messages else ""
    return MessagePage(
        send_id=str(wanted.send),
        messages=[listed(message) for message in messages],
        next_url=next_page_url(f"sms/{wanted.send}/messages", after, query),
    )


def found_response(page: "FoundPage", query: Mapping[str, str]) -> FoundMessages:
    """Build the response to `GET /messages`; the next page has the same query."""
    return FoundMessages(
        messages=[listed(message) for message in page.messages],
        next_url=next_page_url("messages", page.next_after, without_host_parameters(query)),
        read_count=page.read_count,
    )


def without_host_parameters(query: Mapping[str, str]) -> dict[str, str]:
    """Leave out of a query what is for the Functions host: a key must not be given back."""
    return {name: value for name, value in query.items() if name not in HOST_PARAMETERS}


def summary(message: FoundMessage) -> MessageSummary:
    """Give recipient, status and error of a message."""
    return MessageSummary(
        message_id=str(message.address),
        to=message.batch.recipients[message.position],
        erased=message.is_erased or None,
        status=message.status,
        reference=message.reference or None,
        error=error_of(message),
        waiting_for=message.waiting_for,
        next_attempt_at=message.next_attempt_at,
    )


def listed(message: FoundMessage) -> ListedMessage:
    """Describe a message of a list."""
    text = message.text
    return ListedMessage(
        **dict(summary(message)),
        send_id=str(message.batch.send_of(message.position)),
        sender=message.batch.sender,
        message=text,
        category=message.category,
        campaign=message.campaign or None,
        accepted_at=message.accepted_at,
        send_at=message.send_at,
        sent_at=message.sent_at,
        reported_at=message.reported_at,
        segment_count=count_segments(text).segment_count,  # a masked text has the size of the text
        updated_at=message.updated_at,
    )


def error_of(message: FoundMessage) -> Reason | None:
    """Say why a message was not delivered, if a reason is known."""
    return reason_of(message.failure, message.carrier_text)


def message_response(message: FoundMessage) -> Message:
    """Build the response to `GET /messages/{messageId}`."""
    batch, position = message.batch, message.position
    text, options = message.text, batch.options_of(position)
    size = count_segments(text)  # a masked text has the size of the text
    return Message(
        message_id=str(message.address),
        send_id=str(batch.send_of(position)),
        sender=batch.sender,
        to=batch.recipients[position],
        erased=message.is_erased or None,
        status=message.status,
        message=text,
        category=options.category,
        campaign=options.campaign or None,
        reference=message.reference or None,
        segment_count=size.segment_count,
        encoding=size.encoding,
        provider_message_id=_provider_message_id(message),
        error=error_of(message),
        waiting_for=message.waiting_for,
        next_attempt_at=message.next_attempt_at,
        waiting_text=message.wait.text or None if message.wait else None,
        history=sorted(_history(message), key=lambda entry: entry.at),
    )


def _provider_message_id(message: FoundMessage) -> str | None:
    """The report has it too, and may have it when the response to the call was lost."""
    outcome = message.batch.progress.outcomes.get(message.position)
    report = report_of(message.batch, message.position)
    return (outcome and outcome.provider_message_id) or (
        report.provider_message_id if report else None
    )


def _history(message: FoundMessage) -> Iterable[HistoryEntry]:
    batch, position = message.batch, message.position
    yield HistoryEntry(at=batch.accepted_at, event="accepted")
    resends = batch.resends_of(position)
    for one in resends:
        if one.first_sent_at and one.kind is ResendKind.RESEND:
            yield HistoryEntry(at=one.first_sent_at, event="sending")
        yield HistoryEntry(at=one.at, event=one.kind)
    began_at = first_submitted_at(batch, position)
    if began_at:
        yield HistoryEntry(at=began_at, event="sending")
    yield from _ended(message)
    reports = batch.reports.get(position)
    for report in (reports.delivered, reports.failed) if reports else ():
        if report:
            yield HistoryEntry(at=report.received_at, event=report.status, detail=_words(report))


def _ended(message: FoundMessage) -> Iterable[HistoryEntry]:
    """A cancellation is shown at its own time, not when a worker recorded it."""
    batch, position = message.batch, message.position
    outcome = batch.progress.outcomes.get(position)
    cancelled_at = batch.cancelled.get(position)
    if cancelled_at and message.status is MessageStatus.CANCELLED:
        yield HistoryEntry(at=cancelled_at, event=OutcomeKind.CANCELLED, detail=CANCELLED.text)
    elif outcome and outcome.at:
        yield HistoryEntry(at=outcome.at, event=outcome.kind, detail=_detail(outcome))


def _detail(outcome: Outcome) -> str | None:
    return outcome.provider_message_id or outcome.text or None


def _words(report: DeliveryReport) -> str:
    words = f"{report.code}: {report.text}" if report.code else report.text
    if not (report.segments_succeeded and report.segments_failed):
        return words
    segment_count = report.segments_succeeded + report.segments_failed
    return f"{words} ({report.segments_succeeded} of {segment_count} segments arrived)"
