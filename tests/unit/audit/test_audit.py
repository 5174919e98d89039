"""Who changed what by API is kept, listed newest first, and costs a send nothing."""

import asyncio
import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import azure.functions as func
import pytest

import audit.functions
import conversations.work_functions
import opt_outs.functions
import people.functions
import send_sms.functions
import senders.functions
import subscriptions.functions
from composition.app import run_as
from composition.settings import load_settings
from send_sms.domain.batch import MAX_ROUND_MEMBERS
from shared.domain.author import ActorRules
from shared.domain.errors import StorageError
from shared.settings import ConfigurationError
from shared.storage.table import Operation
from shared.web.http import RECORDED_METHODS, REQUEST_SECONDS
from shared.web.routes import is_recorded, registered_routes
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.virtual_time import run_in_virtual_time
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


async def test_person_is_kept_as_four_digits(served: World, log_lines: list[str]) -> None:
    await opt_out()
    (change,) = await changes()
    assert change["target"] == {"sender": TOLL_FREE, "recipient": f"…{PERSON[-4:]}"}
    assert change["operator"] == "Ana"
    assert "actor" not in change
    stored = json.dumps([dict(row) for row in served.audit_table.all_rows()])
    assert PERSON[1:] not in stored
    assert "Asked by phone" not in stored
    assert_no_personal_data(log_lines)


async def test_number_that_comes_in_headers_is_kept_as_four_digits(served: World) -> None:
    headers = {"Paloma-Sender": TOLL_FREE, "Paloma-Recipient": PERSON}
    body = {"state": "opted_out", "reason": "x"}
    route = {"sender": "-", "recipient": "-"}
    request = post(body, route=route, headers=headers, method="PUT")
    await call(opt_outs.functions.put_opt_out, request)
    (change,) = await changes()
    assert change["target"] == {"sender": TOLL_FREE, "recipient": f"…{PERSON[-4:]}"}
    assert served.audit_table.all_rows()


async def test_erasure_is_kept_without_the_person(served: World) -> None:
    body = {"reason": "Asked by letter.", "actor": "Ana"}
    request = post(body, route={"number": PERSON}, method="DELETE")
    answer = await call(people.functions.erase_person, request)
    assert answer.status_code < 300
    (change,) = await changes()
    assert change["action"] == "erase_person"
    assert change["target"]["number"] == f"…{PERSON[-4:]}"
    assert PERSON[1:] not in json.dumps([dict(row) for row in served.audit_table.all_rows()])


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


async def test_principal_of_the_platform_goes_before_the_callers_name(serve: Serve) -> None:
    trusting(serve)
    await pause(**BILLING, **PRINCIPAL)
    (change,) = await changes()
    assert (change["actor"], change["actorKind"]) == ("ana@example.com", "principal")


async def test_principal_without_a_name_is_kept_by_its_id_or_application(serve: Serve) -> None:
    world = trusting(serve)
    await pause(**{"X-MS-CLIENT-PRINCIPAL-ID": "00000000-0000-4000-8000-000000000001"})
    world.clock.advance(minutes=1)
    token = {"auth_typ": "aad", "claims": [{"typ": "appid", "val": "reporting-app"}]}
    encoded = base64.b64encode(json.dumps(token).encode()).decode()
    await pause(**{"X-MS-CLIENT-PRINCIPAL": encoded})
    world.clock.advance(minutes=1)
    await pause(**{"X-MS-CLIENT-PRINCIPAL": "not base64"})
    actors = [one.get("actor") for one in await changes()]
    assert actors == [None, "reporting-app", "00000000-0000-4000-8000-000000000001"]


@pytest.mark.usefixtures("served")
async def test_principal_is_not_believed_where_the_platform_does_not_check_it() -> None:
    await pause(**PRINCIPAL)
    assert "actor" not in (await changes())[0]


