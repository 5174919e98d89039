"""What the boundary does to requests, and what of that a campaign calls wrong."""

import base64
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from local.dev.azurite import Azurite
from send_sms.storage.dispatch_queue import Work, work_to_text
from shared.domain.identifiers import BatchAddress, SendAddress
from subscriptions.storage.event_queue import delivery_of, delivery_to_text
from tests.campaign.boundary import ProxyUrls, start_boundary
from tests.campaign.chaos_plan import plan_chaos
from tests.campaign.crossings import CrossingReader
from tests.campaign.events import check_events
from tests.campaign.faults import FaultInjector
from tests.campaign.findings import Findings, Violation
from tests.campaign.killable_processes import poll_until
from tests.campaign.request_faults import EVERY_FAULT, Disposition, RequestFault, random_fault

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
async def proxy_urls(service: Service) -> AsyncIterator[ProxyUrls]:
    async with AsyncExitStack() as stack:
        runner = web.ServerRunner(web.Server(service.answer, access_log=None))
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        yield await stack.enter_async_context(start_boundary(Azurite(port, port, port), port))


Posts = Callable[[], Awaitable[int]]


@pytest.fixture(params=["table", "queue", "acs"])
async def inject_faults(
    request: pytest.FixtureRequest, proxy_urls: ProxyUrls
) -> AsyncIterator[tuple[Callable[[RequestFault], None], Posts]]:
    """Plan faults for a service, and make requests to it; 0 is no answer."""
    urls = {
        "table": f"{proxy_urls.storage.table_url}/Journal",
        "queue": f"{proxy_urls.storage.queue_url}/sms-dispatch/messages",
        "acs": f"{proxy_urls.acs_url}/sms",
    }
    fault_injector = FaultInjector(_SPEED)
    proxy_urls.boundary.watchers.append(fault_injector)

    async with aiohttp.ClientSession() as session:

        async def post() -> int:
            try:
                async with session.post(urls[request.param], data=b"{}") as answer:
                    return answer.status
            except aiohttp.ClientError:
                return 0

        yield lambda fault: fault_injector.plan(request.param, fault), post


@pytest.mark.parametrize("fault", EVERY_FAULT, ids=str)
async def test_request_is_answered_as_planned_and_carried_out_or_not(
    fault: RequestFault,
    proxy_urls: ProxyUrls,
    service: Service,
    inject_faults: tuple[Callable[[RequestFault], None], Posts],
) -> None:
    plan, post = inject_faults
    plan(replace(fault, late_seconds=fault.late_seconds and 10.0))

    assert await post() == (fault.status or 0)
    assert service.count == (fault.disposition is Disposition.BEFORE_THE_RESPONSE)
    assert proxy_urls.boundary.late_count == (fault.disposition is Disposition.LATE)
    await poll_until(lambda: _nothing_is_late(proxy_urls), 5, what="late requests are carried out")
    assert service.count == (fault.disposition is not Disposition.NEVER)
    assert await post() == 201


async def _nothing_is_late(proxy_urls: ProxyUrls) -> bool:
    return proxy_urls.boundary.late_count == 0


async def test_fault_happens_as_often_as_planned(
    service: Service, inject_faults: tuple[Callable[[RequestFault], None], Posts]
) -> None:
    plan, post = inject_faults
    plan(RequestFault(Disposition.BEFORE_THE_RESPONSE, 500, count=3))

    assert [await post() for _ in range(4)] == [500, 500, 500, 201]
    assert service.count == 4


def test_same_seed_plans_the_same_faults() -> None:
    plans = [plan_chaos(7, 10.0, asks=5, sizes=(1, 10)) for _ in range(2)]
    faults = {str(act.members["fault"]) for act in plans[0] if act.kind == "request fault"}

    assert plans[0] == plans[1]
    assert len(faults) > 3
    assert {str(random_fault(random.Random(n))) for n in range(99)} == {*map(str, EVERY_FAULT)}


def test_sends_that_a_queue_names_are_announced_and_ids_of_events_are_not() -> None:
    reader = CrossingReader()
    worked, told = (SendAddress("+14255550100", digit * 26) for digit in "12")
    event: dict[str, object] = {"eventId": "e" * 32, "data": {"sendId": str(told)}}
    texts = {
        "sms-dispatch": work_to_text(Work(BatchAddress(worked, 0))),
        "events": delivery_to_text(delivery_of("s" * 24, [event], datetime.now(UTC))),
    }

    for queue, text in texts.items():
        put = make_mocked_request("POST", f"/devstoreaccount1/{queue}/messages")
        encoded = base64.b64encode(text.encode()).decode()
        reader.read(put, f"<MessageText>{encoded}</MessageText>".encode(), "queue")

    assert list(reader.announced) == [str(worked), str(told)]


@pytest.mark.parametrize(
    ("status", "received", "is_missing"),
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
def test_status_without_its_event_is_missing(
    status: str, received: set[str], is_missing: bool
) -> None:
    findings = Findings()

    check_events(findings, {"a": {"+1": [status]}}, {("a", "+1"): frozenset(received)})

    assert findings.counts == ({Violation.UNPUBLISHED: 1} if is_missing else {})
