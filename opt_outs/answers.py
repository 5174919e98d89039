"""From registry entries to the answers of the API."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from opt_outs.look_up import Entry
from shared.contract.opt_outs import OptOutChange, OptOutEntry, OptOutPage, OptOutSummary
from shared.domain.chunk import Category
from shared.domain.opt_out import ConsentChange, ConsentEntry, ConsentState


def entry_answer(entry: Entry) -> OptOutEntry:
    """Answer `GET /opt-outs/{sender}/{recipient}`."""
    return OptOutEntry(
        sender=entry.own_number,
        recipient=entry.user_number,
        state=ConsentState.OPTED_OUT if entry.blocked else ConsentState.OPTED_IN,
        categories=_in_order(entry.blocked),
        changed_at=entry.newest.changed_at,
        source=entry.newest.source,
        all_numbers=entry.by_all_numbers,
        ledger=[change_answer(change) for change in entry.ledger],
    )


def change_answer(change: ConsentChange) -> OptOutChange:
    """Answer one line of the ledger."""
    return OptOutChange(
        sender=change.own_number,
        state=change.state,
        category=change.category,
        changed_at=change.changed_at,
        recorded_at=change.recorded_at,
        source=change.source,
        evidence=change.evidence or None,
        event_id=change.event_id,
        rule_id=change.rule_id or None,
        rule_set_version=change.rule_set_version or None,
        actor=change.actor or None,
        reason=change.reason or None,
        via=change.via or None,
    )


def page_answer(
    own_number: str, entries: Sequence[ConsentEntry], limit: int, *, is_more: bool
) -> OptOutPage:
    """Answer `GET /opt-outs`."""
    next_url = None
    if is_more:
        query = {"sender": own_number, "after": entries[-1].user_number, "limit": limit}
        next_url = f"/api/opt-outs?{urlencode(query)}"
    return OptOutPage(
        entries=[_summary(entry) for entry in entries if entry.changes], next_url=next_url
    )


def _summary(entry: ConsentEntry) -> OptOutSummary:
    return OptOutSummary(
        sender=entry.own_number,
        recipient=entry.user_number,
        state=entry.state,
        categories=_in_order(entry.blocked()),
        changed_at=entry.newest.changed_at,
        source=entry.newest.source,
    )


def _in_order(categories: Iterable[Category]) -> list[Category]:
    return [category for category in Category if category in set(categories)]
