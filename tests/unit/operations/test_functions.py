"""Health and readiness tell what is wrong and no secret; the queue and parked events are listed."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from composition.app import run_as
from composition.settings import load_settings
from operations import functions
from send_sms.storage.dispatch_queue import Work, WorkLevel, work_to_text
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress
from shared.eventgrid.envelope import Event
from shared.eventgrid.webhook import RefusedEvents
from shared.storage.sdk import AccessRefusedError, RefusedError
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND
from tests.support.virtual_time import LoopClock, run_in_virtual_time
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, Serve, World
from tests.unit.send_sms.waiting_world import WaitingWorld

SECRET = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
CONFIGURED = {
    "AzureWebJobsStorage": f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={SECRET}",
    "ACS_CONNECTION_STRING": f"endpoint=https://acs.example/;accesskey={SECRET}",
    "ACS_RESOURCE_ID": (
        "/subscriptions/1/resourceGroups/g/providers/Microsoft.Communication/communicationServices/n"
    ),
}
WITH_IDENTITY = {
    "AzureWebJobsStorage__accountName": "a",
    "ACS_ENDPOINT": "https://acs.example/",
}
NAMES = {*CONFIGURED, *WITH_IDENTITY, "AZURE_CLIENT_ID"}


def set_environment(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        (CONFIGURED, ("connection_string", "access_key", True)),
        (WITH_IDENTITY, ("managed_identity", "managed_identity", False)),
    ],
)
async def test_health_tells_what_is_configured_and_no_secret(
    serve: Serve, environment: dict[str, str], found: tuple[str, str, bool]
) -> None:
    serve(World(settings=load_settings(environment)))
    answer = await call(functions.health, get())
    assert answer.status_code == 200
    health = document(answer)
    assert health["status"] == "ok"
    assert (health["storage"], health["acs"], health["eventSourceChecked"]) == found
    assert SECRET not in answer.get_body().decode()
    assert "acs.example" not in answer.get_body().decode()


REFUSED = AccessRefusedError(403, "AuthorizationFailure")


def break_storage(world: World, tables: Exception | None, queues: Exception | None) -> None:
    """Let one row and the queue's level fail."""

    def fail_with(error: Exception | None) -> Callable[..., None] | None:
        def fail(*_: object) -> None:
            assert error
            raise error

        return fail if error else None

    world.senders_table.before_read = fail_with(tables)
    world.queue.on_level = fail_with(queues)


@pytest.mark.parametrize(
    ("tables", "queues", "status"),
    [
        (None, None, "ok"),
        (StorageError(), None, "storage_unavailable"),
        (None, REFUSED, "storage_refused"),
        (StorageError(), REFUSED, "storage_refused"),
    ],
)
async def test_health_tells_that_storage_fails(
    served: World, tables: Exception | None, queues: Exception | None, status: str
) -> None:
    break_storage(served, tables, queues)
    answer = await call(functions.health, get())
    assert (answer.status_code, document(answer)["status"]) == (200, status)


def test_health_tells_that_storage_hangs() -> None:
    world = World(clock=LoopClock())
    world.queue.level = hang  # type: ignore[method-assign]

    async def ask() -> Any:
        with run_as(world.app()):
            return document(await call(functions.health, get()))

    assert run_in_virtual_time(ask)["status"] == "storage_unavailable"


async def hang() -> WorkLevel:
    await asyncio.Event().wait()
    raise AssertionError


async def test_health_and_queue_tell_that_waiting_work_is_not_moved(serve: Serve) -> None:
    played = WaitingWorld()
    text = work_to_text(Work(BatchAddress(SEND)), START - timedelta(seconds=1))
    await played.waiting.put(text)
    played.world.queue.level = played.queue.level  # type: ignore[method-assign]
    serve(played.world)
    assert document(await call(functions.health, get()))["overdueCount"] == 1
    queue = document(await call(functions.get_queue, get()))
    assert (queue["workCount"], queue["waitingCount"], queue["overdueCount"]) == (0, 1, 1)


@pytest.mark.parametrize("seconds", [5, -3600])
async def test_health_looks_at_storage_once_in_five_seconds(served: World, seconds: int) -> None:
    """Also where the clock is set back."""
    looks: list[None] = []
    served.queue.on_level = lambda: looks.append(None)
    await asyncio.gather(*(call(functions.health, get()) for _ in range(20)))
    await call(functions.health, get())
    assert len(looks) == 1
    served.clock.advance(seconds=seconds)
    await call(functions.health, get())
    assert len(looks) == 2


async def test_ready_tells_that_one_row_and_one_queue_were_read(served: World) -> None:
    answer = await call(functions.ready, get())
    assert answer.status_code == 200
    assert document(answer) == {"status": "ok", "tables": "ok", "queues": "ok"}
    break_storage(served, StorageError(), None)
    assert_problem(await call(functions.ready, get()), 503, "tables")


