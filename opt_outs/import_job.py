"""
Import opt-outs: a file is stored whole, then imported part by part by queue messages.

A part may be imported twice, and a worker may die between two parts: rows that are known already
change nothing, and the head row holds the progress.
"""

import hashlib
import json
import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from opt_outs.changes import apply_changes
from opt_outs.domain.consent import IMPORTED, ChangeSource, ConsentChange, ConsentState
from opt_outs.import_file import ReadFile
from opt_outs.storage.imports import (
    ImportHead,
    ImportState,
    Lines,
    OptOutImports,
)
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.domain.times import time_from_text
from shared.jobs import continue_job, job_message, new_job_id, read_job_message, seconds_until_row
from shared.log import log_event
from shared.runtime import Clock, Ids
from shared.storage.queue import BackgroundQueue

_IMPORT = "import"

TURN = timedelta(seconds=20)
"""How long one queue message works before another takes over."""


@dataclass(frozen=True, slots=True)
class ImportJobs:
    """The dependencies of imports."""

    imports: OptOutImports
    queue: BackgroundQueue
    opt_outs: OptOuts
    clock: Clock
    ids: Ids


async def accept_import(file: ReadFile, jobs: ImportJobs) -> ImportHead:
    """
    Store a file and start its import; when this returns the import is durable.

    The queue message goes first and the head last, as with sends (docs/adr/0002).

    Raises
    ------
    StorageError
        Storage is unavailable; nothing will be imported.
    """
    now = jobs.clock()
    import_id = new_job_id(now, jobs.ids.new_randomness())
    imports = jobs.imports
    # Neighbours share transactions: in the order of a file a part would touch every bucket.
    neighbours = sorted(file.rows, key=lambda row: row[:2])
    part_count = await imports.add_lines(import_id, neighbours, file.bad_lines)
    rows, bad = len(file.rows), len(file.bad_lines)
    head = ImportHead(
        import_id,
        ImportState.ACCEPTED,
        now,
        rows,
        bad,
        part_count,
        encoding=file.encoding,
        separator=file.separator,
        recipient_column=file.recipient_column,
        ignored_columns=json.dumps(file.ignored_columns),
    )
    await jobs.queue.put(job_message(_IMPORT, import_id))
    await imports.save(head)
    return head


async def continue_import(body: bytes, jobs: ImportJobs) -> None:
    """Work on an import for a while, and have another message do the rest; see `continue_job`."""
    take_turn = partial(_take_turn, jobs=jobs)
    await continue_job(_IMPORT, body, take_turn, jobs.queue)


async def give_up_import(body: bytes, jobs: ImportJobs) -> None:
    """
    Mark an import that failed five times; its head has the progress.

    Raises
    ------
    ValueError, StorageError
        The message names no import; storage is unavailable.
    """
    log_event("message_poisoned", level=logging.ERROR, queue="opt-out-imports")
    import_id, _ = read_job_message(_IMPORT, body)
    head = await jobs.imports.find(import_id)
    if head and head.state is not ImportState.COMPLETED:
        await jobs.imports.save(replace(head, state=ImportState.FAILED))
        log_event("import_failed", level=logging.ERROR, importId=import_id)


async def _take_turn(import_id: str, jobs: ImportJobs) -> int | None:
    """Give after how many seconds to go on; None if there is nothing more to do."""
    imports, began_at = jobs.imports, jobs.clock()
    head = await imports.find(import_id)
    if head is None:
        return seconds_until_row(import_id, began_at)
    while head.done_part_count < head.part_count:
        if jobs.clock() - began_at >= TURN:
            return 0
        rows = await imports.part(import_id, head.done_part_count)
        changed_count = await _apply(rows, head.accepted_at, jobs)
        done = head.done_part_count + 1
        await imports.save(
            replace(
                head,
                state=ImportState.COMPLETED if done == head.part_count else ImportState.RUNNING,
                done_part_count=done,
                changed_count=head.changed_count + changed_count,
                unchanged_count=head.unchanged_count + len(rows) - changed_count,
            )
        )
        head = await imports.find(import_id) or head
    return None


async def _apply(rows: Lines, accepted_at: datetime, jobs: ImportJobs) -> int:
    by_sender: defaultdict[str, list[ConsentChange]] = defaultdict(list)
    for row in rows:
        change = _change(row, accepted_at)
        by_sender[change.own_number].append(change)
    counts = [await apply_changes(changes, jobs.opt_outs) for changes in by_sender.values()]
    return sum(counts)


def _change(row: list[str], accepted_at: datetime) -> ConsentChange:
    sender, recipient, state, category, time, evidence, reason, actor, *others = row
    sources = list(filter(None, others))  # lines that earlier versions stored have none
    digest = hashlib.sha256("|".join([*row[:5], *sources]).encode()).hexdigest()[:16]
    return ConsentChange(
        own_number=sender,
        user_number=recipient,
        state=ConsentState(state),
        changed_at=time_from_text(time) if time else accepted_at,
        recorded_at=accepted_at,
        source=ChangeSource(sources[0]) if sources else ChangeSource.IMPORT,
        evidence=evidence,
        event_id=f"{IMPORTED}{digest}",
        category=Category(category) if category else None,
        reason=reason,
        actor=actor,
    )
