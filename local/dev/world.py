"""The whole local world: Azurite, the ACS simulator and the Functions app, wired together."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.dev.azurite import start_azurite
from local.dev.errors import DevError, as_quotation
from local.dev.install import ensure_world
from local.dev.lock import only_one
from local.dev.paths import ROOT, VENV_PYTHON
from local.dev.ports import check_ports
from local.dev.process_group import ProcessGroup
from local.dev.web import call
from local.dev.world_settings import HostKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from local.dev.azurite import Azurite
    from local.dev.environment import AppEnvironment
    from local.dev.process import Child
    from local.dev.world_settings import WorldSettings

_SUBSCRIPTIONS = {
    "inbound": "Microsoft.Communication.SMSReceived",
    "delivery-reports": "Microsoft.Communication.SMSDeliveryReportReceived",
}
_NAME_FAULTS = """
import sys
from composition.settings import load_settings
from shared.settings import ConfigurationError
try:
    load_settings()
except ConfigurationError as error:
    sys.exit("\\n".join(error.faults))
"""


@dataclass(frozen=True, slots=True)
class World:
    """A run: its programs, its addresses, and the resources that the app uses."""

    process_group: ProcessGroup
    settings: WorldSettings
    environment: AppEnvironment
    azurite: Azurite
    host: Child


@contextmanager
def running_world(
    settings: WorldSettings,
    *,
    environment: AppEnvironment,
    is_host_echoed: bool = False,
    on_host_line: Callable[[str], None] | None = None,
    before_host: Callable[[], None] = lambda: None,
) -> Iterator[World]:
    """
    Install what is missing, start the programs and wait until the app is healthy.

    `on_host_line` is told every line of the Functions host, in a thread of its own. `before_host`
    is called when storage is there and the app is not.

    Everything has ended when the block is left. Raises :class:`DevError` with what is wrong:
    a port that is taken, a folder in use, settings that cannot be used, a program that ended.
    """
    check_ports(settings.port_needs())
    node = ensure_world()
    _check_settings(environment)
    host_command = _host_command(settings)
    with _data_folder(settings.data), ProcessGroup() as process_group:
        start_simulator(process_group, settings.simulator_port)
        azurite = start_azurite(
            process_group, node, first_port=settings.azurite_port, data=settings.data
        )
        before_host()
        host = process_group.start(
            "Functions host",
            host_command,
            environment=environment.variables,
            is_echoed=is_host_echoed,
            on_line=on_host_line,
        )
        _wait_until_healthy(process_group, settings)
        if environment.uses_simulator:
            _subscribe(process_group, settings)
        yield World(process_group, settings, environment, azurite, host)


def _check_settings(environment: AppEnvironment) -> None:
    """Let the app read its settings: with one that it cannot use, all its functions would fail."""
    read = subprocess.run(
        [str(VENV_PYTHON), "-c", _NAME_FAULTS],
        env=environment.variables,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if read.returncode:
        faults = as_quotation(read.stderr.strip().splitlines())
        message = f"The app cannot use its settings:\n{faults}"
        raise DevError(message)


def start_simulator(process_group: ProcessGroup, port: int, *, is_echoed: bool = False) -> None:
    """Start the ACS simulator; it listens a moment later."""
    command = [str(VENV_PYTHON), "-m", "local.acs_simulator", "--port", str(port)]
    process_group.start("ACS simulator", command, is_echoed=is_echoed)


def _data_folder(data: Path | None) -> AbstractContextManager[None]:
    if data is None:
        return nullcontext()
    # Two Azurites that write the same files would spoil them.
    busy = f"Another run keeps its data in {data}; choose another folder with --data."
    lock = data / "paloma.lock"
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.touch()
    except OSError as error:
        message = f"--data {data} cannot be used: {error}"
        raise DevError(message) from error
    return only_one(lock, busy=busy, waits=False)


def _host_command(settings: WorldSettings) -> list[str]:
    port = ["--port", str(settings.functions_port)]
    if settings.host is HostKind.STAND_IN:
        return [str(VENV_PYTHON), "-m", "local.functions_host", *port, "--app-root", str(ROOT)]
    return [_core_tools(), "start", *port]


def _wait_until_healthy(process_group: ProcessGroup, settings: WorldSettings) -> None:
    health = f"{settings.functions_url}/api/health"
    process_group.wait_until(
        lambda: call("GET", health, timeout_seconds=2).is_ok,
        what=f"{health} does not answer 200",
    )


def _core_tools() -> str:
    found = shutil.which("func")
    if found is None:
        message = "--host func needs Azure Functions Core Tools: there is no 'func' on the PATH."
        raise DevError(message)
    return found


def _subscribe(process_group: ProcessGroup, settings: WorldSettings) -> None:
    control = f"{settings.simulator_url}/_simulator"
    process_group.wait_until(
        lambda: call("GET", f"{control}/health").is_ok,
        what=f"{control}/health does not answer 200",
    )
    for name, event_type in _SUBSCRIPTIONS.items():
        subscription: dict[str, object] = {
            "url": f"{settings.functions_url}/api/webhooks/{name}",
            "eventTypes": [event_type],
            "schema": "EventGridSchema",
            "maxEventsPerBatch": 1000,
            "preferredBatchSizeInKilobytes": 1024,
        }
        answer = call("PUT", f"{control}/subscriptions/{name}", subscription, timeout_seconds=40)
        if not answer.is_ok:
            message = f"The app's webhook {name!r} was not validated: {answer}"
            raise DevError(message)
