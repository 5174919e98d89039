"""The response bodies of health, which shows no secret and makes no call, and of the queue."""

from typing import Annotated

from pydantic import Field

from shared.web.contract import ResponseModel

_IDENTITY = "managed_identity"


class Health(ResponseModel):
    """That the app runs, and what is configured; no secrets."""

    status: str = "ok"
    storage: Annotated[str, Field(description="connection_string or managed_identity")]
    acs: Annotated[str, Field(description="access_key or managed_identity")]
    event_source_checked: bool


def health_of(*, has_storage_key: bool, has_acs_key: bool, checks_event_source: bool) -> Health:
    """Describe the settings."""
    return Health(
        storage="connection_string" if has_storage_key else _IDENTITY,
        acs="access_key" if has_acs_key else _IDENTITY,
        event_source_checked=checks_event_source,
    )


class QueueAnswer(ResponseModel):
    """How much sending work waits; a piece of work is up to 1,000 messages."""

    due_count: Annotated[int, Field(description="Pieces of work due now; 32 also means more")]
    work_count: Annotated[
        int,
        Field(description="About how many there are: due, waiting for their time, or in progress"),
    ]
