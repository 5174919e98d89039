"""While storage hangs, every route is answered at its deadline, and says so."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest

from composition.app import App, run_as
from tests.support.function_index import IndexedFunction
from tests.support.virtual_time import LoopClock, run_in_virtual_time
from tests.support.web import assert_problem, call, document
from tests.support.world import SETTINGS, World, WorldResources
from tests.unit.app.sample_requests import good_request
from tests.unit.app.test_failing_functions import CAPS, TOUCHES_NOTHING
from tests.unit.app.test_inventory import HTTP

WEBHOOKS = {"inbound_webhook", "delivery_report"}
EVENT_GRID_WAITS_SECONDS = 30


class Hanging:
    """A table or a queue of which no operation ends."""

    async def _hang(self, *_: object, **__: object) -> Any:
        await asyncio.Event().wait()

    get = rows = across = write = put = replace = remove = level = _hang

    async def pages(self, *_: object, **__: object) -> AsyncIterator[Any]:
        yield await self._hang()


LONG_ROUTES = {"recount_day": 120, "import_opt_outs": 25}


class HangingResources(WorldResources):
    """A world whose storage hangs."""

    def __init__(self, world: World) -> None:
        super().__init__(world, {}, work_queue=Hanging())

    def table(self, name: str) -> Any:
        del name
        return Hanging()

    queue = table


async def ask(function: IndexedFunction) -> tuple[func.HttpResponse, float]:
    """Ask while storage hangs; gives the answer and the seconds that it took."""
    world = World(clock=LoopClock(), settings=replace(SETTINGS, caps=CAPS))
    with run_as(App(HangingResources(world))):
        answer = await call(function.handler, good_request(function))
    return answer, asyncio.get_running_loop().time()


@pytest.mark.parametrize("name", sorted(set(HTTP) - TOUCHES_NOTHING))
def test_route_is_answered_in_time(
    indexed_functions: dict[str, IndexedFunction], name: str
) -> None:
    answer, seconds = run_in_virtual_time(lambda: ask(indexed_functions[name]))

    problem = assert_problem(answer, 503)
    assert problem["code"] in {"deadline_exceeded", "storage_unavailable"}
    assert seconds <= (20 if name in WEBHOOKS else LONG_ROUTES.get(name, 8))
    assert name not in WEBHOOKS or seconds < EVENT_GRID_WAITS_SECONDS


def test_health_does_not_say_ok(indexed_functions: dict[str, IndexedFunction]) -> None:
    answer, seconds = run_in_virtual_time(lambda: ask(indexed_functions["health"]))

    assert (answer.status_code, document(answer)["status"]) == (200, "storage_unavailable")
    assert seconds <= 2
