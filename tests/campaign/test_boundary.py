"""What the boundary does to requests, and what of that a campaign calls wrong."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import aiohttp
import pytest
from aiohttp import web

from local.dev.azurite import Azurite
from tests.campaign.boundary import Doors, boundary_before
from tests.campaign.events import check_events
from tests.campaign.faults import Disturber
from tests.campaign.findings import Findings, Wrong
from tests.campaign.interventions import EVERY_FAULT, Deed, RequestFault, random_fault
from tests.campaign.mortals import poll_until
from tests.campaign.storm import plan_storm

_SPEED = 100.0


class Service:
    """Stands for tables, queues and ACS; counts the requests that arrive."""

    def __init__(self) -> None:
        self.count = 0

    async def answer(self, request: web.BaseRequest) -> web.Response:
        await request.read()
        self.count += 1
        return web.Response(status=201)


@pytest.fixture
async def service() -> Service:
    return Service()


@pytest.fixture
async def doors(service: Service) -> AsyncIterator[Doors]:
    async with AsyncExitStack() as stack:
        runner = web.ServerRunner(web.Server(service.answer, access_log=None))
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        yield await stack.enter_async_context(boundary_before(Azurite(port, port, port), port))


Posts = Callable[[], Awaitable[int]]


@pytest.fixture(params=["table", "queue", "acs"])
async def disturbed(
    request: pytest.FixtureRequest, doors: Doors
) -> AsyncIterator[tuple[Callable[[RequestFault], None], Posts]]:
    """Plan faults for a service, and make requests to it; 0 is no answer."""
    urls = {
        "table": f"{doors.storage.table_url}/Journal",
        "queue": f"{doors.storage.queue_url}/sms-dispatch/messages",
        "acs": f"{doors.acs_url}/sms",
    }
    disturber = Disturber(_SPEED)
    doors.boundary.watchers.append(disturber)

    async with aiohttp.ClientSession() as session:

        async def post() -> int:
            try:
                async with session.post(urls[request.param], data=b"{}") as answer:
                    return answer.status
            except aiohttp.ClientError:
                return 0

        yield lambda fault: disturber.plan(request.param, fault), post


@pytest.mark.parametrize("fault", EVERY_FAULT, ids=str)
async def test_request_is_answered_as_planned_and_carried_out_or_not(
    fault: RequestFault,
    doors: Doors,
    service: Service,
    disturbed: tuple[Callable[[RequestFault], None], Posts],
) -> None:
    plan, post = disturbed
    plan(replace(fault, late_seconds=fault.late_seconds and 10.0))

    assert await post() == (fault.status or 0)
    assert service.count == (fault.deed is Deed.BEFORE_THE_RESPONSE)
    assert doors.boundary.late_count == (fault.deed is Deed.LATE)
    await poll_until(lambda: _nothing_is_late(doors), 5, what="late requests are carried out")
    assert service.count == (fault.deed is not Deed.NEVER)
    assert await post() == 201


async def _nothing_is_late(doors: Doors) -> bool:
    return doors.boundary.late_count == 0


async def test_fault_happens_as_often_as_planned(
    service: Service, disturbed: tuple[Callable[[RequestFault], None], Posts]
) -> None:
    plan, post = disturbed
    plan(RequestFault(Deed.BEFORE_THE_RESPONSE, 500, count=3))

    assert [await post() for _ in range(4)] == [500, 500, 500, 201]
    assert service.count == 4


def test_same_seed_plans_the_same_faults() -> None:
    plans = [plan_storm(7, 10.0, asks=5, sizes=(1, 10)) for _ in range(2)]
    faults = {str(act.members["fault"]) for act in plans[0] if act.kind == "request fault"}

    assert plans[0] == plans[1]
    assert len(faults) > 3
    assert {str(random_fault(random.Random(n))) for n in range(99)} == {*map(str, EVERY_FAULT)}


@pytest.mark.parametrize(
    ("status", "told", "is_untold"),
    [
        ("delivered", {"sent", "delivered"}, False),
        ("delivered", {"unknown", "delivered"}, False),
        ("delivered", {"delivered"}, True),
        ("delivered", {"sent"}, True),
        ("failed", {"failed"}, False),
        ("suppressed", set(), True),
        ("unconfirmed", {"sent"}, False),
        ("unconfirmed", set(), True),
    ],
)
def test_status_without_its_event_is_untold(status: str, told: set[str], is_untold: bool) -> None:
    findings = Findings()

    check_events(findings, {"a": {"+1": [status]}}, {("a", "+1"): frozenset(told)})

    assert findings.counts == ({Wrong.UNTOLD: 1} if is_untold else {})
