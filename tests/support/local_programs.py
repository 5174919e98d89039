"""Starts what tests run: Azurite, the ACS simulator and the app, each on a free port."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from local.dev.azurite import Azurite, start_azurite
from local.dev.install import ensure_azurite
from local.dev.paths import ROOT
from local.dev.process import Child
from local.dev.process_group import ProcessGroup
from tests.support.counting_proxy import counting_proxy
from tests.support.function_index import index_functions
from tests.support.local_app import OWN_NUMBERS, RECORD, RESOURCE_ID, CountedApp, LocalApp

ACCESS_KEY = "cGFsb21hLWxvY2FsLXNpbXVsYXRvci1rZXktMDAwMDE="
# aiohttp reads the certificates of the system at its import, and these programs speak plain HTTP.
WITHOUT_CERTIFICATES = {"SSL_CERT_FILE": os.devnull}
_READY = re.compile(r" ready at (http://\S+)")


@asynccontextmanager
async def running_programs() -> AsyncIterator[ProcessGroup]:
    """End programs while the loop goes on: what they still call may run in it."""
    programs = ProcessGroup()
    try:
        yield programs
    finally:
        await asyncio.to_thread(programs.stop)


@asynccontextmanager
async def running_local_app(data: Path) -> AsyncIterator[LocalApp]:
    """Start all three parts, with Azurite on disk: in memory it hangs under load."""
    async with running_programs() as programs, aiohttp.ClientSession() as session:
        storage = await _start_azurite(programs, data)
        simulator_url = await start_simulator(programs)
        url, host = await start_host(programs, app_environment(storage, simulator_url))
        yield LocalApp(url, simulator_url, storage, host, session)


@asynccontextmanager
async def running_counted_app(data: Path, simulator_url: str) -> AsyncIterator[CountedApp]:
    """Start an app on a storage of its own, whose operations are counted."""
    async with running_programs() as programs, aiohttp.ClientSession() as session:
        azurite = await _start_azurite(programs, data)
        async with counting_proxy(azurite) as counted:
            environment = app_environment(counted.azurite, simulator_url)
            url, host = await start_host(programs, environment)
            yield CountedApp(url, simulator_url, counted.azurite, host, session, counted.traffic)


async def _start_azurite(programs: ProcessGroup, data: Path) -> Azurite:
    node = await asyncio.to_thread(ensure_azurite)
    return await asyncio.to_thread(start_azurite, programs, node, data=data)


async def start_simulator(programs: ProcessGroup) -> str:
    """Start an ACS simulator on a free port; gives its URL."""
    url, _ = await _start(programs, "local.acs_simulator", {})
    return url


def app_environment(azurite: Azurite, simulator_url: str) -> dict[str, str]:
    """Give the settings of an app."""
    return {
        "AzureWebJobsStorage": azurite.connection_string,
        "ACS_CONNECTION_STRING": f"endpoint={simulator_url}/;accesskey={ACCESS_KEY}",
        "ACS_RESOURCE_ID": RESOURCE_ID,
        # Tests run at any hour, and at any minute.
        "SMS_QUIET_HOURS": "off",
        "SMS_COUNTRIES": "*",
        # People write to these first.
        "SMS_SENDERS": json.dumps({number: {} for number in OWN_NUMBERS}),
        "SMS_RECONCILE": "false",
        "SMS_ALLOW_PRIVATE_WEBHOOKS": "true",
        **_timers_off(),
    }


def _timers_off() -> dict[str, str]:
    """Give the settings that disable timers: a test counts only what it asked for."""
    return {
        f"AzureWebJobs.{name}.Disabled": "true"
        for name, function in index_functions().items()
        if function.trigger["type"] == "timerTrigger"
    }


async def start_host(
    programs: ProcessGroup, environment: Mapping[str, str], *options: str
) -> tuple[str, Child]:
    """Start a stand-in of the Functions host on a free port; gives its URL, and what it says."""
    root = ("--app-root", str(ROOT))
    # What it says before it is ready is for people: with keys checked, the keys.
    is_ready = False

    def keep(line: str) -> None:
        nonlocal is_ready
        if is_ready:
            RECORD.host_lines.append(line)
        is_ready = is_ready or bool(_READY.search(line))

    module = "local.functions_host"
    return await _start(programs, module, environment, *root, *options, on_line=keep)


async def _start(
    programs: ProcessGroup,
    module: str,
    environment: Mapping[str, str],
    *options: str,
    on_line: Callable[[str], None] | None = None,
) -> tuple[str, Child]:
    child = programs.start(
        module,
        [sys.executable, "-m", module, "--port", "0", *options],
        environment={
            **os.environ,
            **WITHOUT_CERTIFICATES,
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": "*",
            **environment,
        },
        on_line=on_line,
    )

    def url() -> str | None:
        return next((match[1] for line in child.lines() if (match := _READY.search(line))), None)

    def is_ready() -> bool:
        return url() is not None

    await asyncio.to_thread(programs.wait_until, is_ready, what=f"{module} is ready")
    return str(url()), child
