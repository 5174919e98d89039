"""
A batch as a table row, and back.

Four writers touch a row and never each other's properties: accepting (recipients, texts, options),
dispatching (see `progress_rows`), cancelling (`cancelled`, in a round `x{position}`) and delivery
reports (see `report_rows`). So merges of them commute, and a report may arrive before the result of
the call is stored.

Limits of the service, which Azurite does not enforce: 252 properties, 32,768 characters per text,
64 KiB per binary property, 1 MiB per row. See docs/adr/0028 for what a row takes at most.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.storage.batch_layout import (
    address_of,
    authors_from_row,
    authors_to_row,
    content_from_row,
    content_to_row,
    is_report_row,
    keys_of,
    references_from_row,
    references_to_row,
    terms_to_text,
)
from send_sms.storage.progress_rows import (
    changed_properties,
    positions_from_text,
    positions_to_text,
    progress_from_row,
    progress_properties,
)
from send_sms.storage.report_rows import report_names, reports_from_row
from shared.domain.identifiers import MEMBERS_PER_BLOCK
from shared.domain.kinds import Category, Purpose
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.log import minute_log
from shared.storage.sdk import written_at
from shared.storage.table import ETAG, Bound, Row

PEOPLE = "people"

_LAST_RECIPIENT = "last_recipient"


def recipient_range_filter(first: str, last: str) -> tuple[Bound, Bound]:
    """
    Bound the rows of batches of one send that may hold people between the first and the last.

    The list of recipients stands for its first: what follows a number in it is nothing or a
    space, and both sort before the mark that is put behind the last person.
    """
    return ("recipients", "le", f"{last}!"), (_LAST_RECIPIENT, "ge", first)


def due_filter(moment: datetime) -> Bound:
    """Bound the rows of what was to wait until this moment or a later one."""
    return "send_at", "ge", time_to_text(moment)


def batch_to_rows(batch: Batch) -> list[dict[str, Any]]:
    """Write a whole new batch: its row, and an empty one for reports on each further block."""
    rows = [_batch_to_row(batch)]
    if batch.shared_options.delivery_report or batch.is_round:
        blocks = range(1, (len(batch.recipients) - 1) // MEMBERS_PER_BLOCK + 1)
        rows += [keys_of(batch.address, block) for block in blocks]
    return rows


def erasure_to_row(row: Row, before: Batch, after: Batch) -> dict[str, Any]:
    """
    Write the row of a batch, or of reports on one of its blocks, without what was erased.

    It replaces the row: a merge would leave properties, of which some name numbers.
    """
    names = dict(_renamed_reports(before, after))
    kept = {names.get(name, name): value for name, value in row.items() if name != ETAG}
    if is_report_row(row):
        return kept
    packed = tuple(f"{name}{piece}" for name in ("content", "references") for piece in range(8))
    kept = {name: value for name, value in kept.items() if name not in packed}
    recipients = _recipients_to_row(after)
    if _LAST_RECIPIENT in recipients:  # a pseudonym sorts before every number
        recipients[_LAST_RECIPIENT] = max(after.recipients)
    erased = {"erased": positions_to_text(after.erased)}
    return {**kept, **recipients, **content_to_row(after), **references_to_row(after), **erased}


def _renamed_reports(before: Batch, after: Batch) -> Iterator[tuple[str, str]]:
    for position, number in enumerate(after.recipients):
        if number != (former := before.recipients[position]):
            place = position + 1 if before.is_round else 0
            yield from zip(report_names(place, former), report_names(place, number), strict=True)


def masked_texts_to_row(before: Batch, after: Batch) -> dict[str, Any]:
    """Write that texts were masked, for a merge."""
    return {**keys_of(after.address), **_erasure_to_row(before, after)}


def progress_to_row(before: Batch, after: Batch) -> dict[str, Any]:
    """Write what dispatching changed, for a merge."""
    changed = changed_properties(before.progress, after.progress)
    if before.erased != after.erased:
        changed |= _erasure_to_row(before, after)
    return {**keys_of(after.address), **changed}


def _erasure_to_row(before: Batch, after: Batch) -> dict[str, Any]:
    """Masked texts may take fewer properties: nothing may stay in the others."""
    emptied = dict.fromkeys(content_to_row(before), b"")
    erased = positions_to_text(after.erased)
    return {**emptied, **content_to_row(after), "erased": erased}


def cancellation_to_row(
    batch: Batch, positions: Iterable[int], cancelled_at: datetime, cancelled_by: str = ""
) -> dict[str, Any]:
    """Write that members were cancelled, for a merge that needs no reading first."""
    moment = time_to_text(cancelled_at)
    if not batch.is_round:
        actor = {"cancelled_by": cancelled_by} if cancelled_by else {}
        return {**keys_of(batch.address), "cancelled": moment, **actor}
    return {**keys_of(batch.address), **{f"x{position}": moment for position in positions}}


def batches_from_rows(sender: str, rows: Iterable[Row]) -> list[Batch]:
    """Read batches from the rows of a range: each batch's row is followed by its reports."""
    return [batch_from_row(sender, row) for row in with_reports(rows)]


def readable_batches(sender: str, rows: Iterable[Row]) -> list[Batch]:
    """Read batches for a list; those that cannot be read are logged, and left out."""
    found = (readable_batch(sender, row) for row in with_reports(rows))
    return [batch for batch in found if batch]


