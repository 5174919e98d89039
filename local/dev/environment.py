"""The environment of the Functions app: the developer's settings with the run's addresses."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.dev.azurite import azurite_at
from local.dev.errors import DevError
from local.dev.paths import ROOT, VENV, VENV_BIN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local.dev.world_settings import WorldSettings

DEVELOPERS_SETTINGS = ROOT / "local.settings.json"
SAMPLE_SETTINGS = ROOT / "local.settings.sample.json"
_STORAGE, _ACS, _ACS_ENDPOINT = "AzureWebJobsStorage", "ACS_CONNECTION_STRING", "ACS_ENDPOINT"
_SAMPLE_SIMULATOR = "127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class AppEnvironment:
    """
    All variables for the app's process.

    Attributes
    ----------
    variables : dict
        What surrounds ``dev.py``, and the settings where it does not say otherwise.
    uses_azurite, uses_simulator : bool
        Whether storage and ACS are the local ones, or real ones.
    """

    variables: dict[str, str]
    uses_azurite: bool
    uses_simulator: bool


def read_values(path: Path) -> dict[str, str]:
    """Return ``Values`` of a settings file; :class:`DevError` when it cannot be understood."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        values = document["Values"]
        if document.get("IsEncrypted"):
            message = f"{path.name} is encrypted: run 'func settings decrypt' first."
            raise DevError(message)
        return {name: str(value) for name, value in values.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{path.name} cannot be read as a settings file: {error!r}"
        raise DevError(message) from error


def app_environment(surroundings: Mapping[str, str], settings: WorldSettings) -> AppEnvironment:
    """Join the surroundings with the settings files, and insert the run's addresses."""
    sample = read_values(SAMPLE_SETTINGS)
    own = read_values(DEVELOPERS_SETTINGS) if DEVELOPERS_SETTINGS.exists() else sample
    variables = {**own, **surroundings, **_for_every_child(surroundings)}
    uses_azurite = _spelled_once(variables.get(_STORAGE, "")) == _spelled_once(sample[_STORAGE])
    uses_simulator = variables.get(_ACS) == sample[_ACS] and not variables.get(_ACS_ENDPOINT)
    if uses_azurite:
        variables[_STORAGE] = azurite_at(settings.azurite_port).connection_string
    if uses_simulator:
        here = f"127.0.0.1:{settings.simulator_port}"
        variables[_ACS] = sample[_ACS].replace(_SAMPLE_SIMULATOR, here)
    return AppEnvironment(variables, uses_azurite, uses_simulator)


def _spelled_once(text: str) -> str:
    """The Functions host takes the emulator in any case, and with a semicolon at its end."""
    return text.strip().rstrip(";").lower()


def _for_every_child(surroundings: Mapping[str, str]) -> dict[str, str]:
    # The storage clients obey proxy variables, which must not catch this machine's own address.
    unproxied = ",".join(filter(None, (surroundings.get("NO_PROXY"), "127.0.0.1,localhost")))
    return {
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "NO_PROXY": unproxied,
        "no_proxy": unproxied,
        # Core Tools take the Python of the active environment.
        "VIRTUAL_ENV": str(VENV),
        "PATH": os.pathsep.join(filter(None, (str(VENV_BIN), surroundings.get("PATH")))),
    }
