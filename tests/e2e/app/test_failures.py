"""Failures: a network that refuses, unavailable storage, work that fails, an app that is killed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice

import pytest

from local.dev.azurite import ACCOUNT_KEY, Azurite
from tests.e2e.killed_app import KilledApp, killed_app
from tests.e2e.poison_messages import PoisonMessages, count_waiting, enqueue_poison_messages
from tests.support.local_app import RESOURCE_ID, TOLL_FREE, LocalApp, Response, poll
from tests.support.local_programs import ACCESS_KEY, app_environment, running_programs, start_host


async def _ask_without_storage(app: LocalApp, person: str) -> list[Response]:
    away = Azurite(1, 1, 1)  # no server may listen at port 1
    event = {
        "id": "1",
        "eventType": "Microsoft.Communication.SMSReceived",
        "topic": RESOURCE_ID,
        "data": {"from": person, "to": TOLL_FREE, "message": "STOP"},
    }
    send = {"from": "PALOMA", "to": person, "message": "Hello"}
    async with running_programs() as programs:
        url, _ = await start_host(programs, app_environment(away, app.simulator_url))
        answers = await asyncio.gather(
            app.call("POST", f"{url}/api/sms", send),
            app.call("POST", f"{url}/api/webhooks/inbound", [event]),
            app.call("GET", f"{url}/api/opt-outs/{TOLL_FREE}/{person}"),
        )
        return [*answers, await app.call("GET", f"{url}/api/health")]


@pytest.fixture(scope="module")
async def without_storage(
    running: LocalApp, _numbers: Iterator[str]
) -> AsyncIterator[asyncio.Task[list[Response]]]:
    """What an app without storage responds: it tries for ten seconds, beside other tests."""
    asking = asyncio.create_task(_ask_without_storage(running, next(_numbers)))
    yield asking
    asking.cancel()
    await asyncio.wait([asking])


@pytest.fixture(scope="module")
async def poison_messages(running: LocalApp) -> PoisonMessages:
    return await enqueue_poison_messages(running)


@pytest.fixture(scope="module")
async def killed(running: LocalApp, _numbers: Iterator[str]) -> AsyncIterator[KilledApp]:
    async with killed_app(running, sorted(islice(_numbers, 3))) as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def _slow_work_begins_early(
    poison_messages: PoisonMessages, without_storage: asyncio.Task[object], killed: KilledApp
) -> None:
    """Let what needs most of a minute go on beside the other tests."""


@pytest.mark.parametrize("kind", ["cutAfter", "cutBefore"])
async def test_phone_has_text_once_when_connection_to_network_was_cut(
    app: LocalApp, person: str, kind: str
) -> None:
    await app.control("POST", "faults", {"kind": kind})

    message_id = await app.send_one(person, "once")
    await app.reaches(message_id, "delivered")

    async def was_tried_again() -> bool:
        requests = (await app.control("GET", "requests"))["requests"]
        taken = [one for one in await app.calls_of(message_id) if one["status"] == 202]
        return len(taken) == 1 and any(one["status"] == 0 for one in requests)

    await poll(was_tried_again)
    assert await app.on_phone(person) == ["once"]


async def test_message_expires_unsent_when_network_refuses_it_for_too_long(
    app: LocalApp, person: str
) -> None:
    await app.control(
        "POST", "faults", {"kind": "status", "status": 429, "retryAfterSeconds": 5, "count": 9}
    )
    message_id = await app.send_one(person, ttlSeconds=5)

    message = await app.reaches(message_id, "expired")
    assert message["error"]["code"] == "expired"

    async def worker_has_noted_it() -> bool:
        history = (await app.message(message_id))["history"]
        return any(entry["event"] == "expired" for entry in history)

    await poll(worker_has_noted_it)
    assert await app.on_phone(person) == []
    statuses = [one["status"] for one in (await app.control("GET", "requests"))["requests"]]
    assert set(statuses) == {429}


async def test_callers_are_asked_to_retry_when_storage_is_unavailable(
    without_storage: asyncio.Task[list[Response]],
) -> None:
    *answers, health = await without_storage

    assert [answer.status for answer in answers] == [503, 503, 503]
    assert {answer.json["code"] for answer in answers} == {"storage_unavailable"}
    # Event Grid drops what is answered with 400 and the like, and comes again after a 503.
    assert answers[1].headers["Retry-After"]
    assert health.status == 200


async def test_message_is_failed_visibly_when_its_dispatch_failed_five_times(
    app: LocalApp, poison_messages: PoisonMessages
) -> None:
    message = await app.reaches(poison_messages.message_id, "failed", seconds=90)

    assert message["error"]["code"] == "dispatch_failed"
    send = (await app.call("GET", f"sms/{message['sendId']}")).json
    assert (send["status"], send["counts"]) == ("completed", {"failed": 2})


async def test_log_tells_no_number_text_or_key_when_everything_happens(
    app: LocalApp, poison_messages: PoisonMessages, person: str
) -> None:
    secrets = (person.lstrip("+"), "a private text", "STOP", ACCESS_KEY, ACCOUNT_KEY)
    await app.reaches(poison_messages.message_id, "failed", seconds=90)
    await app.control("POST", "faults", {"kind": "cutAfter"})
    await app.reaches(await app.send_one(person, "a private text"), "delivered")
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await app.call("POST", "sms", {"from": person, "to": "a private text", "message": ""})
    await app.call("POST", "webhooks/inbound", [{"eventType": "x", "data": {"from": person}}])

    log = "\n".join(app.host.lines())

    assert "Executed 'Functions.dispatch_sms' (Failed)" in log
    assert [secret for secret in secrets if secret in log] == []


async def test_garbage_in_queue_ends_without_harm_when_others_are_sent(
    app: LocalApp, poison_messages: PoisonMessages, person: str
) -> None:
    await app.reaches(await app.send_one(person), "delivered")

    async def is_over() -> bool:
        left = await count_waiting(app, "sms-dispatch-poison")
        is_dropped = any('"isReadable": false' in line for line in app.host.lines())
        return is_dropped and left == poison_messages.unreadable_count

    # What is no base64 is poison at once; what is, after five tries, and is dropped there.
    await poll(is_over, seconds=90)


async def test_everybody_gets_text_once_when_app_is_killed_before_it_has_the_answer(
    killed: KilledApp,
) -> None:
    await killed.all_sent

    app, people = killed.other, killed.people
    assert [await app.on_phone(person) for person in people] == [["once"]] * len(people)
    calls = await app.calls_of(*killed.message_ids)
    assert len(calls) >= 2
    ids = [one["repeatabilityRequestIds"] for one in calls]
    assert ids == [ids[0]] * len(calls)
