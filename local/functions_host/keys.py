"""The access keys of an app that is started with ``--enable-auth``."""

import hmac
import json
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from local.functions_host.model import AuthLevel

HOST_KEY_SETTING = "PALOMA_HOST_KEY"
FUNCTION_KEYS_SETTING = "PALOMA_FUNCTION_KEYS"


@dataclass(frozen=True, slots=True)
class HostKeys:
    """
    The keys of an app.

    ``master`` opens everything, each of ``host`` every function that is not for administrators,
    a function's own key that function, and each of ``shared`` the functions that have it. Several
    keys of a level are valid at once, as in Azure.
    """

    master: str = field(repr=False)
    host: tuple[str, ...] = field(repr=False)
    functions: dict[str, str] = field(repr=False)
    shared: Mapping[str, Collection[str]] = field(repr=False, default_factory=dict)

    def admits(self, level: AuthLevel, function_name: str, key: str) -> bool:
        """Whether a key opens a function of a level; compared in constant time."""
        if level is AuthLevel.ANONYMOUS:
            return True
        if self.is_master(key):
            return True
        shared = (one for one, names in self.shared.items() if function_name in names)
        accepted = (*self.host, self.functions[function_name], *shared)
        return level is AuthLevel.FUNCTION and any(_is_same(key, one) for one in accepted)

    def is_master(self, key: str) -> bool:
        """Whether a key is the master key."""
        return _is_same(key, self.master)


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def generate_keys(function_names: Iterable[str]) -> HostKeys:
    """
    Make new keys; the setting ``PALOMA_HOST_KEY`` chooses the host-wide ones, by commas.

    ``PALOMA_FUNCTION_KEYS`` sets keys on several functions: JSON, a list of functions by key.
    """
    chosen = os.environ.get(HOST_KEY_SETTING, "").split(",")
    return HostKeys(
        master=secrets.token_urlsafe(32),
        host=tuple(key for key in chosen if key) or (secrets.token_urlsafe(32),),
        functions={name: secrets.token_urlsafe(32) for name in function_names},
        shared=json.loads(os.environ.get(FUNCTION_KEYS_SETTING) or "{}"),
    )
