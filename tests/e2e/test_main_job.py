"""The main job by HTTP: send, deliver, STOP, refuse, START, and what the network makes of it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from azure.communication.sms._shared.policy import HMACCredentialsPolicy
from azure.core import AsyncPipelineClient
from azure.core.rest import AsyncHttpResponse, HttpRequest

from local.dev.azurite import Azurite
from local.dev.family import Family
from tests.e2e.doomed import Doomed, count_waiting
from tests.support.family import ACCESS_KEY, AppFamily, app_environment, poll, start_host

TOLL_FREE, LONG_CODE, SHORT_CODE, NAME = "+18335550100", "+14255550100", "77001", "PALOMA"
REFUSAL = "Sender blocked for given recipient."


async def send_one(app: AppFamily, person: str, message: str = "Hello", **more: Any) -> str:
    accepted = await app.send(more.pop("sender", TOLL_FREE), person, message, **more)
    message_id: str = accepted["messages"][0]["messageId"]
    return message_id


async def registry_says(
    app: AppFamily, state: str, person: str, sender: str = TOLL_FREE
) -> dict[str, Any]:
    async def is_so() -> Any:
        entry = await app.opt_out(sender, person)
        return entry if entry.get("state") == state else None

    entry: dict[str, Any] = await poll(is_so)
    return entry


async def test_message_is_delivered_when_it_is_sent(app: AppFamily, person: str) -> None:
    accepted = await app.send(TOLL_FREE, person, "Grüße!")
    message_id = accepted["messages"][0]["messageId"]
    assert accepted["status"] == "accepted"
    assert accepted["messages"] == [{"messageId": message_id, "to": person, "status": "queued"}]

    message = await app.reaches(message_id, "delivered")

    assert await app.on_phone(person) == ["Grüße!"]
    assert (message["from"], message["to"], message["message"]) == (TOLL_FREE, person, "Grüße!")
    assert message["providerMessageId"].startswith("Outgoing_")
    assert "error" not in message
    moments = [entry["at"] for entry in message["history"]]
    assert moments == sorted(moments)
    # A report may be dated before the answer to the send was stored.
    events = [entry["event"] for entry in message["history"]]
    assert events[:2] == ["accepted", "sending"]
    assert sorted(events[2:]) == ["delivered", "sent"]


async def test_send_is_refused_after_stop_and_delivered_after_start(
    app: AppFamily, person: str
) -> None:
    first = await send_one(app, person, "one")
    await app.reaches(first, "delivered")

    await app.text_in(person, TOLL_FREE, " Stop. ")
    entry = await registry_says(app, "opted_out", person)
    refused = await app.send(TOLL_FREE, person, "two")
    summary = refused["messages"][0]
    assert summary["status"] == "suppressed"
    assert summary["error"] == {"code": "opted_out", "message": REFUSAL}

    await app.text_in(person, TOLL_FREE, "START")
    await registry_says(app, "opted_in", person)
    await app.reaches(await send_one(app, person, "three"), "delivered")

    assert entry["source"] == "keyword"
    assert (await app.message(summary["messageId"]))["status"] == "suppressed"
    # The network's own block was lifted by the carrier's word only, "Stop." is none.
    assert await app.on_phone(person) == ["one", "three"]
    ledger = (await app.opt_out(TOLL_FREE, person))["ledger"]
    assert [change["state"] for change in ledger] == ["opted_out", "opted_in"]
    assert [change["evidence"] for change in ledger] == [" Stop. ", "START"]


async def test_stop_reaches_message_that_still_waits_when_it_is_due(
    app: AppFamily, person: str
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    waiting = await send_one(app, person, sendAt=due.isoformat())
    await app.text_in(person, TOLL_FREE, "STOP")
    await registry_says(app, "opted_out", person)

    message = await app.reaches(waiting, "suppressed")

    assert message["error"]["message"] == REFUSAL
    assert await app.on_phone(person) == []


async def test_stop_to_one_number_leaves_the_others_open(app: AppFamily, person: str) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await registry_says(app, "opted_out", person)

    await app.reaches(await send_one(app, person, sender="+18335550101"), "delivered")


async def opt_out_at_network(app: AppFamily, person: str) -> None:
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
    ("style", "code", "text"),
    [
        ("text", "failed", REFUSAL),
        ("code", "4007", "The Destination/To number opted out of receiving messages from you."),
    ],
)
async def test_block_known_to_network_only_becomes_opt_out_when_report_tells(
    app: AppFamily, person: str, *, style: str, code: str, text: str
) -> None:
    await opt_out_at_network(app, person)
    await app.control("POST", "blocked-report", {"style": style})

    first = await send_one(app, person, "one")
    message = await app.reaches(first, "failed")
    entry = await registry_says(app, "opted_out", person)
    second = await app.send(TOLL_FREE, person, "two")

    assert message["error"] == {"code": code, "message": text}
    assert entry["source"] == "provider"
    assert text in entry["ledger"][0]["evidence"]
    assert second["messages"][0]["status"] == "suppressed"


@pytest.mark.parametrize("schema", ["CloudEventSchemaV1_0", "EventGridSchema"])
async def test_main_job_works_when_events_come_in_either_schema(
    app: AppFamily, person: str, schema: str
) -> None:
    await app.subscribe(schema, batch=1)

    await app.reaches(await send_one(app, person), "delivered")
    await app.text_in(person, TOLL_FREE, "UNSTOP")

    await registry_says(app, "opted_in", person)


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
    app: AppFamily, person: str, faults: list[dict[str, Any]]
) -> None:
    for fault in faults:
        await app.control("POST", "faults", fault)

    message = await app.reaches(await send_one(app, person), "delivered")

    # A report that came first must not be lost when the answer is stored, nor the answer.
    assert message["providerMessageId"].startswith("Outgoing_")
    assert (await app.control("POST", "faults", {"kind": "lose"}))["faults"] == [
        {"kind": "lose", "count": 1}
    ]


async def test_newer_report_counts_when_two_come_in_reverse(app: AppFamily, person: str) -> None:
    await app.control("POST", "progression", {"mode": "manual"})
    message_id = await send_one(app, person)
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
    app: AppFamily, person: str
) -> None:
    await app.control("POST", "faults", {"kind": "repeat", "times": 4})
    await app.text_in(person, TOLL_FREE, "cancel my 3pm appointment")
    await app.text_in(person, TOLL_FREE, "STOP")
    await registry_says(app, "opted_out", person)
    await no_event_is_pending(app)

    rows = await conversation(app, TOLL_FREE, person)

    assert [row["body"] for row in rows] == ["STOP", "cancel my 3pm appointment"]
    assert len((await app.opt_out(TOLL_FREE, person))["ledger"]) == 1


async def no_event_is_pending(app: AppFamily) -> None:
    async def is_so() -> bool:
        subscriptions = (await app.control("GET", "subscriptions"))["subscriptions"]
        return all(one["pending"] == 0 for one in subscriptions)

    await poll(is_so)


async def conversation(app: AppFamily, own_number: str, person: str) -> list[dict[str, Any]]:
    """Read the thread where it is stored: its API comes later."""
    from azure.data.tables.aio import TableClient

    client = TableClient.from_connection_string(
        app.storage.azurite.connection_string, "Conversations"
    )
    async with client:
        entities = client.query_entities(
            "PartitionKey eq @own and user_number eq @person",
            parameters={"own": own_number, "person": person},
        )
        return [dict(entity) async for entity in entities]


async def test_short_code_obeys_its_words_when_person_texts_them(
    app: AppFamily, person: str
) -> None:
    await app.reaches(await send_one(app, person, "one", sender=SHORT_CODE), "delivered")
    await app.text_in(person, SHORT_CODE, "QUIT")
    entry = await registry_says(app, "opted_out", person, SHORT_CODE)
    refused = await app.send(SHORT_CODE, person, "two")
    await app.text_in(person, SHORT_CODE, "start")
    await registry_says(app, "opted_in", person, SHORT_CODE)
    await app.reaches(await send_one(app, person, "three", sender=SHORT_CODE), "delivered")

    assert entry["source"] == "keyword"
    assert refused["messages"][0]["status"] == "suppressed"
    assert await app.on_phone(person) == ["one", "three"]


async def test_long_code_stops_though_network_does_nothing_when_person_texts_stop(
    app: AppFamily, person: str
) -> None:
    await app.text_in(person, LONG_CODE, "STOP")
    await registry_says(app, "opted_out", person, LONG_CODE)

    refused = await app.send(LONG_CODE, person)

    assert refused["messages"][0]["status"] == "suppressed"
    assert await app.on_phone(person) == []


async def test_alphanumeric_sender_delivers_when_it_is_owned(app: AppFamily, person: str) -> None:
    message = await app.reaches(await send_one(app, person, sender=NAME), "delivered")

    assert message["from"] == NAME


async def test_message_fails_with_reason_when_sender_is_not_owned(
    app: AppFamily, person: str
) -> None:
    message = await app.reaches(await send_one(app, person, sender="+18335550177"), "failed")

    assert message["error"]["code"] == "Unauthorized"
    assert await app.on_phone(person) == []


async def test_each_phone_shows_its_own_text_when_values_differ(
    app: AppFamily, new_person: Callable[[], str]
) -> None:
    texts = {new_person(): name for name in ("Ana", "Bo", "Ana", "世界", "{{name}}")}
    to = [{"number": number, "values": {"name": name}} for number, name in texts.items()]

    accepted = await app.send(TOLL_FREE, to, "Hi {{name}}!")
    for message in accepted["messages"]:
        await app.reaches(message["messageId"], "delivered")

    for number, name in texts.items():
        assert await app.on_phone(number) == [f"Hi {name}!"]
    # Equal texts share a call.
    assert len((await app.control("GET", "requests"))["requests"]) == 4


async def test_message_waits_when_it_is_scheduled(app: AppFamily, person: str) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    message_id = await send_one(app, person, sendAt=due.isoformat())
    assert (await app.message(message_id))["status"] == "scheduled"

    message = await app.reaches(message_id, "delivered")

    left = [one for one in message["history"] if one["event"] == "sent"]
    assert datetime.fromisoformat(left[0]["at"]) >= due


async def test_message_expires_unsent_when_network_refuses_it_for_too_long(
    app: AppFamily, person: str
) -> None:
    await app.control(
        "POST", "faults", {"kind": "status", "status": 429, "retryAfterSeconds": 5, "count": 9}
    )
    message_id = await send_one(app, person, ttlSeconds=5)

    message = await app.reaches(message_id, "expired")
    assert message["error"]["code"] == "expired"

    async def worker_has_noted_it() -> bool:
        history = (await app.message(message_id))["history"]
        return any(entry["event"] == "expired" for entry in history)

    await poll(worker_has_noted_it)
    assert await app.on_phone(person) == []
    statuses = [one["status"] for one in (await app.control("GET", "requests"))["requests"]]
    assert set(statuses) == {429}


@pytest.mark.parametrize("kind", ["cutAfter", "cutBefore"])
async def test_phone_has_text_once_when_connection_to_network_was_cut(
    app: AppFamily, person: str, kind: str
) -> None:
    await app.control("POST", "faults", {"kind": kind})

    await app.reaches(await send_one(app, person, "once"), "delivered")

    async def was_tried_again() -> bool:
        requests = (await app.control("GET", "requests"))["requests"]
        ids = [one["repeatabilityRequestIds"] for one in requests if one["status"] == 202]
        return len(requests) == 2 and len(ids) == 1

    await poll(was_tried_again)
    assert await app.on_phone(person) == ["once"]


async def test_webhook_consents_when_cloud_events_ask(app: AppFamily) -> None:
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


async def test_send_is_counted_and_paged_when_its_messages_fare_differently(
    app: AppFamily, new_person: Callable[[], str]
) -> None:
    gone, *others = sorted(new_person() for _ in range(7))
    await app.text_in(gone, TOLL_FREE, "STOP")
    await registry_says(app, "opted_out", gone)
    accepted = await app.send(
        TOLL_FREE, [gone, *others, others[0], "+12025550106", "nonsense"], campaign="may"
    )
    assert (accepted["recipientCount"], accepted["duplicateCount"]) == (8, 1)
    assert [one["position"] for one in accepted["rejected"]] == [9]
    assert accepted["rejected"][0]["code"] == "letters_not_allowed"

    async def is_done() -> Any:
        status = (await app.call("GET", f"sms/{accepted['sendId']}")).json
        return status if status["counts"].get("delivered") == 6 else None

    status = await poll(is_done)
    assert status["status"] == "completed"
    assert status["counts"] == {"delivered": 6, "failed": 1, "suppressed": 1}
    assert (status["duplicateCount"], status["rejectedCount"]) == (1, 1)

    pages, url = [], f"/api/sms/{accepted['sendId']}/messages?limit=3"
    while url:
        page = (await app.call("GET", app.url + url)).json
        pages.append([one["to"] for one in page["messages"]])
        url = page.get("nextUrl")
    assert [len(page) for page in pages] == [3, 3, 2]
    assert [to for page in pages for to in page] == sorted([gone, *others, "+12025550106"])


async def test_registry_is_paged_when_many_opted_out(
    app: AppFamily, new_person: Callable[[], str]
) -> None:
    sender, people = "+18335550101", sorted(new_person() for _ in range(5))
    await asyncio.gather(*(app.text_in(one, sender, "STOP") for one in people))
    for one in people:
        await registry_says(app, "opted_out", one, sender)

    found, url = [], f"/api/opt-outs?sender={sender.lstrip('+')}&limit=2"
    while url:
        page = (await app.call("GET", app.url + url)).json
        found += [one["recipient"] for one in page["entries"]]
        url = page.get("nextUrl")

    assert found == sorted(set(found))
    assert set(people) <= set(found)


async def test_key_is_asked_for_when_host_checks_keys(
    app: AppFamily, azurite: Azurite, person: str
) -> None:
    # On a storage account of its own, so that the two hosts do not share the work.
    settings = app_environment(azurite, app.simulator_url) | {"PALOMA_HOST_KEY": "a-key"}
    body = {"from": TOLL_FREE, "to": person, "message": "Hello"}
    with Family() as programs:
        guarded = f"{await start_host(programs, settings, '--enable-auth')}/api"

        without = await app.call("POST", f"{guarded}/sms", body)
        wrong = await app.call("POST", f"{guarded}/sms?code=another", body)
        webhook = await app.call("POST", f"{guarded}/webhooks/inbound", [])
        by_query = await app.call("POST", f"{guarded}/sms?code=a-key", body)
        look_up = f"{guarded}/sms/{by_query.json['sendId']}"
        by_header = await app.call("GET", look_up, headers={"x-functions-key": "a-key"})
        health = await app.call("GET", f"{guarded}/health")
        await poll(lambda: app.on_phone(person))

    assert (without.status, wrong.status, webhook.status) == (401, 401, 401)
    assert without.json is None
    assert (by_query.status, by_header.status, health.status) == (202, 200, 200)


async def test_message_is_failed_visibly_when_its_dispatch_failed_five_times(
    app: AppFamily, doomed: Doomed
) -> None:
    message = await app.reaches(doomed.message_id, "failed", seconds=40)

    assert message["error"]["code"] == "dispatch_failed"
    send = (await app.call("GET", f"sms/{message['sendId']}")).json
    assert (send["status"], send["counts"]) == ("completed", {"failed": 1})


async def test_garbage_in_queue_ends_without_harm_when_others_are_sent(
    app: AppFamily, doomed: Doomed, person: str
) -> None:
    await app.reaches(await send_one(app, person), "delivered")

    async def only_poison_queue_has_it() -> bool:
        waiting = [await count_waiting(app, f"sms-dispatch{end}") for end in ("", "-poison")]
        return waiting == [0, doomed.garbage_count]

    # What is no base64 goes there at once; what is, after five tries.
    await poll(only_poison_queue_has_it, seconds=40)
