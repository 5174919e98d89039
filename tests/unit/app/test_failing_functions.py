"""Whatever fails underneath a function, neither its answer nor a log says what the error said."""

import json
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest
from azure.core.exceptions import HttpResponseError, ServiceRequestError

from composition.app import run_as
from send_sms.domain.caps import Cap, CapPeriod, CapUnit
from send_sms.storage.dispatch_queue import WAITING_QUEUE, Work, work_to_text
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress
from shared.web.errors import BackgroundError
from subscriptions.storage.event_queue import Delivery, delivery_to_text
from tests.support.function_index import IndexedFunction
from tests.support.samples import SEND, TEXT, make_batch
from tests.support.web import assert_problem, call
from tests.support.world import PERSON, SETTINGS, START, World
from tests.unit.app.sample_requests import IMPORT_ID, SUBSCRIPTION_ID, good_request
from tests.unit.app.test_inventory import HTTP

Inventory = dict[str, IndexedFunction]

SECRET = f"AccountKey=c2VjcmV0LWtleQ==;{PERSON};{TEXT}"
ERRORS: list[Callable[[], Exception]] = [
    lambda: StorageError(SECRET),
    lambda: HttpResponseError(SECRET),
    lambda: ServiceRequestError(SECRET),
    lambda: OSError(5, SECRET, SECRET),
    lambda: KeyError(SECRET),
    lambda: UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
    lambda: ExceptionGroup(SECRET, [ValueError(SECRET)]),
    lambda: RecursionError(SECRET),
    lambda: MemoryError(SECRET),
]
CAPS = (Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 1_000_000),)
"""Without caps their route touches nothing."""

TOUCHES_NO_SETTING = {"openapi", "dashboard", "docs", "inbox", "page_asset", "ui"}
TOUCHES_NOTHING = {"get_settings", "health", *TOUCHES_NO_SETTING}
_WORK = Work(BatchAddress(SEND))
MESSAGES = {
    "sms-dispatch": work_to_text(_WORK),
    "opt-out-imports": json.dumps({"import": IMPORT_ID}),
    "erasures": json.dumps({"erasure": IMPORT_ID}),
    "opt-out-reconciliations": json.dumps({"run": IMPORT_ID}),
    "events": delivery_to_text(Delivery(SUBSCRIPTION_ID, "0" * 32, START, [])),
}
LEAKS = (SECRET, TEXT, PERSON.lstrip("+"), "c2VjcmV0", "Traceback", 'File "', "AccountKey")


@pytest.fixture
def world() -> World:
    """A world with caps."""
    return World(settings=replace(SETTINGS, caps=CAPS))


def break_everything(world: World, error: Callable[[], Exception]) -> None:
    def fail(*_: object) -> None:
        # What a library chains to its own error must not come through either.
        raise error() from ValueError(SECRET)

    for table in world.tables():
        table.before_read = table.before_write = fail
    world.reconciliation_queue.on_put = world.erasure_queue.on_put = fail
    world.message_queue(WAITING_QUEUE).on_take = fail
    world.queue.on_level = fail
    world.queue.on_put = world.import_queue.on_put = world.event_queue.on_put = fail


def assert_nothing_leaks(text: str) -> None:
    assert [leak for leak in LEAKS if leak in text] == []


@pytest.mark.parametrize("name", sorted(HTTP))
@pytest.mark.usefixtures("served")
async def test_function_takes_its_good_request(indexed_functions: Inventory, name: str) -> None:
    function = indexed_functions[name]
    answer = await call(function.handler, good_request(function))
    assert answer.status_code in {200, 201, 202, 302, 404, 503}, "give it a body in requests_of.py"


@pytest.mark.parametrize("name", sorted(set(HTTP) - TOUCHES_NOTHING))
async def test_http_function_fails_with_a_problem_that_tells_nothing(
    indexed_functions: Inventory, log_lines: list[str], name: str
) -> None:
    function = indexed_functions[name]
    for error in ERRORS:
        world = World(settings=replace(SETTINGS, caps=CAPS))
        break_everything(world, error)
        with run_as(world.app()):
            answer = await call(function.handler, good_request(function))

        wanted = 503 if isinstance(error(), StorageError) else 500
        assert_problem(answer, wanted)
        assert_nothing_leaks(answer.get_body().decode() + str(dict(answer.headers)))
        assert_nothing_leaks("\n".join(log_lines))


def _background_functions(inventory: Inventory) -> list[IndexedFunction]:
    return [one for one in inventory.values() if one.trigger["type"] != "httpTrigger"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error()).__name__)
async def test_background_function_fails_without_saying_why(
    indexed_functions: Inventory,
    served: World,
    log_lines: list[str],
    error: Callable[[], Exception],
) -> None:
    await served.app().journal.commit([make_batch()])
    break_everything(served, error)
    functions = _background_functions(indexed_functions)
    assert functions
    for function in functions:
        with pytest.raises(BackgroundError) as caught:
            await function.handler(_trigger_value(function.trigger))
        assert_nothing_leaks("\n".join(traceback.format_exception_only(caught.value)))
        assert caught.value.__suppress_context__, "the host would log the error behind it"
    assert_nothing_leaks("\n".join(log_lines))


def _trigger_value(trigger: dict[str, Any]) -> object:
    if trigger["type"] == "queueTrigger":
        queue = trigger["queueName"].removesuffix("-poison")
        return func.QueueMessage(body=MESSAGES[queue].encode())
    return None


@pytest.mark.parametrize("name", sorted(set(HTTP) - TOUCHES_NO_SETTING))
async def test_http_function_names_every_setting_that_cannot_be_used(
    indexed_functions: Inventory, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("composition.app._running", [])
    monkeypatch.setenv("SMS_QUIET_HOURS", "offf")
    monkeypatch.setenv("SMS_RECONCILE", "perhaps")
    function = indexed_functions[name]

    answer = await call(function.handler, good_request(function))

    problem = assert_problem(answer, 503, "SMS_QUIET_HOURS", "SMS_RECONCILE")
    assert problem["code"] == "configuration_error"
    assert "SMS_QUIET_HOURS" in problem["detail"]
    assert "SMS_RECONCILE" in problem["detail"]
