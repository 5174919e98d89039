"""
Start Azurite, Microsoft's storage emulator, and say where it is.

Azurite 3.37.0: ports 10000 blob, 10001 queue, 10002 table; 0 picks a free one; telemetry is on
unless refused (its README and change log, August 2026).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.dev.paths import AZURITE_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from local.dev.process import Child
    from local.dev.process_group import ProcessGroup

ACCOUNT_NAME = "devstoreaccount1"
# The emulator's published key, the same on every machine (learn.microsoft.com, storage/common/
# storage-use-azurite); it opens nothing but an emulator.
ACCOUNT_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)
_LISTENING = re.compile(r"Azurite (\w+) service is successfully listening at \S+:(\d+)$")
_SERVICES = ("Blob", "Queue", "Table")


@dataclass(frozen=True, slots=True)
class Azurite:
    """Where a running Azurite listens."""

    blob_port: int
    queue_port: int
    table_port: int

    @property
    def blob_url(self) -> str:
        """Address of the account's blobs, without a trailing slash."""
        return _account_url(self.blob_port)

    @property
    def queue_url(self) -> str:
        """Address of the account's queues, without a trailing slash."""
        return _account_url(self.queue_port)

    @property
    def table_url(self) -> str:
        """Address of the account's tables, without a trailing slash."""
        return _account_url(self.table_port)

    @property
    def connection_string(self) -> str:
        """What the Azure clients take, with all three addresses in it."""
        return (
            f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT_NAME};AccountKey={ACCOUNT_KEY};"
            f"BlobEndpoint={self.blob_url};QueueEndpoint={self.queue_url};"
            f"TableEndpoint={self.table_url};"
        )


def azurite_at(first_port: int) -> Azurite:
    """Return the addresses for three ports in a row: blob, queue, table."""
    return Azurite(first_port, first_port + 1, first_port + 2)


def start_azurite(
    process_group: ProcessGroup,
    node: str,
    *,
    first_port: int | None = None,
    data: Path | None = None,
    on_request: Callable[[str], None] | None = None,
) -> Azurite:
    """
    Start Azurite and wait until it listens.

    Parameters
    ----------
    process_group : ProcessGroup
        What it lives and ends with.
    node : str
        Path of Node.
    first_port : int, optional
        The blob port; queue and table take the next two. Free ports if not given.
    data : Path, optional
        Folder it keeps its files in; memory if not given, which is for short work only: it
        hangs for a minute after some thousand deleted queue messages.
    on_request : callable, optional
        Told every line of its access log, which it writes only then, in a thread of its own.
    """
    wanted = Azurite(0, 0, 0) if first_port is None else azurite_at(first_port)
    silence = ["--silent"] if on_request is None else []
    command = [*_command(node, wanted, data=data), *silence]
    child = process_group.start("Azurite", command, on_line=on_request)
    process_group.wait_until(lambda: len(_listening_ports(child)) == len(_SERVICES), what="Azurite")
    ports = _listening_ports(child)
    return Azurite(*(ports[service] for service in _SERVICES))


def _command(node: str, wanted: Azurite, *, data: Path | None) -> list[str]:
    keeping = ["--inMemoryPersistence"] if data is None else ["--location", str(data)]
    return [
        *(node, str(AZURITE_SCRIPT), "--disableTelemetry"),
        # New SDK releases ask for API versions that the emulator does not know yet.
        *("--skipApiVersionCheck", "--disableProductStyleUrl"),
        *("--blobPort", str(wanted.blob_port), "--queuePort", str(wanted.queue_port)),
        *("--tablePort", str(wanted.table_port)),
        *keeping,
    ]


def _listening_ports(child: Child) -> dict[str, int]:
    found = (_LISTENING.search(line) for line in child.lines())
    return {match[1]: int(match[2]) for match in found if match}


def _account_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/{ACCOUNT_NAME}"
