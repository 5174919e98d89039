"""Builders of what tests begin with: each test then states only what it is about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.contract.send_request import SendRequest
from shared.domain.chunk import Category, Chunk, SendOptions, SendTotals
from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import MessageAddress, new_send_address
from shared.domain.opt_out import ChangeSource, ConsentChange, ConsentState
from shared.domain.portions import Portion
from shared.storage.opt_outs import OptOuts
from tests.support.world import PERSON, START, TOLL_FREE

TEXT = "Your table is ready."
SEND = new_send_address(TOLL_FREE, START, bytes(10))
FIRST_MESSAGE = MessageAddress(SEND, 0, 0)

OPTIONS = SendOptions(
    category=Category.TRANSACTIONAL,
    campaign="",
    send_at=None,
    expires_at=START + timedelta(hours=72),
    delivery_report=True,
)
_CHUNK = Chunk(
    send=SEND,
    number=0,
    body=TEXT,
    recipients=(PERSON,),
    values=(),
    options=OPTIONS,
    totals=SendTotals(chunk_count=1, recipient_count=1, duplicate_count=0, rejected_count=0),
)


def people(count: int) -> list[str]:
    """Give up to 10,000 different numbers of the fiction range, in order."""
    return [f"+1{200 + index // 100}55501{index % 100:02d}" for index in range(count)]


def make_chunk(**changes: Any) -> Chunk:
    """Give a chunk of one recipient that nobody has touched, but for the changes."""
    return replace(_CHUNK, **changes)


def whole(chunk: Chunk) -> Portion:
    """Give everybody of a chunk who waits, as when the governor grants all."""
    return Portion(chunk, tuple(chunk.waiting_positions()))


def make_options(**changes: Any) -> SendOptions:
    """Give the options of a transactional send that expires after 72 hours, but for the changes."""
    return replace(OPTIONS, **changes)


def make_request(to: str | Iterable[str | dict[str, Any]], **members: Any) -> SendRequest:
    """Give a valid request as `POST /sms` reads it."""
    recipients = to if isinstance(to, str) else list(to)
    body = {"from": TOLL_FREE, "to": recipients, "message": TEXT, **members}
    return SendRequest.model_validate_json(json.dumps(body))


def make_report(
    status: DeliveryStatus, received_at: datetime, *, code: str = "", text: str = ""
) -> DeliveryReport:
    """Give a report that the carrier's attempt preceded by a second."""
    return DeliveryReport(
        status, code, text, "Outgoing_1", received_at - timedelta(seconds=1), received_at
    )


async def out_among(
    registry: OptOuts,
    own_number: str,
    recipients: Sequence[str],
    category: Category = Category.TRANSACTIONAL,
) -> frozenset[str]:
    """Ask who must not be written to."""
    return await registry.opted_out_among(own_number, recipients, category)


def make_change(state: ConsentState, changed_at: datetime, **changes: Any) -> ConsentChange:
    """Give a keyword's change of the one person's state."""
    change = ConsentChange(
        own_number=TOLL_FREE,
        user_number=PERSON,
        state=state,
        changed_at=changed_at,
        recorded_at=changed_at,
        source=ChangeSource.KEYWORD,
        evidence=state.value,
        event_id=f"Incoming_{changed_at:%H%M%S%f}",
    )
    return replace(change, **changes)
