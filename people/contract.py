"""The response bodies of people."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from opt_outs.contract import Actor, OptOutChange, Reason
from opt_outs.domain.consent import ChangeSource, ConsentState
from people.export import PersonExport
from people.storage.erasures import Erasure, ErasureState
from send_sms.domain.quiet_hours import QuietHoursPolicy
from shared.domain.kinds import Category
from shared.web.contract import PageModel, RequestModel, ResponseModel, next_page_url


class OwnNumberConsent(ResponseModel):
    """Whether a person may be sent to from an own number."""

    sender: Annotated[str, Field(description="An own number, or * for the entry for all")]
    state: ConsentState
    categories: Annotated[list[Category], Field(description="The blocked categories")]
    all_numbers: Annotated[bool, Field(description="Whether an entry for all numbers blocks it")]
    changed_at: Annotated[
        datetime | None, Field(description="Absent: the registry knows nothing of the person")
    ] = None
    source: ChangeSource | None = None


class PersonQuietHours(ResponseModel):
    """Whether marketing to the person is in quiet hours now, by the rules of the number's place."""

    policy: Annotated[QuietHoursPolicy, Field(description="The setting `SMS_QUIET_HOURS`")]
    is_quiet: Annotated[bool, Field(description="Whether marketing would wait or be blocked now")]
    until: Annotated[
        datetime | None,
        Field(description="When they end; absent: not in any, or no allowed time is known"),
    ] = None


class Person(PageModel):
    """A person, with the consent for some own numbers."""

    number: Annotated[str, Field(description="The person's number, E.164")]
    time_zones: Annotated[
        list[str],
        Field(
            description="IANA names of the zones where the number may be: those of its area code "
            "or country. Empty: unknown"
        ),
    ]
    region: Annotated[
        str | None, Field(description="The state or province of a number of the US or Canada")
    ] = None
    country: Annotated[
        str | None, Field(description="ISO 3166-1 alpha-2. Absent: unknown, or none")
    ] = None
    quiet_hours: Annotated[
        PersonQuietHours | None, Field(description="Absent: not applied, or not a phone number")
    ] = None
    consents: Annotated[list[OwnNumberConsent], Field(description="By own number")]
    ledger: Annotated[
        list[OptOutChange], Field(description="The changes of these entries, oldest first")
    ]


class ExportedRecord(ResponseModel):
    """What is kept of a person in one place."""

    table: Annotated[str, Field(description="As docs/privacy.md names it")]
    data: Annotated[
        dict[str, Any], Field(description="Its `kind` says what it is; codes are masked")
    ]


class ExportedPerson(PageModel):
    """Some of what is kept of a person; a short page may have a next one."""

    number: Annotated[str, Field(description="The person's number, E.164")]
    records: Annotated[list[ExportedRecord], Field(description="Table by table")]


def export_response(number: str, export: PersonExport) -> ExportedPerson:
    """Build the response to `GET /people/{number}/export`."""
    after = str(export.next_cursor) if export.next_cursor else ""
    path = f"people/{number.removeprefix('+')}/export"
    return ExportedPerson(
        number=number,
        records=[ExportedRecord(table=table, data=dict(data)) for table, data in export.records],
        next_url=next_page_url(path, after, {}),
    )


class ErasureRequest(RequestModel):
    """Why a person is erased; the receipt keeps it."""

    reason: Reason
    actor: Actor = None


class ErasedRecords(ResponseModel):
    """Records of one kind in one table."""

    table: Annotated[str, Field(description="As docs/privacy.md names it")]
    kind: Annotated[str, Field(description="What they are")]
    count: int
    why: Annotated[str | None, Field(description="Why they stay, or stay for now")] = None


class ErasureReceipt(ResponseModel):
    """What was erased of a person, and where; it has no text and not the number."""

    erasure_id: Annotated[str, Field(description="The id of the erasure")]
    state: Annotated[
        ErasureState,
        Field(description="waiting: what can be erased is; the rest follows by itself"),
    ]
    number_ends: Annotated[str, Field(description="The last four digits of the number")]
    reason: str
    actor: str | None = None
    requested_at: Annotated[datetime, Field(description="When it was first asked for")]
    updated_at: datetime
    completed_at: Annotated[datetime | None, Field(description="Absent: not yet")] = None
    next_at: Annotated[datetime | None, Field(description="When the rest is erased next")] = None
    erased: Annotated[list[ErasedRecords], Field(description="By table and kind")]
    later: Annotated[list[ErasedRecords], Field(description="Not erased yet")]
    kept: Annotated[list[ErasedRecords], Field(description="Not erased")]


_WHY = {
    "Journal|messages": "A delivery report is awaited, or the message is being sent. Texts are "
    "erased already.",
    "Journal|unreadableRows": "Stored messages cannot be read; repair or delete their rows.",
    "Conversations|automaticMessages": "A repeated event must not be answered twice for a day.",
    "ParkedEvents|parkedReports": "They wait for their message, for three days at most.",
    "OptOuts|entries": "Proof of consent, without texts.",
    "OptOuts|ledgerLines": "Proof of consent, without texts.",
    "OptOutReviews|reviews": "Proof of consent, without texts.",
    "OptOutReviews|openReviews": "It may be an opt-out: decide it, then erase again.",
    "OptOutReconciliations|differences": "Proof of consent, until the next comparison.",
    "OptOutImports|importLines": "The source of consent, without texts.",
    "ParkedEvents|possibleOptOuts": "It may be an opt-out that was not obeyed.",
    "DeadLetters|optOutEvents": "Your system has to learn of the opt-out.",
}


def receipt_response(erasure: Erasure) -> ErasureReceipt:
    """Describe an erasure."""
    return ErasureReceipt(
        erasure_id=erasure.erasure_id,
        state=erasure.state,
        number_ends=erasure.number_ends,
        reason=erasure.reason,
        actor=erasure.actor or None,
        requested_at=erasure.requested_at,
        updated_at=erasure.updated_at,
        completed_at=erasure.completed_at,
        next_at=erasure.due_at if erasure.state is ErasureState.WAITING else None,
        erased=list(_listed(erasure.erased, {})),
        later=list(_listed(erasure.later, _WHY)),
        kept=list(_listed(erasure.kept, _WHY)),
    )


def _listed(counts: Mapping[str, int], why: Mapping[str, str]) -> Iterator[ErasedRecords]:
    for name, count in sorted(counts.items()):
        table, _, kind = name.partition("|")
        yield ErasedRecords(table=table, kind=kind, count=count, why=why.get(name))
