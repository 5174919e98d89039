"""What ``run`` prints when all programs are ready."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from local.dev.demo import OWN_NUMBER, PERSON
from local.dev.world_settings import DEFAULT_PORT

if TYPE_CHECKING:
    from local.dev.world import World


def print_welcome(world: World, *, ready_seconds: float) -> None:
    """Print where everything is, a first request to paste, and how to text back."""
    app, simulator = world.settings.functions_url, world.settings.simulator_url
    first = {"from": OWN_NUMBER, "to": PERSON, "message": "Hello from Paloma"}
    answer = {"from": PERSON, "to": OWN_NUMBER, "message": "STOP"}
    print(
        f"""
Paloma is running (ready in {ready_seconds:.1f} s). Ctrl-C ends it.

  App            {app}
  Pages          {app}/api/ui/home
  New send       {app}/api/ui/sends/new
  Inbox          {app}/api/ui/inbox
  Dashboard      {app}/api/ui/dashboard
  API            {app}/api/docs
  Phone page     {simulator}/phone
  ACS simulator  {simulator}
  Azurite        {_azurite_url(world)}
{_warning(world)}
Send a first message with python3 dev.py send{_port_option(world)}, or:

  {_curl(f"{app}/api/sms", first)}

Text back as that person on the phone page, or:

  {_curl(f"{simulator}/_simulator/inbound", answer)}

A line follows for each send, report, inbound message and failure; run --verbose shows all.
"""
    )


def _port_option(world: World) -> str:
    port = world.settings.functions_port
    return "" if port == DEFAULT_PORT else f" --functions-port {port}"


def _azurite_url(world: World) -> str:
    where = world.azurite
    return f"{where.blob_url} (queues: {where.queue_port}, tables: {where.table_port})"


def _warning(world: World) -> str:
    lines = []
    if not world.environment.uses_simulator:
        lines.append("Your settings lead to another ACS than the simulator: messages are real,")
        lines.append("and reports and replies come here only if you subscribe to its events.")
    if not world.environment.uses_azurite:
        lines.append("Your settings lead to another storage than Azurite.")
    return "".join(f"\n  {line}" for line in lines) + ("\n" if lines else "")


def _curl(url: str, body: dict[str, str]) -> str:
    text = json.dumps(body)
    # Neither cmd nor PowerShell takes single quotes the way a POSIX shell does.
    quoted = f"'{text}'" if sys.platform != "win32" else '"' + text.replace('"', '\\"') + '"'
    return f'curl -X POST {url} -H "Content-Type: application/json" -d {quoted}'
