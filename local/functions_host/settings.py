"""Where the host gets its settings from: the caller, the environment, the settings files."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local.functions_host.model import FunctionError, IndexingError
from local.functions_host.timer_monitor import TimerMonitor

_SETTINGS_FILES = ("local.settings.json", "local.settings.sample.json")
STORAGE_SETTING = "AzureWebJobsStorage"
_PLACEHOLDER = re.compile(r"%([^%]+)%")


@dataclass(frozen=True, slots=True)
class HostSettings:
    """
    What a caller decides about one run of the host.

    Parameters
    ----------
    app_root : Path
        Folder with ``function_app.py`` and ``host.json``.
    port : int
        0 takes a free one.
    address : str
        Interface to listen on.
    enable_auth : bool
        Check keys. Core Tools do not, unless asked to.
    environment : Mapping[str, str]
        Settings of this run; they win over the process's environment and the settings files.
    grace_seconds : float
        How long running handlers may go on when the host ends.
    timer_monitor : TimerMonitor
        Last and next times of timers. Hand the same one to the next host to have missed times
        noticed.
    """

    app_root: Path
    port: int = 7071
    address: str = "127.0.0.1"
    enable_auth: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    grace_seconds: float = 5.0
    timer_monitor: TimerMonitor = field(default_factory=TimerMonitor)


@contextmanager
def applied_environment(settings: HostSettings) -> Iterator[None]:
    """
    Set the app's settings as environment variables, and put back what was there before.

    What is set already is never overridden by a settings file.

    Raises
    ------
    IndexingError
        If the settings file cannot be read.
    """
    before = dict(os.environ)
    for name, value in _settings_from_file(settings.app_root).items():
        os.environ.setdefault(name, value)
    os.environ.update(settings.environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _settings_from_file(app_root: Path) -> dict[str, str]:
    path = next((app_root / name for name in _SETTINGS_FILES if (app_root / name).exists()), None)
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8")).get("Values", {})
    except (ValueError, AttributeError) as error:
        message = f"{path.name} is not a JSON object: {error}"
        raise IndexingError(message) from error
    return {name: value for name, value in values.items() if isinstance(value, str)}


def resolve_placeholders(text: str) -> str:
    """Replace each ``%NAME%`` by the setting of that name; FunctionError if there is none."""

    def setting(match: re.Match[str]) -> str:
        value = os.environ.get(match.group(1))
        if value is None:
            message = f"'{match.group(0)}' does not resolve to a value: set {match.group(1)}"
            raise FunctionError(message)
        return value

    return _PLACEHOLDER.sub(setting, text)


def resolve_connection(name: str) -> str:
    """
    Find the connection string that a binding's ``connection`` names.

    Raises
    ------
    FunctionError
        If there is none, or only an identity-based one: the local storage has no identities.
    """
    candidates = [name, f"AzureWebJobs{name}"] if name else [STORAGE_SETTING]
    for candidate in candidates:
        value = os.environ.get(candidate)
        if value:
            return value
        if any(key.startswith(f"{candidate}__") for key in os.environ):
            message = f"{candidate} is identity-based; the stand-in needs a connection string"
            raise FunctionError(message)
    message = f"no connection string: set {' or '.join(candidates)}"
    raise FunctionError(message)
