"""The official Python SDK 1.1.0, unmodified, against the simulator: sync and async."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from azure.communication.sms import SmsClient
from azure.communication.sms.aio import SmsClient as AsyncSmsClient
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
    ServiceRequestError,
    ServiceResponseError,
    ServiceResponseTimeoutError,
)

from tests.integration.acs_simulator.support import PERSON, TOLL_FREE, Bench

Send = Callable[..., Awaitable[Any]]

# The async client calls a connection that was cut a ServiceRequestError, as if nothing had left
# (azure-core 1.41.0); the sync one says ServiceResponseError.
CUT_OFF = (ServiceRequestError, ServiceResponseError)


@pytest.fixture(params=["sync", "async"])
async def send(request: pytest.FixtureRequest, live_bench: Bench) -> AsyncIterator[Send]:
    """``send`` of one of the two clients, with the key of the simulator."""
    credential = AzureKeyCredential(live_bench.settings.access_key)
    if request.param == "async":
        async with AsyncSmsClient(live_bench.simulator.url, credential) as client:
            yield client.send
        return
    sync_client: Any = SmsClient(live_bench.simulator.url, credential)

    async def in_thread(*arguments: Any, **options: Any) -> Any:
        return await asyncio.to_thread(sync_client.send, *arguments, **options)

    yield in_thread
    # The public client cannot be closed (SDK 1.1.0).
    sync_client._sms_service_client.close()


async def test_client_sends_and_reads_results(live_bench: Bench, send: Send) -> None:
    results = await send(
        TOLL_FREE, [PERSON, "4255550124"], "hé 👋", enable_delivery_report=True, tag="py"
    )

    (message,) = await live_bench.settled()
    assert [result.to for result in results] == [PERSON, "4255550124"]
    assert [result.http_status_code for result in results] == [202, 400]
    assert [result.successful for result in results] == [True, False]
    assert results[0].message_id == message["messageId"]
    assert results[1].error_message == "Invalid To phone number format."
    assert (message["message"], message["tag"]) == ("hé 👋", "py")


async def test_client_raises_for_a_stranger_s_number(send: Send) -> None:
    with pytest.raises(ClientAuthenticationError) as raised:
        await send("+18445550100", PERSON, "x")

    assert raised.value.status_code == 401


async def test_client_raises_when_its_key_is_wrong(live_bench: Bench) -> None:
    wrong = AzureKeyCredential("d3Jvbmc=")

    async with AsyncSmsClient(live_bench.simulator.url, wrong) as client:
        with pytest.raises(ClientAuthenticationError) as raised:
            await client.send(TOLL_FREE, PERSON, "x")

    assert "signature" in str(raised.value)
    assert await live_bench.messages() == []


async def test_client_raises_when_there_are_too_many_recipients(send: Send) -> None:
    with pytest.raises(HttpResponseError) as raised:
        await send(TOLL_FREE, [PERSON] * 101, "x")

    assert raised.value.status_code == 400
    assert "Max of 100 phone numbers" in str(raised.value)


async def test_client_retries_503_with_the_same_ids(live_bench: Bench, send: Send) -> None:
    await live_bench.control("POST", "/faults", {"kind": "status", "status": 503})

    (result,) = await send(TOLL_FREE, PERSON, "x")

    requests = (await live_bench.control("GET", "/requests")).json["requests"]
    ids = [request["repeatabilityRequestIds"] for request in requests if request["status"] == 202]
    assert result.successful
    assert [request["status"] for request in requests] == [503, 202]
    assert len(ids[0]) == 1
    assert len(await live_bench.messages()) == 1


async def test_client_retries_429_only_with_retry_after(live_bench: Bench, send: Send) -> None:
    fault = {"kind": "status", "status": 429}

    await live_bench.control("POST", "/faults", fault | {"retryAfterSeconds": 0})
    (result,) = await send(TOLL_FREE, PERSON, "x")
    await live_bench.control("POST", "/faults", fault)
    with pytest.raises(HttpResponseError) as raised:
        await send(TOLL_FREE, PERSON, "x")

    assert result.successful
    assert raised.value.status_code == 429
    assert raised.value.error is not None
    assert raised.value.error.code == "TooManyRequests"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "status", "status": 404}, ResourceNotFoundError),
        ({"kind": "status", "status": 401}, ClientAuthenticationError),
        ({"kind": "status", "status": 502}, HttpResponseError),
        ({"kind": "cutBefore"}, CUT_OFF),
    ],
)
async def test_client_raises_for_fault_and_nothing_was_sent(
    live_bench: Bench, send: Send, fault: dict[str, object], expected: Any
) -> None:
    await live_bench.control("POST", "/faults", fault)

    with pytest.raises(expected):
        await send(TOLL_FREE, PERSON, "x")

    assert await live_bench.messages() == []


async def test_client_cannot_know_when_connection_is_cut_after_accepting(
    live_bench: Bench, send: Send
) -> None:
    await live_bench.control("POST", "/faults", {"kind": "cutAfter"})

    with pytest.raises(CUT_OFF):
        await send(TOLL_FREE, PERSON, "x")

    assert [m["status"] for m in await live_bench.settled()] == ["delivered"]


async def test_client_cannot_know_when_answer_is_late(live_bench: Bench, send: Send) -> None:
    await live_bench.control("POST", "/faults", {"kind": "delayAnswer", "seconds": 2})

    with pytest.raises(ServiceResponseTimeoutError):
        await send(TOLL_FREE, PERSON, "x", read_timeout=0.3)

    assert [m["status"] for m in await live_bench.settled()] == ["delivered"]