def readable_batch(sender: str, row: Row, *, for_counting: bool = False) -> Batch | None:
    """Read a batch as `batch_from_row`; one that cannot be read is logged."""
    try:
        return batch_from_row(sender, row, for_counting=for_counting)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the row
        log_unreadable(sender, error)
        return None


def log_unreadable(sender: str, error: Exception) -> None:
    """Log that a row of an own number's journal cannot be read; once a minute."""
    name = type(error).__name__
    minute_log.log("row_unreadable", sender, level=logging.ERROR, table="Journal", error=name)


def with_reports(rows: Iterable[Row]) -> Iterator[Row]:
    """Put the reports on further blocks into the row of their batch."""
    current: Row | None = None
    for row in rows:
        if not is_report_row(row):
            if current is not None:
                yield current
            current = row
        elif current is not None and row["RowKey"].startswith(current["RowKey"]):
            current = with_report_rows(current, [row])
    if current is not None:
        yield current


def with_report_rows(row: Row, report_rows: Iterable[Row | None]) -> Row:
    """Put rows of reports, where they exist, into the row of their batch, which keeps its keys."""
    merged: Row = row
    for one in report_rows:
        merged = {**(one or {}), **merged}
    return merged


def batch_from_row(sender: str, row: Row, *, for_counting: bool = False) -> Batch:
    """
    Read a whole batch.

    Parameters
    ----------
    for_counting : bool
        Without references, the carrier's ids, and reports, which are counted from their texts.
    """
    is_round, recipients = row["is_round"], recipients_of(row)
    texts, values = content_from_row(row)
    own = json.loads(row["own"])
    send_references, references = ((), ()) if for_counting else references_from_row(row)
    return Batch(
        address=address_of(sender, row),
        recipients=recipients,
        terms=_terms(row, texts, own["terms"]),
        terms_index=tuple(own["index"]),
        values=tuple(map(tuple, values)),
        is_round=is_round,
        send_references=send_references,
        references=references,
        suppressed_at_accept=positions_from_text(row["suppressed"]),
        cancelled=_cancelled(row, recipients, is_round=is_round),
        cancelled_by=row.get("cancelled_by", ""),
        progress=progress_from_row(row, for_counting=for_counting),
        reports={} if for_counting else reports_from_row(row, recipients, is_round=is_round),
        erased=positions_from_text(row.get("erased", "")),
        authors=() if for_counting else authors_from_row(row),
        commit_id=row["commit"],
        version=row[ETAG],
        stored_at=None if for_counting else written_at(row[ETAG]),
    )


def recipients_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Read of a batch only its recipients, by position."""
    text: str = row[PEOPLE] if PEOPLE in row else row["recipients"]
    return tuple(text.split(" "))


def _batch_to_row(batch: Batch) -> dict[str, Any]:
    options, totals = batch.shared_options, batch.terms[0].totals
    erased = {"erased": positions_to_text(batch.erased)} if batch.erased else {}
    return {
        **keys_of(batch.address),
        **_recipients_to_row(batch),
        **content_to_row(batch),
        **erased,
        **references_to_row(batch),
        **authors_to_row(batch),
        "is_round": batch.is_round,
        "own": terms_to_text(batch),
        "category": options.category.value,
        "purpose": options.purpose.value,
        "send_at": optional_time(options.send_at),
        "batch_count": totals.batch_count,
        "recipient_count": totals.recipient_count,
        "suppressed": positions_to_text(batch.suppressed_at_accept),
        "commit": batch.commit_id,
        **progress_properties(batch.progress),
    }


def _recipients_to_row(batch: Batch) -> dict[str, str]:
    """A round of several cannot be found by its first and last recipient: they tell nothing."""
    text = " ".join(batch.recipients)
    if batch.is_round and len(batch.recipients) > 1:
        return {PEOPLE: text}
    return {"recipients": text, _LAST_RECIPIENT: batch.recipients[-1]}


def _terms(
    row: Mapping[str, Any], texts: Sequence[str], of_sends: Sequence[Sequence[Any]]
) -> tuple[Terms, ...]:
    category, purpose, send_at = row["category"], row["purpose"], row["send_at"]
    in_all = row["batch_count"], row["recipient_count"]
    return tuple(
        Terms(text, _options(category, purpose, send_at, *own[:3]), _totals(*in_all, *own[3:]))
        for text, own in zip(texts, of_sends, strict=True)
    )


@lru_cache(maxsize=1_024)
def _options(
    category: str,
    purpose: str,
    send_at: str,
    campaign: str,
    expires_at: str,
    delivery_report: bool,
) -> SendOptions:
    """Most sends of a round have the same options, and a row is read again and again."""
    return SendOptions(
        Category(category),
        campaign,
        time_or_none(send_at),
        time_from_text(expires_at),
        delivery_report,
        Purpose(purpose),
    )


@lru_cache(maxsize=1_024)
def _totals(*counts: int) -> SendTotals:
    return SendTotals(*counts)


def _cancelled(
    row: Mapping[str, Any], recipients: Sequence[str], *, is_round: bool
) -> dict[int, datetime]:
    if not is_round:
        text = row.get("cancelled")
        return dict.fromkeys(range(len(recipients)), time_from_text(text)) if text else {}
    named = sorted(int(name[1:]) for name in row if name[0] == "x" and name[1:].isdigit())
    found = ((position, row[f"x{position}"]) for position in named if position < len(recipients))
    return {position: time_from_text(text) for position, text in found if text}
