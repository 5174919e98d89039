"""What the host knows about a function once the app is indexed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class IndexingError(Exception):
    """The app as a whole cannot be used: none of its functions is there."""


class FunctionError(Exception):
    """One function cannot be started; the others run."""


class AuthLevel(StrEnum):
    """Who may call an HTTP function."""

    ANONYMOUS = "ANONYMOUS"
    FUNCTION = "FUNCTION"
    ADMIN = "ADMIN"


@dataclass(frozen=True, slots=True)
class HttpTrigger:
    """Called by a request; no method listed means every method."""

    route: str
    methods: tuple[str, ...]
    auth_level: AuthLevel

    @property
    def kind(self) -> str:
        """The trigger's type as bindings spell it."""
        return "httpTrigger"


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """Called once for each message of a storage queue."""

    queue_name: str
    connection_string: str
    is_binary: bool

    @property
    def kind(self) -> str:
        """The trigger's type as bindings spell it."""
        return "queueTrigger"


@dataclass(frozen=True, slots=True)
class TimerTrigger:
    """Called by the clock."""

    schedule: str
    runs_on_startup: bool
    uses_monitor: bool

    @property
    def kind(self) -> str:
        """The trigger's type as bindings spell it."""
        return "timerTrigger"


Trigger = HttpTrigger | QueueTrigger | TimerTrigger


@dataclass(frozen=True, slots=True)
class Signature:
    """
    How a handler is to be called.

    ``converter_name`` names the SDK's converter for the trigger's argument, ``generic`` if the
    handler asks for plain text or bytes.
    """

    parameter: str
    converter_name: str
    takes_context: bool
    is_async: bool


@dataclass(frozen=True, slots=True)
class Function:
    """One function that can be started."""

    name: str
    handler: Callable[..., object]
    signature: Signature
    trigger: Trigger
