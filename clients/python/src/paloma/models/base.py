"""What all responses have."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - parsing reads the hints at run time
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The base of all responses."""

    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON as it came."""
        return dict(self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Model):
    """Why a message was not sent or not delivered."""

    code: str
    message: str
