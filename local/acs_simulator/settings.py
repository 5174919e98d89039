"""What a simulator is started with: its resource, its senders, its clock and its windows."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

Clock = Callable[[], datetime]

DEFAULT_ACCESS_KEY = "cGFsb21hLWxvY2FsLXNpbXVsYXRvci1rZXktMDAwMDE="
DEFAULT_RESOURCE_ID = (
    "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/local"
    "/providers/Microsoft.Communication/CommunicationServices/paloma-local"
)


class SenderKind(StrEnum):
    """Types of sender, named as the control API names them."""

    TOLL_FREE = "tollFree"
    LONG_CODE = "longCode"  # 10DLC
    SHORT_CODE = "shortCode"
    ALPHANUMERIC = "alphanumeric"


@dataclass(frozen=True, slots=True)
class Sender:
    """
    One sender that belongs to the simulated resource.

    ``acs_handles_opt_outs`` says whether the opt-out service was chosen when a US short code was
    provisioned; Canadian and British short codes never have it (azure-docs, "SMS FAQ"). It means
    nothing for other kinds.
    """

    number: str
    kind: SenderKind
    acs_handles_opt_outs: bool = False


DEFAULT_SENDERS = (
    Sender("+18335550100", SenderKind.TOLL_FREE),
    Sender("+18335550101", SenderKind.TOLL_FREE),
    Sender("+14255550100", SenderKind.LONG_CODE),
    Sender("77001", SenderKind.SHORT_CODE, acs_handles_opt_outs=True),
    Sender("PALOMA", SenderKind.ALPHANUMERIC),
)


class IdSource:
    """Makes GUID texts; the same ones again after the same seed."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose, guards nothing

    def seed(self, seed: int) -> None:
        """Start the sequence that belongs to ``seed``."""
        self._random.seed(seed)

    def __call__(self) -> str:
        """Return the next GUID, 36 characters, lower case."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def utc_now() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """
    Everything that can be chosen when a simulator starts.

    Parameters
    ----------
    port : int
        Port to listen on; 0 takes a free one.
    host : str
        Address to listen on.
    access_key : str
        Base64 key that requests must be signed with.
    resource_id : str
        ``topic`` (or ``source``) of every event.
    senders : tuple of Sender
        What may stand in ``from``; anything else is refused as ACS refuses it.
    clock, new_id : callable
        Source of aware UTC times, and of GUID texts.
    clock_skew_seconds : float
        How far the date of a signed request may be off. ACS documents no figure; 15 minutes is
        what Azure App Configuration documents for the same scheme: an assumption.
    repeatability_window_seconds : float
        How long a repeatability id is remembered, at least 1. Five minutes is documented for
        other ACS operations, not for SMS: an assumption.
    retention_seconds, retention_count : float, int
        A message is forgotten when it is older than the first *and* at least as many newer ones
        exist as the second says. ACS documents neither.
    """

    port: int = 8080
    host: str = "127.0.0.1"
    access_key: str = DEFAULT_ACCESS_KEY
    resource_id: str = DEFAULT_RESOURCE_ID
    senders: tuple[Sender, ...] = DEFAULT_SENDERS
    clock: Clock = utc_now
    new_id: IdSource = field(default_factory=IdSource)
    clock_skew_seconds: float = 900.0
    repeatability_window_seconds: float = 300.0
    retention_seconds: float = 600.0
    retention_count: int = 100_000
