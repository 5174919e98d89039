"""Starts and stops a simulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from local.acs_simulator.acs_routes import acs_routes
from local.acs_simulator.control_routes import control_routes
from local.acs_simulator.phone_page import phone_routes
from local.acs_simulator.settings import SimulatorSettings
from local.acs_simulator.world import World

_SHUTDOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Simulator:
    """
    A simulator that is listening.

    ``url`` has no slash at its end; ``connection_string`` is what ACS clients take.
    """

    url: str
    connection_string: str


@asynccontextmanager
async def start_simulator(settings: SimulatorSettings | None = None) -> AsyncIterator[Simulator]:
    """
    Run a simulator for as long as the context lasts.

    Parameters
    ----------
    settings : SimulatorSettings, optional
        The defaults if not given.

    Raises
    ------
    OSError
        If the port is taken.
    ValueError
        If the access key is not base64.
    """
    settings = settings or SimulatorSettings()
    async with aiohttp.ClientSession() as session:
        world = World(settings, session)
        application = web.Application()
        application.add_routes([*acs_routes(world), *control_routes(world), *phone_routes()])
        application.on_shutdown.append(lambda _application: world.close())
        # No access log: its lines would hold phone numbers.
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            url = f"http://{settings.host}:{runner.addresses[0][1]}"
            yield Simulator(url, f"endpoint={url}/;accesskey={settings.access_key}")
        finally:
            await runner.cleanup()
