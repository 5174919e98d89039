"""Who makes a change: the principal of the platform, or the name that a caller gives."""

import base64
import json
from dataclasses import replace

import pytest

import send_sms.functions
from shared.domain.author import ActorRules
from tests.support.web import assert_problem, call, post
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, Serve, World
from tests.unit.audit.test_audit import (
    BILLING,
    PRINCIPAL,
    SEND,
    changes,
    pause,
    send,
    trusting,
)


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


async def test_operator_of_a_send_is_kept_without_a_number_and_makes_no_other_send(
    served: World,
) -> None:
    headers = {**BILLING, "Idempotency-Key": "one"}
    first = await send(headers, actor="Ana (425) 555-0123")
    served.clock.advance(minutes=1)
    again = await send(headers, actor="Ben")
    assert again["sendId"] == first["sendId"]
    (change,) = await changes()
    assert (change["actor"], change["operator"]) == ("billing", "Ana (…")
    assert await changes(actor="Ana") == []


@pytest.mark.usefixtures("served")
async def test_operator_of_a_reply_is_kept() -> None:
    body = {"message": "See you at 9.", "actor": "Ana"}
    route = {"sender": TOLL_FREE, "user": PERSON}
    answer = await call(send_sms.functions.reply_to_conversation, post(body, route=route))
    assert answer.status_code == 202
    (change,) = await changes()
    assert (change["action"], change["operator"]) == ("reply_to_conversation", "Ana")
    assert "actor" not in change
