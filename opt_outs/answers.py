"""From registry entries to the answers of the API."""

from collections.abc import Sequence
from urllib.parse import urlencode

from opt_outs.look_up import Entry
from shared.contract.answers import OptOutChange, OptOutEntry, OptOutPage, OptOutSummary
from shared.domain.opt_out import ConsentChange


def entry_answer(entry: Entry) -> OptOutEntry:
    """Answer `GET /opt-outs/{sender}/{recipient}`."""
    current = entry.current
    return OptOutEntry(
        sender=current.own_number,
        recipient=current.user_number,
        state=current.state,
        changed_at=current.changed_at,
        source=current.source,
        ledger=[
            OptOutChange(
                state=change.state,
                changed_at=change.changed_at,
                recorded_at=change.recorded_at,
                source=change.source,
                evidence=change.evidence,
            )
            for change in entry.ledger
        ],
    )


def page_answer(
    own_number: str, entries: Sequence[ConsentChange], limit: int, *, is_more: bool
) -> OptOutPage:
    """Answer `GET /opt-outs`."""
    next_url = None
    if is_more:
        query = {"sender": own_number, "after": entries[-1].user_number, "limit": limit}
        next_url = f"/api/opt-outs?{urlencode(query)}"
    return OptOutPage(
        entries=[
            OptOutSummary(
                sender=change.own_number,
                recipient=change.user_number,
                state=change.state,
                changed_at=change.changed_at,
                source=change.source,
            )
            for change in entries
        ],
        next_url=next_url,
    )
