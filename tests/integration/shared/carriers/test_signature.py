"""Our signature is the official SDK's, on a whole request."""

from datetime import datetime

from azure.communication.sms._shared.policy import HMACCredentialsPolicy
from azure.core import AsyncPipelineClient
from azure.core.rest import AsyncHttpResponse, HttpRequest

from shared.carriers.acs.gateway import AcsGateway
from shared.carriers.acs.messages import request_body
from tests.integration.shared.carriers.calls import FIRST, call
from tests.integration.shared.carriers.conftest import ACCESS_KEY, Network


async def test_network_takes_both_for_one_call_when_sdk_signs_what_gateway_sent(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    [ours] = await gateway.send(call(now, FIRST))

    policies = [HMACCredentialsPolicy(network.url, ACCESS_KEY)]
    async with AsyncPipelineClient[HttpRequest, AsyncHttpResponse](
        network.url, policies=policies
    ) as client:
        request = HttpRequest(
            "POST",
            f"{network.url}/sms?api-version=2021-03-07",
            content=request_body(call(now, FIRST)).decode(),
            headers={"Content-Type": "application/json"},
        )
        response = await client.send_request(request)

    assert ours is not None
    assert response.status_code == 202
    assert response.json()["value"][0]["messageId"] == ours.provider_message_id
    assert await network.texts(FIRST) == ["Grüße"]
