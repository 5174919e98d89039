"""The report of a comparison with ACS's own list of opt-outs."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.reconciliation import DifferenceAction, DifferenceKind
from shared.web.contract import ResponseModel


class ReconciliationTrouble(ResponseModel):
    """Why an own number could not be compared, or ACS's list not be changed."""

    sender: str
    code: Annotated[str, Field(description="ACS's status or error code")]
    message: str


class ReconciliationDifference(ResponseModel):
    """One pair on which the registry and ACS's list disagreed."""

    sender: str
    recipient: str
    kind: DifferenceKind
    action: Annotated[DifferenceAction, Field(description="What was done about it")]


class Reconciliation(ResponseModel):
    """A comparison, as far as it is."""

    reconciliation_id: str
    state: Annotated[str, Field(description="running, completed or failed")]
    started_at: datetime
    updated_at: datetime
    push: Annotated[bool, Field(description="Whether ACS's list is changed as well")]
    checked_count: Annotated[int, Field(description="Entries compared")]
    unchecked_count: Annotated[int, Field(description="Entries of which ACS could not tell")]
    difference_counts: Annotated[dict[DifferenceKind, int], Field(description="By kind")]
    action_counts: Annotated[dict[DifferenceAction, int], Field(description="By what was done")]
    troubles: list[ReconciliationTrouble]
    differences: list[ReconciliationDifference]
    next_url: Annotated[str | None, Field(description="More differences")] = None
