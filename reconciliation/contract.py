"""The response body of a reconciliation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from reconciliation.domain.reconciliation import Difference, DifferenceAction, DifferenceKind
from reconciliation.storage.reconciliations import Run
from shared.web.contract import PageModel, ResponseModel, next_page_url

Placed = Sequence[tuple[int, Difference]]


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


class Reconciliation(PageModel):
    """A reconciliation and its progress."""

    reconciliation_id: str
    state: Annotated[str, Field(description="running, completed or failed")]
    started_at: datetime
    updated_at: datetime
    push: Annotated[bool, Field(description="Whether ACS's list is changed as well")]
    checked_count: Annotated[int, Field(description="Entries compared")]
    unchecked_count: Annotated[int, Field(description="Entries for which ACS had no state")]
    difference_counts: Annotated[dict[DifferenceKind, int], Field(description="By kind")]
    action_counts: Annotated[dict[DifferenceAction, int], Field(description="By what was done")]
    troubles: list[ReconciliationTrouble]
    differences: list[ReconciliationDifference]


def run_response(run: Run, placed: Placed, limit: int) -> Reconciliation:
    """Describe a run; `placed` are one more than `limit` if there are more."""
    shown = placed[:limit]
    after = str(shown[-1][0]) if len(placed) > limit else ""
    return Reconciliation(
        reconciliation_id=run.run_id,
        state=run.state,
        started_at=run.started_at,
        updated_at=run.updated_at,
        push=run.is_pushing,
        checked_count=run.checked_count,
        unchecked_count=run.unchecked_count,
        difference_counts={kind: run.counts.get(kind, 0) for kind in DifferenceKind},
        action_counts={action: run.counts.get(action, 0) for action in DifferenceAction},
        troubles=[
            ReconciliationTrouble(sender=one.own_number, code=one.code, message=one.text)
            for one in run.troubles
        ],
        differences=[_difference(one) for _, one in shown],
        next_url=next_page_url("opt-out-reconciliations", after, {"limit": limit}),
    )


def _difference(one: Difference) -> ReconciliationDifference:
    return ReconciliationDifference(
        sender=one.own_number, recipient=one.user_number, kind=one.kind, action=one.action
    )