@pytest.mark.parametrize(
    "name", ["two words", "-", "x" * 65, "na\u00efve", "+14255550123", "a/b", "14255550123"]
)
async def test_name_that_is_none_is_refused_before_anything_is_done(
    served: World, name: str
) -> None:
    headers = {"Paloma-Caller": name}
    assert_problem(await pause(**headers), 400, "Paloma-Caller")
    answer = await call(send_sms.functions.send_sms, post(SEND, headers=headers))
    assert_problem(answer, 400, "Paloma-Caller")
    assert sum(table.operation_count for table in served.tables()) == 0


async def test_name_that_the_settings_do_not_list_is_refused(serve: Serve) -> None:
    rules = ActorRules(callers=frozenset({"billing"}))
    serve(World(settings=replace(SETTINGS, actors=rules)))
    assert (await pause(**BILLING)).status_code == 200
    refused = await pause(**{"Paloma-Caller": "Billing"})
    problem = assert_problem(refused, 400, "Paloma-Caller")
    assert problem["errors"][0]["code"] == "unknown_caller"


async def test_each_caller_has_idempotency_keys_of_its_own(served: World) -> None:
    key = {"Idempotency-Key": "same"}
    nameless = (await send(key))["sendId"]
    of_billing = (await send({**key, **BILLING}))["sendId"]
    of_shop = (await send({**key, "Paloma-Caller": "shop"}, message="Other"))["sendId"]
    assert len({nameless, of_billing, of_shop}) == 3
    assert (await send(key))["sendId"] == nameless
    assert (await send({**key, **BILLING}))["sendId"] == of_billing
    assert len(served.keys_table.all_rows()) == 3


@pytest.mark.usefixtures("served")
async def test_key_that_looks_like_a_name_and_key_is_another() -> None:
    joined = (await send({"Idempotency-Key": "billing-same"}))["sendId"]
    named = (await send({"Idempotency-Key": "same", **BILLING}))["sendId"]
    assert joined != named


async def test_change_that_cannot_be_kept_is_made_and_logged(
    served: World, log_lines: list[str]
) -> None:
    def refuse(operations: list[Operation]) -> None:
        del operations
        raise StorageError

    served.audit_table.before_write = refuse
    answer = await pause(**BILLING, **{"X-Request-Id": "request-3"})
    assert answer.status_code == 200
    (line,) = logged_events(log_lines, "audit_failed")
    assert (line["action"], line["requestId"]) == ("pause_sender", "request-3")
    assert line["actor"] == "billing"


async def test_first_failure_to_keep_a_change_is_repeated(served: World) -> None:
    failures = [StorageError()]

    def fail_once(operations: list[Operation]) -> None:
        del operations
        if failures:
            raise failures.pop()

    served.audit_table.before_write = fail_once
    await pause()
    assert len(await changes()) == 1


async def test_change_whose_record_was_stored_without_a_response_is_kept_once(
    served: World,
) -> None:
    table = served.audit_table
    stored: list[Operation] = []

    def store_and_fail(operations: Sequence[Operation]) -> None:
        if not stored:
            stored.extend(operations)
            table.put(operations[0][1])
            raise StorageError

    table.before_write = store_and_fail
    await pause()
    assert len(await changes()) == 1


def test_record_that_hangs_holds_up_no_response() -> None:
    class Hanging:
        async def write(self, *_: object) -> Any:
            await asyncio.Event().wait()

    async def ask() -> float:
        app = World().app(tables={"Audit": Hanging()})  # type: ignore[dict-item]
        with run_as(app):
            assert (await pause()).status_code == 200
        return asyncio.get_running_loop().time()

    assert run_in_virtual_time(ask) <= REQUEST_SECONDS


async def test_number_in_a_name_that_someone_chose_is_not_kept(served: World) -> None:
    request = post({"text": "Hi"}, route={"name": "call 14255550123"}, method="PUT")
    answer = await call(conversations.work_functions.put_canned_reply, request)
    assert answer.status_code == 200
    assert "14255550123" not in json.dumps([dict(row) for row in served.audit_table.all_rows()])


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
