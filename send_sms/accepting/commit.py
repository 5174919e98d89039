"""
Make a batch durable and submit it at once: the queue message first, then its row.

The row makes a send durable. A message whose row never follows is dropped later; a row without a
message cannot exist. A batch that may be submitted at once is stored already claimed, and submitted
from here: its message is hidden for the time of the claim and appears only if this worker dies.
The dispatcher does everything else (see `commit_queued`).
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from send_sms.accepting.withdrawal import Callers, withdraw, withdraw_late
from send_sms.dispatching.dispatch import release, submit
from send_sms.dispatching.plan import (
    DECISION_TIME,
    ImmediateSubmission,
    opted_out_among,
    plan_immediate_submission,
    sender_profile,
)
from send_sms.dispatching.status_events import publish_outcomes
from send_sms.dispatching.submission import Checks
from send_sms.domain.batch import Batch
from send_sms.sending import Accepting, Sending
from send_sms.storage.dispatch_queue import RecoveryMessage, Work
from send_sms.storage.idempotency_keys import KeyUse
from shared.domain.errors import StorageError
from shared.domain.sender import kind_of
from shared.log import log_event, minute_log
from shared.runtime import in_time, within
from shared.web.errors import log_unexpected

if TYPE_CHECKING:
    from senders.storage.senders import SenderState, UnitRequest

COMMIT_TIME = timedelta(seconds=60)
"""How long a commit may take: far shorter than a dispatch waits for rows, so they come in time."""

_STEP_TIME = timedelta(seconds=5)
_CREATE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class HeldKey:
    """An `Idempotency-Key` of a member, and the use that it is to stand for."""

    key: str
    use: KeyUse


@dataclass(frozen=True, slots=True)
class Committed:
    """
    A batch that was to be stored.

    Attributes
    ----------
    batch : Batch or None
        As it is stored now; None: no member was left to store.
    is_ours : bool
        Whether this commit stored it, and not an earlier one.
    excluded : mapping of position to KeyUse or StorageError
        Members that were left out: what their key stands for, or why that is not known.
    """

    batch: Batch | None
    is_ours: bool = True
    excluded: Mapping[int, KeyUse | StorageError] = field(default_factory=dict)


async def commit_at_once(
    batch: Batch,
    accepting: Accepting,
    keys: Mapping[int, HeldKey] | None = None,
    *,
    callers: Callers | None = None,
) -> Committed:
    """
    Store a batch, and submit what may be sent now.

    Six operations in two steps, one more for each key and one if it is left to the dispatcher. It
    does not wait for the carrier, and not longer than `DECISION_TIME` for the registry.

    Parameters
    ----------
    keys : mapping of position to HeldKey
        Of members that came with an `Idempotency-Key`. A member whose key stands for another send
        is left out.
    callers : Callers or None
        None: if this fails it is committed again under the same address.

    Raises
    ------
    StorageError
        The batch is not known to be stored.
    """
    return await _Commit(batch, accepting, keys or {}, callers).run()


class _Commit:
    """One commit of a batch that may leave at once."""

    def __init__(
        self,
        batch: Batch,
        accepting: Accepting,
        keys: Mapping[int, HeldKey],
        callers: Callers | None,
    ) -> None:
        self._batch = batch
        self._callers = callers
        self._sending = accepting.sending
        self._idempotency_keys = accepting.idempotency_keys
        self._caps = accepting.caps
        self._keys = keys
        self._began = accepting.clock()
        self._recovery = RecoveryMessage(accepting.sending.queue)
        self._opted_out: frozenset[str] | None = None
        self._state: SenderState | None = None
        self._immediate: ImmediateSubmission | None = None

    async def run(self) -> Committed:
        try:
            async with within(COMMIT_TIME):
                excluded = await self._prepare()
                left = _without(self._batch, excluded)
                if not left.positions():
                    await self._recovery.cancel()
                    return Committed(None, excluded=excluded)
                self._immediate = immediate = self._plan(left)
                stored, is_booked = await asyncio.gather(
                    self._create(immediate), self._book(immediate)
                )
        except StorageError as error:
            error.may_be_stored = self._immediate is not None
            self._withdraw_late()
            raise
        is_ours = stored.commit_id == immediate.batch.commit_id
        if is_ours:
            log_accepted(stored)
            if self._caps:
                self._caps.count_response(stored)
            await self._continue(stored, immediate, is_booked=is_booked)
        return Committed(stored, is_ours, excluded)

    def _withdraw_late(self) -> None:
        if self._callers and self._immediate:
            batch = self._immediate.batch
            withdraw_late([batch], self._callers.without_key(batch), self._sending)

    async def _continue(
        self, stored: Batch, immediate: ImmediateSubmission, *, is_booked: bool
    ) -> None:
        withdrawn = self._callers.on_stored(stored) if self._callers else ()
        if not withdrawn:
            await self._submit_or_schedule(stored, immediate, is_booked=is_booked)
            return
        rest = self._withdraw_and_submit(stored, withdrawn, immediate, is_booked=is_booked)
        self._sending.runtime.rounds.start(rest)

    async def _withdraw_and_submit(
        self,
        stored: Batch,
        withdrawn: Collection[int],
        immediate: ImmediateSubmission,
        *,
        is_booked: bool,
    ) -> None:
        """Withdraw members before the others are submitted."""
        try:
            await withdraw([(stored, withdrawn)], self._sending)
            cancelled = dict.fromkeys(withdrawn, self._sending.clock())
            left = replace(stored, cancelled={**stored.cancelled, **cancelled})
            await self._submit_or_schedule(left, immediate, is_booked=is_booked)
        except StorageError:
            minute_log.log("storage_unavailable", "withdrawal", function="withdrawal")

    async def _prepare(self) -> dict[int, KeyUse | StorageError]:
        """Schedule the recovery message and read registry and state; give the excluded members."""
        batch, sending = self._batch, self._sending
        profile = sender_profile(batch, sending)
        holds = [self._idempotency_keys.hold(one.key, one.use) for one in self._keys.values()]
        (put, opted_out, state), uses = await asyncio.gather(
            asyncio.gather(
                in_time(self._recovery.schedule(Work(batch.address)), _STEP_TIME),
                in_time(opted_out_among(batch, batch.positions(), sending), DECISION_TIME),
                in_time(sending.senders.read_state(batch.sender, profile), DECISION_TIME),
            ),
            asyncio.gather(*(in_time(hold, _STEP_TIME) for hold in holds)),
        )
        if isinstance(put, StorageError):
            raise put
        self._opted_out = None if isinstance(opted_out, StorageError) else opted_out
        self._state = None if isinstance(state, StorageError) else state
        held = zip(self._keys.items(), uses, strict=True)
        return {position: use for (position, wanted), use in held if use != wanted.use}

    def _plan(self, batch: Batch) -> ImmediateSubmission:
        new = replace(batch, commit_id=self._sending.ids.new_id())
        return plan_immediate_submission(
            new, self._opted_out, self._state, self._sending, self._began
        )

    async def _create(self, immediate: ImmediateSubmission) -> Batch:
        """Create the row; one whose response was lost is recognized."""
        for attempt in range(_CREATE_ATTEMPTS):
            try:
                return await self._sending.journal.commit([immediate.batch])
            except StorageError:
                if attempt == _CREATE_ATTEMPTS - 1 or self._is_late():
                    raise
        raise StorageError

    async def _book(self, immediate: ImmediateSubmission) -> bool:
        if immediate.window is None or immediate.request is None or self._state is None:
            return True
        profile = immediate.request.profile
        booking_id = immediate.request.booking_id
        return await self._sending.senders.book(profile, self._state, immediate.window, booking_id)

    def _is_late(self) -> bool:
        return self._sending.clock() - self._began > COMMIT_TIME

    async def _submit_or_schedule(
        self, stored: Batch, immediate: ImmediateSubmission, *, is_booked: bool
    ) -> None:
        """Start the submission, or schedule the dispatcher."""
        mine, work = immediate.batch.progress.claim, Work(stored.address)
        is_claimed = mine is not None and stored.has_claim(mine.claim_id)
        if self._is_late():
            # The message may have found no row and been dropped; nothing was submitted.
            if is_claimed:
                await release(stored, self._sending)
            await put_again([work], 0, self._sending)
        elif mine is None:
            await self._recovery.replace(work, immediate.wait_seconds or 0)
        elif is_claimed:
            self._sending.runtime.rounds.start(self._submit(stored, immediate, is_booked=is_booked))

    async def _submit(
        self, stored: Batch, immediate: ImmediateSubmission, *, is_booked: bool
    ) -> None:
        """Submit; whatever fails here, the recovery message carries on."""
        sending = self._sending
        try:
            request = immediate.request
            if request and not is_booked and not await self._book_again(request):
                await release(stored, sending)
                await self._recovery.replace(Work(stored.address), 1)
                return
            if stored.suppressed_at_accept:
                await publish_outcomes(stored, stored.suppressed_at_accept, sending)
            basis = Checks(self._began, self._opted_out or frozenset())
            waits = immediate.wait_seconds
            await submit(stored, basis, self._recovery, sending, wait_seconds=waits)
        except StorageError:
            minute_log.log("storage_unavailable", "submission", function="submission")
        except Exception as error:  # noqa: BLE001 - the outermost layer of a task
            log_unexpected(error, "submission")

    async def _book_again(self, request: "UnitRequest") -> bool:
        granted = await self._sending.senders.request_units(
            replace(request, now=self._sending.clock())
        )
        return granted.units >= request.demand.units


def log_accepted(batch: Batch) -> None:
    """Log a line for each send that a commit has stored; `batch` is a round, or a send's first."""
    options, kind = batch.shared_options, kind_of(batch.sender).value
    suppressed = set(batch.suppressed_at_accept)
    for position in batch.positions() if batch.is_round else (0,):
        members = {position} if batch.is_round else set(batch.positions())
        log_event(
            "send_accepted",
            sendId=str(batch.send_of(position)),
            senderKind=kind,
            category=options.category.value,
            purpose=options.purpose.value,
            recipientCount=batch.terms[0].totals.recipient_count,
            suppressedCount=len(suppressed & members) or None,
        )


def _without(batch: Batch, positions: Collection[int]) -> Batch:
    """Remove members from a new round; their places stay unused."""
    recipients = ("" if n in positions else one for n, one in enumerate(batch.recipients))
    return replace(batch, recipients=tuple(recipients))


async def put_again(works: Sequence[Work], delay_seconds: int, sending: Sending) -> None:
    """Put messages again that may have been dropped because their rows were missing."""
    recovering = [replace(work, is_recovery=True) for work in works]
    await asyncio.gather(*(sending.queue.put(work, delay_seconds) for work in recovering))
