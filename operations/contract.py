"""The response bodies of health, which shows no secret, of readiness and of the queue."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.errors import StorageError, StorageRefusedError
from shared.storage.sdk import AccessRefusedError, RefusedError
from shared.web.contract import ResponseModel

_IDENTITY = "managed_identity"


class Health(ResponseModel):
    """That the app runs, whether storage responds, and what is configured; no secrets."""

    status: Annotated[
        Literal["ok", "storage_unavailable", "storage_refused"],
        Field(description="What a look at storage found, at most five seconds ago"),
    ] = "ok"
    storage: Annotated[str, Field(description="connection_string or managed_identity")]
    acs: Annotated[str, Field(description="access_key or managed_identity")]
    event_source_checked: bool


class Readiness(ResponseModel):
    """That storage responds: one row and one queue were read."""

    status: Literal["ok"] = "ok"
    tables: Literal["ok"] = "ok"
    queues: Literal["ok"] = "ok"


def health_of(
    faults: Collection[StorageError],
    *,
    has_storage_key: bool,
    has_acs_key: bool,
    checks_event_source: bool,
) -> Health:
    """Describe the settings, and the worst of what is wrong with storage."""
    return Health(
        status=worst_code(faults) if faults else "ok",
        storage="connection_string" if has_storage_key else _IDENTITY,
        acs="access_key" if has_acs_key else _IDENTITY,
        event_source_checked=checks_event_source,
    )


def worst_code(
    faults: Collection[StorageError],
) -> Literal["storage_refused", "storage_unavailable"]:
    """Give the code of faults: storage that refuses the app will not pass by itself."""
    is_refused = any(isinstance(fault, StorageRefusedError) for fault in faults)
    return "storage_refused" if is_refused else "storage_unavailable"


def reason_of(fault: StorageError) -> str:
    """Say why storage fails; of a refusal with status and code of the service."""
    if isinstance(fault, RefusedError | AccessRefusedError):
        status = f"HTTP {fault.status}" if fault.status else ""
        return " ".join(filter(None, ("The service refuses:", status, fault.service_code)))
    return "The service does not respond."


class QueueAnswer(ResponseModel):
    """How much sending work waits; a piece of work is up to 1,000 messages."""

    due_count: Annotated[int, Field(description="Pieces of work due now; 32 also means more")]
    work_count: Annotated[
        int,
        Field(description="About how many there are: due, waiting for their time, or in progress"),
    ]
