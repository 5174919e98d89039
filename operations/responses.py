"""Build the response bodies of health, readiness, queue and parked events."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from operations.contract import (
    ForeignEvents,
    Health,
    HeldSenderAnswer,
    ParkedEventAnswer,
    ParkedEventPage,
    QueueAnswer,
)
from senders.domain.hold import Hold
from senders.responses import hold_response
from shared.domain.errors import StorageError, StorageRefusedError
from shared.domain.sender import parse_sender
from shared.eventgrid.parked_events import ParkedEvent, ParkedKind
from shared.eventgrid.webhook import RefusedEvents
from shared.storage.sdk import AccessRefusedError, RefusedError
from shared.web.contract import next_page_url

if TYPE_CHECKING:
    from operations.storage_check import StorageCheck
    from send_sms.storage.dispatch_queue import WorkLevel
    from senders.storage.holds import HeldSender

_IDENTITY = "managed_identity"


@dataclass(frozen=True, slots=True)
class Configured:
    """What the settings say, as far as health shows it."""

    has_storage_key: bool
    has_acs_key: bool
    checks_event_source: bool
    is_trial: bool


def health_of(
    check: "StorageCheck",
    configured: Configured,
    *,
    refused: RefusedEvents,
    holds: Mapping[str, Hold],
) -> Health:
    """Describe the settings, the worst of what is wrong with storage, refusals and waiting work."""
    foreign_events = None
    if refused.last_at:
        foreign_events = ForeignEvents(count=refused.count, last_refused_at=refused.last_at)
    held = [
        f"{parse_sender(sender).kind}: {hold.message} ({hold.refusal})"
        for sender, hold in holds.items()
    ]
    return Health(
        status=worst_code(check.faults.values()) if check.faults else "ok",
        held_senders=held or None,
        overdue_count=check.overdue_count or None,
        storage="connection_string" if configured.has_storage_key else _IDENTITY,
        acs="access_key" if configured.has_acs_key else _IDENTITY,
        event_source_checked=configured.checks_event_source,
        trial=configured.is_trial,
        foreign_events=foreign_events,
    )


def worst_code(
    faults: Collection[StorageError],
) -> Literal["storage_refused", "storage_unavailable"]:
    """Give the code of faults: storage that refuses the app will not pass by itself."""
    is_refused = any(isinstance(fault, StorageRefusedError) for fault in faults)
    return "storage_refused" if is_refused else "storage_unavailable"


def reason_of(fault: StorageError) -> str:
    """Say why storage fails; of a refusal with status and code of the service."""
    if isinstance(fault, RefusedError | AccessRefusedError):
        status = f"HTTP {fault.status}" if fault.status else ""
        return " ".join(filter(None, ("The service refuses:", status, fault.service_code)))
    return "The service does not respond."


def queue_response(level: "WorkLevel", held: Sequence["HeldSender"]) -> QueueAnswer:
    """Describe the queue and the held senders."""
    answers = [HeldSenderAnswer(sender=one.sender, hold=hold_response(one.hold)) for one in held]
    return QueueAnswer(
        due_count=level.due_count,
        work_count=level.work_count,
        waiting_count=level.waiting_count,
        overdue_count=level.overdue_count,
        held_senders=answers or None,
    )


def parked_event_page(
    kind: ParkedKind, found: Sequence[ParkedEvent], limit: int
) -> ParkedEventPage:
    """Describe up to `limit` of the events that were found; one more than that: there is more."""
    shown = found[:limit]
    after = shown[-1].key if len(found) > limit else ""
    next_url = next_page_url("parked-events", after, {"kind": kind, "limit": limit})
    return ParkedEventPage(events=[_parked_event(one) for one in shown], next_url=next_url)


def _parked_event(event: ParkedEvent) -> ParkedEventAnswer:
    return ParkedEventAnswer(
        parked_event_id=event.key,
        parked_on=datetime.strptime(f"{event.key[:8]}+0000", "%Y%m%d%z").date(),
        reason=event.reason,
        type=event.type,
        event_id=event.identity,
        occurred_at=event.occurred_at,
        data=event.payload,
    )
