"""Who changed what by API is kept, listed newest first, and costs a send nothing."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import azure.functions as func
import pytest

import audit.functions
import opt_outs.functions
import people.functions
import send_sms.functions
import senders.functions
import subscriptions.functions
import verifications.functions
from audit.listing import SENDS
from composition.settings import load_settings
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from shared.domain.author import ActorRules
from shared.settings import ConfigurationError
from shared.web.http import RECORDED_METHODS
from shared.web.routes import is_recorded, registered_routes
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World

BILLING = {"Paloma-Caller": "billing"}
PRINCIPAL = {"X-MS-CLIENT-PRINCIPAL-NAME": "ana@example.com", "X-MS-CLIENT-PRINCIPAL-ID": "7"}
SEND = {"from": TOLL_FREE, "to": [PERSON], "message": "Hello"}

# Sends, replies and codes say it in their rows; the others are no changes by an operator.
NOT_RECORDED = {
    "send_sms",
    "reply_to_conversation",
    "start_verification",
    "check_verification",
    "preview_sms",
    "inbound_webhook",
    "delivery_report",
    "mark_conversation_read",
    "mark_conversation_unread",
}


async def pause(**headers: str) -> func.HttpResponse:
    route = {"sender": TOLL_FREE}
    return await call(senders.functions.pause_sender, post({}, route=route, headers=headers))


async def opt_out(**headers: str) -> func.HttpResponse:
    body = {"state": "opted_out", "reason": "Asked by phone.", "actor": "Ana"}
    route = {"sender": TOLL_FREE, "recipient": PERSON}
    request = post(body, route=route, headers=headers, method="PUT")
    return await call(opt_outs.functions.put_opt_out, request)


async def send(headers: dict[str, str] | None = None, **more: Any) -> Any:
    answer = await call(send_sms.functions.send_sms, post({**SEND, **more}, headers=headers))
    assert answer.status_code == 202
    return document(answer)


async def page(**params: str) -> Any:
    answer = await call(audit.functions.list_audit, get(params=params))
    assert answer.status_code == 200, answer.get_body()
    return document(answer)


async def changes(**params: str) -> list[dict[str, Any]]:
    """Follow the pages to the end."""
    found: list[dict[str, Any]] = []
    while True:
        one = await page(**params)
        found += one["changes"]
        if "nextCursor" not in one:
            return found
        params["after"] = one["nextCursor"]


def trusting(serve: Serve) -> World:
    world = World(settings=replace(SETTINGS, actors=ActorRules(trusts_principal=True)))
    serve(world)
    return world


async def test_change_is_kept_with_time_action_target_request_and_actor(served: World) -> None:
    answer = await pause(**BILLING, **{"X-Request-Id": "request-1"})
    assert answer.status_code == 200
    (change,) = await changes()
    assert change == {
        "at": "2026-11-22T09:00:00Z",
        "action": "pause_sender",
        "target": {"sender": TOLL_FREE},
        "requestId": "request-1",
        "actor": "billing",
        "actorKind": "caller",
    }
    assert served.audit_table.operation_count <= 3


@pytest.mark.usefixtures("served")
async def test_operator_in_the_query_of_a_delete_is_kept() -> None:
    await opt_out()
    sent = await send()
    pair = {"sender": TOLL_FREE, "recipient": PERSON}
    for function, route, params in (
        (opt_outs.functions.delete_opt_out, pair, {"reason": "Asked.", "actor": "Ben"}),
        (send_sms.functions.cancel_send, {"sendId": sent["sendId"]}, {"actor": "Eva"}),
        (people.functions.erase_person, {"number": PERSON}, {"reason": "Asked.", "actor": "Ida"}),
    ):
        asked = func.HttpRequest("DELETE", "/api", route_params=route, params=params, body=b"")
        assert (await call(function, asked)).status_code < 300
    found = {one["action"]: one.get("operator") for one in await changes()}
    assert found["delete_opt_out"] == "Ben"
    assert found["cancel_send"] == "Eva"
    assert found["erase_person"] == "Ida"


@pytest.mark.usefixtures("served")
async def test_operator_who_resumes_a_sender_is_kept() -> None:
    resumed = post({"actor": "Ana"}, route={"sender": TOLL_FREE})
    assert (await call(senders.functions.resume_sender, resumed)).status_code == 200
    (change,) = await changes()
    assert (change["action"], change["operator"]) == ("resume_sender", "Ana")


@pytest.mark.usefixtures("served")
async def test_what_was_made_is_named_by_its_id() -> None:
    body = {"url": "https://example.com/events", "events": ["inbound"]}
    made = document(await call(subscriptions.functions.create_subscription, post(body)))
    (change,) = await changes()
    assert change["target"] == {"id": made["subscriptionId"]}


async def test_refused_change_is_not_kept(served: World) -> None:
    route = {"sender": TOLL_FREE}
    refused = post({"unknown": 1}, route=route)
    assert_problem(await call(senders.functions.pause_sender, refused), 400)
    missing = post({}, route={"sendId": "x" * 26}, method="DELETE")
    assert_problem(await call(send_sms.functions.cancel_send, missing), 404)
    assert served.audit_table.operation_count == 0


@pytest.mark.usefixtures("served")
async def test_repeat_of_a_request_is_kept_once() -> None:
    body = {"url": "https://example.com/events", "events": ["inbound"]}
    for _ in range(3):
        request = post(body, headers={"Idempotency-Key": "k"})
        await call(subscriptions.functions.create_subscription, request)
    assert len(await changes()) == 1


async def test_send_is_listed_with_who_asked_and_costs_no_operation_more(served: World) -> None:
    counts = []
    for headers in ({}, {**BILLING, "X-Request-Id": "request-2"}):
        before = sum(table.operation_count for table in served.tables())
        accepted = await send(headers)
        counts.append(sum(table.operation_count for table in served.tables()) - before)
    assert counts[0] == counts[1]
    assert served.audit_table.operation_count == 0
    newest, older = await changes()
    if newest["requestId"] != "request-2":
        newest, older = older, newest
    assert newest["action"] == "send_sms"
    assert newest["target"] == {"sendId": accepted["sendId"], "sender": TOLL_FREE}
    assert (newest["actor"], newest["actorKind"]) == ("billing", "caller")
    assert "actor" not in older


async def test_round_of_strangers_with_long_names_fits_into_its_row(serve: Serve) -> None:
    world = World()
    world.submit_at_once()
    serve(world)
    headers = [
        {"Paloma-Caller": f"{number:03}{'x' * 61}", "X-Request-Id": f"{number:03}{'y' * 125}"}
        for number in range(MAX_ROUND_MEMBERS + 1)
    ]
    await asyncio.gather(
        *(send(one, to=[f"+1425555{index:04}"]) for index, one in enumerate(headers))
    )
    await world.rounds.finish()
    found = {(one["actor"], one["requestId"]) for one in await changes()}
    assert found == {(one["Paloma-Caller"], one["X-Request-Id"]) for one in headers}


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
@pytest.mark.parametrize("to", [[PERSON], [f"+1425555{n:04}" for n in range(150)]])
@pytest.mark.usefixtures("served")
async def test_send_of_every_kind_says_who_asked(key: dict[str, str], to: list[str]) -> None:
    await send({**BILLING, **key}, to=to)
    assert [one["actor"] for one in await changes()] == ["billing"]


async def test_reply_says_who_asked(served: World) -> None:
    route = {"sender": TOLL_FREE, "user": PERSON}
    request = post({"message": "Hello"}, route=route, headers=BILLING)
    answer = await call(send_sms.functions.reply_to_conversation, request)
    assert answer.status_code == 202
    (change,) = await changes()
    assert (change["action"], change["actor"]) == ("reply_to_conversation", "billing")
    assert served.audit_table.all_rows() == []


async def test_changes_and_sends_are_listed_newest_first_over_pages(served: World) -> None:
    expected: list[str] = []
    for number in range(12):
        served.clock.advance(hours=7)
        if number % 3:
            await pause(**{"X-Request-Id": f"request-{number}"})
        else:
            await send({"X-Request-Id": f"request-{number}"})
        expected.insert(0, f"request-{number}")
    for limit in ("1", "4", "100"):
        found = await changes(limit=limit)
        assert [one["requestId"] for one in found] == expected
    served.clock.advance(days=200)
    assert [one["requestId"] for one in await changes(limit="5")] == expected


async def test_list_is_filtered_by_time_action_and_actor(served: World) -> None:
    await pause(**BILLING)
    await send(BILLING)
    served.clock.advance(days=2)
    await opt_out()
    await send()
    assert len(await changes()) == 4
    assert [one["action"] for one in await changes(action="pause_sender")] == ["pause_sender"]
    assert [one["action"] for one in await changes(action="send_sms")] == ["send_sms"] * 2
    found = await changes(actor="billing")
    assert {one["action"] for one in found} == {"pause_sender", "send_sms"}
    of_first_day = await changes(until="2026-11-22")
    assert len(of_first_day) == 2
    since = START + timedelta(days=1)
    assert len(await changes(**{"from": since.isoformat()})) == 2


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
async def test_code_is_listed_as_what_was_asked_for(served: World, key: dict[str, str]) -> None:
    await send(BILLING, category="otp")
    body = {"from": TOLL_FREE, "to": PERSON}
    request = post(body, headers={**BILLING, **key, "X-Request-Id": "request-2"})
    answer = await call(verifications.functions.start_verification, request)
    assert answer.status_code == 202
    (change,) = await changes(action="start_verification")
    assert (change["actor"], change["requestId"]) == ("billing", "request-2")
    assert change["target"].keys() == {"sendId", "sender"}
    assert [one["requestId"] == "request-2" for one in await changes(action="send_sms")] == [False]
    assert len(await changes()) == 2
    assert served.audit_table.all_rows() == []


@pytest.mark.usefixtures("served")
async def test_every_action_that_is_offered_is_kept() -> None:
    changing = {one.name for one in registered_routes() if RECORDED_METHODS & {*one.operations}}
    for name in changing:
        answer = await call(audit.functions.list_audit, get(params={"action": name}))
        assert answer.status_code == (400 if name in NOT_RECORDED - SENDS else 200), name


@pytest.mark.parametrize("action", ["pause", "list_audit", "send_SMS"])
@pytest.mark.usefixtures("served")
async def test_action_that_no_route_has_is_refused(action: str) -> None:
    answer = await call(audit.functions.list_audit, get(params={"action": action}))
    assert_problem(answer, 400, "action")


async def test_page_of_a_long_empty_time_is_bounded(served: World) -> None:
    await pause()
    served.clock.advance(days=400)
    served.audit_table.operation_count = 0
    first = await page()
    assert first["changes"] == []
    assert first["nextCursor"]
    assert served.audit_table.operation_count <= 32


def test_every_route_that_changes_something_is_recorded() -> None:
    changing = {one.name for one in registered_routes() if RECORDED_METHODS & {*one.operations}}
    unrecorded = {
        one.name
        for one in registered_routes()
        if one.name in changing and not is_recorded(one.operations)
    }
    assert unrecorded == NOT_RECORDED
    assert len(changing) > 25


@pytest.mark.parametrize("text", ["a,,b", "two words", ","])
def test_unusable_names_of_callers_are_refused(text: str) -> None:
    environment = {
        "AzureWebJobsStorage": "UseDevelopmentStorage=true",
        "ACS_CONNECTION_STRING": "endpoint=https://acs.example/;accesskey=c2VjcmV0",
    }
    with pytest.raises(ConfigurationError, match="SMS_CALLERS"):
        load_settings({**environment, "SMS_CALLERS": text})
    settings = load_settings({**environment, "SMS_CALLERS": "a, b", "WEBSITE_AUTH_ENABLED": "True"})
    assert settings.actors == ActorRules(trusts_principal=True, callers=frozenset({"a", "b"}))
