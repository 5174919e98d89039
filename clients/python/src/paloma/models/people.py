"""Exports and erasures of people."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - parsing reads the hints at run time
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - parsing reads the hints at run time
from typing import Any

from paloma.models.base import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRecord(Model):
    """What is kept of a person in one place; `data["kind"]` says what it is."""

    table: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedRecords(Model):
    """Records of one kind in one table; `why` they stay, or stay for now."""

    table: str
    kind: str
    count: int
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt(Model):
    """An erasure; `state` is `running`, `waiting`, `completed` or `failed`."""

    erasure_id: str
    state: str
    number_ends: str
    reason: str
    requested_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    next_at: datetime | None = None
    erased: tuple[ErasedRecords, ...] = ()
    later: tuple[ErasedRecords, ...] = ()
    kept: tuple[ErasedRecords, ...] = ()
