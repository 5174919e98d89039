"""How many files one has to read to follow a send to the carrier, and a STOP to a blocked send."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import inbound_webhook.functions
import send_sms.functions
from composition.app import App, run_as
from composition.resources import AzureResources
from local.acs_simulator import SimulatorSettings, start_simulator
from local.dev.azurite import Azurite
from shared.carriers.acs.settings import AcsSettings
from shared.storage.settings import StorageSettings
from tests.support.walks import files_run
from tests.support.web import call, document, post
from tests.support.world import SETTINGS, TOLL_FREE
from tests.unit.inbound_webhook.confirmation_world import inbound

MAX_FILES_OF_SEND = 40
MAX_FILES_OF_STOP = 58
STAYS, LEAVES = "+14255550171", "+14255550172"  # other tests opt people out in the same tables


@pytest.fixture
async def app(azurite: Azurite) -> AsyncIterator[App]:
    """Run the app on Azurite and a simulator of its own."""
    async with start_simulator(SimulatorSettings(port=0)) as simulator:
        settings = replace(
            SETTINGS,
            storage=StorageSettings(azurite.connection_string),
            acs=AcsSettings(simulator.url, SimulatorSettings().access_key),
        )
        resources = AzureResources(settings)
        app = App(resources)
        with run_as(app):
            yield app
        await resources.gateway.close()
        await resources._account.close()


async def send(app: App, to: str) -> str:
    """Send a message and wait until it has left; gives its status at acceptance."""
    body = {"from": TOLL_FREE, "to": to, "message": "Hello"}
    accepted = document(await call(send_sms.functions.send_sms, post(body)))
    await app.sending.runtime.rounds.finish()
    status: str = accepted["messages"][0]["status"]
    return status


async def receive(body: str) -> None:
    """Deliver what the person who leaves writes now, in reply to the last message."""
    event = inbound(body, datetime.now(UTC), to=TOLL_FREE)
    event["data"]["from"] = LEAVES
    await call(inbound_webhook.functions.inbound_webhook, post([event]))


async def test_send_from_its_route_to_the_carrier_runs_few_files(app: App) -> None:
    await send(app, STAYS)
    with files_run(until="AcsResource.post") as files:
        assert await send(app, STAYS) == "queued"
    assert "shared/carriers/acs/gateway.py" in files
    assert len(files) <= MAX_FILES_OF_SEND, "\n".join(sorted(files))


async def test_stop_and_the_send_that_it_blocks_run_few_files(app: App) -> None:
    await send(app, LEAVES)
    await receive("Hello")
    with files_run(until="with_suppressed") as files:
        await receive("STOP")
        assert await send(app, LEAVES) == "suppressed"
    assert "send_sms/domain/status.py" in files, "the STOP is linked to no message"
    assert len(files) <= MAX_FILES_OF_STOP, "\n".join(sorted(files))
