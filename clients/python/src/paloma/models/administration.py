"""Opt-outs, own numbers, webhooks and health."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - parsing reads the hints at run time

from paloma.models.base import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut(Model):
    """A person's state at an own number; `state` is `opted_out` or `opted_in`."""

    sender: str
    recipient: str
    state: str
    categories: tuple[str, ...] = ()
    changed_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine(Model):
    """One change of a person's state."""

    sender: str
    state: str
    source: str
    changed_at: datetime
    recipient: str | None = None
    category: str | None = None
    actor: str | None = None
    reason: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutEntry(OptOut):
    """The same with its changes; `all_numbers` says that it comes from an entry for all numbers."""

    all_numbers: bool = False
    ledger: tuple[LedgerLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutCounts(Model):
    """
    Reviews and opt-outs of all own numbers.

    `opted_out_count` counts pairs of an own number and a person; None: too many to count. Of an
    own number 1,000 reviews are counted; `all_reviews_counted` says whether there are no more.
    """

    open_review_count: int
    due_review_count: int
    overdue_review_count: int
    all_reviews_counted: bool = True
    opted_out_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumberConsent(Model):
    """Whether a person may be sent to from an own number; `categories` are blocked."""

    sender: str
    state: str
    categories: tuple[str, ...] = ()
    all_numbers: bool = False
    changed_at: datetime | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Model):
    """A person, with the consent for own numbers and its changes, oldest first."""

    number: str
    time_zones: tuple[str, ...] = ()
    region: str | None = None
    country: str | None = None
    consents: tuple[OwnNumberConsent, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine(Model):
    """A line of an import that could not be read."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutImport(Model):
    """An import; `state` is `accepted`, `running`, `completed` or `failed`."""

    import_id: str
    state: str
    row_count: int
    changed_count: int = 0
    unchanged_count: int = 0
    bad_line_count: int = 0
    bad_lines: tuple[BadLine, ...] = ()
    accepted_at: datetime | None = None
    encoding: str | None = None
    separator: str | None = None
    recipient_column: str | None = None
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderHold(Model):
    """Why the messages of an own number wait that is not paused: the carrier refuses it."""

    code: str
    message: str
    since: datetime
    refused_count: int = 0
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender(Model):
    """An own number; `health` is `ok`, `paused` or `held`. A limit that is None does not apply."""

    sender: str
    health: str
    paused: bool = False
    paused_since: datetime | None = None
    pause_reason: str | None = None
    paused_by: str | None = None
    kind: str = ""
    units_per_minute: int | None = None
    units_per_day: int | None = None
    unit: str = ""
    hold: SenderHold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(Model):
    """A webhook of yours; `state` is `active`, `paused` or `ended` (it responded 410)."""

    subscription_id: str
    url: str
    events: tuple[str, ...]
    created_at: datetime | None = None
    state: str = "active"
    state_reason: str | None = None
    state_changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription(Subscription):
    """A new webhook with its signing secret, which is shown only once."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotatedSecret(NewSubscription):
    """A webhook with its new secret; until the time given, the previous one signs too."""

    previous_secret_expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedTestEvent(Model):
    """A test event that is delivered; its `type` is `test`."""

    subscription_id: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health(Model):
    """Whether the app runs; `status` is `ok` if its storage responds."""

    status: str = ""
    storage: str = ""
    acs: str = ""
