"""The sample's carrier: takes messages without sending any, and has reports come later."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from local.acs_simulator.outcomes import code_details
from shared.carriers.acs.events import SMS_DELIVERY_REPORT
from shared.carriers.registry import DEFAULT_CARRIER
from shared.carriers.sending import Outcome, OutcomeKind, SendError
from shared.domain.times import time_to_text
from shared.eventgrid.envelope import Event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from local.sample.agenda import Agenda
    from shared.carriers.sending import SendCall

_FAILURES = {4006: 45, 4004: 22, 4005: 14, 4000: 6, 4020: 5, 4007: 4, 5000: 3, 4003: 1}
"""Codes of failed messages by their weights."""

_REFUSED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
_REPORT_SECONDS = 5
"""Reports of so many seconds come together, as Event Grid delivers them."""


class SampleCarrier:
    """
    See `shared.carriers.sending.SmsGateway`.

    Of a hundred messages 96 are delivered, 2 or 3 fail, and one is never reported. One call in 60
    breaks, and its messages become unknown. What happens to a message is decided by its id.
    """

    name = DEFAULT_CARRIER

    def __init__(
        self, agenda: Agenda, record: Callable[[Sequence[Event]], Awaitable[None]]
    ) -> None:
        self._agenda = agenda
        self._record = record
        self._due: defaultdict[datetime, list[Event]] = defaultdict(list)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """Take a call."""
        if len(call.recipients) > 1 and Random(call.message_ids[0]).random() < 1 / 60:  # noqa: S311
            code, text = "", "The connection broke."
            raise SendError(code, text, retryable=True, may_have_left=True)
        return tuple(
            self._take(call, message_id, recipient)
            for message_id, recipient in zip(call.message_ids, call.recipients, strict=True)
        )

    def _take(self, call: SendCall, message_id: str, recipient: str) -> Outcome:
        chance = Random(message_id)  # noqa: S311 - decides nothing that is secret
        fate = chance.random()
        if fate < 0.002:  # noqa: PLR2004 - shares, see the class
            return _REFUSED
        provider_id = f"Outgoing_{chance.getrandbits(64):016x}"
        if fate > 0.011:  # noqa: PLR2004
            codes, weights = [*_FAILURES], [*_FAILURES.values()]
            code = chance.choices(codes, weights)[0] if fate < 0.036 else 2000  # noqa: PLR2004
            seconds = min(chance.lognormvariate(1.4, 0.9), 900)
            self._report_later(_report(call, recipient, provider_id, code), seconds)
        return Outcome(OutcomeKind.SENT, provider_message_id=provider_id)

    def _report_later(self, data: dict[str, object], seconds: float) -> None:
        at = self._agenda.now + timedelta(seconds=seconds)
        due = at + timedelta(seconds=_REPORT_SECONDS - at.timestamp() % _REPORT_SECONDS)
        data["receivedtimestamp"] = time_to_text(at)
        if due not in self._due:
            self._agenda.add(due, lambda: self._deliver(due))
        identity = str(data["messageid"])
        self._due[due].append(Event(identity, SMS_DELIVERY_REPORT, "", at, data))

    async def _deliver(self, due: datetime) -> None:
        await self._record(self._due.pop(due))


def _report(call: SendCall, recipient: str, provider_id: str, code: int) -> dict[str, object]:
    return {
        "tag": call.tag,
        "messageid": provider_id,
        "from": call.sender,
        "to": recipient,
        "deliverystatus": "Delivered" if code == 2000 else "Failed",  # noqa: PLR2004 - No Error
        "deliverystatusdetails": code_details(code),
    }
