"""Values that cannot be meant, whichever setting they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTING_NAMES = re.compile("(AzureWebJobsStorage|ACS_|SMS_|AZURE_CLIENT_ID).*", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*@Microsoft\.(KeyVault|AppConfiguration)\(", re.IGNORECASE)
_QUOTATION_MARKS = "\"'“”"


def check_values(env: Mapping[str, str]) -> None:
    """
    Check every setting of the app.

    Raises
    ------
    ValueError
        Naming the first setting whose value cannot be used, and why; never showing the value.
    """
    for name in sorted(filter(_SETTING_NAMES.fullmatch, env)):
        reason = _rejection_reason(env[name].strip())
        if reason:
            message = f"{name} {reason}"
            raise ValueError(message)


def _rejection_reason(value: str) -> str:
    """Azure leaves a reference in its place when it may not read what the reference names."""
    if _REFERENCE.match(value):
        return "is a reference that Azure could not resolve: check the app's access to its target"
    if value and (value[0] in _QUOTATION_MARKS or value[-1] in _QUOTATION_MARKS):
        return "has quotation marks around its value: remove them"
    return ""
