"""The request and response bodies of opt-outs, imports and reviews."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from opt_outs.domain.consent import ChangeSource, ConsentState
from opt_outs.domain.review import ReviewState
from shared.domain.kinds import Category
from shared.web.contract import PageModel, RequestModel, ResponseModel, Text

_SENDER = "An own number, or * for all numbers"

Reason = Annotated[Text, Field(min_length=1, max_length=500, pattern=r"\S")]
Actor = Annotated[Text | None, Field(max_length=100, description="The operator who decided")]


class OptOutRemoval(RequestModel):
    """Why an operator opts a person in again; the ledger keeps it."""

    reason: Reason
    actor: Actor = None
    category: Annotated[Category | None, Field(description="Absent: all categories")] = None


class OptOutDecision(OptOutRemoval):
    """An operator's decision about a person."""

    state: ConsentState


class OptOutChange(ResponseModel):
    """One change of an opt-out entry."""

    sender: Annotated[str, Field(description=_SENDER)]
    state: ConsentState
    category: Annotated[Category | None, Field(description="Absent: all categories")]
    changed_at: datetime
    recorded_at: datetime
    source: ChangeSource
    evidence: Annotated[str | None, Field(description="The text that it is based on")]
    event_id: str
    rule_id: str | None
    rule_set_version: str | None
    actor: str | None
    reason: str | None
    via: Annotated[str | None, Field(description="The own number that the person wrote to")]


class OptOutSummary(ResponseModel):
    """The opt-out state of a person for an own number."""

    sender: Annotated[str, Field(description=_SENDER)]
    recipient: str
    state: ConsentState
    categories: Annotated[list[Category], Field(description="The blocked categories")]
    changed_at: datetime
    source: ChangeSource


class OptOutEntry(OptOutSummary):
    """One entry with everything that led to it, also by entries for all numbers."""

    all_numbers: Annotated[bool, Field(description="Whether an entry for all numbers blocks it")]
    ledger: Annotated[list[OptOutChange], Field(description="Oldest first")]


class BadLine(ResponseModel):
    """An invalid line of an import; all others are imported."""

    line: Annotated[int, Field(description="Line of the CSV, or position in the list, from 1")]
    code: str
    message: str


class OptOutImport(PageModel):
    """An import and its progress."""

    import_id: str
    state: Annotated[str, Field(description="accepted, running, completed or failed")]
    accepted_at: datetime
    row_count: Annotated[int, Field(description="Valid rows")]
    changed_count: Annotated[int, Field(description="Processed rows that changed the registry")]
    unchanged_count: Annotated[
        int, Field(description="Processed rows that were known or out of date")
    ]
    bad_line_count: int
    bad_lines: list[BadLine]
    encoding: Annotated[str | None, Field(description="CSV only: as it was read")] = None
    separator: Annotated[str | None, Field(description="CSV only: , or ; or | or a tab")] = None
    recipient_column: Annotated[
        str | None, Field(description="CSV only: the column that was read as the recipient")
    ] = None
    ignored_columns: Annotated[
        list[str] | None, Field(description="CSV only: the first 20 columns that were not read")
    ] = None


class LedgerLine(OptOutChange):
    """One line of a number's ledger."""

    recipient: str


class LedgerPage(PageModel):
    """Some lines of a number's ledger, by person, oldest first."""

    lines: list[LedgerLine]


class OptOutPage(PageModel):
    """Some entries, in the order of the numbers."""

    entries: list[OptOutSummary]


class OptOutCounts(ResponseModel):
    """How much there is of all own numbers."""

    open_review_count: Annotated[int, Field(description="Reviews to be decided")]
    due_review_count: Annotated[
        int, Field(description="Open reviews whose last day is today (UTC), or was earlier")
    ]
    overdue_review_count: Annotated[int, Field(description="Open reviews whose last day is over")]
    all_reviews_counted: Annotated[
        bool, Field(description="False: there are more; of an own number 1,000 are counted")
    ]
    opted_out_count: Annotated[
        int | None,
        Field(
            description="Pairs of an own number (or *) and a person who is opted out of anything. "
            "Absent if there are too many to count"
        ),
    ]


class OptOutActivityOfDay(ResponseModel):
    """What was recorded on a day; a count is absent if that was too much to read."""

    day: Annotated[date, Field(description="In the time zone `tz`")]
    opted_out_count: Annotated[
        int | None,
        Field(description="Opt-outs from an own number; of several categories at once: one"),
    ] = None
    opted_out_by_source: Annotated[
        dict[ChangeSource, int] | None, Field(description="The same, by `source` of the ledger")
    ] = None
    opted_in_count: Annotated[int | None, Field(description="People who were opted in again")] = (
        None
    )
    decided_review_count: Annotated[
        int | None, Field(description="Reviews that were approved or rejected")
    ] = None


class OptOutActivityAnswer(ResponseModel):
    """What was recorded of consent by day, the newest first."""

    days: Annotated[list[OptOutActivityOfDay], Field(description="As many as were asked for")]


class ReviewDecision(RequestModel):
    """The operator who decides a review, and a note; the ledger keeps both."""

    actor: Annotated[Text, Field(min_length=1, max_length=100, pattern=r"\S")]
    note: Annotated[Text, Field(max_length=500)] = ""


class ReviewAnswer(ResponseModel):
    """A message that may be an opt-out."""

    review_id: str
    sender: str
    recipient: str
    message: Annotated[str, Field(examples=["please no more texts"])]
    received_at: datetime
    due_on: Annotated[date, Field(description="Ten business days after the message")]
    overdue: bool
    state: ReviewState
    blocked_meanwhile: Annotated[
        list[Category], Field(description="Categories that are blocked until the review is decided")
    ]
    rule_id: str
    rule_set_version: str
    decided_at: datetime | None = None
    actor: str | None = None
    note: str | None = None


class ReviewPageAnswer(PageModel):
    """Some reviews, the oldest first."""

    reviews: list[ReviewAnswer]
