"""A call to two people, and answers to it."""

import json
from typing import Any

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.calls import calls_for
from send_sms.domain.dispatching import CLAIM_TIME, claim
from shared.carriers.acs.messages import outcomes_from_response
from shared.carriers.sending import Outcome, OutcomeKind, SendCall, SendError
from tests.support.samples import make_batch, people
from tests.support.world import START

ANA, BEN = people(2)


def call_of(batch: Batch) -> SendCall:
    positions = batch.positions()
    (call,) = calls_for(claim(batch, positions, "claim", START + CLAIM_TIME), positions)
    return call


CALL = call_of(make_batch((ANA, BEN)))


def accepted(to: str, message_id: str = "Outgoing_1") -> dict[str, Any]:
    return {"to": to, "messageId": message_id, "httpStatusCode": 202, "successful": True}


def refused(to: str, status: int, text: str | None = None) -> dict[str, Any]:
    return {"to": to, "httpStatusCode": status, "successful": False, "errorMessage": text}


def outcomes(*items: object) -> tuple[Outcome | None, ...]:
    return outcomes_from_response(CALL, 202, {}, json.dumps({"value": items}).encode())


def sent(message_id: str) -> Outcome:
    return Outcome(OutcomeKind.SENT, provider_message_id=message_id)


def failed(code: str, text: str) -> Outcome:
    return Outcome(OutcomeKind.FAILED, code=code, text=text)


def error(status: int, body: object = b"", headers: dict[str, str] | None = None) -> SendError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(SendError) as caught:
        outcomes_from_response(CALL, status, headers or {}, content)
    return caught.value
