"""Batches, reports and changes for the storage tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress, SendAddress, new_send_address
from shared.domain.kinds import Category
from tests.support.world import PERSON, START, TOLL_FREE


def people(count: int, first: int = 0) -> tuple[str, ...]:
    """Fiction numbers, sorted; past the 100 of one area code they go on in the next."""
    return tuple(f"+1{200 + n // 100}55501{n % 100:02d}" for n in range(first, first + count))


def long_numbers(count: int) -> tuple[str, ...]:
    """Numbers of the greatest length that E.164 allows."""
    return tuple(f"+{10**14 + n}" for n in range(count))


def new_send(randomness: int = 1, accepted_at: datetime = START) -> SendAddress:
    return new_send_address(TOLL_FREE, accepted_at, randomness.to_bytes(10, "big"))


TERMS = Terms(
    "Hello",
    SendOptions(
        category=Category.MARKETING,
        campaign="may",
        send_at=START + timedelta(hours=1),
        expires_at=START + timedelta(hours=2),
        delivery_report=True,
    ),
    SendTotals(batch_count=1, recipient_count=3, duplicate_count=2, rejected_count=1),
)


def batch_of(
    recipients: Sequence[str] = people(3),
    *,
    row: int = 0,
    send: SendAddress | None = None,
    text: str = "Hello",
    **changes: Any,
) -> Batch:
    """Give a scheduled batch of one send, by default to three people, but for the changes."""
    terms = (replace(TERMS, text=text),)
    batch = Batch(BatchAddress(send or new_send(), row), tuple(recipients), terms)
    return replace(batch, **changes)


def round_of(
    recipients: Sequence[str], *, send: SendAddress | None = None, **changes: Any
) -> Batch:
    """Give a round of single sends, each with a text of its own; no recipient: unused place."""
    options = replace(TERMS.options, send_at=None)
    terms = tuple(
        Terms(f"Text {index}", replace(options, campaign=f"c{index}"), SendTotals())
        for index in range(len(recipients))
    )
    batch = Batch(
        BatchAddress(send or new_send()),
        tuple(recipients),
        terms,
        terms_index=tuple(range(len(recipients))),
        is_round=True,
    )
    return replace(batch, **changes)


def sent(name: str) -> Outcome:
    return Outcome(OutcomeKind.SENT, provider_message_id=f"Outgoing_{name}")


def report(status: DeliveryStatus = DeliveryStatus.DELIVERED, **changes: Any) -> DeliveryReport:
    members: dict[str, Any] = {
        "status": status,
        "code": "2000",
        "text": "No Error",
        "provider_message_id": "Outgoing_1",
        "attempted_at": START,
        "received_at": START + timedelta(seconds=1),
        "segments_succeeded": 1,
        "segments_failed": 0,
    }
    return DeliveryReport(**{**members, **changes})


def change(
    state: ConsentState = ConsentState.OPTED_OUT, minutes: int = 0, user: str = PERSON
) -> ConsentChange:
    return ConsentChange(
        own_number=TOLL_FREE,
        user_number=user,
        state=state,
        changed_at=START + timedelta(minutes=minutes),
        recorded_at=START + timedelta(days=1),
        source=ChangeSource.KEYWORD,
        evidence="STOP",
        event_id=f"Incoming_{user}_{minutes}",
    )
