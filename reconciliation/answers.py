"""From a run to the answers of the API."""

from collections.abc import Sequence

from shared.contract.reconciliation import (
    Reconciliation,
    ReconciliationDifference,
    ReconciliationTrouble,
)
from shared.domain.reconciliation import Difference, DifferenceAction, DifferenceKind
from shared.storage.reconciliations import Run

Placed = Sequence[tuple[int, Difference]]


def run_response(run: Run, placed: Placed, limit: int) -> Reconciliation:
    """Answer how a run is doing; `placed` are one more than `limit` if there are more."""
    shown = placed[:limit]
    after = f"?after={shown[-1][0]}&limit={limit}" if len(placed) > limit else ""
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
        next_url=f"/api/opt-out-reconciliations{after}" if after else None,
    )


def _difference(one: Difference) -> ReconciliationDifference:
    return ReconciliationDifference(
        sender=one.own_number, recipient=one.user_number, kind=one.kind, action=one.action
    )
