"""Build the response bodies of opt-outs, imports, the ledger and reviews."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import azure.functions as func

from opt_outs.activity import OptOutActivity
from opt_outs.contract import (
    BadLine,
    LedgerLine,
    LedgerPage,
    OptOutActivityAnswer,
    OptOutActivityOfDay,
    OptOutChange,
    OptOutCounts,
    OptOutEntry,
    OptOutImport,
    OptOutPage,
    OptOutSummary,
    ReviewAnswer,
    ReviewPageAnswer,
)
from opt_outs.domain.consent import ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from opt_outs.domain.review import Review
from opt_outs.listing import EntryPage, EntryQuery
from opt_outs.look_up import Entry
from opt_outs.reviews import (
    DecidedOtherwiseError,
    ReviewCounts,
    ReviewPage,
    ReviewQuery,
    TooManyOwnNumbersError,
)
from opt_outs.storage.imports import ImportHead, Lines
from shared.domain.errors import SmsError
from shared.domain.kinds import Category
from shared.web.contract import next_page_url
from shared.web.problems import problem_of_error

_KINDS: dict[type[SmsError], tuple[int, str]] = {
    DecidedOtherwiseError: (409, ""),
    TooManyOwnNumbersError: (400, "sender"),
}


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error of a review to a problem document; None if it is the app's."""
    return problem_of_error(error, _KINDS)


def entry_response(entry: Entry) -> OptOutEntry:
    """Build the response to `GET /opt-outs/{sender}/{recipient}`."""
    return OptOutEntry(
        sender=entry.own_number,
        recipient=entry.user_number,
        state=ConsentState.OPTED_OUT if entry.blocked else ConsentState.OPTED_IN,
        categories=in_order(entry.blocked),
        changed_at=entry.newest.changed_at,
        source=entry.newest.source,
        all_numbers=entry.by_all_numbers,
        ledger=[change_response(change) for change in entry.ledger],
    )


def page_response(query: EntryQuery, page: EntryPage) -> OptOutPage:
    """Build the response to `GET /opt-outs`."""
    return OptOutPage(
        entries=[_summary(entry) for entry in page.entries], next_url=next_entries_url(query, page)
    )


def next_entries_url(query: EntryQuery, page: EntryPage) -> str | None:
    """Give the `nextUrl` of `GET /opt-outs`."""
    given = {"sender": query.own_number, "limit": query.limit, **query.filters}
    return next_page_url("opt-outs", page.next_after, given)


def ledger_response(
    own_number: str, lines: Sequence[ConsentChange], next_after: str, limit: int
) -> LedgerPage:
    """Build the response to `GET /opt-out-ledger`."""
    return LedgerPage(
        lines=[LedgerLine(recipient=line.user_number, **_members(line)) for line in lines],
        next_url=next_ledger_url(own_number, next_after, limit),
    )


def next_ledger_url(own_number: str, next_after: str, limit: int) -> str | None:
    """Give the `nextUrl` of `GET /opt-out-ledger`."""
    return next_page_url("opt-out-ledger", next_after, {"sender": own_number, "limit": limit})


def import_response(head: ImportHead, bad_lines: Lines, limit: int) -> OptOutImport:
    """Describe an import; `bad_lines` are one more than `limit` if there are more."""
    shown = [BadLine(line=line, code=code, message=text) for line, code, text in bad_lines[:limit]]
    after = str(shown[-1].line) if len(bad_lines) > limit else ""
    return OptOutImport(
        import_id=head.import_id,
        state=head.state,
        accepted_at=head.accepted_at,
        row_count=head.row_count,
        changed_count=head.changed_count,
        unchanged_count=head.unchanged_count,
        bad_line_count=head.bad_line_count,
        bad_lines=shown,
        encoding=head.encoding or None,
        separator=head.separator or None,
        recipient_column=head.recipient_column or None,
        ignored_columns=json.loads(head.ignored_columns) if head.encoding else None,
        next_url=next_page_url(f"opt-out-imports/{head.import_id}", after, {"limit": limit}),
    )


def change_response(change: ConsentChange) -> OptOutChange:
    """Describe a line of the ledger."""
    return OptOutChange(**_members(change))


def _members(change: ConsentChange) -> dict[str, Any]:
    return {
        "sender": change.own_number,
        "state": change.state,
        "category": change.category,
        "changed_at": change.changed_at,
        "recorded_at": change.recorded_at,
        "source": change.source,
        "evidence": change.evidence or None,
        "event_id": change.event_id,
        "rule_id": change.rule_id or None,
        "rule_set_version": change.rule_set_version or None,
        "actor": change.actor or None,
        "reason": change.reason or None,
        "via": change.via or None,
    }


def _summary(entry: ConsentEntry) -> OptOutSummary:
    newest = entry.newest
    return OptOutSummary(
        sender=entry.own_number,
        recipient=entry.user_number,
        state=entry.state,
        categories=in_order(entry.blocked()),
        changed_at=newest.changed_at,
        source=newest.source,
    )


def in_order(categories: Iterable[Category]) -> list[Category]:
    """Put categories in the order of the contract."""
    return [category for category in Category if category in set(categories)]


def review_response(review: Review, now: datetime) -> ReviewAnswer:
    """Describe a review."""
    return ReviewAnswer(
        review_id=str(review.address),
        sender=review.address.sender,
        recipient=review.user_number,
        message=review.body,
        received_at=review.received_at,
        due_on=review.due_on,
        overdue=review.is_overdue(now),
        state=review.state,
        blocked_meanwhile=list(review.held),
        rule_id=review.rule_id,
        rule_set_version=review.rule_set_version,
        decided_at=review.decided_at,
        actor=review.actor or None,
        note=review.note or None,
    )


def counts_response(counts: ReviewCounts, opted_out_count: int | None) -> OptOutCounts:
    """Build the response to `GET /opt-out-counts`."""
    return OptOutCounts(
        open_review_count=counts.open_count,
        due_review_count=counts.due_count,
        overdue_review_count=counts.overdue_count,
        all_reviews_counted=counts.is_complete,
        opted_out_count=opted_out_count,
    )


def activity_response(activity: OptOutActivity) -> OptOutActivityAnswer:
    """Build the response to `GET /opt-out-activity`."""
    days = [
        OptOutActivityOfDay(
            day=day,
            opted_out_count=of_day.opted_out.total() if activity.has_changes else None,
            opted_out_by_source=dict(of_day.opted_out) if activity.has_changes else None,
            opted_in_count=of_day.opted_in_count if activity.has_changes else None,
            decided_review_count=of_day.decided_count if activity.has_reviews else None,
        )
        for day, of_day in activity.days.items()
    ]
    return OptOutActivityAnswer(days=days)


def review_page_response(query: ReviewQuery, page: ReviewPage, now: datetime) -> ReviewPageAnswer:
    """Build the response to `GET /opt-out-reviews`."""
    given = {"sender": query.own_number, "limit": query.limit, "state": query.state}
    return ReviewPageAnswer(
        reviews=[review_response(review, now) for review in page.reviews],
        next_url=next_page_url("opt-out-reviews", page.next_after, given),
    )
