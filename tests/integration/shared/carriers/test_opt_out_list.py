"""ACS's list of opt-outs against the simulator."""

from collections.abc import AsyncIterator

import pytest
from azure.communication.sms._shared.policy import HMACCredentialsPolicy  # the oracle
from azure.core import AsyncPipelineClient
from azure.core.rest import AsyncHttpResponse, HttpRequest

from shared.carriers.acs.opt_out_list import AcsOptOutList
from shared.carriers.acs.settings import AcsSettings
from shared.carriers.opt_out_list import OptOutListError
from shared.runtime import utc_now
from tests.integration.shared.carriers.calls import FIRST, SECOND
from tests.integration.shared.carriers.conftest import ACCESS_KEY, Network
from tests.support.world import TOLL_FREE

STRANGER = "+18445550100"


def list_at(url: str, access_key: str = ACCESS_KEY) -> AcsOptOutList:
    return AcsOptOutList(AcsSettings(url, access_key), utc_now)


@pytest.fixture
async def opt_out_list(network: Network) -> AsyncIterator[AcsOptOutList]:
    found = list_at(network.url)
    yield found
    await found.close()


async def test_list_says_who_was_added_and_who_was_removed(opt_out_list: AcsOptOutList) -> None:
    added = await opt_out_list.add(TOLL_FREE, [FIRST, SECOND])
    removed = await opt_out_list.remove(TOLL_FREE, [SECOND])

    assert added == {FIRST, SECOND}
    assert removed == {SECOND}
    assert await opt_out_list.check(TOLL_FREE, [FIRST, SECOND]) == {FIRST: True, SECOND: False}
    assert await opt_out_list.check("+14255550100", [FIRST]) == {FIRST: False}


async def test_list_knows_what_the_network_heard(
    network: Network, opt_out_list: AcsOptOutList
) -> None:
    stop = {"from": FIRST, "to": TOLL_FREE, "message": "STOP"}
    await network.control("POST", "inbound", stop)

    assert await opt_out_list.check(TOLL_FREE, [FIRST]) == {FIRST: True}


async def test_list_leaves_out_whom_it_cannot_tell(opt_out_list: AcsOptOutList) -> None:
    assert await opt_out_list.check(TOLL_FREE, [FIRST, "77001"]) == {FIRST: False}
    assert await opt_out_list.add(TOLL_FREE, [FIRST, "77001"]) == {FIRST}


async def test_hundred_are_checked_in_one_call(
    network: Network, opt_out_list: AcsOptOutList
) -> None:
    crowd = [f"+130355501{n:02d}" for n in range(100)]

    assert await opt_out_list.check(TOLL_FREE, crowd) == dict.fromkeys(crowd, False)
    [request] = await network.requests()
    assert (request["path"], request["apiVersion"]) == ("/sms/optouts:check", "2025-09-17")


async def test_number_of_another_resource_is_refused_for_good(opt_out_list: AcsOptOutList) -> None:
    with pytest.raises(OptOutListError) as raised:
        await opt_out_list.check(STRANGER, [FIRST])

    assert (raised.value.provider_code, raised.value.retryable) == ("Unauthorized", False)


async def test_unreachable_list_may_be_asked_again() -> None:
    unreachable = list_at("http://127.0.0.1:1")
    with pytest.raises(OptOutListError) as raised:
        await unreachable.check(TOLL_FREE, [FIRST])

    assert (raised.value.provider_code, raised.value.retryable) == ("no_answer", True)
    assert "127.0.0.1" not in str(raised.value)
    await unreachable.close()


async def test_sdk_signature_gets_the_same_answer(
    network: Network, opt_out_list: AcsOptOutList
) -> None:
    await opt_out_list.add(TOLL_FREE, [FIRST])
    policies = [HMACCredentialsPolicy(network.url, ACCESS_KEY)]
    async with AsyncPipelineClient[HttpRequest, AsyncHttpResponse](
        network.url, policies=policies
    ) as client:
        request = HttpRequest(
            "POST",
            f"{network.url}/sms/optouts:check?api-version=2025-09-17",
            content=f'{{"from": "{TOLL_FREE}", "recipients": [{{"to": "{FIRST}"}}]}}',
            headers={"Content-Type": "application/json"},
        )
        response = await client.send_request(request)

    (item,) = response.json()["value"]
    assert item == {"to": FIRST, "httpStatusCode": 200, "isOptedOut": True}
    assert await opt_out_list.check(TOLL_FREE, [FIRST]) == {FIRST: True}
