"""A blob of Event Grid's dead letters, sent to a webhook again (docs/deploy.md)."""

from typing import Any

import pytest

import delivery_report.functions
import inbound_webhook.functions
from opt_outs.domain.consent import ConsentState
from tests.support.web import call, post, read_event
from tests.support.world import PERSON, TOLL_FREE, World

# azure-docs, event-grid/manage-event-delivery.md, "Message schemas".
EVENT_GRID_MEMBERS = {
    "deadLetterReason": "MaxDeliveryAttemptsExceeded",
    "deliveryAttempts": 30,
    "lastDeliveryOutcome": "Unauthorized",
    "publishTime": "2026-11-22T09:20:09.0000000Z",
    "lastDeliveryAttemptTime": "2026-11-23T09:20:09.0000000Z",
}
CLOUD_EVENT_MEMBERS = {name.lower(): value for name, value in EVENT_GRID_MEMBERS.items()}


def dead_letter(name: str) -> dict[str, Any]:
    (event,) = read_event("inbound_stop.json")
    if name == "event_grid":
        return {**event, **EVENT_GRID_MEMBERS}
    data = event["data"]
    envelope: dict[str, Any] = read_event("inbound_cloud_event.json")
    envelope["data"] = {key[0].upper() + key[1:]: value for key, value in data.items()}
    return {**envelope, **CLOUD_EVENT_MEMBERS}


@pytest.mark.parametrize("name", ["event_grid", "cloud_event"])
@pytest.mark.parametrize(
    "webhook",
    [inbound_webhook.functions.inbound_webhook, delivery_report.functions.delivery_report],
    ids=["right", "wrong"],
)
async def test_replayed_stop_opts_out_once(served: World, name: str, webhook: Any) -> None:
    served.clock.advance(days=1)

    for _ in range(2):
        answer = await call(webhook, post([dead_letter(name)]))
        assert answer.status_code == 200

    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry is not None
    assert entry.state is ConsentState.OPTED_OUT
    assert len(await served.app().opt_outs.ledger(TOLL_FREE, PERSON)) == 1
