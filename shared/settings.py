"""What the settings of all rooms need: the error, choices, JSON and URLs."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Choice = TypeVar("_Choice", bound=StrEnum)

_NAME = re.compile(r"\b(?:AzureWebJobsStorage\w*|(?:ACS|SMS|AZURE|WEBHOOK)_[A-Z_]+)")

_LOCAL_HOSTS = (".internal", ".local", ".localhost")


class Switch(StrEnum):
    """A setting that is on or off."""

    ON = "true"
    OFF = "false"


class ConfigurationError(Exception):
    """
    Settings are missing or wrong; stands outside `SmsError` so that nothing swallows it.

    Attributes
    ----------
    faults : tuple of str
        One for each setting: its name and the reason, never its value.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def settings_named_in(fault: str) -> list[str]:
    """List the names of settings in the text of a fault."""
    return _NAME.findall(fault)


def read_choice(env: Mapping[str, str], name: str, usual: _Choice) -> _Choice:
    """Read a setting that is one of a few words; empty is the usual one."""
    choices = type(usual)
    try:
        return choices(env.get(name, "").strip().lower() or usual)
    except ValueError:
        message = f"{name} must be {' or '.join(choices)}"
        raise ConfigurationError(message) from None


@contextmanager
def naming(setting: str) -> Iterator[None]:
    """Turn a `ValueError` of a parser into the refusal of the setting that it read."""
    try:
        yield
    except ValueError as error:
        message = f"{setting} cannot be read: {error}"
        raise ConfigurationError(message) from None


def read_json_setting(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """
    Read a setting's text.

    Raises
    ------
    ValueError
        It is not JSON; says so without the text.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        message = "it is not JSON"
        raise ValueError(message) from None


def is_allowed_url(url: str) -> bool:
    """
    Tell whether a URL is `https`, or `http` to this machine or its own network.

    The emulators speak plain http, in containers under names such as `azurite` or
    `host.docker.internal`. Numbers and texts cross no other network in the clear.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme == "http" and bool(host) and _is_local(host)


def _is_local(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_HOSTS)
