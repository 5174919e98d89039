"""The ports and folders of a run, from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from local.dev.azurite import azurite_at
from local.dev.ports import ADDRESS, PortNeed

if TYPE_CHECKING:
    from pathlib import Path


DEFAULT_PORT = 7071
"""Of the app, as in Core Tools."""


class HostKind(StrEnum):
    """What runs the Functions app."""

    STAND_IN = "stand-in"
    FUNC = "func"


@dataclass(frozen=True, slots=True)
class WorldSettings:
    """
    The ports and folders of a run.

    Attributes
    ----------
    functions_port, azurite_port, simulator_port : int
        Azurite takes its port and the next two.
    data : Path or None
        Folder of Azurite's files; None keeps them in memory.
    host : HostKind
        What runs the app.
    """

    functions_port: int
    azurite_port: int
    simulator_port: int
    data: Path | None
    host: HostKind

    @property
    def functions_url(self) -> str:
        """Address of the app, without a trailing slash."""
        return f"http://{ADDRESS}:{self.functions_port}"

    @property
    def simulator_url(self) -> str:
        """Address of the ACS simulator, without a trailing slash."""
        return f"http://{ADDRESS}:{self.simulator_port}"

    def port_needs(self) -> list[PortNeed]:
        """List every port of the run."""
        azurite = azurite_at(self.azurite_port)
        return [
            PortNeed(self.functions_port, "The Functions app", "--functions-port"),
            simulator_port_need(self.simulator_port),
            PortNeed(azurite.blob_port, "Azurite (blobs)", "--azurite-port"),
            PortNeed(azurite.queue_port, "Azurite (queues)", "--azurite-port"),
            PortNeed(azurite.table_port, "Azurite (tables)", "--azurite-port"),
        ]


def simulator_port_need(port: int) -> PortNeed:
    """Return what to say if the simulator's port is not free."""
    return PortNeed(port, "The ACS simulator", "--simulator-port")
