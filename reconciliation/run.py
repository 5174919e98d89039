"""
Run a reconciliation by queue messages: number by number, a hundred entries at a time.

ACS documents no limit for its opt-out list. Its lowest limit for sending, 200 requests in a minute
(SMS FAQ, toll-free numbers), is kept for it too.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from opt_outs.domain.consent import ALL_NUMBERS
from opt_outs.domain.entry import ConsentEntry
from reconciliation.compare import Compared, compare
from reconciliation.domain.reconciliation import Difference, counted
from reconciliation.reconciling import Reconciling
from reconciliation.start import RUN
from reconciliation.storage.reconciliations import (
    PAGE_SIZE,
    ReconciliationIssue,
    Run,
    RunState,
)
from shared.carriers.opt_out_list import OptOutListError
from shared.jobs import continue_job, read_job_message, seconds_until_row
from shared.log import log_event, loggable_code
from shared.runtime import retry_delay_seconds

TURN = timedelta(seconds=60)
"""How long one queue message works before another takes over."""

CALLS_PER_TURN = 50
MAX_FAILURES = 20
"""How often in a row ACS may fail to respond, over about an hour."""

_SECONDS_PER_CALL = 60 / 200
_LONGEST_WAIT_SECONDS = 3_600
_NOT_COMPARED = Compared((), 0, (), 0)


async def continue_run(body: bytes, reconciling: Reconciling) -> None:
    """Work on a run for a while, and have another message do the rest; see `continue_job`."""
    take_turn = partial(_take_turn, reconciling=reconciling)
    await continue_job(RUN, body, take_turn, reconciling.queue)


async def give_up_run(body: bytes, reconciling: Reconciling) -> None:
    """
    Mark a run whose message failed five times; what it has found stays.

    Raises
    ------
    ValueError, StorageError
        The message names no run; storage is unavailable.
    """
    log_event("message_poisoned", level=logging.ERROR, queue="opt-out-reconciliations")
    run_id, _ = read_job_message(RUN, body)
    run = await reconciling.runs.last()
    if run and run.run_id == run_id and run.state is RunState.RUNNING:
        await reconciling.runs.save(replace(run, state=RunState.FAILED))
        log_event("reconciliation_failed", level=logging.ERROR, runId=run_id, reason="gave_up")


async def _take_turn(run_id: str, reconciling: Reconciling) -> int | None:
    """Give after how many seconds to go on; None if there is nothing more to do."""
    began_at = reconciling.clock()
    run = await reconciling.runs.last()
    if run is None or run.run_id != run_id:
        return seconds_until_row(run_id, began_at)
    call_count = 0
    while run.state is RunState.RUNNING:
        if call_count >= CALLS_PER_TURN or reconciling.clock() - began_at >= TURN:
            return round(call_count * _SECONDS_PER_CALL)
        try:
            run, made = await _next_page(run, reconciling)
        except OptOutListError as error:
            return await _wait_for_acs(run, error, reconciling)
        call_count += made
    return None


async def _next_page(run: Run, reconciling: Reconciling) -> tuple[Run, int]:
    """Do a page, and store how far the run is; give how often ACS was called, too."""
    entries = await _entries(run, reconciling)
    if not entries:
        return await _next_number(run, reconciling), 0
    if run.is_refused:
        return await _save(_advanced(run, entries, _NOT_COMPARED), reconciling), 0
    try:
        compared = await compare(run, entries, reconciling)
    except OptOutListError as error:
        if error.retryable:
            raise
        refused = _advanced(_refused(run, error), entries, _NOT_COMPARED)
        return await _save(refused, reconciling), 1
    advanced = _advanced(run, entries, compared)
    return await _save(advanced, reconciling, compared.differences), compared.call_count


async def _entries(run: Run, reconciling: Reconciling) -> Sequence[ConsentEntry]:
    """Entries for all numbers are passed over: ACS's list knows single ones only."""
    if run.own_number == ALL_NUMBERS:
        return []
    limit = min(PAGE_SIZE, reconciling.carrier_list.numbers_per_call)
    return await reconciling.opt_outs.page(run.own_number, after=run.after, limit=limit)


async def _next_number(run: Run, reconciling: Reconciling) -> Run:
    if run.own_number == ALL_NUMBERS:
        await reconciling.runs.delete_before(run.run_id)
    own_number = await reconciling.opt_outs.next_own_number(run.own_number)
    if not own_number:
        return await _save(replace(run, state=RunState.COMPLETED), reconciling)
    next_run = replace(run, own_number=own_number, after="", failure_count=0, is_refused=False)
    return await _save(next_run, reconciling)


def _refused(run: Run, error: OptOutListError) -> Run:
    """ACS tells nothing of this number: its other entries are only counted."""
    text = f"This number was not compared: {error.provider_text or 'ACS gave no reason.'}"
    issue = ReconciliationIssue(run.own_number, error.provider_code, text)
    return replace(run, is_refused=True, troubles=run.with_issue(issue))


def _advanced(run: Run, entries: Sequence[ConsentEntry], compared: Compared) -> Run:
    counts = Counter(run.counts) + counted(compared.differences)
    return replace(
        run,
        after=entries[-1].user_number,
        page_count=run.page_count + 1,
        failure_count=0,
        checked_count=run.checked_count + compared.checked_count,
        unchecked_count=run.unchecked_count + len(entries) - compared.checked_count,
        counts=dict(counts),
        troubles=run.with_issue(*compared.troubles),
    )


async def _wait_for_acs(run: Run, error: OptOutListError, reconciling: Reconciling) -> int | None:
    failure_count = run.failure_count + 1
    if failure_count < MAX_FAILURES:
        await _save(replace(run, failure_count=failure_count), reconciling)
        wait_seconds = min(error.retry_after_seconds, _LONGEST_WAIT_SECONDS)
        return retry_delay_seconds(failure_count, wait_seconds)
    text = f"The run ended here, for ACS did not answer: {error.provider_text}"
    troubles = run.with_issue(ReconciliationIssue(run.own_number, error.provider_code, text))
    await _save(replace(run, state=RunState.FAILED, troubles=troubles), reconciling)
    log_event(
        "reconciliation_failed",
        level=logging.ERROR,
        runId=run.run_id,
        reason=loggable_code(error.provider_code),
    )
    return None


async def _save(run: Run, reconciling: Reconciling, page: Sequence[Difference] = ()) -> Run:
    return await reconciling.runs.save(replace(run, updated_at=reconciling.clock()), page)
