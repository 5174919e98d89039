"""An app that is killed while a call is in progress, and another one that completes its work."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from local.dev.azurite import start_azurite
from local.dev.install import ensure_azurite
from local.dev.process import kill_group
from send_sms.storage.dispatch_queue import RECOVERY_SECONDS
from tests.support.local_app import TOLL_FREE, LocalApp, poll
from tests.support.local_programs import (
    app_environment,
    running_programs,
    start_host,
    start_simulator,
)


@dataclass(frozen=True)
class KilledApp:
    """
    What the app that was killed left.

    Attributes
    ----------
    other : LocalApp
        Another app on the same storage and the same simulator.
    all_sent : asyncio.Future
        Ends once the other app says that every message was sent, and fails if that is late.
    """

    people: Sequence[str]
    other: LocalApp
    message_ids: Sequence[str]
    all_sent: asyncio.Future[Any]


@asynccontextmanager
async def killed_app(app: LocalApp, people: Sequence[str]) -> AsyncIterator[KilledApp]:
    """Send, kill the app before it has the response, and start another one."""
    node = await asyncio.to_thread(ensure_azurite)
    # Storage and simulator of its own, so that no other host takes the work over.
    async with running_programs() as programs:
        azurite = await asyncio.to_thread(start_azurite, programs, node)
        simulator_url = await start_simulator(programs)
        settings = app_environment(azurite, simulator_url)
        own = replace(app, simulator_url=simulator_url)
        await own.control("POST", "faults", {"kind": "delayAnswer", "seconds": 60})
        async with running_programs() as killed:
            url, host = await start_host(killed, settings)
            accepted = await replace(own, url=url).send(TOLL_FREE, people, "once")
            ids = [message["messageId"] for message in accepted["messages"]]
            await poll(lambda: own.on_phone(people[0]))
            kill_group(host.pid)
        url, host = await start_host(programs, settings)
        other = replace(own, url=url, host=host)
        reached = (other.reaches(one, "sent", seconds=RECOVERY_SECONDS + 60) for one in ids)
        all_sent = asyncio.gather(*reached)
        yield KilledApp(people, other, ids, all_sent)
        all_sent.cancel()
