"""The phone page's files, the senders, and how a simulator starts."""

import pytest

from local.acs_simulator import Sender, SenderKind, SimulatorSettings, start_simulator
from tests.integration.acs_simulator.support import (
    Bench,
)


@pytest.mark.parametrize("path", ["/", "/phone", "/phone/+14255550123", "/phone/x%22%3E"])
async def test_page_is_served_with_a_strict_policy(bench: Bench, path: str) -> None:
    async with bench.session.get(bench.simulator.url + path) as response:
        text = await response.text()

    assert response.content_type == "text/html"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "x%22" not in text


async def test_only_the_page_s_own_files_are_served(bench: Bench) -> None:
    statuses = []
    for name in ("phone.js", "phone.css", "..%2Fserver.py", "README.md"):
        async with bench.session.get(f"{bench.simulator.url}/phone-assets/{name}") as response:
            statuses.append(response.status)

    assert statuses == [200, 200, 404, 404]


async def test_own_senders_replace_the_default_ones(bench: Bench) -> None:
    settings = SimulatorSettings(
        port=0, clock=bench.clock, senders=(Sender("20001", SenderKind.SHORT_CODE),)
    )
    async with start_simulator(settings) as simulator:
        other = Bench(simulator, settings, bench.session, bench.clock)
        await other.text("STOP", to="20001")

        assert (await other.send(sender="20001")).status == 202
        assert (await other.send()).status == 401
        statuses = [m["status"] for m in await other.settled()]
    assert statuses == ["received", "delivered"]


async def test_two_simulators_know_nothing_of_each_other(bench: Bench) -> None:
    settings = SimulatorSettings(port=0, clock=bench.clock)
    async with start_simulator(settings) as simulator:
        other = Bench(simulator, settings, bench.session, bench.clock)
        await other.text("STOP")

        assert await bench.messages() == []


async def test_start_fails_when_port_is_taken(bench: Bench) -> None:
    port = int(bench.simulator.url.rsplit(":", 1)[1])

    with pytest.raises(OSError, match=r"in use|10048"):
        async with start_simulator(SimulatorSettings(port=port)):
            pytest.fail("two simulators listen on one port")


async def test_start_fails_when_key_is_not_base64() -> None:
    with pytest.raises(ValueError, match="base64"):
        async with start_simulator(SimulatorSettings(port=0, access_key="not base64!")):
            pytest.fail("a key that cannot sign was accepted")


async def test_connection_string_names_url_and_key(bench: Bench) -> None:
    assert bench.simulator.connection_string == (
        f"endpoint={bench.simulator.url}/;accesskey={bench.settings.access_key}"
    )
