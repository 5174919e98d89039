"""Builders of what tests begin with: each test then states only what it is about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from delivery_report.storage.reports import Reports
from opt_outs.changes import apply_each
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, StopScope
from opt_outs.storage.registry import OptOuts
from send_sms.contract.requests import SendRequest
from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import BatchAddress, MessageAddress, SendAddress, new_send_address
from shared.domain.kinds import Category
from tests.support.world import PERSON, START, TOLL_FREE

TEXT = "Your table is ready."
_SHORT = 1_000
SEND = new_send_address(TOLL_FREE, START, bytes(10))
FIRST_MESSAGE = MessageAddress(SEND, 0)

OPTIONS = SendOptions(
    category=Category.TRANSACTIONAL,
    campaign="",
    send_at=None,
    expires_at=START + timedelta(hours=72),
    delivery_report=True,
)


def people(count: int) -> list[str]:
    """Give up to 10,000 different numbers of the fiction range, in order."""
    return [f"+1{200 + index // 100}55501{index % 100:02d}" for index in range(count)]


def make_batch(
    recipients: Sequence[str] = (PERSON,),
    *,
    text: str = TEXT,
    options: SendOptions = OPTIONS,
    send: SendAddress = SEND,
    row: int = 0,
    **changes: Any,
) -> Batch:
    """Give a new batch of one send, by default to one recipient, but for the changes."""
    totals = SendTotals(recipient_count=len(recipients))
    batch = Batch(BatchAddress(send, row), tuple(recipients), (Terms(text, options, totals),))
    return replace(batch, **changes)


def make_round(
    members: Sequence[tuple[str, str]],
    *,
    options: SendOptions = OPTIONS,
    send: SendAddress = SEND,
    **changes: Any,
) -> Batch:
    """Give a new round of single sends: recipient and text of each; no recipient: unused place."""
    texts = list(dict.fromkeys(text for _, text in members))
    batch = Batch(
        BatchAddress(send),
        tuple(recipient for recipient, _ in members),
        tuple(Terms(text, options, SendTotals()) for text in texts),
        terms_index=tuple(texts.index(text) for _, text in members),
        is_round=True,
    )
    return replace(batch, **changes)


def make_options(**changes: Any) -> SendOptions:
    """Give the options of a transactional send that expires after 72 hours, but for the changes."""
    return replace(OPTIONS, **changes)


def make_request(to: str | Iterable[str | dict[str, Any]], **members: Any) -> SendRequest:
    """Give a valid request as `POST /sms` reads it."""
    recipients = to if isinstance(to, str) else list(to)
    body = {"from": TOLL_FREE, "to": recipients, "message": TEXT, "confirm": True, **members}
    text = json.dumps(body)
    return _read_request(text) if len(text) < _SHORT else SendRequest.model_validate_json(text)


@lru_cache(maxsize=512)
def _read_request(text: str) -> SendRequest:
    """Simulations ask for the same short sends again and again; a request is never changed."""
    return SendRequest.model_validate_json(text)


def make_report(
    status: DeliveryStatus, received_at: datetime, *, code: str = "", text: str = ""
) -> DeliveryReport:
    """Give a report that the carrier's attempt preceded by a second."""
    return DeliveryReport(
        status, code, text, "Outgoing_1", received_at - timedelta(seconds=1), received_at
    )


async def opted_out_recipients(
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


def reports_beside(journal: Journal) -> Reports:
    """Give the reports of the table that a journal is on."""
    return Reports(journal._table)


async def apply_change(
    change: ConsentChange, opt_outs: OptOuts, stop_scope: StopScope = StopScope.SENDER
) -> bool:
    """Store one change; gives whether the entry of its own number changed."""
    added = await apply_each([change], opt_outs, stop_scope)
    for error in added.failures.values():
        raise error
    return change in added.stored
