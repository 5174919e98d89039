"""What the network tells: reports and inbound messages, in every form and order."""

from typing import Any

import pytest
from azure.communication.sms._shared.policy import HMACCredentialsPolicy
from azure.core import AsyncPipelineClient
from azure.core.rest import AsyncHttpResponse, HttpRequest

from tests.support.local_app import REFUSAL, TOLL_FREE, LocalApp, poll
from tests.support.local_programs import ACCESS_KEY


async def opt_out_at_network(app: LocalApp, person: str) -> None:
    """Tell ACS, signed as the official SDK signs, past the app and without an event."""
    signing = HMACCredentialsPolicy(app.simulator_url, ACCESS_KEY)
    url = f"{app.simulator_url}/sms/optouts:add?api-version=2026-01-23"
    request = HttpRequest("POST", url, json={"from": TOLL_FREE, "recipients": [{"to": person}]})
    async with AsyncPipelineClient[HttpRequest, AsyncHttpResponse](
        app.simulator_url, policies=[signing]
    ) as client:
        response = await client.send_request(request)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("style", "carrier_text"),
    [
        ("text", ""),
        ("code", "The Destination/To number opted out of receiving messages from you."),
    ],
)
async def test_block_known_to_network_only_becomes_opt_out_when_report_tells(
    app: LocalApp, person: str, *, style: str, carrier_text: str
) -> None:
    await opt_out_at_network(app, person)
    await app.control("POST", "blocked-report", {"style": style})

    first = await app.send_one(person, "one")
    message = await app.reaches(first, "failed")
    entry = await app.registry_says(person, "opted_out")
    second = await app.send(TOLL_FREE, person, "two")

    words = {"carrierMessage": carrier_text} if carrier_text else {}
    assert message["error"] == {"code": "4007", "message": REFUSAL, **words}
    assert entry["source"] == "provider"
    assert (carrier_text or REFUSAL) in entry["ledger"][0]["evidence"]
    assert second["messages"][0]["status"] == "suppressed"


@pytest.mark.parametrize("schema", ["CloudEventSchemaV1_0", "EventGridSchema"])
async def test_main_job_works_when_events_come_in_either_schema(
    app: LocalApp, person: str, schema: str
) -> None:
    await app.subscribe(schema, batch=1)

    await app.reaches(await app.send_one(person), "delivered")
    await app.text_in(person, TOLL_FREE, "UNSTOP")

    await app.registry_says(person, "opted_in")


@pytest.mark.parametrize(
    "faults",
    [
        [{"kind": "reportFirst"}],
        [{"kind": "repeat", "times": 5}],
        [{"kind": "keyCase", "case": "pascal"}, {"kind": "plus", "plus": True}],
        [{"kind": "keyCase", "case": "Tag"}, {"kind": "plus", "plus": False}],
        [{"kind": "keyCase", "case": "camel"}, {"kind": "delay", "seconds": 0.5}],
    ],
    ids=lambda faults: "+".join(fault["kind"] for fault in faults),
)
async def test_message_is_delivered_when_its_report_is_odd(
    app: LocalApp, person: str, faults: list[dict[str, Any]]
) -> None:
    for fault in faults:
        await app.control("POST", "faults", fault)

    message_id = await app.send_one(person)
    await app.reaches(message_id, "delivered")

    async def answer_is_stored_too() -> Any:
        message = await app.message(message_id)
        return message if "sent" in {entry["event"] for entry in message["history"]} else None

    # A report that came first must not be lost when the answer to the send is stored.
    assert (await poll(answer_is_stored_too))["status"] == "delivered"
    assert (await app.control("POST", "faults", {"kind": "lose"}))["faults"] == [
        {"kind": "lose", "count": 1}
    ]


async def test_newer_report_counts_when_two_come_in_reverse(app: LocalApp, person: str) -> None:
    await app.control("POST", "progression", {"mode": "manual"})
    message_id = await app.send_one(person)
    sent = await app.reaches(message_id, "sent")
    await app.control("POST", "faults", {"kind": "reverse", "count": 2})

    for status, code in (("Failed", 5001), ("Delivered", 2000)):
        report = {"messageId": sent["providerMessageId"], "deliveryStatus": status, "code": code}
        await app.control("POST", "delivery-report", report)

    async def both_are_in() -> Any:
        message = await app.message(message_id)
        events = {entry["event"] for entry in message["history"]}
        return message if {"delivered", "failed"} <= events else None

    assert (await poll(both_are_in))["status"] == "delivered"


async def test_inbound_message_is_kept_once_when_event_is_repeated(
    app: LocalApp, person: str
) -> None:
    await app.control("POST", "faults", {"kind": "repeat", "times": 4, "count": 2})
    await app.text_in(person, TOLL_FREE, "cancel my 3pm appointment")
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await no_event_is_pending(app)

    conversation = (await app.call("GET", f"conversations/{TOLL_FREE}/{person}")).json

    # Both may be of the same millisecond.
    texts = sorted(entry["text"] for entry in conversation["entries"])
    assert texts == ["STOP", "cancel my 3pm appointment"]
    assert len((await app.opt_out(TOLL_FREE, person))["ledger"]) == 1


async def no_event_is_pending(app: LocalApp) -> None:
    async def is_so() -> bool:
        subscriptions = (await app.control("GET", "subscriptions"))["subscriptions"]
        return all(one["pending"] == 0 for one in subscriptions)

    await poll(is_so)


async def test_webhook_consents_when_cloud_events_ask(app: LocalApp) -> None:
    for name in ("inbound", "delivery-reports"):
        answer = await app.call(
            "OPTIONS",
            f"webhooks/{name}",
            headers={
                "WebHook-Request-Origin": "eventgrid.azure.net",
                "WebHook-Request-Rate": "120",
            },
        )

        assert answer.status == 200
        assert answer.headers["WebHook-Allowed-Origin"] == "eventgrid.azure.net"
        assert answer.headers["WebHook-Allowed-Rate"]
        assert "POST" in answer.headers["Allow"]