@pytest.mark.parametrize(
    ("tables", "queues", "code", "errors"),
    [
        (StorageError("ReadTimeout"), None, "storage_unavailable",
         [("tables", "storage_unavailable", "The service does not respond.")]),
        (None, RefusedError(500, "InternalError"), "storage_unavailable",
         [("queues", "storage_unavailable", "The service refuses: HTTP 500 InternalError")]),
        (REFUSED, StorageError(), "storage_refused",
         [("tables", "storage_refused", "The service refuses: HTTP 403 AuthorizationFailure"),
          ("queues", "storage_unavailable", "The service does not respond.")]),
    ],
)  # fmt: skip
async def test_ready_says_what_fails(
    served: World,
    tables: Exception | None,
    queues: Exception | None,
    code: str,
    errors: list[tuple[str, str, str]],
) -> None:
    break_storage(served, tables, queues)
    found = assert_problem(await call(functions.ready, get()), 503)
    assert found["code"] == code
    assert [(one["field"], one["code"], one["message"]) for one in found["errors"]] == errors


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        (
            {"AzureWebJobsStorage": ""},
            "AzureWebJobsStorage (or AzureWebJobsStorage__accountName) is not set.",
        ),
        (
            {"ACS_CONNECTION_STRING": "@Microsoft.KeyVault(VaultName=secrets;SecretName=acs)"},
            "ACS_CONNECTION_STRING is a reference that Azure could not resolve: "
            "check the app's access to its target.",
        ),
        (
            {"AzureWebJobsStorage": f"AccountName=a;AccountKey={SECRET.rstrip('=')}"},
            "the AccountKey in AzureWebJobsStorage has lost the = at its end.",
        ),
    ],
)
@pytest.mark.parametrize("function", [functions.health, functions.get_queue])
async def test_setting_that_cannot_be_used_is_answered_and_logged_once_by_name_and_reason(
    monkeypatch: pytest.MonkeyPatch,
    log_lines: list[str],
    function: Any,
    changes: dict[str, str],
    detail: str,
) -> None:
    monkeypatch.setattr("shared.web.problems._reported", set())
    monkeypatch.setattr("composition.app._running", [])
    set_environment(monkeypatch, {**CONFIGURED, **changes})

    answers = [await call(function, get()) for _ in range(3)]

    for answer in answers:
        assert_problem(answer, 503)
        found = document(answer)
        assert (found["code"], found["detail"]) == ("configuration_error", detail)
        assert found["title"] == "A setting cannot be used"
        assert SECRET[:8] not in answer.get_body().decode()
    assert logged_events(log_lines, "configuration_error") == [{"reason": detail.rstrip(".")}]


async def test_queue_tells_what_is_due_and_what_there_is(served: World) -> None:
    work = Work(BatchAddress(SEND))
    for delay_seconds in (0, 0, 60):
        await served.queue.put(work, delay_seconds)

    answer = await call(functions.get_queue, get())

    assert (answer.status_code, document(answer)) == (
        200,
        {"dueCount": 2, "workCount": 3, "waitingCount": 0, "overdueCount": 0},
    )


async def parked(query: dict[str, str]) -> Any:
    answer = await call(functions.list_parked_events, get(params=query))
    assert answer.status_code == 200
    return document(answer)


async def test_parked_events_are_listed_with_reason_and_data_in_pages(served: World) -> None:
    events = [(Event(f"id-{n}", "Some.Event", "", START, {"n": n}), "why") for n in range(5)]
    await served.app().parked_events.park(events, START)
    await served.app().parked_events.park_reports([Event("r", "Report", "", None, {})], START)

    page = await parked({"limit": "2"})
    listed = page["events"]
    while "nextUrl" in page:
        query = dict(parse_qsl(urlsplit(page["nextUrl"]).query))
        page = await parked(query)
        listed += page["events"]

    assert sorted(one["eventId"] for one in listed) == [f"id-{n}" for n in range(5)]
    assert {(one["type"], one["reason"], one["parkedOn"]) for one in listed} == {
        ("Some.Event", "why", f"{START:%Y-%m-%d}")
    }
    assert sorted(one["data"] for one in listed)[0] == '{"n": 0}'
    (waiting,) = (await parked({"kind": "reports"}))["events"]
    assert waiting["reason"] == "its tag names a send that is not stored"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "all"}, "kind"),
        ({"after": "x"}, "after"),
        ({"after": "20261122|'"}, "after"),
        ({"limit": "101"}, "limit"),
    ],
)
async def test_bad_query_of_parked_events_is_refused_by_name(
    served: World, query: dict[str, str], field: str
) -> None:
    assert_problem(await call(functions.list_parked_events, get(params=query)), 400, field)
    assert served.parked_table.operation_count == 0


async def test_health_tells_of_refused_events_of_another_resource(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(World(settings=load_settings(CONFIGURED)))
    refused = RefusedEvents()
    monkeypatch.setattr("shared.eventgrid.webhook.refused_events", refused)
    assert "foreignEvents" not in document(await call(functions.health, get()))
    refused.count, refused.last_at = 3, START
    health = document(await call(functions.health, get()))
    assert health["foreignEvents"] == {"count": 3, "lastRefusedAt": "2026-11-22T09:00:00Z"}
