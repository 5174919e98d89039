"""Decisions of an operator: opt a person out or in, with a reason."""

import hashlib

from shared.contract.opt_outs import OptOutRemoval
from shared.domain.opt_out import ChangeSource, ConsentChange, ConsentState
from shared.domain.weight import Precedence
from shared.opt_out_news import publish_opt_out
from shared.services import Services


async def decide(
    own_number: str,
    user_number: str,
    *,
    state: ConsentState,
    why: OptOutRemoval,
    services: Services,
) -> None:
    """
    Store a decision, with its line in the ledger, and publish it.

    Idempotent: the same decision again, with nothing decided in between, stores nothing, and is
    published with the same id.

    Raises
    ------
    StorageError
        It is not known to be stored.
    """
    entry = await services.opt_outs.get(own_number, user_number)
    current = entry.changes.get((why.category, Precedence.OPERATOR)) if entry else None
    now = services.clock()
    decided = f"{own_number}|{user_number}|{state}|{why.category}|{now.isoformat()}"
    change = ConsentChange(
        own_number=own_number,
        user_number=user_number,
        state=state,
        changed_at=now,
        recorded_at=now,
        source=ChangeSource.OPERATOR if why.actor else ChangeSource.API,
        evidence="",
        event_id=f"decision-{hashlib.sha256(decided.encode()).hexdigest()[:16]}",
        category=why.category,
        actor=why.actor or "",
        reason=why.reason,
    )
    is_repeat = current and _text(current) == _text(change)
    if current and entry and is_repeat and entry.state is state:
        change = current
    else:
        await services.opt_outs.apply(change)
    await publish_opt_out(change, services)


def _text(change: ConsentChange) -> tuple[ConsentState, str, str]:
    return change.state, change.reason, change.actor
