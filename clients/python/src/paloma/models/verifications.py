"""Verifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - parsing reads the hints at run time

from paloma.models.base import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedVerification(Model):
    """A code that was requested; `resend_at`: when it may be again."""

    verification_id: str
    purpose: str
    status: str
    created_at: datetime
    expires_at: datetime
    resend_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification(Model):
    """A verification: `pending`, `approved`, `expired` or `exhausted`."""

    verification_id: str
    purpose: str
    status: str
    created_at: datetime
    expires_at: datetime
    attempts_left: int
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationCheck(Model):
    """What came of an attempt; trust `valid` alone."""

    verification_id: str
    valid: bool
    status: str
    attempts_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFigures(Model):
    """Codes sent, and entered."""

    sent: int
    entered: int
    conversion: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCodeFigures(CodeFigures):
    """The codes for a country."""

    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixCodeFigures(CountryCodeFigures):
    """The codes for a prefix; `braked`: codes for it are refused now."""

    prefix: str
    braked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationFigures(Model):
    """Codes by country and prefix."""

    start: str
    end: str
    total: CodeFigures
    by_country: tuple[CountryCodeFigures, ...]
    by_prefix: tuple[PrefixCodeFigures, ...]
    prefix_count: int
