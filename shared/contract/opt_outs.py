"""The bodies of the opt-out registry's API."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.contract.answers import AnswerModel
from shared.domain.chunk import Category
from shared.domain.opt_out import ChangeSource, ConsentState

_SENDER = "An own number, or * for all numbers"


class OptOutChange(AnswerModel):
    """One change in the life of an opt-out entry."""

    sender: Annotated[str, Field(description=_SENDER)]
    state: ConsentState
    category: Annotated[Category | None, Field(description="Absent: all categories")]
    changed_at: datetime
    recorded_at: datetime
    source: ChangeSource
    evidence: Annotated[str | None, Field(description="The words it rests on")]
    event_id: str
    rule_id: str | None
    rule_set_version: str | None
    actor: str | None
    reason: str | None
    via: Annotated[str | None, Field(description="The own number the person wrote to")]


class OptOutSummary(AnswerModel):
    """Whether a person may be written to from an own number."""

    sender: Annotated[str, Field(description=_SENDER)]
    recipient: str
    state: ConsentState
    categories: Annotated[list[Category], Field(description="Which must not be sent")]
    changed_at: datetime
    source: ChangeSource


class OptOutEntry(OptOutSummary):
    """One entry with everything that led to it, also by entries for all numbers."""

    all_numbers: Annotated[bool, Field(description="Whether an entry for all numbers blocks it")]
    ledger: Annotated[list[OptOutChange], Field(description="Oldest first")]


class OptOutPage(AnswerModel):
    """Some entries, in the order of the numbers."""

    entries: list[OptOutSummary]
    next_url: str | None = None
