"""
Submit the claimed members of a batch to the carrier, and record the results.

A call begins only if the claim has time left for recording and every check that it depends on
(opt-out registry, pause, cancellation, the claim itself) is at most a second old. Otherwise all
checks are repeated. So a STOP, a pause and a cancellation take effect after one second and the time
of one call, however long a submission lasts. A call waits for a free connection before its checks
are looked at, and not behind them.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from send_sms.dispatching.plan import opted_out_among, sender_profile
from send_sms.dispatching.sender_report import SenderReport, log_failed_calls
from send_sms.domain.batch import Batch
from send_sms.domain.calls import (
    MemberResult,
    calls_for,
    member_results,
    overdue_positions,
    without,
)
from send_sms.domain.dispatching import apply_known_results, apply_results, submit_seconds
from send_sms.domain.progress import Claim
from send_sms.sending import Sending
from senders.domain.hold import Hold
from senders.domain.rate_limiter import lane_of
from shared.carriers.sending import (
    OPTED_OUT,
    UNKNOWN,
    CallOutcomes,
    CallResult,
    SendCall,
    SendError,
)
from shared.domain.errors import StorageError

CONCURRENT_CALLS = 16
"""Per submission; the host runs up to 24 pieces of work at a time."""

FRESH = timedelta(seconds=1)
"""How old the checks of a call may be."""

_LOOK_SECONDS = 1.0
_NO_RESPONSE = SendError(
    "no_answer", "ACS did not answer in time.", retryable=True, may_have_left=True
)


@dataclass(frozen=True, slots=True)
class Checks:
    """
    The checks that calls depend on.

    Attributes
    ----------
    asked_at : datetime
        When the oldest of the checks began.
    opted_out : collection of str
        Recipients that must not be sent to.
    probe_id : str
        Of the probe of a held sender that these calls are; empty: the sender was not held.
    """

    asked_at: datetime
    opted_out: Collection[str]
    probe_id: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """
    The result of a submission.

    Attributes
    ----------
    batch : Batch
        As it is stored now.
    is_recorded : bool
        Whether the results are stored; False: another worker has taken the members over.
    retry_after_seconds : float
        How long the carrier asks to wait; 0: it does not.
    hold : Hold or None
        The hold of the sender, if the carrier refused it.
    """

    batch: Batch
    is_recorded: bool
    retry_after_seconds: float = 0
    hold: Hold | None = None


class Submission:
    """
    One submission of the members that a batch's claim holds.

    Parameters
    ----------
    batch : Batch
        As stored, with the claim.
    """

    def __init__(self, batch: Batch, claimed: Claim, basis: Checks, sending: Sending) -> None:
        self._batch = batch
        self._claim = claimed
        self._basis = basis
        self._sending = sending
        self._waiting: deque[SendCall] = deque()
        self._under_way: set[int] = set()
        self._results: dict[int, MemberResult] = {}
        self._recorded: set[int] = set()
        self._errors: list[SendError] = []
        self._is_stopped = False
        self._looking = asyncio.Lock()
        options = batch.shared_options
        self._lane = lane_of(options.category, options.purpose)

    async def run(self) -> Submitted:
        """
        Submit, and record the results.

        Raises
        ------
        StorageError
            The results are not known to be recorded; the claim runs out.
        """
        overdue = overdue_positions(self._batch)
        self._results.update(dict.fromkeys(overdue, UNKNOWN))
        positions = [one for one in self._claim.positions if one not in self._results]
        self._waiting.extend(calls_for(self._batch, positions))
        seconds = submit_seconds(self._claim, self._sending.clock())
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._run_calls()
        for position in self._under_way:
            self._results[position] = _NO_RESPONSE
        if self._errors:
            log_failed_calls(self._batch, self._errors)
        submitted = await self._record()
        if not self._errors and not self._basis.probe_id:
            return submitted
        report = SenderReport(self._batch.sender, self._basis.probe_id, self._errors, self._results)
        return replace(submitted, hold=await report.store(self._sending))

    async def _run_calls(self) -> None:
        workers = min(CONCURRENT_CALLS, len(self._waiting))
        tasks = {asyncio.create_task(self._send_calls()) for _ in range(workers)}
        try:
            pending = tasks
            while pending:
                done, pending = await asyncio.wait(pending, timeout=_LOOK_SECONDS)
                for task in done:
                    task.result()
                if pending and self._unrecorded():
                    await self._record_known()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send_calls(self) -> None:
        while self._waiting and not self._is_stopped:
            async with self._sending.runtime.rounds.calls_in(self._lane):
                await self._send_next()

    async def _send_next(self) -> None:
        """Send the next call, which may leave at once; checks that are too old are repeated."""
        while self._waiting and not self._is_stopped:
            if not self._may_begin():
                await self._recheck()
                continue
            call = self._allowed(self._waiting.popleft())
            if call.positions:
                await self._send(call)
                return

    def _may_begin(self) -> bool:
        now = self._sending.clock()
        # A clock that was set back makes no old checks fresh.
        is_fresh = abs(now - self._basis.asked_at) < FRESH
        return is_fresh and submit_seconds(self._claim, now) > 0

    def _allowed(self, call: SendCall) -> SendCall:
        """Leave out members that opted out or were cancelled since the claim."""
        out = {
            position
            for position, number in zip(call.positions, call.recipients, strict=True)
            if number in self._basis.opted_out
        }
        self._results.update(dict.fromkeys(out, OPTED_OUT))
        gone = {position for position in call.positions if self._batch.is_cancelled(position)}
        return without(call, out | gone) if out or gone else call

    async def _send(self, call: SendCall) -> None:
        self._under_way.update(call.positions)
        result: CallResult
        try:
            result = await self._sending.gateway.send(call)
            error = result.error if isinstance(result, CallOutcomes) else None
        except SendError as raised:
            result = error = raised
        if error:
            self._errors.append(error)
            self._is_stopped = self._is_stopped or error.throttled or bool(error.refusal)
        self._results.update(member_results(call, result))
        self._under_way.difference_update(call.positions)

    async def _recheck(self) -> None:
        """Repeat the checks; if that fails, no further call begins."""
        async with self._looking:
            if self._may_begin() or self._is_stopped:
                return
            try:
                if not await self._query_again():
                    self._is_stopped = True  # a 429 that came meanwhile is not undone
            except StorageError:
                self._is_stopped = True

    async def _query_again(self) -> bool:
        sending, batch = self._sending, self._batch
        asked_at = sending.clock()
        if submit_seconds(self._claim, asked_at) <= 0:
            return False
        waiting = [position for call in self._waiting for position in call.positions]
        opted_out, current, state = await asyncio.gather(
            opted_out_among(batch, waiting, sending),
            sending.journal.get(batch.address),
            sending.senders.read_state(batch.sender, sender_profile(batch, sending)),
        )
        probe_id = self._basis.probe_id
        is_held = state.hold is not None and state.hold.forbids(probe_id)
        if current is None or not self._has_claim(current) or state.is_paused or is_held:
            return False
        self._batch = current
        self._basis = Checks(asked_at, opted_out, probe_id)
        if self._unrecorded():
            await self._record_known()
        return True

    def _has_claim(self, batch: Batch) -> bool:
        return batch.has_claim(self._claim.claim_id)

    def _unrecorded(self) -> Mapping[int, MemberResult]:
        return {p: one for p, one in self._results.items() if p not in self._recorded}

    async def _record_known(self) -> None:
        """Record what is known while other calls last: one slow call hides no other outcome."""
        known, now = self._unrecorded(), self._sending.clock()

        def decide(batch: Batch) -> Batch | None:
            current = batch.progress.claim
            if current is None or not self._has_claim(batch):
                return None
            if set(known).isdisjoint(current.positions):
                return None
            return apply_known_results(batch, self._claim, known, now)

        with suppress(StorageError):
            self._batch = await self._sending.journal.update(self._batch, decide)
            self._recorded.update(known)

    async def _record(self) -> Submitted:
        now = self._sending.clock()

        def decide(batch: Batch) -> Batch | None:
            if not self._has_claim(batch):
                return None
            return apply_results(batch, self._claim, self._results, now)

        stored = await self._sending.journal.update(self._batch, decide)
        is_recorded = stored.progress.recorded_claim_id == self._claim.claim_id
        waits = (error.retry_after_seconds for error in self._errors)
        return Submitted(stored, is_recorded, max(waits, default=0))
